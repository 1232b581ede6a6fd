"""Counting per wijk: sums over adults, with the whole city as the last row."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.codes import ADULT, NOWHERE, OLD80, VOLUNTEERING


class Homes(NamedTuple):
    """In which wijk who counts lives: worked out once a month, as nearly every observer asks it of everybody.

    By row of residents: the wijk of each resident and that of each adult (int16, -1 for whoever is none), and who
    volunteers. By wijk: how many residents and adults there are (float64).
    """

    of_residents: np.ndarray
    of_adults: np.ndarray
    volunteers: np.ndarray
    residents: np.ndarray
    adults: np.ndarray


def homes_of(world: Any) -> Homes:
    """Look up where everybody lives this month."""
    return Homes(*_look_up(world))


@allocating
def _look_up(world):
    r, rows = world.residents, world.residents.uid.shape[0]
    residents, adults = np.zeros(world.wijken.x.shape[0]), np.zeros(world.wijken.x.shape[0])
    of_residents, of_adults = np.full(rows, -1, np.int16), np.full(rows, -1, np.int16)
    volunteers = np.zeros(rows, np.bool_)
    for i in range(rows):
        if r.alive[i]:
            wijk = wijk_of(world, i)
            of_residents[i] = wijk
            residents[wijk] += 1.0
            if r.age[i] >= ADULT:
                of_adults[i] = wijk
                adults[wijk] += 1.0
            volunteers[i] = r.focus[i, VOLUNTEERING] != NOWHERE
    return of_residents, of_adults, volunteers, residents, adults


@allocating
def sum_by_wijk(column, homes, wijken):
    """Sum up a column of residents over those who have a wijk in ``homes``: float64, (wijken,)."""
    sums = np.zeros(wijken)
    last, total = 0, 0.0
    for i in range(column.shape[0]):
        wijk = homes[i]
        if wijk < 0:
            continue
        if wijk != last:  # rows beside each other mostly live in one wijk: its sum waits in a register
            sums[last] = total
            last, total = wijk, sums[wijk]
        total += column[i]
    sums[last] = total
    return sums


@kernel
def wijk_of(world, i):
    """Give the wijk in which a resident lives."""
    return world.dwellings.wijk[world.residents.dwelling[i]]


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
