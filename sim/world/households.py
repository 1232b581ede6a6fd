"""Who lives together, who moves with whom, and how someone leaves the city's books.

Everyone in an ordinary dwelling is one household and moves as one. In a shared house, and in a facility,
a resident moves alone or with the partner.
"""

from __future__ import annotations

from sim.compiled import allocating, kernel
from sim.world import bonds
from sim.world.buddies import part
from sim.world.codes import (
    ADULT,
    CARE_ROOM,
    FOCUS_SLOTS,
    HOUSEHOLD_TIE,
    KIN_TIE,
    NOBODY,
    SHARED_HOUSE,
    SOCIAL_TIE,
)
from sim.world.places import leave, settle, unsettle

LARGEST = 8


@kernel
def lives_apart(world, dwelling):
    """Tell whether the residents of a dwelling are no household: a shared house or a facility."""
    kind = world.dwellings.kind[dwelling]
    return kind == SHARED_HOUSE or kind >= CARE_ROOM


@kernel
def household(world, resident, members):
    """Write the rows of those who move with a resident into ``members``; give their number."""
    dwelling = world.residents.dwelling[resident]
    if lives_apart(world, dwelling):
        members[0] = resident
        partner = world.residents.partner[resident]
        if partner != NOBODY and world.residents.dwelling[partner] == dwelling:
            members[1] = partner
            return 2
        return 1
    count = 0
    first = world.dwellings.first_seat[dwelling]
    for seat in range(first, first + world.dwellings.seats[dwelling]):
        if world.seats.occupant[seat] != NOBODY:
            members[count] = world.seats.occupant[seat]
            count += 1
    return count


@kernel
def decides(world, resident):
    """Tell whether a resident speaks for the household: the oldest, of equals the one with the lower uid."""
    r = world.residents
    if r.age[resident] < ADULT:
        return False
    dwelling = r.dwelling[resident]
    if lives_apart(world, dwelling):
        partner = r.partner[resident]
        together = partner != NOBODY and r.dwelling[partner] == dwelling
        return not together or r.uid[resident] < r.uid[partner]
    first = world.dwellings.first_seat[dwelling]
    for seat in range(first, first + world.dwellings.seats[dwelling]):
        other = world.seats.occupant[seat]
        if other in (NOBODY, resident):
            continue
        older = r.age[other] > r.age[resident]
        if older or (r.age[other] == r.age[resident] and r.uid[other] < r.uid[resident]):
            return False
    return True


@allocating
def leave_household(world, resident, separation_factor):
    """Turn the ties with those left behind into kin, with a former partner into social ones."""
    members = _co_residents(world, resident)
    for other in members:
        if other in (NOBODY, resident):
            continue
        if world.residents.partner[resident] == other:
            bonds.part_household(world, resident, other, SOCIAL_TIE, separation_factor)
        else:
            bonds.part_household(world, resident, other, KIN_TIE, 1.0)


@allocating
def _co_residents(world, resident):
    dwelling = world.residents.dwelling[resident]
    first = world.dwellings.first_seat[dwelling]
    return world.seats.occupant[first : first + world.dwellings.seats[dwelling]].copy()


@allocating
def live_together(world, resident, hours):
    """Tie a resident to the others of the household with at least so many hours."""
    dwelling = world.residents.dwelling[resident]
    if lives_apart(world, dwelling):
        return
    for other in _co_residents(world, resident):
        if other != NOBODY and other != resident:
            bonds.tie(world, resident, other, HOUSEHOLD_TIE, hours)


@kernel
def move(world, resident, dwelling, month):
    """Move one resident to a dwelling with room."""
    unsettle(world, resident)
    settle(world, resident, dwelling, month)
    world.residents.urgent[resident] = 0
    world.residents.urgent_since[resident] = -1


@kernel
def withdraw(world, resident):
    """Take somebody who died or left out of dwelling, foci, partnership and pair of buddies; the row is free again."""
    partner = world.residents.partner[resident]
    if partner != NOBODY:
        world.residents.partner[partner] = NOBODY
        world.residents.partner[resident] = NOBODY
    if world.residents.buddy[resident] != NOBODY:
        part(world, resident)
    for slot in range(FOCUS_SLOTS):
        leave(world, resident, slot)
    if world.residents.dwelling[resident] >= 0:
        unsettle(world, resident)
    world.residents.alive[resident] = False
