"""The arithmetic of meetings that several processes share: chosen time, chance, and what goes wrong."""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import kernel
from sim.lanes import LANES, add_halves, eight, floats_at, least, sum_of_four, wholes_at
from sim.world.codes import (
    BEHAVIOUR,
    DRIVE,
    FAMILIARITY,
    NEAR_DRIVE,
    NOWHERE,
    OPENNESS,
    POOL,
    QUALITY,
)
from sim.world.hours import hours_of

HOME_CIRCLES = 2
"""Block (or living group), which is circle -2, and pool, -1, beside the foci in slots."""
NONE, ONE = np.float32(0.0), np.float32(1.0)
PARTS = 1 << 20
"""Sums over the members of a circle are made in whole parts of this size, so that no order matters."""


@kernel
def time_weight(hours, closeness, half_hours):
    """Give g(H) · closeness of a tie, or of eight; g(H) = H² / (H² + K²), K = ``half_hours``.

    All in float32, closeness in hundredths.
    """
    square = hours * hours
    return square / (square + half_hours * half_hours) * closeness


@kernel
def time_wanted(world, i, half_hours):
    """Give the sum of the weights that the ties of a resident have in the sharing of time, a float32."""
    ties, half, wanted = world.ties, np.float32(half_hours), eight(NONE)
    for first in range(0, ties.count[i], LANES):
        hours = hours_of(wholes_at(ties.root_hours[i], first))
        wanted = add_halves(wanted, time_weight(hours, floats_at(ties.closeness[i], first), half))
    return sum_of_four(wanted)


@kernel
def hours_by_chance(encounters, kind):
    """Give the hours a month that chance gives a pair of strangers in a focus of a kind, with drives of 1."""
    return encounters.per_month[kind] / (encounters.group_size[kind] - 1.0) * encounters.duration[kind]


@kernel
def negative_share(encounters, me, you, near, known):
    """Give the share of the meetings of two that either takes badly, 0 to 1.

    ``me`` and ``you`` are (behaviour, familiarity). The same behaviour is read milder from somebody one
    recognises: in block and pool (``near``) by public familiarity (Blokland), anywhere by the tie itself
    (``known``, H / (H + K)).
    """
    mine = max(me[1], known) if near else known
    yours = max(you[1], known) if near else known
    return taken_badly(2.0 * encounters.negative_floor, encounters.negative_behaviour, me[0], mine, you[0], yours)


@kernel
def taken_badly(floor, weight, mine, i_know, yours, you_know):
    """Give it from the behaviour of two and how well each knows the other; for one of them or eight at a time."""
    return least(floor + weight * (yours * (ONE - i_know) + mine * (ONE - you_know)), ONE)


@kernel
def common_language(world, i, other):
    """Give how well two can talk, 0 to 1: without a loss in a common mother tongue, else in Dutch."""
    r = world.residents
    return 1.0 if r.tongue[i] == r.tongue[other] else r.dutch[i] * r.dutch[other]


@kernel
def fit(world, encounters, i, other):
    """Give what age, comfort and language leave of the chance of a tie, 0 to 1."""
    r = world.residents
    comfort = r.tolerance[i, r.category[other]] * r.tolerance[other, r.category[i]]
    months = abs(np.int64(r.age[i]) - r.age[other])
    return math.exp(-months / 12.0 / encounters.age_gap) * comfort * common_language(world, i, other)


@kernel
def chance_of_tie(world, encounters, i, other):
    """Give the chance that one meeting, arranged and not near home, begins a tie of two who have none."""
    me, you = world.residents.face[i], world.residents.face[other]
    sour = negative_share(encounters, (me[BEHAVIOUR], me[FAMILIARITY]), (you[BEHAVIOUR], you[FAMILIARITY]), False, 0.0)
    return me[OPENNESS] * you[OPENNESS] * (1.0 - sour) * fit(world, encounters, i, other)


@kernel
def quality_of(world, i, other):
    """Give the quality of the time of two residents this month, 0 to 1; the sign of each tells who speaks Dutch."""
    face = world.residents.face
    return abs(face[i, QUALITY] * face[other, QUALITY])


@kernel
def circle_of(world, i, circle):
    """Give a circle of a resident: block (-2) and pool (-1) of the home, or the focus of a slot; -1 for none."""
    if circle >= 0:
        seat = world.residents.focus[i, circle]
        return NOWHERE if seat == NOWHERE else world.seats.place[seat]
    dwelling = world.residents.dwelling[i]
    return world.dwellings.pool[dwelling] if circle == -1 else world.dwellings.block[dwelling]


@kernel
def drive_in(world, i, kind):
    """Give the drive of a resident in a focus of a kind: among neighbours, times presence."""
    return world.residents.face[i, NEAR_DRIVE if kind <= POOL else DRIVE]


@kernel
def unmet_share(unmet, need):
    """Give the share of somebody's need that nobody meets: 0 where there is no need."""
    return unmet / need if need > 0.0 else 0.0


@kernel
def behaviour_seen(behaviour, unmet, need):
    """Give behaviour as others meet it: as it is, times 1 + the share of need that nobody meets."""
    return behaviour * (1.0 + unmet_share(unmet, need))
