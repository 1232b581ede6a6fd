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
from sim.indicators.tally import Homes, homes_of, with_city
from sim.world.codes import CARE_ROOM, EXHOMELESS, LVB, NEW, NOWHERE, OLD80, PSY

RECENT = 24
"""Months within which a move makes somebody a resident who moved."""
PEOPLE, NEED, FIRST = 0, 1, 2
"""Columns of the sums; those of GROUP_INDICATORS begin at FIRST."""
SUMS = FIRST + len(GROUP_INDICATORS)
OVER = {"unmet_share": NEED}
"""What an indicator is divided by, where it is not people."""
FROM_ANSWERS, FROM_ELSEWHERE = (PEOPLE, *range(FIRST, FIRST + 5)), (NEED, *range(FIRST + 5, SUMS))
"""Columns of the sums that follow from how many adults have which social and emotional score, and all others."""
SOCIAL_SCORES, EMOTIONAL_SCORES = 6, 7
SCORES = SOCIAL_SCORES * EMOTIONAL_SCORES


def _added_by_answers() -> np.ndarray:
    """Give what somebody with each pair of scores adds to each of FROM_ANSWERS: (pairs of scores, columns)."""
    social, emotional = (scores.ravel() for scores in np.indices((SOCIAL_SCORES, EMOTIONAL_SCORES)))
    score = social + emotional
    lonely = (score >= LONELY, score >= SEVERE, social >= SUBSCALE, emotional >= SUBSCALE)
    return np.stack([np.ones(SCORES), *lonely, score], axis=1).astype(np.float64)


ADDED_BY_ANSWERS = _added_by_answers()


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> np.ndarray:
    """Give the sums per wijk (city last) and group."""
    people = parameters["people"]
    tails = severe_tails(people.item_steepness, people.item_spread)
    homes = homes or homes_of(world)
    answers, others = _sum(world, homes.of_adults, homes.volunteers, world.city.month[0], *tails)
    sums = np.empty((len(homes.adults), len(GROUPS), SUMS))
    sums[..., FROM_ANSWERS] = answers @ ADDED_BY_ANSWERS
    sums[..., FROM_ELSEWHERE] = others
    return with_city(sums)


@allocating
def _sum(world, homes, volunteers, month, social_chances, emotional_tails):
    """Count the adults of each wijk and group by their two scores, and sum up what does not follow from these."""
    r, wijken = world.residents, world.wijken.x.shape[0]
    answers, sums = np.zeros((wijken, len(GROUPS), SCORES)), np.zeros((wijken, len(GROUPS), len(FROM_ELSEWHERE)))
    for i in range(homes.shape[0]):
        wijk = homes[i]
        if wijk < 0:
            continue
        severe = expected_severe(social_chances, emotional_tails, r.social_feeling[i], r.emotional_feeling[i])
        need, network, unmet = r.need[i], r.network[i], r.unmet[i]
        answer = EMOTIONAL_SCORES * np.int64(r.social_score[i]) + r.emotional_score[i]
        groups = groups_of(world, volunteers, i, month)
        for group in range(len(GROUPS)):
            if groups & (1 << group):
                answers[wijk, group, answer] += 1.0
                row = sums[wijk, group]
                row[0] += need
                row[1] += severe
                row[2] += network
                row[3] += unmet
    return answers, sums


@kernel
def groups_of(world, volunteers, i, month):
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
    groups |= 1024 if r.moved[i] > max(month - RECENT, -1) else 0
    groups |= 2048 if world.dwellings.project[r.dwelling[i]] != NOWHERE else 0
    groups |= 4096 if r.need[i] > 0.0 else 0
    groups |= 8192 if volunteers[i] else 0
    return groups
