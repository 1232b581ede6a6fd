"""People meet by chance in their foci; some who did not know each other begin a tie.

In each focus seats are paired: in one try of a month, position s meets position (c − s) modulo the
size, with c drawn for the focus. Each pair is as likely as any other, and an empty seat is no meeting. A
pairing stands for so many meetings that the expected number of each pair in a month is encounters /
(group size − 1), times the mean of both drives (in block and pool: drive times presence).

A part of meetings is negative: the share grows with the behaviour of the two and shrinks with familiarity.
A pair without a tie begins one with chance m · p in m meetings (1 at most; the chance is linear, so that
many meetings in one try give as many ties as one in each of many), p = openness of both · fit · quality; fit
falls with the gap in age and with discomfort, and needs a common language. The coin belongs to the two
seats. New ties are entered in the order of the seats at home, so no order of rows matters.

What those who know each other gain from chance stands in ``ties``. Here everyone's meetings with neighbours, those
of the own block or living group, are counted, and the hours in which newcomers hear Dutch, both as expected from who
is there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import LOW_HALF, below, coin, extend
from sim.world import bonds
from sim.world.codes import (
    BEHAVIOUR,
    DRIVE,
    FAMILIARITY,
    FOCUS_SLOTS,
    NEAR_DRIVE,
    NOBODY,
    NOWHERE,
    OPENNESS,
    POOL,
    QUALITY,
    SOCIAL_TIE,
)
from sim.world.meetings import HOME, HOME_CIRCLES, PARTS, circle_of, drive_in, fit, hours_by_chance, negative_share

CROWD = PEOPLE, DRIVES, SPEAKERS, DRIVES_OF_SPEAKERS = 0, 1, 2, 3
"""What is summed up of a focus: people and their drives, and those of them who speak Dutch well."""
WRITES = ("ties.*", "residents.neighbour_meetings", "residents.dutch_hours", "residents.changed")


class Encounters(NamedTuple):
    """Parameters of ``encounters.yaml``; lists by kind of focus."""

    per_month: np.ndarray
    group_size: np.ndarray
    duration: np.ndarray
    quality: np.ndarray
    tries: np.ndarray
    negative_floor: float
    negative_behaviour: float
    age_gap: float
    new_tie_hours: float


def step(world, parameters, draws, month):
    """Let a month of chance meetings happen and ties begin."""
    own = parameters["encounters"]
    crowds = np.zeros((len(world.foci.kind), len(CROWD)), np.int64)
    _gather_crowds(world, crowds)
    _count_meetings(world, own, crowds)
    _begin_ties(world, own, *_meet_all(world, own, draws.key("encounters", month)))


@kernel
def _gather_crowds(world, crowds):
    """Sum up who is in each focus; in whole numbers, so that no order of residents matters."""
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        for circle in range(-HOME_CIRCLES, FOCUS_SLOTS):
            focus = circle_of(world, i, circle)
            if focus == NOWHERE:
                continue
            drive = np.int64(PARTS * drive_in(world, i, world.foci.kind[focus]))
            crowds[focus, PEOPLE] += 1
            crowds[focus, DRIVES] += drive
            if r.face[i, QUALITY] > 0.0:
                crowds[focus, SPEAKERS] += 1
                crowds[focus, DRIVES_OF_SPEAKERS] += drive


@kernel
def _count_meetings(world, own, crowds):
    """Count everyone's expected meetings with neighbours, and learners' hours with speakers of Dutch."""
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        r.neighbour_meetings[i] = 0.0
        learns, speaks = r.dutch[i] < 1.0, r.face[i, QUALITY] > 0.0
        for circle in range(-HOME_CIRCLES, FOCUS_SLOTS if learns else HOME + 1):
            focus = circle_of(world, i, circle)
            if focus == NOWHERE or not world.foci.open[focus]:
                continue
            kind, crowd = world.foci.kind[focus], crowds[focus]
            mine = drive_in(world, i, kind)
            if circle == HOME:
                each = own.per_month[kind] / (own.group_size[kind] - 1.0)
                theirs = max(crowd[DRIVES] / PARTS - mine, 0.0)  # alone, the whole parts are a trifle less than mine
                r.neighbour_meetings[i] += each * 0.5 * (theirs + (crowd[PEOPLE] - 1) * mine)
            if learns:
                theirs = max(crowd[DRIVES_OF_SPEAKERS] / PARTS - speaks * mine, 0.0)
                heard = theirs + (crowd[SPEAKERS] - speaks) * mine
                r.dutch_hours[i] += hours_by_chance(own, kind) * 0.5 * heard


@allocating
def _meet_all(world, own, key):
    """Give who found whom: pairs of rows and the kind of focus."""
    foci = world.foci
    most = 8 * world.residents.uid.shape[0]
    low, high, where = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.uint8)
    taken = np.empty(foci.size.max(), np.int64)
    count = 0
    for focus in range(foci.kind.shape[0]):
        if not foci.open[focus]:
            continue
        kind = foci.kind[focus]
        seats = world.seats.occupant[foci.start[focus] : foci.start[focus] + foci.size[focus]]
        there = taken[: _taken(seats, taken)]
        for attempt in range(int(own.tries[kind])):
            key_of_try = extend(extend(key, focus), attempt)
            count = _pair(world, own, key_of_try, seats, there, kind, low, high, where, count)
    return low[:count], high[:count], where[:count]


@kernel
def _taken(seats, taken):
    """List the positions of the seats that are taken; give their number."""
    count = 0
    for position in range(seats.shape[0]):
        taken[count] = position
        count += seats[position] != NOBODY
    return count


@kernel
def _pair(world, own, key, seats, there, kind, low, high, where, count):
    """Pair the seats of a focus once; give the number of pairs found so far."""
    size = seats.shape[0]
    per_try = own.per_month[kind] / (own.group_size[kind] - 1.0) * size / own.tries[kind]
    turn = below(key, 0, size)
    pair_key = np.uint32(key & LOW_HALF)
    for position in there:
        across = turn - position
        across += size if across < 0 else 0
        if across <= position or seats[across] == NOBODY:
            continue
        if count < low.shape[0] and _click(world, own, pair_key, position, across, seats, kind, per_try):
            low[count], high[count], where[count] = seats[position], seats[across], kind
            count += 1
    return count


@kernel
def _click(world, own, pair_key, position, across, seats, kind, per_try):
    """Tell whether two who meet begin a tie. The coin is thrown before more is looked up about the two."""
    i, other = seats[position], seats[across]
    me, you = world.residents.face[i], world.residents.face[other]
    near = kind <= POOL
    drive = NEAR_DRIVE if near else DRIVE
    chance = per_try * 0.5 * (me[drive] + you[drive]) * me[OPENNESS] * you[OPENNESS]
    drawn = coin(pair_key, np.uint32(position), np.uint32(across))
    if drawn >= chance:
        return False
    mine, yours = (me[BEHAVIOUR], me[FAMILIARITY]), (you[BEHAVIOUR], you[FAMILIARITY])
    chance *= (1.0 - negative_share(own, mine, yours, near, 0.0)) * fit(world, own, i, other)
    return drawn < chance and bonds.find(world, i, other) < 0


@allocating
def _begin_ties(world, own, low, high, where):
    """Enter new ties; of the two the one with the lower seat at home comes first."""
    seats = world.residents.seat
    swapped = seats[low] > seats[high]
    first, second = np.where(swapped, high, low), np.where(swapped, low, high)
    order = np.argsort(where, kind="mergesort")
    order = order[np.argsort(seats[second[order]], kind="mergesort")]
    order = order[np.argsort(seats[first[order]], kind="mergesort")]
    for k in order:
        i, other = first[k], second[k]
        if bonds.find(world, i, other) < 0 and bonds.make_room(world, i) and bonds.make_room(world, other):
            hours = own.new_tie_hours + own.duration[where[k]]
            bonds.append(world, i, other, SOCIAL_TIE, hours)
            bonds.append(world, other, i, SOCIAL_TIE, hours)
