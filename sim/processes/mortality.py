"""Residents die at the rates of the life table, the frail sooner than the fit of the same age and sex.

A death ends all ties; each survivor's loss grows by the hours shared divided by ``hours_per_loss``.
Loneliness does not shorten life here unless ``excess_of_lonely`` is set (Holt-Lunstad et al. 2015 found
26% more deaths); it is off because its size among equals in health is disputed.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.randomness import uniform
from sim.world.bonds import end_all_by_death
from sim.world.codes import BY_DEATH, NOBODY
from sim.world.households import withdraw
from sim.world.lifetable import OLDEST, mean_multiplier, yearly_mortality

WRITES = (
    "residents.alive",
    "residents.loss",
    "residents.partner",
    "residents.parted",
    "residents.buddy",
    "residents.buddy_since",
    "residents.dwelling",
    "residents.seat",
    "residents.focus",
    "residents.changed",
    "dwellings.occupants",
    "seats.occupant",
    "ties.*",
)

SEVERE = 9


class Mortality(NamedTuple):
    """Parameters of ``mortality.yaml``."""

    hours_per_loss: float
    excess_of_lonely: float


def step(world, parameters, draws, month):
    """Let this month's deaths happen."""
    own, lifetable = parameters["mortality"], parameters["lifetable"]
    means = mean_multiplier(lifetable)
    _die(world, own, lifetable, means, _ceiling(own, lifetable), draws.key("mortality", month))


@lru_cache(maxsize=16)
def _ceiling(own, lifetable):
    """Give the largest monthly hazard anybody of a sex and age in years can have: (2 sexes, 121 ages).

    Kept, since it follows from the parameters alone and is asked for every month.
    """
    by_age = [[yearly_mortality(lifetable, sex, age + 1.0) for age in range(OLDEST)] for sex in (0, 1)]
    worst = lifetable.mortality_by_frailty.max() * (1.0 + own.excess_of_lonely)
    return np.array(by_age) / 12.0 * worst / mean_multiplier(lifetable)


@kernel
def _die(world, own, lifetable, means, ceiling, key):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        sex, years = r.sex[i], r.age[i] / 12.0
        age = min(int(years), OLDEST - 1)
        draw = uniform(key, r.uid[i])
        if draw >= ceiling[sex, age] and r.age[i] < OLDEST * 12 - 1:
            continue  # most of all: nothing dearer has to be computed
        hazard = yearly_mortality(lifetable, sex, years) / 12.0
        hazard *= lifetable.mortality_by_frailty[r.frailty[i]] / means[sex, age]
        if r.social_score[i] + r.emotional_score[i] >= SEVERE:
            hazard *= 1.0 + own.excess_of_lonely
        if draw < 1.0 - math.exp(-hazard) or r.age[i] >= OLDEST * 12 - 1:
            end_all_by_death(world, i, own.hours_per_loss)
            if r.partner[i] != NOBODY:
                r.parted[r.partner[i]] = BY_DEATH
            withdraw(world, i)
