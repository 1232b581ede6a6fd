"""Who is related to whom across the city, and how many relatives live elsewhere.

Parents and children, brothers and sisters: an adult gets a relative whose age suits the relation, who speaks
the same language at home and who lives nearer rather than farther. Children at home share part of the
relatives of the adults they live with. Nobody here is related to somebody of the own household: those ties
are of another type.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.city.settings import Households
from sim.world.codes import ADULT

YEARS = 101
TONGUES = 6


class Relatives(NamedTuple):
    """``pairs`` (M, 2) of rows, each pair once; ``elsewhere`` per resident, people outside the city."""

    pairs: np.ndarray
    elsewhere: np.ndarray


class Places(NamedTuple):
    """Residents as kin sees them, one row each; ``wijk_x`` and ``wijk_y`` in km per wijk."""

    age: np.ndarray
    wijk: np.ndarray
    tongue: np.ndarray
    household: np.ndarray
    wijk_x: np.ndarray
    wijk_y: np.ndarray


def relate(places: Places, settings: Households, generator: np.random.Generator) -> Relatives:
    """Draw the relatives of all residents."""
    adults = np.flatnonzero(places.age >= ADULT)
    between = _among_adults(places, adults, settings, generator)
    mean = settings.kin_total - settings.kin_in_city
    elsewhere = np.zeros(len(places.age), dtype=np.int64)
    elsewhere[adults] = generator.poisson(mean, len(adults))
    shared, shared_elsewhere = _of_children(places, between, elsewhere, settings, generator)
    return Relatives(_each_once(np.concatenate([between, shared])), elsewhere + shared_elsewhere)


def _among_adults(
    places: Places, adults: np.ndarray, settings: Households, generator: np.random.Generator
) -> np.ndarray:
    """Draw pairs of adults until each has the wanted number of relatives in the city, on average."""
    ego = generator.choice(adults, round(settings.kin_in_city * len(adults) / 2.0))
    siblings = generator.random(len(ego)) < settings.sibling_share
    mean, spread = settings.generation
    years = np.clip(generator.normal(mean, spread, len(ego)), *settings.generation_limits)
    gap = np.where(siblings, generator.normal(0.0, settings.sibling_gap, len(ego)), years)
    wanted = np.rint(places.age[ego] / 12.0 + gap).astype(np.int64)
    # whoever would need a relative beyond a hundred years is given the other side of the relation
    wanted = np.where(wanted >= YEARS - 1, np.rint(places.age[ego] / 12.0 - gap).astype(np.int64), wanted)
    other = _find(places, adults, ego, wanted, settings, generator)
    found = other >= 0
    apart = places.household[ego[found]] != places.household[other[found]]
    return _each_once(np.stack([ego[found][apart], other[found][apart]], axis=1))


def _find(
    places: Places,
    adults: np.ndarray,
    ego: np.ndarray,
    wanted: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> np.ndarray:
    """Find for each ego an adult of the wanted age (years) and the own language, -1 where there is none."""
    wijken = len(places.wijk_x)
    years = np.minimum(places.age[adults] // 12, YEARS - 1)
    cell = (places.tongue[adults] * YEARS + years) * wijken + places.wijk[adults]
    order = adults[np.argsort(cell, kind="stable")]
    count = np.bincount(cell, minlength=TONGUES * YEARS * wijken)
    first = np.cumsum(count) - count
    near = np.exp(-np.hypot(*(axis[:, None] - axis for axis in (places.wijk_x, places.wijk_y))) / settings.kin_distance)
    inside = (wanted >= ADULT // 12) & (wanted < YEARS)
    rows = (places.tongue[ego] * YEARS + np.where(inside, wanted, 0)) * wijken
    weight = count[rows[:, None] + np.arange(wijken)] * near[places.wijk[ego]]
    running = np.cumsum(weight, axis=1)
    draw = generator.random((2, len(ego)))
    wijk = np.minimum((running < (draw[0] * running[:, -1])[:, None]).sum(axis=1), wijken - 1)
    chosen = rows + wijk
    place = first[chosen] + (draw[1] * count[chosen]).astype(np.int64)
    known = inside & (running[:, -1] > 0) & (count[chosen] > 0)
    return np.where(known, order[np.minimum(place, len(order) - 1)], -1)


def _of_children(
    places: Places,
    pairs: np.ndarray,
    elsewhere: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Let children share each relative of the adults of their household with a fixed chance."""
    child_rows = np.flatnonzero(places.age < ADULT)
    child_rows = child_rows[np.argsort(places.household[child_rows], kind="stable")]
    homes = places.household[child_rows]
    both_ways = np.concatenate([pairs, pairs[:, ::-1]])
    adults = np.flatnonzero((places.age >= ADULT) & (places.household >= 0))
    first, last = (np.searchsorted(homes, places.household[both_ways[:, 0]], side) for side in ("left", "right"))
    relation = np.repeat(np.arange(len(both_ways)), last - first)
    child = child_rows[np.arange(len(relation)) - np.repeat(np.cumsum(last - first) - last, last - first)]
    kept = generator.random(len(child)) < settings.grandchild_share
    shared = np.stack([child[kept], both_ways[relation[kept], 1]], axis=1)
    known = np.bincount(places.household[adults], elsewhere[adults], minlength=int(places.household.max()) + 1)
    total = np.zeros_like(elsewhere)
    total[child_rows] = generator.binomial(known[homes].astype(np.int64), settings.grandchild_share)
    return shared, total


def _each_once(pairs: np.ndarray) -> np.ndarray:
    """Give every unordered pair of two different rows once, in order."""
    ordered = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
    return np.unique(ordered, axis=0).reshape(-1, 2)
