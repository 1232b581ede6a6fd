"""Ties that bridge: how many lead to somebody of another perceived category, against what chance would give.

Counted are ties of 50 hours or more of residents with somebody else in the city who is not of their household. Of
the ties of a wijk the share across categories is divided by what it would be if each led to anybody at the other end
of them: 1 less the sum over categories of the share of the one end times that of the other. 1 is random mixing,
0 nobody outside the own category; not a number where there is one category only. Measured once a quarter.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.tally import Homes, homes_of, per_person, with_city
from sim.world.bonds import held
from sim.world.codes import CATEGORIES, HOUSEHOLD_TIE, TIE_SLOTS, TYPE_BITS

STRONG = 50.0
COUNT_BITS = 8
"""Bits that the count of a category takes where those of one resident stand side by side in a whole number."""
assert 2**COUNT_BITS > TIE_SLOTS and CATEGORIES * COUNT_BITS < 63


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give ties across categories, observed over expected, per wijk, the city last."""
    return {"bridging": observed_over_expected(with_city(_count(world, (homes or homes_of(world)).of_residents)))}


def observed_over_expected(ties: np.ndarray) -> np.ndarray:
    """Give it for counts of ties by category of both ends: (places, categories, categories)."""
    total = ties.sum(axis=(1, 2))
    across = per_person(total - np.trace(ties, axis1=1, axis2=2), total)
    same = per_person((ties.sum(axis=1) * ties.sum(axis=2)).sum(axis=1), total * total)
    return per_person(across, np.nan_to_num(1.0 - same))


@allocating
def _count(world, homes):
    """Count by wijk and category of both ends."""
    counts = np.zeros((world.wijken.x.shape[0], CATEGORIES, CATEGORIES))
    for i in range(homes.shape[0]):
        if homes[i] >= 0:
            row, ends = counts[homes[i], world.residents.category[i]], _other_ends(world, i)
            for category in range(CATEGORIES):
                row[category] += (ends >> (COUNT_BITS * category)) & (2**COUNT_BITS - 1)
    return counts


@kernel
def _other_ends(world, i):
    """Count the other ends of the ties of a resident by category, side by side in one number: no tie needs a branch."""
    t, ends = world.ties, 0
    for slot in range(t.count[i]):
        other = t.partner[i, slot]
        counts = (held(world, i, slot) >= STRONG) & (other >= 0) & ((t.kind[i, slot] & TYPE_BITS) != HOUSEHOLD_TIE)
        ends += np.int64(counts) << (COUNT_BITS * np.int64(world.residents.category[max(other, 0)]))
    return ends
