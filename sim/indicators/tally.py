"""Counting per wijk: sums over adults, with the whole city as the last row."""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.world.codes import ADULT


@kernel
def wijk_of(world, i):
    """Give the wijk in which a resident lives."""
    return world.dwellings.wijk[world.residents.dwelling[i]]


@kernel
def is_adult(world, i):
    """Tell whether row i holds a living adult."""
    return world.residents.alive[i] and world.residents.age[i] >= ADULT


def with_city(per_wijk: np.ndarray) -> np.ndarray:
    """Append the sum over wijken as the last row: (wijken + 1, ...)."""
    return np.concatenate([per_wijk, per_wijk.sum(axis=0, keepdims=True)])


def per_person(sums: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Divide sums by numbers of people; where nobody lives the result is not a number."""
    return np.divide(sums, people, out=np.full(sums.shape, np.nan), where=people > 0)
