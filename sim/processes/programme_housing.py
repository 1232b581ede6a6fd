"""Dwellings of projects are let to vulnerable tenants, to carriers and to seniors, on contracts that end.

A project lets as many dwellings as its lever says and keeps a share of them for vulnerable tenants; which of the
vacant ones is kept follows from a draw, so that groups live mixed. Of the vulnerable, those in the urgent queue
go first, in order of waiting; others apply by chance, and so do carriers, or seniors where a project asks for an age
(see ``sim.world.tenants``). Applicants are taken in the order of their draw, each into the vacant dwelling that the
draw of the pair favours. A dwelling holds two. What they leave is vacant, as after any move.

A household that has stayed for the length of its contract looks for a home elsewhere each month until it has
found one (``moving``). Who lives in a dwelling that is let no more loses the place and joins the urgent queue.
Groups meet as far as their lever says: those of a common room while something is let, others whenever it says so. A
project may also keep homes of the general stock (``sim.world.reserved``): they are let to vulnerable tenants alone,
who stay as long as they like and keep the home when the project ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import extend, uniform
from sim.world.codes import ADULT, CONTRACT_ENDS, LOST_PLACE, NOBODY, NOT_URGENT, NOWHERE, SETTLED
from sim.world.households import LARGEST, decides, leave_household, move
from sim.world.places import is_vacant
from sim.world.reserved import keep_reserved, reserved_and_empty
from sim.world.tenants import (
    CARRIERS,
    SENIORS,
    VULNERABLE_TENANTS,
    is_wanted,
    may_apply,
    party,
    wants_seniors,
)

WRITES = (
    "residents.dwelling",
    "residents.seat",
    "residents.moved",
    "residents.changed",
    "residents.urgent",
    "residents.urgent_since",
    "residents.lost_place",
    "residents.seeking",
    "dwellings.occupants",
    "dwellings.open",
    "dwellings.project",
    "seats.occupant",
    "foci.open",
    "ties.kind",
    "ties.root_hours",
    "ties.closeness",
    "ties.by_focus",
)

WAITING_FIRST = 1.0e6


class ProgrammeHousing(NamedTuple):
    """Parameters of ``programme_housing.yaml``."""

    vulnerable_applies: float
    carrier_applies: float
    carrier_from: int
    carrier_to: int
    senior_applies: float


def step(world, parameters, draws, month):
    """Open, close and keep what levers say, end contracts, and let what is vacant."""
    if len(world.projects.programme) == 0:
        return
    own, key = parameters["programme_housing"], draws.key("programme_housing", month)
    _open_and_close(world, month)
    keep_reserved(world)
    _end_contracts(world, month)
    for group in (VULNERABLE_TENANTS, CARRIERS, SENIORS):
        _let(world, own, parameters["caring"], key, group, month)


@kernel
def _open_and_close(world, month):
    for project in range(world.projects.first_dwelling.shape[0]):
        let, first = world.project_levers.dwellings[project], world.projects.first_dwelling[project]
        for dwelling in range(first, first + world.projects.dwellings[project]):
            world.dwellings.open[dwelling] = dwelling < first + let
            if dwelling >= first + let and world.dwellings.occupants[dwelling] > 0:
                _lose_place(world, dwelling, month)
        bare = world.projects.dwellings[project] + world.projects.scattered[project] == 0
        lived_in = let > 0 or world.project_levers.reserved[project] > 0
        meeting = world.project_levers.groups[project] if lived_in or bare else 0
        room = world.projects.first_room[project]
        for group in range(world.projects.rooms[project]):
            world.foci.open[room + group] = group < meeting


@kernel
def _lose_place(world, dwelling, month):
    """Let those who live in a dwelling lose it; who speaks for them waits for all."""
    r = world.residents
    first = world.dwellings.first_seat[dwelling]
    for seat in range(first, first + world.dwellings.seats[dwelling]):
        i = np.int64(world.seats.occupant[seat])
        if i == NOBODY:
            continue
        if r.seeking[i] == CONTRACT_ENDS:
            r.seeking[i] = SETTLED
        if r.lost_place[i] < r.moved[i]:
            r.lost_place[i] = month
        if decides(world, i) and r.urgent[i] == NOT_URGENT:
            r.urgent[i] = LOST_PLACE
            r.urgent_since[i] = month


@kernel
def _end_contracts(world, month):
    r = world.residents
    for project in range(world.projects.first_dwelling.shape[0]):
        first, let = world.projects.first_dwelling[project], world.project_levers.dwellings[project]
        for dwelling in range(first, first + let):
            start = world.dwellings.first_seat[dwelling]
            longest = 0
            for seat in range(start, start + world.dwellings.seats[dwelling]):
                i = np.int64(world.seats.occupant[seat])
                longest = max(longest, month - r.moved[i]) if i != NOBODY else longest
            ends = longest >= world.project_levers.contract[project]
            for seat in range(start, start + world.dwellings.seats[dwelling]):
                i = np.int64(world.seats.occupant[seat])
                if i != NOBODY and r.seeking[i] in (SETTLED, CONTRACT_ENDS):
                    r.seeking[i] = CONTRACT_ENDS if ends and decides(world, i) else SETTLED


@allocating
def _let(world, own, caring, key, group, month):
    """Let what is kept for a group to those of it who apply."""
    r = world.residents
    members = np.empty(LARGEST, np.int32)
    key = extend(key, group)
    places = _places(world, key, group)
    if places.shape[0] == 0:
        return
    for i in _applicants(world, own, extend(key, 1), group):
        dwelling = _favoured(world, extend(key, 2), i, places, group, caring)
        size = party(world, i, members, group)
        if dwelling == NOWHERE or size == 0:
            continue
        if not decides(world, i):
            leave_household(world, i, 1.0)
        for k in range(size):
            r.seeking[members[k]] = SETTLED
            move(world, members[k], dwelling, month)


@allocating
def _places(world, key, group):
    """Give the vacant dwellings of all projects that are kept for a group; scattered ones are for the vulnerable."""
    scattered = reserved_and_empty(world) if group == VULNERABLE_TENANTS else np.empty(0, np.int64)
    count = scattered.shape[0]
    found = np.empty(count + world.projects.dwellings.sum(), np.int64)
    found[:count] = scattered
    for project in range(world.projects.first_dwelling.shape[0]):
        if group != VULNERABLE_TENANTS and wants_seniors(world, project) != (group == SENIORS):
            continue
        vacant, held = _vacant(world, project)
        let = world.project_levers.dwellings[project]
        kept = int(np.floor(world.project_levers.vulnerable_share[project] * let + 0.5)) - held
        kept = min(max(kept, 0), vacant.shape[0])
        order = np.empty(vacant.shape[0])
        for k in range(vacant.shape[0]):
            order[k] = uniform(key, vacant[k])
        vacant = vacant[np.argsort(order, kind="mergesort")]
        for dwelling in vacant[:kept] if group == VULNERABLE_TENANTS else vacant[kept:]:
            found[count] = dwelling
            count += 1
    return found[:count]


@allocating
def _vacant(world, project):
    """Give the vacant dwellings that a project lets, and in how many others somebody vulnerable lives."""
    first, let = world.projects.first_dwelling[project], world.project_levers.dwellings[project]
    vacant = np.empty(let, np.int64)
    count, held = 0, 0
    for dwelling in range(first, first + let):
        if is_vacant(world, dwelling):
            vacant[count] = dwelling
            count += 1
            continue
        bits = 0
        start = world.dwellings.first_seat[dwelling]
        for seat in range(start, start + world.dwellings.seats[dwelling]):
            i = np.int64(world.seats.occupant[seat])
            bits |= world.residents.vulnerability[i] if i != NOBODY else 0
        held += (bits & world.project_levers.who[project]) != 0
    return vacant[:count], held


@allocating
def _applicants(world, own, key, group):
    """Give those who apply, in order: who waits in the urgent queue longest first, then by draw."""
    r = world.residents
    rows = np.empty(r.uid.shape[0], np.int64)
    order = np.empty(r.uid.shape[0])
    count = 0
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or r.age[i] < ADULT:
            continue
        draw = uniform(key, r.uid[i])
        urgent = r.urgent[i] != NOT_URGENT
        if draw >= _wish(own, group, urgent) or not may_apply(world, own, i, group):
            continue
        rows[count] = i
        order[count] = r.urgent_since[i] - WAITING_FIRST + draw if urgent else draw
        count += 1
    return rows[:count][np.argsort(order[:count], kind="mergesort")]


@kernel
def _wish(own, group, urgent):
    """Give the chance a month that somebody of a group applies."""
    if group == VULNERABLE_TENANTS:
        return 1.0 if urgent else own.vulnerable_applies
    return own.carrier_applies if group == CARRIERS else own.senior_applies


@kernel
def _favoured(world, key, i, places, group, caring):
    """Give the vacant place that the draw of the pair favours; whoever comes must be among those wanted there."""
    best, best_draw = NOWHERE, 2.0
    for dwelling in places:
        if world.dwellings.occupants[dwelling] > 0 or not is_wanted(world, caring, i, dwelling, group):
            continue
        draw = uniform(extend(key, world.residents.uid[i]), dwelling)
        if draw < best_draw:
            best, best_draw = dwelling, draw
    return best
