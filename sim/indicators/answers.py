"""The De Jong Gierveld scale: five social and six emotional items, and how likely which score is.

Lonely is a score of 3 or more, severely lonely of 9 or more; socially or emotionally lonely is 2 or more on
the subscale (RIVM definitions).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from sim.compiled import allocating, kernel

LONELY, SEVERE, SUBSCALE = 3, 9, 2
GRID, GRID_STEP = 481, 0.05
"""Feelings from -12 to 12 in steps of 0.05."""


@allocating
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


@lru_cache(maxsize=8)
def severe_tails(steepness: float, spread: float) -> Any:
    """Give the tables of ``tabulate``, made once for each pair of parameters; nobody may write in them."""
    return tabulate(steepness, spread)


@allocating
def tabulate(steepness, spread):
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
    return min(max(round(feeling / GRID_STEP) + GRID // 2, 0), GRID - 1)


@kernel
def expected_severe(social_chances, emotional_tails, social_feeling, emotional_feeling):
    """Give the chance of nine or more items answered with yes."""
    social = social_chances[place_on_grid(social_feeling)]
    tail = emotional_tails[place_on_grid(emotional_feeling)]
    return social[5] * tail[4] + social[4] * tail[5] + social[3] * tail[6]
