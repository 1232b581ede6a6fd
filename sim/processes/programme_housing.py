"""Dwellings of projects are let to vulnerable tenants and to carriers, on contracts that end.

A project lets as many dwellings as its lever says and keeps a share of them for vulnerable tenants; which of the
vacant ones is kept follows from a draw, so that groups live mixed. Of the vulnerable, those in the urgent queue
go first, in order of waiting; others apply by chance, and so do carriers: young adults without a vulnerability
who live alone or as a couple, in a shared house or with their parents, as far as they are at ease with others and able
to give the hours that the project asks of them. Applicants are taken in the order of
their draw, each into the vacant dwelling that the draw of the pair favours. A flat holds two.

A household that has stayed for the length of its contract looks for a home elsewhere each month until it has
found one (``moving``). Who lives in a dwelling that is let no more loses the place and joins the urgent queue.
Groups meet as far as their lever says: those of a common room while something is let, others whenever it says so.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import extend, uniform
from sim.world.allocation import VULNERABLE
from sim.world.caring import able_to_give
from sim.world.codes import (
    ADULT,
    CARE_ROOM,
    CATEGORIES,
    CONTRACT_ENDS,
    LOST_PLACE,
    NOBODY,
    NOT_URGENT,
    NOWHERE,
    OWNER,
    RETIREMENT,
    SEPARATED,
    SETTLED,
    SOCIAL,
)
from sim.world.households import LARGEST, decides, household, leave_household, move
from sim.world.places import is_vacant
from sim.world.vacancies import affordable

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
    "seats.occupant",
    "foci.open",
    "ties.kind",
    "ties.hours",
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


def step(world, parameters, draws, month):
    """Open and close what levers say, end contracts, and let what is vacant."""
    if len(world.projects.programme) == 0:
        return
    own, key = parameters["programme_housing"], draws.key("programme_housing", month)
    _open_and_close(world, month)
    _end_contracts(world, month)
    for carriers in (False, True):
        _let(world, own, parameters["caring"], key, carriers, month)


@kernel
def _open_and_close(world, month):
    for project in range(world.projects.first_dwelling.shape[0]):
        let, first = world.project_levers.dwellings[project], world.projects.first_dwelling[project]
        for dwelling in range(first, first + world.projects.dwellings[project]):
            world.dwellings.open[dwelling] = dwelling < first + let
            if dwelling >= first + let and world.dwellings.occupants[dwelling] > 0:
                _lose_place(world, dwelling, month)
        lived_in = let > 0 or world.projects.dwellings[project] == 0
        room, meeting = world.projects.first_room[project], world.project_levers.groups[project] if lived_in else 0
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
def _let(world, own, caring, key, carriers, month):
    """Let what is kept for the vulnerable, or for carriers, to those of them who apply."""
    r = world.residents
    members = np.empty(LARGEST, np.int32)
    key = extend(key, carriers)
    places = _places(world, key, carriers)
    if places.shape[0] == 0:
        return
    for i in _applicants(world, own, extend(key, 1), carriers):
        dwelling = _favoured(world, extend(key, 2), i, places, carriers, caring)
        size = _party(world, i, members)
        if dwelling == NOWHERE or size == 0:
            continue
        if not decides(world, i):
            leave_household(world, i, 1.0)
        for k in range(size):
            r.seeking[members[k]] = SETTLED
            move(world, members[k], dwelling, month)


@allocating
def _places(world, key, carriers):
    """Give the vacant dwellings of all projects that are kept for carriers, or for the vulnerable."""
    found = np.empty(world.projects.dwellings.sum(), np.int64)
    count = 0
    for project in range(world.projects.first_dwelling.shape[0]):
        vacant, held = _vacant(world, project)
        let = world.project_levers.dwellings[project]
        kept = int(np.floor(world.project_levers.vulnerable_share[project] * let + 0.5)) - held
        kept = min(max(kept, 0), vacant.shape[0])
        order = np.empty(vacant.shape[0])
        for k in range(vacant.shape[0]):
            order[k] = uniform(key, vacant[k])
        vacant = vacant[np.argsort(order, kind="mergesort")]
        for dwelling in vacant[kept:] if carriers else vacant[:kept]:
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
def _applicants(world, own, key, carriers):
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
        wish = own.carrier_applies if carriers else 1.0 if urgent else own.vulnerable_applies
        if draw >= wish or not _may_apply(world, own, i, carriers):
            continue
        rows[count] = i
        order[count] = r.urgent_since[i] - WAITING_FIRST + draw if urgent else draw
        count += 1
    return rows[:count][np.argsort(order[:count], kind="mergesort")]


@kernel
def _may_apply(world, own, i, carriers):
    r, d = world.residents, world.dwellings
    dwelling = r.dwelling[i]
    if d.project[dwelling] != NOWHERE:
        return False
    vulnerable, urgent = (r.vulnerability[i] & VULNERABLE) != 0, r.urgent[i] != NOT_URGENT
    if carriers:
        of_age = own.carrier_from * 12 <= r.age[i] < own.carrier_to * 12
        if vulnerable or urgent or not of_age or d.kind[dwelling] >= CARE_ROOM:
            return False
    elif not vulnerable or r.age[i] >= RETIREMENT:
        return False
    return urgent or affordable(SOCIAL, r.income[i])


@kernel
def _favoured(world, key, i, places, carriers, caring):
    """Give the vacant place that the draw of the pair favours; whoever comes must be among those meant."""
    best, best_draw = NOWHERE, 2.0
    for dwelling in places:
        project = world.dwellings.project[dwelling]
        meant = _passes(world, caring, i, project) if carriers else _is_meant(world, i, project)
        if not meant or not is_vacant(world, dwelling):
            continue
        draw = uniform(extend(key, world.residents.uid[i]), dwelling)
        if draw < best_draw:
            best, best_draw = dwelling, draw
    return best


@kernel
def _is_meant(world, i, project):
    return world.residents.vulnerability[i] & world.project_levers.who[project] != 0


@kernel
def _passes(world, caring, i, project):
    """Tell whether a carrier is at ease with others and able to give what the project asks for."""
    comfort = 0.0
    for category in range(CATEGORIES):
        comfort += world.residents.tolerance[i, category] / CATEGORIES
    levers = world.project_levers
    return comfort >= levers.least_comfort[project] and able_to_give(world, caring, i) >= levers.offered[project]


@kernel
def _party(world, i, members):
    """Write who would come along; give their number, 0 where they cannot come: owners, too many, in a project.

    Who does not speak for the household they live in, and has no partner, leaves it alone.
    """
    r, d = world.residents, world.dwellings
    dwelling = r.dwelling[i]
    if r.seeking[i] == SEPARATED or d.project[dwelling] != NOWHERE:
        return 0
    if decides(world, i):
        size = household(world, i, members)
        return size if size <= 2 and d.tenure[dwelling] != OWNER else 0
    if r.partner[i] != NOBODY:
        return 0
    members[0] = i
    return 1
