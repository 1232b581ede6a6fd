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

from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.native import fetch_ahead
from sim.world.codes import BEHAVIOUR, CATEGORIES, NOBODY, POOL, TOLERANCE_PARTS
from sim.world.meetings import drive_in

WRITES = ("residents.tolerance",)

PEOPLE, DRIVES, TROUBLE, DRIVES_OF_TROUBLE = 0, 1, 2, 3
CROWD = 4
"""What is summed up of a focus by category: people, their drives, behaviour, and drive times behaviour."""
OWN_DRIVE, OWN_TROUBLE, STRANGE, GROUP = 0, 1, 2, 3
MEMBER = 4
"""What is known of a member while a focus meets: drive, behaviour, 1 − familiarity, category."""
GOOD, BAD = 0, 1
LANES = 8
"""Categories, and room beside them: the month of a resident, good and bad, is one line of memory."""
AT_ONCE = 32
"""Members of a focus are worked out so many at a time; who is not there is worked out too and not looked at."""
AHEAD = 16
"""So many seats before their turn the memory is asked for what will be looked up about who sits there."""
PACE, WORTH = 0, 1
"""By kind of focus: half the meetings a month of a pair, and what a meeting is worth in hours times quality."""
NONE, ONE, TWO, SIXTEENTH = (np.float32(part) for part in (0, 1, 2, 1 / 16))
HALF, SIXTH, TWENTY_FOURTH, HUNDRED_TWENTIETH = (np.float32(1 / part) for part in (2, 6, 24, 120))


class Attitudes(NamedTuple):
    """Parameters of ``attitudes.yaml``."""

    warms: float
    sours: float
    returns: float


def step(world, parameters, draws, month):
    """Let a month of contact change how people feel about each other."""
    own, encounters = parameters["attitudes"], parameters["encounters"]
    most = AT_ONCE * (1 + world.foci.size.max() // AT_ONCE)
    months = np.zeros((len(world.residents.uid), 2, LANES), np.float32)
    members = np.zeros((MEMBER, most), np.float32), np.zeros(most, np.int64), np.zeros((2, most), np.float32)
    _meet(world, own, encounters, by_kind(encounters), *members, np.zeros((CATEGORIES, CROWD)), months)
    _bear(months.reshape(-1))
    _change_all(world, np.float32(own.returns), months)


def by_kind(encounters):
    """Give pace and worth by kind of focus: (2, kinds) float32."""
    pace = 0.5 * encounters.per_month / (encounters.group_size - 1.0)
    return np.stack([pace, encounters.quality * encounters.duration]).astype(np.float32)


@kernel
def _meet(world, own, encounters, kinds, members, rows, outcome, crowd, months):
    """Add up everyone's month as flows, focus by focus; sums follow seats, so no order of residents matters."""
    warms, sours = np.float32(own.warms), np.float32(own.sours)
    floor, weight = np.float32(encounters.negative_floor), np.float32(encounters.negative_behaviour)
    for focus in range(world.foci.kind.shape[0]):
        if not world.foci.open[focus]:
            continue
        count = _gather(world, focus, members, rows, crowd, months)
        kind = world.foci.kind[focus]
        for category in range(CATEGORIES):
            if count < 2 or crowd[category, PEOPLE] == 0.0:
                continue
            places = AT_ONCE * (1 + (count - 1) // AT_ONCE)
            contact(crowd[category], category, kinds[:, kind], (floor, weight), members, places, outcome)
            for k in range(count):
                months[rows[k], GOOD, category] += warms * outcome[GOOD, k]
                months[rows[k], BAD, category] += sours * outcome[BAD, k]


@kernel
def _gather(world, focus, members, rows, crowd, months):
    """List who sits in a focus, and sum them up by category; give their number."""
    r, kind, start = world.residents, world.foci.kind[focus], world.foci.start[focus]
    crowd[:] = 0.0
    count = 0
    last = world.seats.occupant.shape[0] - 1
    for seat in range(start, start + world.foci.size[focus]):
        _fetch(world, months, world.seats.occupant[min(seat + AHEAD, last)])
        i = world.seats.occupant[seat]
        if i == NOBODY:
            continue
        drive, trouble, category = drive_in(world, i, kind), r.face[i, BEHAVIOUR], r.category[i]
        rows[count] = i
        members[OWN_DRIVE, count] = drive
        members[OWN_TROUBLE, count] = trouble
        members[STRANGE, count] = ONE - r.familiarity[i] if kind <= POOL else ONE
        members[GROUP, count] = category
        crowd[category, PEOPLE] += 1.0
        crowd[category, DRIVES] += drive
        crowd[category, TROUBLE] += trouble
        crowd[category, DRIVES_OF_TROUBLE] += drive * trouble
        count += 1
    return count


@kernel
def _fetch(world, months, i):
    """Ask the memory for what will be looked up about a member."""
    fetch_ahead(world.residents.face, i)
    fetch_ahead(world.residents.category, i)
    fetch_ahead(world.residents.familiarity, i)
    fetch_ahead(months, i)


@kernel
def contact(crowd, category, pace, negative, members, places, outcome):
    """Write what a month with those of one category in a focus brings each member: good hours, bad meetings.

    ``crowd`` sums up the category, ``pace`` is (half the meetings of a pair, worth), ``negative`` (floor, weight of
    behaviour). Nobody meets themselves. In float32 over so many ``places``, without an exit: many run at a time.
    """
    people, drives = np.float32(crowd[PEOPLE]), np.float32(crowd[DRIVES])
    trouble, driven = np.float32(crowd[TROUBLE]), np.float32(crowd[DRIVES_OF_TROUBLE])
    each, worth, floor, weight, group = pace[PACE], pace[WORTH], negative[0], negative[1], np.float32(category)
    drive, behaviour, strange, groups = members[OWN_DRIVE], members[OWN_TROUBLE], members[STRANGE], members[GROUP]
    good, bad = outcome[GOOD], outcome[BAD]
    for k in range(places):
        me = ONE if groups[k] == group else NONE
        mine = me * drive[k]
        meetings = each * ((people - me) * drive[k] + max(drives - mine, NONE))
        troubled = max(trouble - me * behaviour[k], NONE) * drive[k] + max(driven - mine * behaviour[k], NONE)
        taken = min(floor * meetings + weight * strange[k] * each * troubled, meetings)
        bad[k] = taken
        good[k] = worth * (meetings - taken)


@kernel
def _bear(flows):
    """Turn flows into the shares of discomfort or comfort that they take away, many at a time."""
    for k in range(flows.shape[0]):
        flows[k] = gone(flows[k])


@kernel
def _change_all(world, returns, months):
    r = world.residents
    part = np.float32(1.0 / TOLERANCE_PARTS)
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        won, lost, comfort, start = months[i, GOOD], months[i, BAD], r.tolerance[i], r.tolerance_start[i]
        for category in range(CATEGORIES):
            rest = part * np.float32(start[category])
            comfort[category] = later(comfort[category], rest, won[category], lost[category], returns)


@kernel
def later(comfort, start, won, lost, returns):
    """Give comfort (0-1) after a month that took ``won`` of discomfort away and ``lost`` of comfort, and returned."""
    comfort += won * (ONE - comfort)
    comfort -= lost * comfort
    return min(max(comfort + returns * (start - comfort), NONE), ONE)


@kernel
def gone(flow):
    """Give 1 − exp(−flow) for a flow of 0 or more, within 1e-6 and without a library, so that many run at a time.

    The series of the exponential to its fifth power, of a sixteenth of the flow; then doubled four times. What is
    left of small flows is as exact as they are.
    """
    part = flow * SIXTEENTH
    grown = part * (ONE + part * (HALF + part * (SIXTH + part * (TWENTY_FOURTH + part * HUNDRED_TWENTIETH))))
    share = grown / (ONE + grown)
    share *= TWO - share
    share *= TWO - share
    share *= TWO - share
    return share * (TWO - share)
