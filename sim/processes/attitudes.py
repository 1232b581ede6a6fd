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
from sim.lanes import LANES, choose, eight, floats_at, lane_numbers, least, most, put
from sim.native import fetch_ahead
from sim.world.codes import BEHAVIOUR, CATEGORIES, NOBODY, POOL, TOLERANCE_PARTS
from sim.world.meetings import drive_in

WRITES = ("residents.tolerance",)

GOOD, BAD = 0, LANES
"""Where in the month of a resident good hours and bad meetings with each category begin."""
AHEAD = 16
"""So many seats before their turn the memory is asked for what will be looked up about who sits there."""
EACH, WORTH = 0, 1
"""By kind of focus: half the meetings a month of a pair, and what a meeting is worth in hours times quality."""
FIRST, BEHIND = 0, 1
"""The place of the first member of a focus in a list of members, and the place behind the last."""
NONE, ONE, TWO, SIXTEENTH = (np.float32(part) for part in (0, 1, 2, 1 / 16))
PART = np.float32(1.0 / TOLERANCE_PARTS)
HALF, SIXTH, TWENTY_FOURTH, HUNDRED_TWENTIETH = (np.float32(1 / part) for part in (2, 6, 24, 120))


class Attitudes(NamedTuple):
    """Parameters of ``attitudes.yaml``."""

    warms: float
    sours: float
    returns: float


def step(world, parameters, draws, month):
    """Let a month of contact change how people feel about each other."""
    own, encounters = parameters["attitudes"], parameters["encounters"]
    months = np.zeros((len(world.residents.uid), 2 * LANES), np.float32)
    seats, foci = int(world.foci.size[world.foci.open].sum()), len(world.foci.kind)
    members, first = np.empty(seats + 1, np.int32), np.empty(foci + 1, np.int64)
    _list_members(world, members, first)
    members = members[: first[-1]]
    _live_in_all(world, own, encounters, by_kind(encounters), members, first, months)
    _change_all(world, np.float32(own.returns), months)


def by_kind(encounters):
    """Give pace and worth by kind of focus: (kinds, 2) float32."""
    pace = 0.5 * encounters.per_month / (encounters.group_size - 1.0)
    return np.stack([pace, encounters.quality * encounters.duration], axis=1).astype(np.float32)


@kernel
def _list_members(world, members, first):
    """List who sits in each focus that is open, those of a focus from ``first`` of it up to ``first`` of the next."""
    foci, occupant, count = world.foci, world.seats.occupant, 0
    for focus in range(foci.kind.shape[0]):
        first[focus] = count
        for seat in range(foci.start[focus], foci.start[focus] + foci.open[focus] * foci.size[focus]):
            members[count] = occupant[seat]
            count += occupant[seat] != NOBODY
    first[foci.kind.shape[0]] = count


@kernel
def _live_in_all(world, own, encounters, kinds, members, first, months):
    """Add up everyone's month as flows, focus by focus; sums follow seats, so no order of residents matters."""
    for focus in range(world.foci.kind.shape[0]):
        kind, here = world.foci.kind[focus], (first[focus], first[focus + 1])
        if here[BEHIND] - here[FIRST] > 1:
            crowd = _sum_up(world, kind, members, here, months)
            _live(world, own, encounters, kind, kinds[kind], members[here[FIRST] : here[BEHIND]], crowd, months)


@kernel
def _sum_up(world, kind, members, here, months):
    """Sum up who sits in a focus, by category: people, their drives, behaviour, and drive times behaviour."""
    last = members.shape[0] - 1
    people, drives, trouble, driven = eight(NONE), eight(NONE), eight(NONE), eight(NONE)
    for place in range(here[FIRST], here[BEHIND]):
        _fetch(world, months, members[min(place + AHEAD, last)])
        i = members[place]
        myself, drive, behaviour = _own_category(world, i), drive_in(world, i, kind), world.residents.face[i, BEHAVIOUR]
        people, drives = people + myself, drives + myself * drive
        trouble, driven = trouble + myself * behaviour, driven + myself * (drive * behaviour)
    return people, drives, trouble, driven


@kernel
def _own_category(world, i):
    """Give 1 for the category of a resident and 0 for the others."""
    return choose(lane_numbers() == world.residents.category[i], ONE, eight(NONE))


@kernel
def _fetch(world, months, i):
    """Ask the memory for what will be looked up about a member."""
    fetch_ahead(world.residents.face, i)
    fetch_ahead(world.residents.category, i)
    fetch_ahead(world.residents.familiarity, i)
    fetch_ahead(months, i)


@kernel
def _live(world, own, encounters, kind, pace, members, crowd, months):
    """Add to the months of all who sit in a focus the good hours and bad meetings there, by what they change."""
    r, warms, sours = world.residents, np.float32(own.warms), np.float32(own.sours)
    negative = np.float32(encounters.negative_floor), np.float32(encounters.negative_behaviour)
    for k in range(members.shape[0]):
        i = members[k]
        strange = ONE - r.familiarity[i] if kind <= POOL else ONE
        me = drive_in(world, i, kind), r.face[i, BEHAVIOUR], strange
        met, taken = _meet(crowd, _own_category(world, i), me, pace[EACH], negative)
        put(months[i], GOOD, floats_at(months[i], GOOD) + warms * (pace[WORTH] * (met - taken)))
        put(months[i], BAD, floats_at(months[i], BAD) + sours * taken)


@kernel
def _meet(crowd, myself, me, each, negative):
    """Give the meetings of a resident with those of each category in a focus, and those taken badly: two eights.

    ``crowd`` sums up who is there, ``myself`` is 1 for the own category: nobody meets themselves. ``me`` is (drive,
    behaviour, 1 - familiarity), ``each`` half the meetings of a pair, ``negative`` (floor, weight of behaviour).
    """
    (people, drives, trouble, driven), (drive, behaviour, strange), (floor, weight) = crowd, me, negative
    mine = myself * drive
    met = each * ((people - myself) * drive + most(drives - mine, NONE))
    troubled = most(trouble - myself * behaviour, NONE) * drive + most(driven - mine * behaviour, NONE)
    return met, least(floor * met + weight * strange * each * troubled, met)


@kernel
def _change_all(world, returns, months):
    """Turn flows into the shares of discomfort or comfort that they take away, and change comfort by them."""
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        flows, comfort, start = months[i], r.tolerance[i], r.tolerance_start[i]
        put(flows, GOOD, gone(floats_at(flows, GOOD)))
        put(flows, BAD, gone(floats_at(flows, BAD)))
        for category in range(CATEGORIES):
            rest, won, lost = PART * np.float32(start[category]), flows[GOOD + category], flows[BAD + category]
            comfort[category] = later(comfort[category], rest, won, lost, returns)


@kernel
def later(comfort, start, won, lost, returns):
    """Give comfort (0-1) after a month that took ``won`` of discomfort away and ``lost`` of comfort, and returned."""
    comfort += won * (ONE - comfort)
    comfort -= lost * comfort
    return min(max(comfort + returns * (start - comfort), NONE), ONE)


@kernel
def gone(flow):
    """Give 1 − exp(−flow) for a flow of 0 or more, within 1e-6 and without a library; for one flow or eight.

    The series of the exponential to its fifth power, of a sixteenth of the flow; then doubled four times. What is
    left of small flows is as exact as they are.
    """
    part = flow * SIXTEENTH
    grown = part * (ONE + part * (HALF + part * (SIXTH + part * (TWENTY_FOURTH + part * HUNDRED_TWENTIETH))))
    share = grown / (ONE + grown)
    for _ in range(3):
        share = share * (TWO - share)
    return share * (TWO - share)
