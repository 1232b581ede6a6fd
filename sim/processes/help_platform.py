"""Members of a help platform ask for light work that is still to be done, or for company, and other members come.

Who takes part stands in ``sim.world.members``: the share that a policy says, less who has little Dutch or does not find
their way online. Members who would volunteer if asked offer up to ``offers`` hours a month of those they have left.
Members with light work enough for one match (``hours``) ask with chance ``requests`` a month; a part ``company`` of
requests is for company instead of a task. A request goes to the nearest member within ``within`` km, in whatever wijk,
who has the hours, lives elsewhere and accepts: with chance comfort with people like the one who asks, times how well
the two can talk.

A task done is support by volunteers; company meets no need. Both cost who comes their hours as care does. Each match is
one meeting: ``contact`` hours of a task, all hours of company, times the quality of the time of the two. They add to a
tie that is there; others begin one with the chance that any meeting has. Members also ask their own network more
readily (``eases``, see ``network_care``).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import extend, uniform, uniform_pair
from sim.world import bonds
from sim.world.caring import able_to_give, in_want, is_willing, light_hours
from sim.world.codes import ASKING, MATCHED, NOBODY, OFFERING, SOCIAL_TIE, VOLUNTEERS
from sim.world.meetings import chance_of_tie, common_language, quality_of
from sim.world.members import takes_part

WRITES = (
    "residents.unmet",
    "residents.care_given",
    "residents.changed",
    "ties.*",
    "wijken.support",
    "wijken.asked",
    "wijken.helped",
    "wijken.company",
    "wijken.platform",
)

KIND, ACCEPTS, BEGINS = 1, 2, 3
"""Streams of what is asked for, of who accepts and of which ties begin."""


class HelpPlatform(NamedTuple):
    """Parameters of ``help_platform.yaml``; skill by age from 18, 45, 65 and 75, and by education."""

    skill_by_age: np.ndarray
    skill_by_education: np.ndarray
    eases: float
    offers: float
    requests: float
    hours: float
    company: float
    within: float
    contact: float


def step(world, parameters, draws, month):
    """Let members ask and come; without a platform only forget the last month."""
    world.wijken.support[:, VOLUNTEERS] = 0.0
    world.wijken.platform[:] = 0.0
    if not world.wijk_levers.platform.any():
        return
    own, caring = parameters["help_platform"], parameters["caring"]
    key = draws.key("help_platform", month)
    helpers, left = _offers(world, own, parameters["volunteering"], caring)
    askers = _requests(world, own, parameters["volunteer_care"], caring.weeks, key)
    coming = _match(world, own, key, askers, helpers, left)
    _help(world, own, parameters["encounters"], (caring.weeks, parameters["network_care"].months), key, askers, coming)


@allocating
def _offers(world, own, volunteering, caring):
    """Give the members who can come, and the hours that each has this month: rows and float64, (members,)."""
    r = world.residents
    rows, left = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0])
    count = 0
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or not takes_part(world, own, i) or not is_willing(volunteering, r.uid[i]):
            continue
        hours = min(own.offers, caring.weeks * (able_to_give(world, caring, i) - r.care_given[i]))
        if hours >= own.hours:
            rows[count], left[count] = i, hours
            count += 1
            world.wijken.platform[world.dwellings.wijk[r.dwelling[i]], OFFERING] += 1.0
    return rows[:count], left[:count]


@allocating
def _requests(world, own, volunteer_care, weeks, key):
    """Give the members who ask this month, in the order of their draw: (requests,)."""
    r = world.residents
    rows = in_want(world)
    order = np.empty(rows.shape[0])
    count = 0
    for i in rows:
        if weeks * light_hours(world, volunteer_care, i) < own.hours or not takes_part(world, own, i):
            continue
        world.wijken.platform[world.dwellings.wijk[r.dwelling[i]], ASKING] += 1.0
        draw = uniform(key, r.uid[i])
        if draw < own.requests:
            rows[count], order[count] = i, draw
            count += 1
    return rows[:count][np.argsort(order[:count], kind="mergesort")]


@allocating
def _match(world, own, key, askers, helpers, left):
    """Give who comes to each who asks, NOBODY where none accepts: (requests,)."""
    coming = np.full(askers.shape[0], NOBODY, np.int64)
    for k in range(askers.shape[0]):
        place = _nearest(world, own, extend(key, ACCEPTS), askers[k], helpers, left)
        if place != NOBODY:
            coming[k] = helpers[place]
            left[place] -= own.hours
    return coming


@kernel
def _nearest(world, own, key, i, helpers, left):
    """Give the place among helpers of the nearest who accepts; of equals the one whose draw is lower."""
    r, d = world.residents, world.dwellings
    here = r.dwelling[i]
    x, y, nearest, its_distance, its_draw = d.x[here], d.y[here], NOBODY, own.within, 1.0
    for place in range(helpers.shape[0]):
        if left[place] < own.hours:
            continue
        there = r.dwelling[helpers[place]]
        distance = math.hypot(d.x[there] - x, d.y[there] - y)
        if distance > its_distance or there == here:
            continue
        draw = uniform_pair(key, r.uid[i], r.uid[helpers[place]])
        if (distance < its_distance or draw < its_draw) and draw < _readiness(world, helpers[place], i):
            nearest, its_distance, its_draw = place, distance, draw
    return nearest


@kernel
def _readiness(world, helper, i):
    """Give the chance that a member accepts what another asks."""
    return world.residents.tolerance[helper, world.residents.category[i]] * common_language(world, helper, i)


@kernel
def _help(world, own, encounters, months, key, askers, coming):
    """Book what was asked and what was given; ``months`` are weeks in a month and months that a wijk remembers."""
    r, w = world.residents, world.wijken
    weeks, remembered = months
    for k in range(askers.shape[0]):
        i, helper = askers[k], coming[k]
        wijk = world.dwellings.wijk[r.dwelling[i]]
        company = uniform(extend(key, KIND), r.uid[i]) < own.company
        hours = own.hours / weeks
        w.asked[wijk] += 0.0 if company else hours / remembered
        if helper == NOBODY:
            continue
        w.platform[wijk, MATCHED] += 1.0
        r.care_given[helper] += hours
        if company:
            w.company[world.dwellings.wijk[r.dwelling[helper]]] += hours
        else:
            r.unmet[i] = max(r.unmet[i] - hours, 0.0)
            w.support[wijk, VOLUNTEERS] += hours
            w.helped[wijk] += hours / remembered
        _meet(world, encounters, extend(key, BEGINS), i, helper, own.hours if company else own.contact)


@kernel
def _meet(world, encounters, key, i, helper, hours):
    """Let a tie gain by a meeting, or perhaps begin."""
    r = world.residents
    slot = bonds.find(world, i, helper)
    if slot >= 0:
        bonds.gain(world, i, slot, hours * quality_of(world, i, helper))
    elif uniform_pair(key, r.uid[i], r.uid[helper]) < chance_of_tie(world, encounters, i, helper):
        bonds.tie(world, i, helper, SOCIAL_TIE, np.float32(encounters.new_tie_hours + hours))
