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

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import extend, uniform
from sim.world.chances import AGES, collect
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
    lifetable = parameters["lifetable"]
    _age(world, parameters["ageing"], lifetable, _rise_by_age(lifetable), draws.key("ageing", month), month)
    _come_of_age(world, parameters["people"], draws.key("people"))
    key = draws.key("mental_health", month)
    _fall_ill_and_recover(world, parameters["ageing"], parameters["people"], draws.key("people"), key)


@lru_cache(maxsize=16)
def _rise_by_age(lifetable):
    """Give the chance a month that frailty grows at each month of age; kept, since parameters alone decide."""
    return np.array([rise_of_frailty(lifetable, age / 12.0) for age in range(AGES)])


@kernel
def _grow_older(world, ageing, lifetable, rise, key, hits):
    """Add a month to all ages, and note of whom frailty or group may change: without a branch, several at a time."""
    r, oldest_from = world.residents, ageing.oldest_from * 12
    for i in range(r.uid.shape[0]):
        r.age[i] += r.alive[i]
        up, draw = rise[r.age[i]], uniform(key, r.uid[i])
        turns = (draw < up) | (draw > 1.0 - lifetable.frailty_recovery * up)
        becomes_old = (r.age[i] >= oldest_from) & (r.vulnerability[i] & OLD80 == 0)
        hits[i] = r.alive[i] & (turns | becomes_old | (r.vulnerability[i] & NEW != 0))


@allocating
def _age(world, ageing, lifetable, rise, key, month):
    r = world.residents
    rows, hits = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0], np.bool_)
    _grow_older(world, ageing, lifetable, rise, key, hits)
    for i in rows[: collect(hits, rows)]:
        frailty = r.frailty[i]
        vulnerability = r.vulnerability[i]
        up = rise[r.age[i]]
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
        if r.age[i] != ADULT or not r.alive[i]:
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
def _note_whose_health_may_change(world, recovers, key, hits):
    r = world.residents
    for i in range(r.uid.shape[0]):
        may = (uniform(key, r.uid[i]) < recovers) | (r.vulnerability[i] & EXHOMELESS != 0)
        hits[i] = r.alive[i] & (r.age[i] >= ADULT) & may


@allocating
def _fall_ill_and_recover(world, own, people, traits, key):
    r, shares = world.residents, people.mental_health_by_tenure
    recovers, outlives = own.recovers / 12.0, own.outlives_homelessness / 12.0
    rows, hits = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0], np.bool_)
    _note_whose_health_may_change(world, recovers, key, hits)
    for i in rows[: collect(hits, rows)]:
        was = becomes = r.vulnerability[i]
        draw = uniform(key, r.uid[i])
        tenure = world.dwellings.tenure[r.dwelling[i]]
        ill = shares[tenure] * people.vulnerable_by_income[r.income[i]]
        if draw < (recovers if was & PSY else recovers * ill / (1.0 - ill)):
            becomes ^= PSY
        at_home = tenure != INSTITUTION
        if was & EXHOMELESS and at_home and uniform(extend(key, 1), r.uid[i]) < outlives:
            becomes ^= EXHOMELESS
        if becomes != was:
            become(world, people, traits, i, becomes)
