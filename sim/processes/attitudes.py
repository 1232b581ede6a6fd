"""Comfort with people of each perceived category grows with good contact and falls with bad.

In a month of n⁺ hours of good contact by chance with a category, each weighed by the quality of contact in its focus,
and n⁻ meetings taken badly, comfort T becomes [1 − (1 − T) · exp(−``warms`` · n⁺)] · exp(−``sours`` · n⁻), and then
returns by ``returns`` of the way to what the person began with: one gets used to others, and out of the habit
again. Contact helps more where it is among equals with a common goal (Allport; Pettigrew & Tropp 2006), and bad
contact weighs more than good (Barlow et al. 2012).

Both are what is to be expected from who is in the same circles. Of the meetings with somebody a person takes
``encounters.negative_floor`` + ``encounters.negative_behaviour`` · behaviour · (1 − familiarity) badly: the same
behaviour is read milder in block and pool by whoever recognises those who live there (Blokland). Elsewhere nobody is
taken to know the others, and time with ties does not count: who chooses to meet is at ease already.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.world.codes import BEHAVIOUR, CATEGORIES, FOCUS_SLOTS, NOWHERE, POOL, TOLERANCE_PARTS
from sim.world.meetings import HOME_CIRCLES, PARTS, circle_of, drive_in

WRITES = ("residents.tolerance",)

PEOPLE, DRIVES, TROUBLE, DRIVES_OF_TROUBLE = 0, 1, 2, 3
CROWD = 4
"""What is summed up of a focus by category: people, their drives, behaviour, and drive times behaviour."""


class Attitudes(NamedTuple):
    """Parameters of ``attitudes.yaml``."""

    warms: float
    sours: float
    returns: float


def step(world, parameters, draws, month):
    """Let a month of contact change how people feel about each other."""
    own, encounters = parameters["attitudes"], parameters["encounters"]
    crowds = np.zeros((len(world.foci.kind), CATEGORIES, CROWD), np.int64)
    _gather_crowds(world, crowds)
    _change_all(world, own, encounters, crowds, np.zeros((2, CATEGORIES)))


@kernel
def _gather_crowds(world, crowds):
    """Sum up who is in each focus by category, in whole parts, so that no order of residents matters."""
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        for circle in range(-HOME_CIRCLES, FOCUS_SLOTS):
            focus = circle_of(world, i, circle)
            if focus == NOWHERE:
                continue
            crowd = crowds[focus, r.category[i]]
            drive, trouble = drive_in(world, i, world.foci.kind[focus]), r.face[i, BEHAVIOUR]
            crowd[PEOPLE] += 1
            crowd[DRIVES] += np.int64(PARTS * drive)
            crowd[TROUBLE] += np.int64(PARTS * trouble)
            crowd[DRIVES_OF_TROUBLE] += np.int64(PARTS * (drive * trouble))


@kernel
def _change_all(world, own, encounters, crowds, month):
    r = world.residents
    good, bad = month[0], month[1]
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        good[:] = 0.0
        bad[:] = 0.0
        for circle in range(-HOME_CIRCLES, FOCUS_SLOTS):
            focus = circle_of(world, i, circle)
            if focus != NOWHERE and world.foci.open[focus]:
                _add_contact(world, encounters, i, focus, crowds[focus], good, bad)
        for category in range(CATEGORIES):
            start = r.tolerance_start[i, category] / TOLERANCE_PARTS
            r.tolerance[i, category] = later(own, r.tolerance[i, category], start, good[category], bad[category])


@kernel
def _add_contact(world, encounters, i, focus, crowds, good, bad):
    """Add a month of one circle: hours of good contact times quality, and meetings taken badly, by category."""
    r, kind = world.residents, world.foci.kind[focus]
    each = 0.5 * encounters.per_month[kind] / (encounters.group_size[kind] - 1.0)
    weight = encounters.quality[kind] * encounters.duration[kind]
    strange = 1.0 - r.familiarity[i] if kind <= POOL else 1.0
    drive, trouble = drive_in(world, i, kind), r.face[i, BEHAVIOUR]
    for category in range(CATEGORIES):
        crowd = crowds[category]
        me = 1 if category == r.category[i] else 0
        people = crowd[PEOPLE] - me
        if people == 0:
            continue
        meetings = each * (people * drive + max(crowd[DRIVES] / PARTS - me * drive, 0.0))
        theirs = max(crowd[TROUBLE] / PARTS - me * trouble, 0.0)
        driven = max(crowd[DRIVES_OF_TROUBLE] / PARTS - me * drive * trouble, 0.0)
        troubled = each * (theirs * drive + driven)
        taken = encounters.negative_floor * meetings + encounters.negative_behaviour * strange * troubled
        taken = min(taken, meetings)
        bad[category] += taken
        good[category] += weight * (meetings - taken)


@kernel
def later(own, comfort, start, good, bad):
    """Give comfort (0-1) after a month of good hours and bad meetings, returning towards where it started."""
    if good > 0.0 or bad > 0.0:
        comfort = (1.0 - (1.0 - comfort) * math.exp(-own.warms * good)) * math.exp(-own.sours * bad)
    return min(max(comfort + own.returns * (start - comfort), 0.0), 1.0)
