"""Ties that bridge: how many lead to somebody of another perceived category, against what chance would give.

Counted are ties of 50 hours or more of residents with somebody else in the city who is not of their household. Of
the ties of a wijk the share across categories is divided by what it would be if each led to anybody at the other end
of them: 1 less the sum over categories of the share of the one end times that of the other. 1 is random mixing,
0 nobody outside the own category; not a number where there is one category only. Measured once a quarter.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import per_person, wijk_of, with_city
from sim.world.bonds import held
from sim.world.codes import CATEGORIES, HOUSEHOLD_TIE, TYPE_BITS

STRONG = 50.0


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give ties across categories, observed over expected, per wijk, the city last."""
    return {"bridging": observed_over_expected(with_city(_count(world)))}


def observed_over_expected(ties: np.ndarray) -> np.ndarray:
    """Give it for counts of ties by category of both ends: (places, categories, categories)."""
    total = ties.sum(axis=(1, 2))
    across = per_person(total - np.trace(ties, axis1=1, axis2=2), total)
    same = per_person((ties.sum(axis=1) * ties.sum(axis=2)).sum(axis=1), total * total)
    return per_person(across, np.nan_to_num(1.0 - same))


@allocating
def _count(world):
    r, t = world.residents, world.ties
    counts = np.zeros((world.wijken.x.shape[0], CATEGORIES, CATEGORIES))
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        row = counts[wijk_of(world, i), r.category[i]]
        for slot in range(t.count[i]):
            other = t.partner[i, slot]
            if held(world, i, slot) >= STRONG and other >= 0 and (t.kind[i, slot] & TYPE_BITS) != HOUSEHOLD_TIE:
                row[r.category[other]] += 1.0
    return counts
