"""Who takes part in a help platform: the same people all their life, as far as Dutch and the computer let them.

Of each wijk the share that policies say, times command of Dutch, times digital skill. Digital skill is
``skill_by_age`` (from 18, 45, 65 and 75) · ``skill_by_education`` (low, middle, high), at most 1.
"""

from __future__ import annotations

from sim.compiled import kernel
from sim.randomness import ANY_KEY, extend, uniform
from sim.world.codes import ADULT

MEMBERS = 101
"""Tells the coin of taking part from other coins of a lifetime."""
SKILL_FROM = (45, 65, 75)
"""Years of age from which the second, third and fourth figure of ``skill_by_age`` hold."""


@kernel
def digital_skill(own, age, education):
    """Give the chance (0-1) that somebody of an age in months and an education finds their way on a platform."""
    band = 0
    for years in SKILL_FROM:
        band += age >= 12 * years
    return min(own.skill_by_age[band] * own.skill_by_education[education], 1.0)


@kernel
def takes_part(world, own, i):
    """Tell whether a resident takes part; ``own`` are the parameters of ``help_platform``. No minors."""
    r = world.residents
    share = world.wijk_levers.platform[world.dwellings.wijk[r.dwelling[i]]]
    if share <= 0.0 or r.age[i] < ADULT:
        return False
    chance = share * r.dutch[i] * digital_skill(own, r.age[i], r.education[i])
    return uniform(extend(ANY_KEY, MEMBERS), r.uid[i]) < chance
