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

CROWD = PEOPLE, DRIVES, TROUBLE, DRIVES_OF_TROUBLE = 0, 1, 2, 3
"""What is summed up of a focus by category: people, their drives, behaviour, and drive times behaviour."""
SMALL = 0.15
"""Up to here five terms of the series of exp(-x) are exact to 2e-8, finer than what 32 bits keep."""


class Attitudes(NamedTuple):
    """Parameters of ``attitudes.yaml``."""

    warms: float
    sours: float
    returns: float


def step(world, parameters, draws, month):
    """Let a month of contact change how people feel about each other."""
    own, encounters = parameters["attitudes"], parameters["encounters"]
    sums = np.zeros((len(world.foci.kind), CATEGORIES, len(CROWD)), np.int64)
    _gather_crowds(world, sums)
    each = 0.5 * encounters.per_month / (encounters.group_size - 1.0)
    crowds = sums * (each[world.foci.kind] / PARTS)[:, None, None]
    _change_all(world, own, encounters, each, crowds, np.zeros((2, CATEGORIES)))


@kernel
def _gather_crowds(world, sums):
    """Sum up who is in each focus by category, in whole parts, so that no order of residents matters."""
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        for circle in range(-HOME_CIRCLES, FOCUS_SLOTS):
            focus = circle_of(world, i, circle)
            if focus == NOWHERE:
                continue
            crowd = sums[focus, r.category[i]]
            drive, trouble = drive_in(world, i, world.foci.kind[focus]), r.face[i, BEHAVIOUR]
            crowd[PEOPLE] += PARTS
            crowd[DRIVES] += np.int64(PARTS * drive)
            crowd[TROUBLE] += np.int64(PARTS * trouble)
            crowd[DRIVES_OF_TROUBLE] += np.int64(PARTS * (drive * trouble))


@kernel
def _change_all(world, own, encounters, each, crowds, month):
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
                kind = world.foci.kind[focus]
                _add_contact(world, encounters, i, kind, each[kind], crowds[focus], good, bad)
        for category in range(CATEGORIES):
            start = r.tolerance_start[i, category] * (1.0 / TOLERANCE_PARTS)
            # alone, the whole parts are a trifle less than mine
            hours, meetings = max(good[category], 0.0), max(bad[category], 0.0)
            r.tolerance[i, category] = later(own, r.tolerance[i, category], start, hours, meetings)


@kernel
def _add_contact(world, encounters, i, kind, each, crowd, good, bad):
    """Add a month of one circle: hours of good contact times quality, and meetings taken badly, by category.

    ``crowd`` is what the focus sums up to, times ``each``; the person is left out at the end.
    """
    r = world.residents
    drive = np.float64(drive_in(world, i, kind))
    weight = encounters.quality[kind] * encounters.duration[kind]
    floor, read = encounters.negative_floor, encounters.negative_behaviour
    if kind <= POOL:
        read *= 1.0 - r.familiarity[i]
    for category in range(CATEGORIES):
        meetings = crowd[category, PEOPLE] * drive + crowd[category, DRIVES]
        taken = floor * meetings + read * (crowd[category, TROUBLE] * drive + crowd[category, DRIVES_OF_TROUBLE])
        bad[category] += taken
        good[category] += weight * (meetings - taken)
    meetings = 2.0 * each * drive
    taken = (floor + read * r.face[i, BEHAVIOUR]) * meetings
    bad[r.category[i]] -= taken
    good[r.category[i]] -= weight * (meetings - taken)


@kernel
def later(own, comfort, start, good, bad):
    """Give comfort (0-1) after a month of good hours and bad meetings, returning towards where it started."""
    comfort = (1.0 - (1.0 - comfort) * _left_after(own.warms * good)) * _left_after(own.sours * bad)
    return min(max(comfort + own.returns * (start - comfort), 0.0), 1.0)


@kernel
def _left_after(flow):
    """Give exp(-flow), by its series where that is exact enough: two in three flows are so small, and it is cheaper."""
    if flow > SMALL:
        return math.exp(-flow)
    return 1.0 - flow * (1.0 - flow * (1.0 / 2.0 - flow * (1.0 / 6.0 - flow * (1.0 / 24.0 - flow * (1.0 / 120.0)))))
