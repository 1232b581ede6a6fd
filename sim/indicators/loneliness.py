"""Loneliness of adults by the De Jong Gierveld scale of eleven items (RIVM definitions).

Lonely: 3 or more; severely lonely: 9 or more; socially, emotionally lonely: 2 or more of the five social,
of the six emotional items. The expected share of severely lonely adults is the chance of nine answers given
the feelings, were the thresholds drawn anew (Poisson-binomial): the same figure with less noise.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.indicators.tally import is_adult, per_person, wijk_of, with_city
from sim.compiled import kernel

LONELY, SEVERE, SUBSCALE = 3, 9, 2
GRID, GRID_STEP = 481, 0.05
"""Feelings from -12 to 12 in steps of 0.05."""


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    people = parameters["people"]
    tails = severe_tails(people.item_steepness, people.item_spread)
    sums = with_city(_count(world, *tails))
    adults = sums[:, 0]
    names = ("lonely", "severely_lonely", "socially_lonely", "emotionally_lonely", "severely_lonely_expected")
    shares = {name: 100.0 * per_person(sums[:, 1 + k], adults) for k, name in enumerate(names)}
    return {**shares, "loneliness_score": per_person(sums[:, 6], adults)}


@kernel
def _count(world, social_chances, emotional_tails):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 7))
    for i in range(r.uid.shape[0]):
        if not is_adult(world, i):
            continue
        row = sums[wijk_of(world, i)]
        social, emotional = r.social_score[i], r.emotional_score[i]
        score = np.int64(social) + np.int64(emotional)
        row[0] += 1.0
        row[1] += score >= LONELY
        row[2] += score >= SEVERE
        row[3] += social >= SUBSCALE
        row[4] += emotional >= SUBSCALE
        row[5] += expected_severe(social_chances, emotional_tails, r.social_feeling[i], r.emotional_feeling[i])
        row[6] += score
    return sums


@kernel
def item_chances(feeling, items, steepness, spread):
    """Give the chances of 0, 1, ... items answered with yes (Poisson-binomial), thresholds not fixed."""
    chances = np.zeros(items + 1)
    chances[0] = 1.0
    for item in range(items):
        threshold = spread * (2.0 * item / (items - 1.0) - 1.0)
        yes = 1.0 / (1.0 + math.exp(-steepness * (feeling - threshold)))
        for count in range(item + 1, 0, -1):
            chances[count] = chances[count] * (1.0 - yes) + chances[count - 1] * yes
        chances[0] *= 1.0 - yes
    return chances


@kernel
def severe_tails(steepness, spread):
    """Tabulate over feelings: chances of 0-5 social items, and of at least 0-6 emotional ones."""
    social, emotional = np.zeros((GRID, 6)), np.zeros((GRID, 8))
    for g in range(GRID):
        feeling = (g - GRID // 2) * GRID_STEP
        social[g] = item_chances(feeling, 5, steepness, spread)
        chances = item_chances(feeling, 6, steepness, spread)
        for least in range(6, -1, -1):
            emotional[g, least] = emotional[g, least + 1] + chances[least]
    return social, emotional


@kernel
def place_on_grid(feeling):
    """Give the row of the table nearest to a feeling."""
    return min(max(int(round(feeling / GRID_STEP)) + GRID // 2, 0), GRID - 1)


@kernel
def expected_severe(social_chances, emotional_tails, social_feeling, emotional_feeling):
    """Give the chance of nine or more items answered with yes."""
    social = social_chances[place_on_grid(social_feeling)]
    tail = emotional_tails[place_on_grid(emotional_feeling)]
    return social[5] * tail[4] + social[4] * tail[5] + social[3] * tail[6]
