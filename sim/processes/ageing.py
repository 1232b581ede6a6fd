"""Everyone grows a month older; frailty rises with age and sometimes recedes.

Frailty grows by one level with chance ``frailty_rise`` · exp(``frailty_slope`` · (age − 75)) a month and
recedes with a tenth of that. A newcomer is a newcomer for five years; from eighty one belongs to the
oldest residents. Who turns eighteen may turn out to have a mild disability or mental health problems, with
the shares of the tenure they live in; that somebody needed extra support at school is behind them then. Mental health
problems begin later in life too, and end: adults recover with chance ``recovers`` a year, and they begin so often that
the share of the tenure would stay what it is. That somebody was homeless is no longer seen after some years in a home
of their own (chance ``outlives_homelessness`` a year; how one becomes homeless stands in ``admission``). Whoever
recovers is again who they would have been. Others see a person anew when frailty or group changes.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import kernel
from sim.randomness import extend, uniform
from sim.world.codes import ADULT, EVERY_TIE, EXHOMELESS, EXTRA_SUPPORT, INSTITUTION, LVB, NEW, OLD80, PSY
from sim.world.lifetable import rise_of_frailty
from sim.world.people import become, draw_vulnerability, give_character, give_loneliness
from sim.world.places import perceived_category

WRITES = (
    "residents.age",
    "residents.frailty",
    "residents.vulnerability",
    "residents.category",
    "residents.changed",
    "residents.behaviour",
    "residents.sociability",
    "residents.trait_social",
    "residents.trait_emotional",
    "residents.thresholds",
    "residents.social_feeling",
    "residents.emotional_feeling",
    "residents.chronic",
)


class Ageing(NamedTuple):
    """Parameters of ``ageing.yaml``."""

    newcomer_months: int
    oldest_from: int
    recovers: float
    outlives_homelessness: float


def step(world, parameters, draws, month):
    """Age every resident by one month."""
    _age(world, parameters["ageing"], parameters["lifetable"], draws.key("ageing", month), month)
    _come_of_age(world, parameters["people"], draws.key("people"))
    key = draws.key("mental_health", month)
    _fall_ill_and_recover(world, parameters["ageing"], parameters["people"], draws.key("people"), key)


@kernel
def _age(world, ageing, lifetable, key, month):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        r.age[i] += 1
        frailty = r.frailty[i]
        vulnerability = r.vulnerability[i]
        up = rise_of_frailty(lifetable, r.age[i] / 12.0)
        draw = uniform(key, r.uid[i])
        if draw < up:
            frailty = min(frailty + 1, 4)
        elif draw > 1.0 - lifetable.frailty_recovery * up and frailty > 0:
            frailty -= 1
        if vulnerability & NEW and month - r.arrived[i] >= ageing.newcomer_months:
            vulnerability -= NEW
        if r.age[i] >= ageing.oldest_from * 12:
            vulnerability |= OLD80
        if frailty != r.frailty[i] or vulnerability != r.vulnerability[i]:
            r.frailty[i] = frailty
            r.vulnerability[i] = vulnerability
            r.category[i] = perceived_category(vulnerability, frailty)
            r.changed[i] |= EVERY_TIE


@kernel
def _come_of_age(world, people, traits):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or r.age[i] != ADULT:
            continue
        tenure = world.dwellings.tenure[r.dwelling[i]]
        found = draw_vulnerability(people, traits, r.uid[i], ADULT, tenure, r.income[i]) & (PSY | LVB)
        leaves_support = r.vulnerability[i] & EXTRA_SUPPORT
        r.vulnerability[i] = (r.vulnerability[i] & NEW) | found
        if found or leaves_support:
            r.category[i] = perceived_category(r.vulnerability[i], r.frailty[i])
            give_character(world, people, traits, i)
        if found:
            give_loneliness(world, people, extend(traits, 7), i)


@kernel
def _fall_ill_and_recover(world, own, people, traits, key):
    r, shares = world.residents, people.mental_health_by_tenure
    recovers, outlives = own.recovers / 12.0, own.outlives_homelessness / 12.0
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or r.age[i] < ADULT:
            continue
        was = becomes = r.vulnerability[i]
        draw = uniform(key, r.uid[i])
        if draw >= recovers and not was & EXHOMELESS:
            continue
        tenure = world.dwellings.tenure[r.dwelling[i]]
        ill = shares[tenure] * people.vulnerable_by_income[r.income[i]]
        if draw < (recovers if was & PSY else recovers * ill / (1.0 - ill)):
            becomes ^= PSY
        at_home = tenure != INSTITUTION
        if was & EXHOMELESS and at_home and uniform(extend(key, 1), r.uid[i]) < outlives:
            becomes ^= EXHOMELESS
        if becomes != was:
            become(world, people, traits, i, becomes)
