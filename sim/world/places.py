"""Taking and leaving seats: at home and in the foci that residents join.

A seat is fixed. Whoever leaves one leaves it empty for whoever draws it next, so that one departure
changes nothing for those who never met the person.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.randomness import uniform
from sim.world.codes import (
    CATEGORIES,
    EVERY_TIE,
    EXHOMELESS,
    EXTRA_SUPPORT,
    LVB,
    NEW,
    NOBODY,
    NOWHERE,
    OLD80,
    PSY,
    SHARED_FOCI,
    SHELTER,
)


@kernel
def has_room(world, dwelling):
    """Tell whether a dwelling has a free seat."""
    return world.dwellings.occupants[dwelling] < world.dwellings.seats[dwelling]


@kernel
def is_vacant(world, dwelling):
    """Tell whether a dwelling is empty and may be let."""
    return world.dwellings.occupants[dwelling] == 0 and world.dwellings.open[dwelling]


@kernel
def under_works(world, dwelling, month):
    """Tell whether works are going on in a dwelling: it is no home now, and nobody's vacancy."""
    return world.dwellings.delivered[dwelling] > month


@kernel
def without_home(world, resident):
    """Tell whether somebody waits in a shelter that is closed: there is no bed, no staff and no home yet."""
    unit = world.dwellings.unit[world.residents.dwelling[resident]]
    return unit != NOWHERE and world.levers.unit_closed[unit] and world.units.facility[unit] == SHELTER


@kernel
def settle(world, resident, dwelling, month):
    """Let a resident without a dwelling live in one that has room."""
    first = world.dwellings.first_seat[dwelling]
    for seat in range(first, first + world.dwellings.seats[dwelling]):
        if world.seats.occupant[seat] == NOBODY:
            world.seats.occupant[seat] = resident
            world.residents.seat[resident] = seat
            world.residents.dwelling[resident] = dwelling
            world.dwellings.occupants[dwelling] += 1
            world.residents.moved[resident] = month
            world.residents.changed[resident] |= EVERY_TIE
            return True
    return False


@kernel
def unsettle(world, resident):
    """Take a resident out of the dwelling; the seat stays empty."""
    dwelling = world.residents.dwelling[resident]
    world.seats.occupant[world.residents.seat[resident]] = NOBODY
    world.dwellings.occupants[dwelling] -= 1
    world.residents.seat[resident] = NOWHERE
    world.residents.dwelling[resident] = NOWHERE


@kernel
def join(world, resident, slot, seat):
    """Take a free seat of a focus in one of the resident's slots."""
    world.seats.occupant[seat] = resident
    world.residents.focus[resident, slot] = seat
    world.residents.changed[resident] |= SHARED_FOCI


@kernel
def leave(world, resident, slot):
    """Give up the seat in one slot, if there is one."""
    seat = world.residents.focus[resident, slot]
    if seat != NOWHERE:
        world.seats.occupant[seat] = NOBODY
        world.residents.focus[resident, slot] = NOWHERE
        world.residents.changed[resident] |= SHARED_FOCI


@kernel
def focus_in(world, resident, slot):
    """Give the focus of a slot, or nowhere."""
    seat = world.residents.focus[resident, slot]
    return NOWHERE if seat == NOWHERE else world.seats.place[seat]


@kernel
def all_foci(world, kind):
    """Give the first focus of a kind and how many the city has: they lie wijk after wijk.

    Without those that policies have added, which lie behind all others.
    """
    w = world.wijken
    last = w.first_focus.shape[0] - 1
    first = w.first_focus[0, kind]
    return first, w.first_focus[last, kind] + w.foci[last, kind] - first


@kernel
def added_groups(world, wijk, kind):
    """Count the open groups of a kind of focus that policies have added in a wijk."""
    count = 0
    for project in range(world.projects.wijk.shape[0]):
        if _adds(world, project, wijk, kind):
            count += world.project_levers.groups[project]
    return count


@kernel
def added_group(world, wijk, kind, place):
    """Give one of those groups: the row of its focus, by its place from 0."""
    for project in range(world.projects.wijk.shape[0]):
        if _adds(world, project, wijk, kind):
            groups = world.project_levers.groups[project]
            if place < groups:
                return np.int64(world.projects.first_room[project]) + place
            place -= groups
    return np.int64(NOWHERE)


@kernel
def _adds(world, project, wijk, kind):
    p = world.projects
    return p.wijk[project] == wijk and p.rooms[project] > 0 and world.foci.kind[p.first_room[project]] == kind


@kernel
def appeals(world, key, resident, focus, attraction):
    """Tell whether a focus that was found is joined: always where it asks for one of the resident's talents.

    Each focus asks for one of eight talents; others join it with chance 1 / ``attraction``.
    """
    if world.residents.talents[resident] & (1 << (focus % 8)) != 0:
        return True
    return uniform(key, world.residents.uid[resident]) * attraction < 1.0


@kernel
def perceived_category(vulnerability, frailty):
    """Say in which category others put a person; the most conspicuous comes first."""
    if vulnerability & EXHOMELESS:
        return 4
    if vulnerability & (PSY | LVB | EXTRA_SUPPORT):
        return 2
    if vulnerability & NEW:
        return 3
    if vulnerability & OLD80 or frailty >= 2:
        return 1
    return 0


assert CATEGORIES == 5
