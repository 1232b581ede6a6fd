"""Residents die at the rates of the life table, the frail sooner than the fit of the same age and sex.

A death ends all ties; each survivor's loss grows by the hours shared divided by ``hours_per_loss``.
Loneliness does not shorten life here unless ``excess_of_lonely`` is set (Holt-Lunstad et al. 2015 found
26% more deaths); it is off because its size among equals in health is disputed.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.compiled import allocating
from sim.randomness import uniform
from sim.world.bonds import end_all_by_death
from sim.world.households import withdraw
from sim.world.lifetable import OLDEST, mean_multiplier, yearly_mortality

WRITES = (
    "residents.alive",
    "residents.loss",
    "residents.partner",
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
    _die(world, parameters["mortality"], parameters["lifetable"], draws.key("mortality", month))


@allocating
def _die(world, mortality, lifetable, key):
    r = world.residents
    means = mean_multiplier(lifetable)
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        sex, years = r.sex[i], r.age[i] / 12.0
        hazard = yearly_mortality(lifetable, sex, years) / 12.0
        hazard *= lifetable.mortality_by_frailty[r.frailty[i]] / means[sex, min(int(years), OLDEST - 1)]
        if r.social_score[i] + r.emotional_score[i] >= SEVERE:
            hazard *= 1.0 + mortality.excess_of_lonely
        if uniform(key, r.uid[i]) < 1.0 - math.exp(-hazard) or r.age[i] >= OLDEST * 12 - 1:
            end_all_by_death(world, i, mortality.hours_per_loss)
            withdraw(world, i)
