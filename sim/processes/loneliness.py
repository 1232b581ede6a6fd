"""Loneliness is the gap between the ties one has and the ties one wants (Perlman & Peplau; Weiss).

Social: base + ``social_weight`` · clip(1 − effective ties / desired ties, 0, 1) + trait. Emotional: base
+ ``emotional_weight`` · (chance of having no confidant) + ``loss_weight`` · recent losses
+ ``frailty_weight`` · frailty + ``age_weight`` · decades of age above eighteen + trait. To both is added
``without_work`` for those of 27-66 with the lowest incomes who do not belong to those who work: what poverty and
illness bring beyond ties, and nothing that a policy moves. The latent feeling follows with a lag of ``lag`` months.
The eleven items of the De Jong Gierveld scale are answered with yes where the feeling exceeds the person's own
threshold, which never changes; so the same life gives the same answers in every arm. A loss fades by
half in about a year; chronic loneliness is the moving mean of the score over two years.

Loneliness does not spread from one to the other here but through what lonely people do to their ties. To see what a
direct contagion would change, ``contagion`` · the mean chronic loneliness of the ties inside the city, weighed by
their hours, is added to both targets; it is 0, since such findings are disputed (Cacioppo, Fowler & Christakis 2009).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.bonds import held
from sim.world.codes import ADULT, RETIREMENT, THRESHOLD_PARTS

WRITES = (
    "residents.social_feeling",
    "residents.emotional_feeling",
    "residents.social_score",
    "residents.emotional_score",
    "residents.chronic",
    "residents.loss",
)

SOCIAL_ITEMS, ITEMS = 5, 11
DECADE = 120
SETTLED = 27 * 12
"""Months of age from which somebody without work is no student any more."""


class Loneliness(NamedTuple):
    """Parameters of ``loneliness.yaml``."""

    social_base: float
    social_weight: float
    emotional_base: float
    emotional_weight: float
    loss_weight: float
    frailty_weight: float
    age_weight: float
    without_work: float
    lag: float
    loss_months: float
    chronic_months: float
    contagion: float


def step(world, parameters, draws, month):
    """Update feelings and answers of everyone."""
    own = parameters["loneliness"]
    before = world.residents.chronic.copy() if own.contagion > 0.0 else np.zeros(0, np.float32)
    _feel(world, own, before)


@kernel
def social_target(own, effective_ties, desired_ties, trait):
    """Give the social loneliness towards which the feeling moves."""
    return own.social_base + own.social_weight * min(max(1.0 - effective_ties / desired_ties, 0.0), 1.0) + trait


@allocating
def _feel(world, own, before):
    r = world.residents
    fade = math.exp(-1.0 / own.loss_months)
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        social = social_target(own, r.effective_ties[i], r.desired_ties[i], r.trait_social[i])
        emotional = own.emotional_base + own.emotional_weight * r.without_confidant[i] + r.trait_emotional[i]
        emotional += own.loss_weight * r.loss[i] + own.frailty_weight * r.frailty[i]
        emotional += own.age_weight * (r.age[i] - ADULT) / DECADE
        if lives_on_benefit(r, i):
            social += own.without_work
            emotional += own.without_work
        if own.contagion > 0.0:
            caught = own.contagion * loneliness_of_ties(world, before, i)
            social += caught
            emotional += caught
        r.social_feeling[i] += (social - r.social_feeling[i]) / own.lag
        r.emotional_feeling[i] += (emotional - r.emotional_feeling[i]) / own.lag
        r.social_score[i], r.emotional_score[i] = scores(r.thresholds[i], r.social_feeling[i], r.emotional_feeling[i])
        total = r.social_score[i] + r.emotional_score[i]
        r.chronic[i] += (total / ITEMS - r.chronic[i]) / own.chronic_months
        r.loss[i] *= fade


@kernel
def lives_on_benefit(r, i):
    """Tell whether somebody past study and before pension has one of the lowest incomes and no work."""
    return not r.works[i] and r.income[i] == 0 and SETTLED <= r.age[i] < RETIREMENT


@kernel
def loneliness_of_ties(world, chronic, i):
    """Give the mean chronic loneliness (0-1) of those a resident has ties with in the city, weighed by hours."""
    ties, total, hours = world.ties, 0.0, 0.0
    for slot in range(ties.count[i]):
        other = ties.partner[i, slot]
        if other >= 0:
            total += held(world, i, slot) * chronic[other]
            hours += held(world, i, slot)
    return total / hours if hours > 0.0 else 0.0


@kernel
def scores(thresholds, social, emotional):
    """Count the items answered with yes: social (0-5) and emotional (0-6). ``thresholds`` in parts of a logit."""
    first, second = 0, 0
    social, emotional = social * THRESHOLD_PARTS - 0.5, emotional * THRESHOLD_PARTS - 0.5
    for item in range(SOCIAL_ITEMS):
        first += social > thresholds[item]
    for item in range(SOCIAL_ITEMS, ITEMS):
        second += emotional > thresholds[item]
    return first, second
