"""Counting per wijk: sums over adults, with the whole city as the last row."""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.world.codes import ADULT, OLD80


@kernel
def wijk_of(world, i):
    """Give the wijk in which a resident lives."""
    return world.dwellings.wijk[world.residents.dwelling[i]]


@kernel
def is_adult(world, i):
    """Tell whether row i holds a living adult."""
    return world.residents.alive[i] and world.residents.age[i] >= ADULT


@kernel
def is_vulnerable(world, i):
    """Tell whether a resident is vulnerable in another way than by age alone."""
    return (world.residents.vulnerability[i] & (255 - OLD80)) != 0


def with_city(per_wijk: np.ndarray) -> np.ndarray:
    """Append the sum over wijken as the last row: (wijken + 1, ...)."""
    return np.concatenate([per_wijk, per_wijk.sum(axis=0, keepdims=True)])


def per_person(sums: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Divide sums by numbers of people; where nobody lives the result is not a number."""
    return np.divide(sums, people, out=np.full(sums.shape, np.nan), where=people > 0)


def with_mean(per_wijk: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Append the weighted mean over wijken as that of the city; not a number where all weights are zero."""
    total = weights.sum()
    mean = float((per_wijk * weights).sum() / total) if total > 0 else np.nan
    return np.append(np.asarray(per_wijk, np.float64), mean)


def of_the_city(value: float, wijken: int) -> np.ndarray:
    """Give a figure that only the city has: not a number in any wijk."""
    return np.append(np.full(wijken, np.nan), value)
