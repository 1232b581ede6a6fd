"""Loneliness and support of adults by group, per wijk. A resident may belong to several groups.

Sums are kept, so that months can be added up: people first, then hours of support needed, then a sum for each of
GROUP_INDICATORS. The share unmet is hours over hours needed, all others are over people.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.answers import LONELY, SEVERE, SUBSCALE, expected_severe, severe_tails
from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS
from sim.indicators.tally import is_adult, wijk_of, with_city
from sim.world.codes import CARE_ROOM, EXHOMELESS, LVB, NEW, NOWHERE, OLD80, PSY, VOLUNTEERING

RECENT = 24
"""Months within which a move makes somebody a resident who moved."""
PEOPLE, NEED, FIRST = 0, 1, 2
"""Columns of the sums; those of GROUP_INDICATORS begin at FIRST."""
SUMS = FIRST + len(GROUP_INDICATORS)
OVER = {"unmet_share": NEED}
"""What an indicator is divided by, where it is not people."""


def observe(world: Any, parameters: Any) -> np.ndarray:
    """Give the sums per wijk (city last) and group."""
    people = parameters["people"]
    tails = severe_tails(people.item_steepness, people.item_spread)
    return with_city(_sum(world, world.city.month[0], *tails))


@allocating
def _sum(world, month, social_chances, emotional_tails):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], len(GROUPS), SUMS))
    mine = np.zeros(SUMS)
    for i in range(r.uid.shape[0]):
        if not is_adult(world, i):
            continue
        severe = expected_severe(social_chances, emotional_tails, r.social_feeling[i], r.emotional_feeling[i])
        _own_sums(world, i, severe, mine)
        groups = groups_of(world, i, month)
        wijk = wijk_of(world, i)
        for group in range(len(GROUPS)):
            if groups & (1 << group):
                for k in range(SUMS):
                    sums[wijk, group, k] += mine[k]
    return sums


@kernel
def _own_sums(world, i, severe, out):
    """Write what a resident adds to the sums of each of their groups."""
    r = world.residents
    social, emotional = np.int64(r.social_score[i]), np.int64(r.emotional_score[i])
    out[PEOPLE], out[NEED] = 1.0, r.need[i]
    out[FIRST] = social + emotional >= LONELY
    out[FIRST + 1] = social + emotional >= SEVERE
    out[FIRST + 2] = social >= SUBSCALE
    out[FIRST + 3] = emotional >= SUBSCALE
    out[FIRST + 4] = social + emotional
    out[FIRST + 5] = severe
    out[FIRST + 6] = r.network[i]
    out[FIRST + 7] = r.unmet[i]


@kernel
def groups_of(world, i, month):
    """Give the groups of a resident as bits, in the order of GROUPS."""
    r = world.residents
    v = r.vulnerability[i]
    groups = 1
    groups |= 2 if v & OLD80 else 0
    groups |= 4 if v & PSY else 0
    groups |= 8 if v & LVB else 0
    groups |= 16 if v & NEW else 0
    groups |= 32 if v & EXHOMELESS else 0
    groups |= 64 if groups == 1 else 0
    groups |= 128 if r.frailty[i] >= 3 else 0
    groups |= 256 if world.dwellings.kind[r.dwelling[i]] == CARE_ROOM else 0
    groups |= 512 if r.lost_place[i] >= 0 else 0
    groups |= 1024 if r.moved[i] > max(month - RECENT, 0) else 0
    groups |= 2048 if world.dwellings.project[r.dwelling[i]] != NOWHERE else 0
    groups |= 4096 if r.need[i] > 0.0 else 0
    groups |= 8192 if r.focus[i, VOLUNTEERING] != NOWHERE else 0
    return groups
