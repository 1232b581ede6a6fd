"""Mortality by age, sex and frailty, and the frailty that goes with an age.

Mortality follows Gompertz: a·exp(b·age) a year plus a background. Frailty multiplies it. The multipliers
are normalised by the frailty that survivors of each age and sex have when nothing but these rules acts, so
that a cohort dies exactly as the life table says, and so that the normalisation is the same in every arm.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.compiled import allocating, kernel

OLDEST = 121
LEVELS = 5


class Lifetable(NamedTuple):
    """Parameters of ``lifetable.yaml``; lists are float64 arrays."""

    gompertz_level: np.ndarray
    gompertz_slope: np.ndarray
    background: float
    mortality_by_frailty: np.ndarray
    frailty_rise: float
    frailty_slope: float
    frailty_recovery: float


@kernel
def yearly_mortality(lifetable, sex, age):
    """Give deaths per year at an age in years (continuous)."""
    rise = math.exp(lifetable.gompertz_slope[sex] * age)
    return lifetable.gompertz_level[sex] * rise + lifetable.background


@kernel
def rise_of_frailty(lifetable, age):
    """Give the monthly chance that frailty grows by one level, at an age in years."""
    return min(1.0, lifetable.frailty_rise * math.exp(lifetable.frailty_slope * (age - 75.0)))


@lru_cache(maxsize=16)
def frailty_shares(lifetable: Any) -> np.ndarray:
    """Give the frailty of survivors: (2 sexes, 121 ages, 5 levels), shares adding to 1 per age.

    Kept, since it follows from the parameters alone and is asked for every month.
    """
    return _frailty_shares(lifetable)


@allocating
def _frailty_shares(lifetable):
    shares = np.zeros((2, OLDEST, LEVELS))
    for sex in range(2):
        now = np.zeros(LEVELS)
        now[0] = 1.0
        for month in range(OLDEST * 12):
            age = month / 12.0
            if month % 12 == 0:
                shares[sex, month // 12] = now
            _age_by_a_month(lifetable, now, sex, age)
    return shares


@allocating
def _age_by_a_month(lifetable, shares, sex, age):
    up = rise_of_frailty(lifetable, age)
    down = lifetable.frailty_recovery * up
    before = shares.copy()
    for level in range(LEVELS):
        if level < LEVELS - 1:
            shares[level] -= up * before[level]
            shares[level + 1] += up * before[level]
        if level > 0:
            shares[level] -= down * before[level]
            shares[level - 1] += down * before[level]
    mean = (shares * lifetable.mortality_by_frailty).sum()
    hazard = yearly_mortality(lifetable, sex, age) / 12.0
    for level in range(LEVELS):
        shares[level] *= math.exp(-hazard * lifetable.mortality_by_frailty[level] / mean)
    shares /= shares.sum()


@lru_cache(maxsize=16)
def mean_multiplier(lifetable: Any) -> np.ndarray:
    """Give the mean frailty multiplier of survivors: (2 sexes, 121 ages)."""
    return frailty_shares(lifetable) @ lifetable.mortality_by_frailty


@kernel
def draw_frailty(shares, sex, age, draw):
    """Give the frailty level that a uniform draw picks for an age in years."""
    rest = draw
    row = shares[sex, min(int(age), OLDEST - 1)]
    for level in range(LEVELS - 1):
        rest -= row[level]
        if rest < 0.0:
            return level
    return LEVELS - 1
