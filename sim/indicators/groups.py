"""Loneliness of adults by group, per wijk. A resident may belong to several groups."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.answers import LONELY, SEVERE, expected_severe, severe_tails
from sim.indicators.catalogue import GROUPS
from sim.indicators.tally import is_adult, wijk_of, with_city
from sim.world.codes import CARE_ROOM, EXHOMELESS, LVB, NEW, OLD80, PSY

RECENT = 24
"""Months within which a move makes somebody a resident who moved."""


def observe(world: Any, parameters: Any) -> np.ndarray:
    """Give sums per wijk (city last) and group: people, then GROUP_INDICATORS summed over people."""
    people = parameters["people"]
    tails = severe_tails(people.item_steepness, people.item_spread)
    return with_city(_sum(world, world.city.month[0], *tails))


@allocating
def _sum(world, month, social_chances, emotional_tails):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], len(GROUPS), 6))
    for i in range(r.uid.shape[0]):
        if not is_adult(world, i):
            continue
        score = np.int64(r.social_score[i]) + np.int64(r.emotional_score[i])
        severe = expected_severe(social_chances, emotional_tails, r.social_feeling[i], r.emotional_feeling[i])
        groups = groups_of(world, i, month)
        for group in range(len(GROUPS)):
            if groups & (1 << group):
                row = sums[wijk_of(world, i), group]
                row[0] += 1.0
                row[1] += score >= LONELY
                row[2] += score >= SEVERE
                row[3] += score
                row[4] += severe
                row[5] += r.network[i]
    return sums


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
    return groups
