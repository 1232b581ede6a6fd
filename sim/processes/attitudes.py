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
LANES = 8
"""Room for the categories, so that all are worked out at once."""

SMALL = 0.25
HALF, SIXTH, TWENTY_FOURTH, HUNDRED_TWENTIETH = 1 / 2, 1 / 6, 1 / 24, 1 / 120


class Attitudes(NamedTuple):
    """Parameters of ``attitudes.yaml``."""

    warms: float
    sours: float
    returns: float


def step(world, parameters, draws, month):
    """Let a month of contact change how people feel about each other."""
    encounters = parameters["encounters"]
    crowds = np.zeros((len(world.foci.kind), CROWD, LANES), np.int64)
    _gather_crowds(world, crowds)
    each = _meetings_of_each(world, encounters)
    scaled = np.empty(crowds.shape, np.float32)
    _scale(crowds, each, scaled)
    weight = (encounters.quality * encounters.duration).astype(np.float32)
    month = np.zeros((2, LANES), np.float32)
    _change_all(world, parameters["attitudes"], encounters, scaled, each, weight, month)


def _meetings_of_each(world, encounters):
    """Give half the meetings a month of each pair with drives of 1 in each focus: (foci,); none in closed ones."""
    each = 0.5 * encounters.per_month / (encounters.group_size - 1.0)
    return (each[world.foci.kind] * world.foci.open).astype(np.float32)


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
            crowd, category = crowds[focus], r.category[i]
            drive, trouble = drive_in(world, i, world.foci.kind[focus]), r.face[i, BEHAVIOUR]
            crowd[PEOPLE, category] += 1
            crowd[DRIVES, category] += np.int64(PARTS * drive)
            crowd[TROUBLE, category] += np.int64(PARTS * trouble)
            crowd[DRIVES_OF_TROUBLE, category] += np.int64(PARTS * (drive * trouble))


@kernel
def _scale(crowds, each, scaled):
    """Turn sums in whole parts into meetings a month of somebody with a drive of 1."""
    for focus in range(crowds.shape[0]):
        for lane in range(LANES):
            scaled[focus, PEOPLE, lane] = each[focus] * crowds[focus, PEOPLE, lane]
            for part in (DRIVES, TROUBLE, DRIVES_OF_TROUBLE):
                scaled[focus, part, lane] = each[focus] * (crowds[focus, part, lane] / PARTS)


@kernel
def _change_all(world, own, encounters, crowds, meetings_of_each, weight, month):
    r = world.residents
    good, bad = month[0], month[1]
    floor, rises = np.float32(encounters.negative_floor), np.float32(encounters.negative_behaviour)
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        good[:] = 0.0
        bad[:] = 0.0
        for circle in range(-HOME_CIRCLES, FOCUS_SLOTS):
            focus = circle_of(world, i, circle)
            if focus != NOWHERE:
                kind = world.foci.kind[focus]
                strange = rises * (np.float32(1.0) - r.familiarity[i]) if kind <= POOL else rises
                drive = drive_in(world, i, kind)
                _add_contact(crowds[focus], drive, floor, strange, weight[kind], good, bad)
                each = meetings_of_each[focus] * drive
                _take_off_oneself(r.category[i], each, r.face[i, BEHAVIOUR], floor, strange, weight[kind], good, bad)
        for category in range(CATEGORIES):
            start = r.tolerance_start[i, category] / TOLERANCE_PARTS
            r.tolerance[i, category] = later(own, r.tolerance[i, category], start, good[category], bad[category])


@kernel
def _add_contact(crowd, drive, floor, strange, weight, good, bad):
    """Add a month of one circle: hours of good contact times quality, and meetings taken badly, by category."""
    people, drives, trouble, driven = crowd[PEOPLE], crowd[DRIVES], crowd[TROUBLE], crowd[DRIVES_OF_TROUBLE]
    for lane in range(LANES):
        meetings = people[lane] * drive + drives[lane]
        taken = min(floor * meetings + strange * (trouble[lane] * drive + driven[lane]), meetings)
        bad[lane] += taken
        good[lane] += weight * (meetings - taken)


@kernel
def _take_off_oneself(category, each, behaviour, floor, strange, weight, good, bad):
    """Take off what was counted of meeting oneself: twice ``each``, half for either side."""
    meetings = np.float32(2.0) * each
    taken = min(floor * meetings + strange * meetings * behaviour, meetings)
    bad[category] -= taken
    good[category] -= weight * (meetings - taken)


@kernel
def fading(flow):
    """Give exp(−flow) for a flow of 0 or more: small ones by the series to the fifth power, within 1e-6."""
    if flow > SMALL:
        return math.exp(-flow)
    return 1.0 - flow * (1.0 - flow * (HALF - flow * (SIXTH - flow * (TWENTY_FOURTH - flow * HUNDRED_TWENTIETH))))


@kernel
def later(own, comfort, start, good, bad):
    """Give comfort (0-1) after a month of good hours and bad meetings, returning towards where it started."""
    comfort = (1.0 - (1.0 - comfort) * fading(own.warms * max(good, 0.0))) * fading(own.sours * max(bad, 0.0))
    return min(max(comfort + own.returns * (start - comfort), 0.0), 1.0)
