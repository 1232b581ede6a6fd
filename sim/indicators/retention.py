"""Ties that last: of the strong ties of a year ago, both of whose residents still live here, the share still strong.

Strong ties are those of 50 hours or more between two residents of the city, household or not. One in ``SAMPLE`` is
followed, chosen by a hash of the two uids, so that the same pairs are followed in every scenario. The figure is of
the city alone, is renewed once a year, and is not a number before a year has passed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import of_the_city
from sim.randomness import ANY_KEY, extend
from sim.world.bonds import held

STRONG = 50.0
SAMPLE = 8
SPREADS = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads whole numbers over 64 bits."""


def observe(world: Any, before: np.ndarray | None) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Give the indicator, and the strong ties of today to compare with in a year."""
    now = strong_ties(world)
    share = np.nan if before is None else kept(before, now, world.residents.uid[world.residents.alive])
    return {"ties_kept": of_the_city(share, len(world.wijken.x))}, now


def kept(before: np.ndarray, now: np.ndarray, uids: np.ndarray) -> float:
    """Give the % of pairs of uids (n, 2) of before, both still here, that are among those of now; nan without any."""
    here = np.isin(before[:, 0], uids) & np.isin(before[:, 1], uids)
    if not here.any():
        return float("nan")
    return 100.0 * float(np.isin(_one_number(before[here]), _one_number(now)).mean())


def _one_number(pairs: np.ndarray) -> np.ndarray:
    """Turn pairs of uids into one number each; that two pairs share one is next to impossible."""
    low, high = pairs.astype(np.uint64).T
    return low * SPREADS + high


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
