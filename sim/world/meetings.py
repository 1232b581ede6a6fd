"""The arithmetic of meetings that several processes share: chosen time, chance, and what goes wrong."""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import kernel
from sim.world.codes import (
    BEHAVIOUR,
    DRIVE,
    FAMILIARITY,
    NEAR_DRIVE,
    NOWHERE,
    OPENNESS,
    POOL,
    QUALITY,
    TIE_SLOTS,
)
from sim.world.hours import hours_of
from sim.world.sums import total

HOME = -2
HOME_CIRCLES = 2
"""Block (or living group), which is HOME, and pool, beside the foci in slots."""
ONE = np.float32(1.0)
PARTS = 1 << 20
"""Sums over the members of a circle are made in whole parts of this size, so that no order matters."""


@kernel
def time_weights(roots, closeness, half_hours, weight):
    """Fill ``weight`` with g(H) · closeness per slot, and give the sum; g(H) = H² / (H² + K²), K = ``half_hours``.

    ``roots`` of hours, ``closeness`` and ``weight`` have 32 slots; empty ones weigh nothing. In float32 and without an
    exit, so that eight slots run at a time; closeness in hundredths.
    """
    half = np.float32(half_hours) * np.float32(half_hours)
    for slot in range(TIE_SLOTS):
        hours = hours_of(roots[slot])
        square = hours * hours
        weight[slot] = square / (square + half) * np.float32(closeness[slot])
    return total(weight, 0)


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
    """Give it from the behaviour of two and how well each knows the other; in 32 bits where all of them are."""
    return min(floor + weight * (yours * (ONE - i_know) + mine * (ONE - you_know)), ONE)


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
