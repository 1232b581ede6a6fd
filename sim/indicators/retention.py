"""Ties that last: of the strong ties of a year ago, both of whose residents still live here, the share still strong.

Strong ties are those of 50 hours or more between two residents of the city, household or not. One in ``SAMPLE`` is
followed, chosen by a hash of the two uids, so that the same pairs are followed in every scenario. The figure is of
the city alone, is renewed once a year, and is not a number before a year has passed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.tally import of_the_city
from sim.randomness import ANY_KEY, extend
from sim.world.bonds import held

STRONG = 50.0
SAMPLE = 8
SPREADS = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads whole numbers over 64 bits."""
NOTHING = np.uint64(2**64 - 1)
"""An empty place in a set of numbers; no uid is as large."""


def observe(world: Any, before: np.ndarray | None) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Give the indicator, and the strong ties of today to compare with in a year."""
    now = strong_ties(world)
    share = np.nan if before is None else kept(before, now, world.residents.uid[world.residents.alive])
    return {"ties_kept": of_the_city(share, len(world.wijken.x))}, now


def kept(before: np.ndarray, now: np.ndarray, uids: np.ndarray) -> float:
    """Give the % of pairs of uids (n, 2) of before, both still here, that are among those of now; nan without any."""
    both, lasting = _count_kept(before, now, uids)
    return 100.0 * (lasting / both) if both else float("nan")


@allocating
def _count_kept(before, now, uids):
    """Count the pairs of before of whom both are here, and those of them that are among the pairs of now."""
    here, strong = _room_for(uids.shape[0]), _room_for(now.shape[0])
    for uid in uids:
        _put(here, np.uint64(uid))
    for k in range(now.shape[0]):
        _put(strong, _one_number(now, k))
    both, lasting = 0, 0
    for k in range(before.shape[0]):
        if _holds(here, np.uint64(before[k, 0])) and _holds(here, np.uint64(before[k, 1])):
            both += 1
            lasting += _holds(strong, _one_number(before, k))
    return both, lasting


@kernel
def _one_number(pairs, k):
    """Turn a pair of uids into one number; that two pairs share one is next to impossible."""
    return np.uint64(pairs[k, 0]) * SPREADS + np.uint64(pairs[k, 1])


@allocating
def _room_for(count):
    """Give an empty set of numbers, at most half of which will be used: each number lies at its place or behind it.

    Looking up in it takes one step where sorting both sides took most of the time of the year's measurement.
    """
    places = 2
    while places < 2 * count:
        places *= 2
    return np.full(places, NOTHING)


@kernel
def _place(numbers, number):
    """Give where a number lies in a set, or would lie."""
    last = np.uint64(numbers.shape[0] - 1)
    place = ((number * SPREADS) >> np.uint64(32)) & last
    while numbers[place] != number and numbers[place] != NOTHING:
        place = (place + np.uint64(1)) & last
    return place


@kernel
def _put(numbers, number):
    numbers[_place(numbers, number)] = number


@kernel
def _holds(numbers, number):
    return numbers[_place(numbers, number)] == number


@allocating
def strong_ties(world):
    """Give the followed strong ties as pairs of uids, the lower first: int64, (ties, 2)."""
    r, t = world.residents, world.ties
    pairs = np.empty((t.count.sum() // 2 + 1, 2), np.int64)
    count = 0
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        for slot in range(t.count[i]):
            other = t.partner[i, slot]
            if other < 0 or held(world, i, slot) < STRONG or r.uid[i] > r.uid[other]:
                continue
            if extend(extend(ANY_KEY, r.uid[i]), r.uid[other]) % np.uint64(SAMPLE) == 0:
                pairs[count, 0], pairs[count, 1] = r.uid[i], r.uid[other]
                count += 1
    return pairs[:count]
