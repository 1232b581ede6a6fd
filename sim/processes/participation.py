"""People take and leave seats in the foci of daily life: class, school gate, work, clubs, groups, teams.

A pupil sits in a class from four to eighteen, with extra support in a special class (``classes``) or, where none has
room, in an ordinary one; whoever wants paid work and has none looks for it; the carer of a young pupil joins the gate
of an ordinary class. Clubs and centre groups are joined with chance ``joins`` a month,
times command of Dutch, times (1 − ``frailty_factor`` · frailty), times (1 + ``members_attract`` · share of ties
already there), times ``talent_attracts`` where what is done asks for one of the person's talents. Everybody has
talents, whatever else they need. To join is to draw a focus nearby and a seat in it, a few times: an empty seat
is taken, a taken one is not. Who joins a volunteer team stands in ``volunteering``, who takes and leaves sheltered work
in ``sheltered_work``; retirement ends any work.

Policies may ask more people, and newcomers and people with few ties more than others (``sim.world.joining``), and add
clubs and groups: who looks draws from all that are open in the wijk, and members leave one that closes.

Who lives in a project with an open common room joins a group of it with chance ``joins_common`` a month, and
leaves it on moving out or when the room closes. Two who draw the same seat: the lower uid sits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.native import fetch_ahead
from sim.randomness import branch, extend, nth_below, scrambled, uniform, uniform_of
from sim.world.classes import class_sought, has_young_pupil, seat_at_gate, seat_in_special_class, sits_in
from sim.world.codes import (
    ADULT,
    CENTRE,
    CENTRE_GROUP,
    CLUB,
    COMMON,
    COMMON_ROOM,
    DAY,
    EXTRA_SUPPORT,
    FOCUS_SLOTS,
    GATE,
    LEISURE,
    NOBODY,
    NOWHERE,
    RETIREMENT,
    SCHOOL_CLASS,
    SCHOOL_GATE,
    SPECIAL_CLASS,
    VOLUNTEERING,
    WORKPLACE,
)
from sim.world.joining import looks_for_group, most_likely
from sim.world.places import added_group, added_groups, all_foci, appeals, focus_in, join, leave

PARENT_FROM, PARENT_UNTIL = 264, 660
"""Months of age at which one may stand at the gate of a school."""
GROUPS = 1 << LEISURE | 1 << CENTRE
"""Slots (bits) that are filled the sooner the more of one's ties sit in a group of the kind."""
AHEAD = 24
"""So many residents before their turn the memory is asked for the ties of those who may look for a group."""

WRITES = ("residents.focus", "residents.changed", "seats.occupant")


class Participation(NamedTuple):
    """Parameters of ``participation.yaml``."""

    joins: float
    frailty_factor: float
    members_attract: float
    talent_attracts: float
    tries: int
    finds_work: float
    work_nearby: float
    leaves_work: float
    leaves_club: float
    leaves_centre: float
    joins_gate: float
    joins_common: float
    places_attract: float
    few_ties: int


def step(world, parameters, draws, month):
    """Let residents leave and join foci."""
    own = parameters["participation"]
    key = draws.key("participation", month)
    _leave_all(world, own, _keys(key, 0))
    for_life, of_month = draws.key("kind_of_class"), branch(key, 50)
    wishes = _wishes(world, own, for_life, _keys(of_month, 0), _keys(of_month, 10), most_likely(world, own))
    _seat(world, *wishes)


def _keys(key, first):
    """Give the key of each slot: made once, not once a resident."""
    return np.array([branch(key, first + slot) for slot in range(FOCUS_SLOTS)], dtype=np.uint64)


@allocating
def _leave_all(world, own, keys):
    r, may_close = world.residents, world.projects.wijk.shape[0] > 0
    may_leave = np.empty(r.uid.shape[0], np.bool_)
    _note_who_may_leave(world, own, keys, may_leave)
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or not (may_close or may_leave[i]):
            continue
        if may_close:
            _leave_closed(world, i, LEISURE)
            _leave_closed(world, i, CENTRE)
        if r.focus[i, DAY] != NOWHERE:
            _leave_day(world, own, keys, i)
        if r.focus[i, GATE] != NOWHERE and uniform(keys[GATE], r.uid[i]) < 1.0 / 12.0:
            if not has_young_pupil(world, i):
                leave(world, i, GATE)
        _leave_by_chance(world, keys, i, LEISURE, own.leaves_club)
        _leave_by_chance(world, keys, i, CENTRE, own.leaves_centre)
        if r.focus[i, COMMON] != NOWHERE and not _in_own_common_room(world, i):
            leave(world, i, COMMON)


@kernel
def _note_who_may_leave(world, own, keys, may_leave):
    """Note who may leave anything that stays open: without a branch, so that several are worked out at a time."""
    r, day_key, gate_key, leisure_key, centre_key = world.residents, keys[DAY], keys[GATE], keys[LEISURE], keys[CENTRE]
    resigning, off_club, off_centre = own.leaves_work / 12.0, own.leaves_club / 12.0, own.leaves_centre / 12.0
    for i in range(r.uid.shape[0]):
        age, uid = r.age[i], scrambled(r.uid[i])
        resigns = r.works[i] & (uniform_of(day_key, uid) < resigning)
        day = (r.focus[i, DAY] != NOWHERE) & (resigns | (age == ADULT) | (age >= RETIREMENT))
        gate = (r.focus[i, GATE] != NOWHERE) & (uniform_of(gate_key, uid) < 1.0 / 12.0)
        leisure = (r.focus[i, LEISURE] != NOWHERE) & (uniform_of(leisure_key, uid) < off_club)
        centre = (r.focus[i, CENTRE] != NOWHERE) & (uniform_of(centre_key, uid) < off_centre)
        may_leave[i] = day | gate | leisure | centre | (r.focus[i, COMMON] != NOWHERE)


@kernel
def _leave_closed(world, i, slot):
    if world.residents.focus[i, slot] != NOWHERE and not world.foci.open[focus_in(world, i, slot)]:
        leave(world, i, slot)


@kernel
def _leave_by_chance(world, keys, i, slot, yearly):
    if world.residents.focus[i, slot] == NOWHERE:
        return
    if uniform(keys[slot], world.residents.uid[i]) < yearly / 12.0:
        leave(world, i, slot)


@kernel
def _leave_day(world, own, keys, i):
    """Let who turns eighteen leave school, who retires leave work, and workers now and then."""
    age = world.residents.age[i]
    if age < ADULT:
        return
    if age >= RETIREMENT or (age == ADULT and (sits_in(world, i, SCHOOL_CLASS) or sits_in(world, i, SPECIAL_CLASS))):
        leave(world, i, DAY)
    elif world.residents.works[i]:
        _leave_by_chance(world, keys, i, DAY, own.leaves_work)


@kernel
def _in_own_common_room(world, i):
    """Tell whether the group that a resident sits in meets, in the project where the resident lives."""
    project = world.dwellings.project[world.residents.dwelling[i]]
    group = focus_in(world, i, COMMON)
    if project == NOWHERE or not world.foci.open[group]:
        return False
    first = world.projects.first_room[project]
    return first <= group < first + world.projects.rooms[project]


@allocating
def _wishes(world, own, for_life, wanting, finding, most_likely):
    """Collect (resident, slot, seat) of all who found a free seat, in no particular order."""
    r = world.residents
    most = r.uid.shape[0]
    rows, slots, seats = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    in_question = np.empty(most, np.uint8)
    _note_slots_in_question(world, own, wanting, most_likely, in_question)
    count = 0
    for i in range(most):
        if in_question[min(i + AHEAD, most - 1)] & GROUPS:
            fetch_ahead(world.ties.partner, i + AHEAD)
        if in_question[i] == 0 or not r.alive[i]:
            continue
        for slot in range(FOCUS_SLOTS):
            if in_question[i] & (1 << slot) == 0 or count == most:
                continue
            kind = _wanted(world, own, for_life, wanting[slot], i, slot, most_likely)
            if kind == NOWHERE:
                continue
            seat = _draw_seat(world, own, finding[slot], i, slot, kind)
            if seat != NOWHERE and _appeals(world, own, extend(finding[slot], 1), i, slot, seat):
                rows[count], slots[count], seats[count] = i, slot, seat
                count += 1
    return rows[:count], slots[:count], seats[:count]


@kernel
def _note_slots_in_question(world, own, wanting, most_likely, slots):
    """Note the slots (bits) that each may want filled: without a branch, so that several are worked out at a time."""
    r, has_rooms = world.residents, world.projects.wijk.shape[0] > 0
    gate_key, leisure_key, centre_key = wanting[GATE], wanting[LEISURE], wanting[CENTRE]
    for i in range(r.uid.shape[0]):
        age, uid = r.age[i], scrambled(r.uid[i])
        adult, day = age >= ADULT, r.focus[i, DAY] == NOWHERE
        seeks = day & ((age < ADULT) | (r.works[i] & (age < RETIREMENT)))
        gate = (r.focus[i, GATE] == NOWHERE) & (age >= PARENT_FROM) & (age < PARENT_UNTIL)
        gate &= uniform_of(gate_key, uid) < own.joins_gate
        leisure = adult & (r.focus[i, LEISURE] == NOWHERE) & (uniform_of(leisure_key, uid) < most_likely)
        centre = adult & (r.focus[i, CENTRE] == NOWHERE) & day & (uniform_of(centre_key, uid) < most_likely)
        common = adult & (r.focus[i, COMMON] == NOWHERE) & has_rooms
        slots[i] = (seeks << DAY) | (gate << GATE) | (leisure << LEISURE) | (centre << CENTRE) | (common << COMMON)


@kernel
def _wanted(world, own, for_life, key, i, slot, most_likely):
    r = world.residents
    age = r.age[i]
    if slot == DAY:
        if age < ADULT:
            return class_sought(world, for_life, i)
        seeks = r.works[i] and age < RETIREMENT and uniform(key, r.uid[i]) < own.finds_work
        return WORKPLACE if seeks else NOWHERE
    if age < ADULT:
        return NOWHERE
    if slot == COMMON:
        lets_in = _common_room_open(world, i) and uniform(key, r.uid[i]) < own.joins_common
        return COMMON_ROOM if lets_in else NOWHERE
    if slot == GATE:
        parent = (
            PARENT_FROM <= age < PARENT_UNTIL and uniform(key, r.uid[i]) < own.joins_gate and has_young_pupil(world, i)
        )
        return SCHOOL_GATE if parent else NOWHERE
    if slot == CENTRE and r.focus[i, DAY] != NOWHERE:
        return NOWHERE
    if slot == VOLUNTEERING:
        return NOWHERE
    kind = CLUB if slot == LEISURE else CENTRE_GROUP
    draw = uniform(key, r.uid[i])
    return kind if draw < most_likely and looks_for_group(world, own, draw, i, slot, kind) else NOWHERE


@kernel
def _common_room_open(world, i):
    project = world.dwellings.project[world.residents.dwelling[i]]
    return project != NOWHERE and world.foci.open[world.projects.first_room[project]]


@kernel
def _appeals(world, own, key, i, slot, seat):
    """Tell whether what was found is taken: talents count in clubs and centre groups."""
    return slot not in (LEISURE, CENTRE) or appeals(world, key, i, world.seats.place[seat], own.talent_attracts)


@kernel
def _draw_seat(world, own, key, i, slot, kind):
    uid = world.residents.uid[i]
    wijk = world.dwellings.wijk[world.residents.dwelling[i]]
    if kind == SCHOOL_GATE:
        return seat_at_gate(world, key, i)
    if kind == SPECIAL_CLASS:
        seat = seat_in_special_class(world, extend(key, 500), i)
        if seat != NOWHERE:
            return seat
        kind = SCHOOL_CLASS
    added = added_groups(world, wijk, kind) if kind in (CLUB, CENTRE_GROUP) else 0
    stream = extend(key, uid)
    for attempt in range(own.tries):
        first, foci = world.wijken.first_focus[wijk, kind], world.wijken.foci[wijk, kind]
        if kind == COMMON_ROOM:
            project = world.dwellings.project[world.residents.dwelling[i]]
            first, foci = world.projects.first_room[project], world.projects.rooms[project]
        elif _looks_elsewhere(world, own, extend(key, 100 + attempt), i, kind, attempt):
            first, foci = all_foci(world, kind)
        if foci + added == 0:
            continue
        focus = first + nth_below(stream, 3 * attempt, foci)
        place = nth_below(stream, 3 * attempt + 1, foci + added) - foci if added > 0 else NOWHERE
        if place >= 0:
            focus = added_group(world, wijk, kind, place)
        seat = world.foci.start[focus] + nth_below(stream, 3 * attempt + 2, world.foci.size[focus])
        if world.foci.open[focus] and world.seats.occupant[seat] == NOBODY:
            return seat
    return NOWHERE


@kernel
def _looks_elsewhere(world, own, key, i, kind, attempt):
    """Tell whether a seat is drawn from the whole city: some work, and in the end a class for extra support."""
    if kind == SCHOOL_CLASS:
        return world.residents.vulnerability[i] & EXTRA_SUPPORT != 0 and 2 * attempt >= own.tries
    return kind == WORKPLACE and uniform(key, world.residents.uid[i]) >= own.work_nearby


@allocating
def _seat(world, rows, slots, seats):
    for k in np.argsort(world.residents.uid[rows], kind="mergesort"):
        if world.seats.occupant[seats[k]] == NOBODY:
            join(world, rows[k], slots[k], seats[k])
