"""Making, finding and ending ties. A tie stands in one slot of each of its two residents, or of neither.

The state of a tie is its partner, its effective shared hours H, its type, and what the last contact measured of
how near the two are.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating, kernel
from sim.native import fetch_ahead
from sim.world.codes import EXTERNAL, HOUSEHOLD_TIE, KIN_TIE, NEW_TIES, NOBODY, SOCIAL_TIE, TIE_SLOTS, TYPE_BITS
from sim.world.hours import hours_of, root_of
from sim.world.nearness import outside

FULL = TIE_SLOTS


@kernel
def find(world, resident, other):
    """Give the slot in which a resident holds the tie with another, or -1.

    All slots are looked at, since a loop without an exit runs eight slots at a time; empty ones hold nobody.
    """
    partners = world.ties.partner[resident]
    found = -1
    for slot in range(FULL):
        found = slot if partners[slot] == other else found
    return found


@kernel
def fetch(world, resident):
    """Ask the memory for the slots of a resident, before one is looked for or written."""
    ties = world.ties
    fetch_ahead(ties.partner, resident)
    fetch_ahead(ties.kind, resident)
    fetch_ahead(ties.closeness, resident)
    fetch_ahead(ties.by_focus, resident)


@kernel
def held(world, resident, slot):
    """Give the effective shared hours of a tie, a float32."""
    return hours_of(world.ties.root_hours[resident, slot])


@kernel
def hold(world, resident, slot, hours):
    """Let one side of a tie have so many hours."""
    world.ties.root_hours[resident, slot] = root_of(hours)


@kernel
def gain(world, resident, slot, hours):
    """Let a tie gain so many hours, on both sides."""
    other = world.ties.partner[resident, slot]
    root = root_of(held(world, resident, slot) + np.float32(hours))
    world.ties.root_hours[resident, slot] = root
    world.ties.root_hours[other, find(world, other, resident)] = root


@kernel
def write(world, resident, slot, other, kind, hours):
    """Fill one slot of one side; how near the two are is measured at the next contact."""
    world.ties.partner[resident, slot] = other
    hold(world, resident, slot, hours)
    _unmeasured(world, resident, slot, kind)


@kernel
def _unmeasured(world, resident, slot, kind):
    world.ties.kind[resident, slot] = kind
    world.ties.closeness[resident, slot] = 0
    world.ties.by_focus[resident, slot] = 0
    world.residents.changed[resident] |= NEW_TIES


@kernel
def note_nearness(world, resident, slot, near):
    """Write how near the two of a tie are: (kind with nearness, closeness, hours by chance in joined foci)."""
    ties = world.ties
    ties.kind[resident, slot], ties.closeness[resident, slot], ties.by_focus[resident, slot] = near


@kernel
def append_measured(world, resident, other, near, hours):
    """Add one side of a tie of which it is known how near the two are; the caller has seen that there is room."""
    slot = world.ties.count[resident]
    world.ties.partner[resident, slot] = other
    hold(world, resident, slot, hours)
    note_nearness(world, resident, slot, near)
    world.ties.count[resident] = slot + 1


@kernel
def append(world, resident, other, kind, hours):
    """Add one side of a tie behind the others; the caller has seen that there is room."""
    slot = world.ties.count[resident]
    write(world, resident, slot, other, kind, hours)
    world.ties.count[resident] = slot + 1


@kernel
def drop_slot(world, resident, slot):
    """Empty one slot of one side; the last tie takes its place. Empty slots hold nobody and no hours."""
    ties = world.ties
    last = ties.count[resident] - 1
    ties.partner[resident, slot] = ties.partner[resident, last]
    ties.root_hours[resident, slot] = ties.root_hours[resident, last]
    ties.kind[resident, slot] = ties.kind[resident, last]
    ties.closeness[resident, slot] = ties.closeness[resident, last]
    ties.by_focus[resident, slot] = ties.by_focus[resident, last]
    ties.partner[resident, last] = NOBODY
    ties.root_hours[resident, last] = 0
    ties.kind[resident, last] = 0
    ties.closeness[resident, last] = 0
    ties.by_focus[resident, last] = 0
    ties.count[resident] = last


@kernel
def have_none(world, resident):
    """Empty every slot of one side; for rows that begin, or that end without ever having been met."""
    world.ties.partner[resident, :] = NOBODY
    world.ties.root_hours[resident, :] = 0
    world.ties.kind[resident, :] = 0
    world.ties.closeness[resident, :] = 0
    world.ties.by_focus[resident, :] = 0
    world.ties.count[resident] = 0


@kernel
def end(world, resident, slot):
    """End a tie on both sides."""
    other = world.ties.partner[resident, slot]
    drop_slot(world, resident, slot)
    if other >= 0:
        drop_slot(world, other, find(world, other, resident))


@kernel
def make_room(world, resident):
    """See that a slot is free: when all are taken the weakest social tie gives way. False if none can."""
    ties = world.ties
    if ties.count[resident] < FULL:
        return True
    weakest = -1
    for slot in range(FULL):
        if ties.kind[resident, slot] & TYPE_BITS == SOCIAL_TIE and (
            weakest < 0 or ties.root_hours[resident, slot] < ties.root_hours[resident, weakest]
        ):
            weakest = slot
    if weakest < 0:
        return False
    end(world, resident, weakest)
    return True


@kernel
def tie(world, resident, other, kind, hours):
    """Begin a tie on both sides, or give an existing one this type and at least these hours."""
    slot = find(world, resident, other)
    if slot >= 0:
        mirror = find(world, other, resident)
        hours = max(hours, held(world, resident, slot))
        hold(world, resident, slot, hours)
        hold(world, other, mirror, hours)
        retype(world, resident, slot, mirror, kind)
        return True
    if not (make_room(world, resident) and make_room(world, other)):
        return False
    append(world, resident, other, kind, hours)
    append(world, other, resident, kind, hours)
    return True


@kernel
def retype(world, resident, slot, mirror, kind):
    """Give both sides of a tie another type."""
    other = world.ties.partner[resident, slot]
    _unmeasured(world, resident, slot, kind)
    _unmeasured(world, other, mirror, kind)


@kernel
def tie_outside(world, resident, kind, hours):
    """Begin a tie with somebody outside the city, if a slot is free."""
    if world.ties.count[resident] < FULL:
        append(world, resident, EXTERNAL, kind, hours)


@allocating
def part_household(world, resident, other, kind, factor):
    """Turn the household tie of two who part into another type, its hours times a factor."""
    slot = find(world, resident, other)
    if slot >= 0 and world.ties.kind[resident, slot] & TYPE_BITS == HOUSEHOLD_TIE:
        mirror = find(world, other, resident)
        hours = factor * held(world, resident, slot)
        hold(world, resident, slot, hours)
        hold(world, other, mirror, hours)
        retype(world, resident, slot, mirror, kind)


@kernel
def end_all_by_death(world, resident, hours_per_loss):
    """End every tie of somebody who dies; each survivor's loss grows with the hours shared."""
    for slot in range(world.ties.count[resident] - 1, -1, -1):
        other = world.ties.partner[resident, slot]
        if other >= 0:
            world.residents.loss[other] += held(world, resident, slot) / hours_per_loss
        end(world, resident, slot)


@kernel
def end_all_by_departure(world, contact, resident, most_kin_hours):
    """Turn every tie of somebody who leaves the city into one with an alter outside it.

    ``contact`` are the parameters of that process, by which it is known at once how near an alter outside is.
    """
    ties = world.ties
    for slot in range(ties.count[resident] - 1, -1, -1):
        other = ties.partner[resident, slot]
        if other >= 0:
            mirror = find(world, other, resident)
            ties.partner[other, mirror] = EXTERNAL
            kind = ties.kind[other, mirror] & TYPE_BITS
            if kind == HOUSEHOLD_TIE:
                kind = KIN_TIE
                hold(world, other, mirror, min(held(world, other, mirror), most_kin_hours))
            note_nearness(world, other, mirror, outside(contact, kind))
        drop_slot(world, resident, slot)
