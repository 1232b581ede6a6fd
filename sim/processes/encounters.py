"""People meet by chance in their foci; some who did not know each other begin a tie.

In each focus seats are paired: in one try of a month, position s meets position (c − s) modulo the
size, with c drawn for the focus. Each pair is as likely as any other, and an empty seat is no meeting. A
pairing stands for so many meetings that the expected number of each pair in a month is encounters /
(group size − 1), times the mean of both drives (in block and pool: drive times presence).

A part of meetings is negative: the share grows with the behaviour of the two and shrinks with familiarity.
A pair without a tie begins one with chance m · p in m meetings (1 at most; the chance is linear, so that
many meetings in one try give as many ties as one in each of many), p = openness of both · fit · quality; fit
falls with the gap in age and with discomfort, and needs a common language. The coin belongs to the two
seats. Ties begin focus by focus in the order of seats, so no order of rows matters.

What those who know each other gain from chance stands in ``ties``. Here everyone's meetings with neighbours, those
of the own block or living group, are counted, and the hours in which newcomers hear Dutch, both as expected from who
is there. Those of the own household are no neighbours: what they say is heard under one roof.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel, within
from sim.lanes import (
    LANES,
    as_bits,
    as_wholes,
    backwards,
    choose,
    floats_at,
    how_many,
    lane_numbers,
    put,
    rows_of,
    wholes_at,
)
from sim.native import fetch_ahead
from sim.randomness import LOW_HALF, below, coin, extend
from sim.world import bonds
from sim.world.codes import (
    BEHAVIOUR,
    BLOCK,
    DRIVE,
    FAMILIARITY,
    NEAR_DRIVE,
    NOBODY,
    OPENNESS,
    POOL,
    QUALITY,
    SOCIAL_TIE,
    UNIT,
)
from sim.world.hearing import DRIVES, HOURS, PEOPLE, SPEAKERS, hear_by_chance
from sim.world.meetings import PARTS, fit, hours_by_chance, negative_share
from sim.world.nearness import chance_in_foci, measured
from sim.world.neighbours import count_meetings

SCRATCH = DRIVE_HERE, OPEN_HERE, CHANCE, DRAWN = 0, 1, 2, 3
"""Rows of the scratch of a focus, by seat: drive and openness of who sits there (0 where nobody does), and the chance
and the draw of the pair whose first seat this is."""
MARGIN = LANES
"""Room before the first and behind the last seat: what stands there is worked out with the others and not looked at."""
LAST_LANE = LANES - 1
AHEAD = 12
"""So many pairs before their turn the memory is asked for what will be looked up about them."""
NONE = np.float32(0.0)
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
    world.residents.neighbour_meetings[:] = 0.0
    speakers = np.zeros((len(world.foci.kind), len(SPEAKERS)), np.float32)
    pairs, kinds, chances = _meet_all(world, own, draws.key("encounters", month), speakers)
    world.residents.neighbour_meetings[NOBODY] = 0.0
    hear_by_chance(world, speakers)
    click = _keep_who_click(world, own, pairs, kinds, chances)
    _begin_ties(world, own, parameters["contact"], chance_in_foci(world, own), pairs[:click], kinds[:click])


@allocating
def _meet_all(world, own, key, speakers):
    """Sum up who is in each focus, and give who may begin a tie there: pairs of rows, kind of focus, chance and draw.

    The chance is what drives and openness alone allow, and the draw lies below it.
    """
    foci, most = world.foci, 8 * world.residents.uid.shape[0]
    pairs, kinds, chances = np.empty((most, 2), np.int32), np.empty(most, np.uint8), np.empty((most, 2), np.float32)
    scratch = np.zeros((len(SCRATCH), foci.size.max() + 2 * MARGIN), np.float32)
    firsts, last, count = np.empty(foci.size.max() + 1, np.int32), np.empty(LANES, np.int32), 0
    for focus in np.flatnonzero(foci.open):
        kind, size = foci.kind[focus], foci.size[focus]
        seats = world.seats.occupant[foci.start[focus] : foci.start[focus] + size]
        people, drives = _gather(world, kind, foci.start[focus], size, scratch, last, speakers[focus])
        speakers[focus, HOURS] = 0.5 * hours_by_chance(own, kind)
        if people < 2:
            continue
        each = own.per_month[kind] / (own.group_size[kind] - 1.0)
        if kind in (BLOCK, UNIT):
            count_meetings(world, 0.5 * each, foci.start[focus], seats, scratch[DRIVE_HERE, MARGIN:], (people, drives))
        per_try = each * size / own.tries[kind]
        for attempt in range(int(own.tries[kind])):
            key_of_try = extend(extend(key, focus), attempt)
            turn = below(key_of_try, 0, size)
            half_per_try, coins = np.float32(0.5 * per_try), np.uint32(key_of_try & LOW_HALF)
            hits = firsts[: _throw(size, turn, half_per_try, coins, scratch, firsts)]
            before = count
            count += _list(seats, turn, scratch, hits, pairs[before:], chances[before:])
            kinds[before:count] = kind
    return pairs[:count], kinds[:count], chances[:count]


@kernel
def _gather(world, kind, start, size, scratch, last, speakers):
    """Write drive and openness of who sits where and who speaks Dutch; give how many there are, and all their drives.

    Eight seats at a time; ``last`` holds those that remain, and nobody behind them. The row of nobody has a face
    without anything, so that empty seats need not be told apart. Sums are in whole numbers, so that no order of
    residents matters.
    """
    occupant, near, whole = world.seats.occupant, kind <= POOL, size - size % LANES
    last[:] = NOBODY
    for position in range(whole, size):
        last[position - whole] = occupant[start + position]
    people, speaking, drives, of_speakers = _look_at(world, near, wholes_at(last, 0), scratch, MARGIN + whole)
    for position in range(0, whole, LANES):
        here = _look_at(world, near, wholes_at(occupant, start + position), scratch, MARGIN + position)
        people, speaking = people + here[0], speaking + here[1]
        drives, of_speakers = drives + here[2], of_speakers + here[3]
    speakers[PEOPLE], speakers[DRIVES] = speaking, _in_all(of_speakers, last)
    return people, _in_all(drives, last)


@within
def _look_at(world, near, who, scratch, place):
    """Write drive and openness of eight residents and tell who they are.

    Give how many there are and how many speak Dutch; in whole parts the drive of each, and of each who does.
    """
    face = rows_of(world.residents.face, who)
    drive, speaks = face[NEAR_DRIVE] if near else face[DRIVE], face[QUALITY] > NONE
    put(scratch[DRIVE_HERE], place, drive)
    put(scratch[OPEN_HERE], place, face[OPENNESS])
    parts = drive * np.float32(PARTS)
    return how_many(who != NOBODY), how_many(speaks), as_wholes(parts), as_wholes(choose(speaks, parts, NONE))


@kernel
def _in_all(parts, row):
    """Add up eight sums of whole parts, written to a row for it: float64."""
    put(row, 0, parts)
    total = np.int64(0)
    for lane in range(LANES):
        total += row[lane]
    return total / PARTS


@kernel
def _throw(size, turn, half_per_try, key, scratch, firsts):
    """Write the first seats of the pairs who may begin a tie, and give their number.

    Whom position s meets sits at turn - s, or at turn + size - s.
    """
    count = _throw_run(0, (turn + 1) // 2, turn, half_per_try, key, scratch, firsts, 0)
    return _throw_run(turn + 1, (turn + size + 1) // 2, turn + size, half_per_try, key, scratch, firsts, count)


@kernel
def _throw_run(first, behind, total, half_per_try, key, scratch, firsts, count):
    """Throw the coins of the pairs (s, total - s) for s from first on, eight at a time; list who draws below."""
    drive, openness, chance, drawn = scratch[DRIVE_HERE], scratch[OPEN_HERE], scratch[CHANCE], scratch[DRAWN]
    for position in range(first, behind, LANES):
        here, across, positions = MARGIN + position, MARGIN + total - position - LAST_LANE, lane_numbers() + position
        both = floats_at(openness, here) * backwards(floats_at(openness, across))
        put(chance, here, half_per_try * (floats_at(drive, here) + backwards(floats_at(drive, across))) * both)
        put(drawn, here, coin(key, as_bits(positions), as_bits(total - positions)))
    for position in range(first, behind):  # without a branch: nobody can guess who it will be
        firsts[count] = position
        count += drawn[MARGIN + position] < chance[MARGIN + position]
    return count


@kernel
def _list(seats, turn, scratch, firsts, pairs, chances):
    """Write the pairs with these first seats, and their chance and draw; as many as there is room for."""
    size, count = seats.shape[0], min(firsts.shape[0], chances.shape[0])
    for k in range(count):
        position = firsts[k]
        across = turn - position
        pairs[k, 0], pairs[k, 1] = seats[position], seats[across if across >= 0 else across + size]
        chances[k, 0], chances[k, 1] = scratch[CHANCE, MARGIN + position], scratch[DRAWN, MARGIN + position]
    return count


@kernel
def _keep_who_click(world, own, pairs, kinds, chances):
    """Keep those whom discomfort, age, language and bad meetings do not keep apart; give how many there are.

    Before anything about their ties is looked up: three in five fall away here for their fit alone.
    """
    last, count = kinds.shape[0] - 1, 0
    for k in range(kinds.shape[0]):
        _fetch_person(world, pairs[min(k + AHEAD, last), 0])
        _fetch_person(world, pairs[min(k + AHEAD, last), 1])
        i, other, kind = pairs[k, 0], pairs[k, 1], kinds[k]
        if chances[k, 1] < chances[k, 0] * _liking(world, own, i, other, kind <= POOL):
            pairs[count, 0], pairs[count, 1], kinds[count] = i, other, kind
            count += 1
    return count


@kernel
def _begin_ties(world, own, contact, chance, pairs, kinds):
    """Let those begin a tie who have none yet, and room for it; how near the two are is measured at once."""
    last = kinds.shape[0] - 1
    for k in range(kinds.shape[0]):
        _fetch_ties(world, pairs[min(k + AHEAD, last), 0])
        _fetch_ties(world, pairs[min(k + AHEAD, last), 1])
        i, other = pairs[k, 0], pairs[k, 1]
        if bonds.find(world, i, other) < 0 and bonds.make_room(world, i) and bonds.make_room(world, other):
            hours = own.new_tie_hours + own.duration[kinds[k]]
            near = measured(world, contact, chance, i, other, SOCIAL_TIE)
            bonds.append_measured(world, i, other, near, hours)
            bonds.append_measured(world, other, i, near, hours)


@kernel
def _fetch_person(world, i):
    """Ask the memory for what makes somebody take to somebody else or not."""
    r = world.residents
    fetch_ahead(r.face, i)
    fetch_ahead(r.age, i)
    fetch_ahead(r.category, i)
    fetch_ahead(r.tolerance, i)
    fetch_ahead(r.tongue, i)


@kernel
def _fetch_ties(world, i):
    """Ask the memory for what a new tie is written to."""
    bonds.fetch(world, i)
    fetch_ahead(world.ties.count, i)
    fetch_ahead(world.ties.root_hours, i)
    fetch_ahead(world.residents.focus, i)
    fetch_ahead(world.residents.dwelling, i)
    fetch_ahead(world.residents.frailty, i)


@kernel
def _liking(world, own, i, other, near):
    """Give what bad meetings, age, comfort and language leave of the chance of a tie, 0 to 1."""
    me, you = world.residents.face[i], world.residents.face[other]
    mine, yours = (me[BEHAVIOUR], me[FAMILIARITY]), (you[BEHAVIOUR], you[FAMILIARITY])
    return (1.0 - negative_share(own, mine, yours, near, 0.0)) * fit(world, own, i, other)
