"""Small worlds made by hand: a street of homes, the people in them, and nothing else going on."""

import numpy as np

from sim.rulebook import rulebook
from sim.world import levers, tables
from sim.world.bonds import held, tie
from sim.world.codes import (
    BLOCK,
    DWELLINGS_PER_BLOCK,
    EXTRA_SUPPORT,
    FLAT,
    NOBODY,
    NOWHERE,
    POOL,
    SCHOOL_CLASS,
    SCHOOL_GATE,
    SEATS_OF_KIND,
    SOCIAL,
    SPECIAL_CLASS,
    UNIT,
    WITHDRAWN,
)
from sim.world.columns import allocate
from sim.world.dwelling_tables import never_renewed
from sim.world.people import begin_unattached
from sim.world.places import join, settle

BOUND = rulebook({}).bound


def street(people, homes=None, rows=None, kind=FLAT, wijken=1, facility=None, posts=()):
    """Make a world of one block in one pool: ``homes`` alike, and ``people`` adults, one a home.

    ``facility`` makes the homes rooms of one unit of that facility; ``posts`` are professionals: domain, wijk and
    FTE of each. Everyone is 40, at ease with everyone
    and wants 5.5 ties; nobody has a tie.
    """
    homes = homes or max(people, 1)
    seats = SEATS_OF_KIND[kind]
    sizes = {
        tables.Residents: rows or people + 4, tables.Ties: rows or people + 4, tables.Dwellings: homes,
        tables.Units: int(facility is not None), tables.Levers: int(facility is not None), tables.Foci: 2,
        tables.Seats: homes * seats, tables.Wijken: wijken, tables.City: 1, tables.Rules: 1,
        tables.Professionals: len(posts), tables.Projects: 0, tables.ProjectLevers: 0, tables.WijkLevers: wijken,
        tables.FocusLevers: 2, tables.DwellingLevers: homes,
    }  # fmt: skip
    world = tables.World(**{name: allocate(table, sizes[table]) for name, table in tables.TABLES.items()})
    _build(world, homes, seats, kind, facility)
    for row in range(people):
        move_in(world, row, row % homes)
    p = world.professionals
    for row, post in enumerate(posts):
        p.domain[row], p.wijk[row], p.fte[row] = post
    levers.rest(world, BOUND)
    return world


def _build(world, homes, seats, kind, facility):
    d = world.dwellings
    d.kind[:], d.tenure[:], d.seats[:], d.open[:], d.unit[:] = kind, SOCIAL, seats, True, NOWHERE
    d.project[:] = NOWHERE
    never_renewed(d, slice(None))
    d.first_seat[:] = np.arange(homes) * seats
    d.block[:], d.pool[:] = 0, 1
    if facility is not None:
        d.unit[:] = 0
        world.units.facility[0], world.units.places[0], world.units.last_dwelling[0] = (
            facility,
            homes,
            NOWHERE,
        )
    world.seats.occupant[:] = NOBODY
    world.ties.partner[:] = NOBODY
    world.seats.place[:] = np.repeat(np.arange(homes), seats)
    world.foci.kind[:] = (BLOCK if facility is None else UNIT, POOL)
    world.foci.size[:], world.foci.open[:] = homes * seats, True


def move_in(world, row, dwelling, age=480, uid=None):
    """Put a new adult into a dwelling."""
    r = world.residents
    r.uid[row], r.age[row], r.income[row] = row if uid is None else uid, age, 2
    begin_unattached(world, row, 0)
    r.sociability[row], r.desired_ties[row], r.dutch[row], r.tolerance[row] = 1.0, 5.5, 1.0, 1.0
    assert settle(world, row, dwelling, 0)


def with_focus(world, kind, seats):
    """Give a copy with one focus more in the last row, open and empty, its seats behind all others."""
    grown = world.copy().tables()
    for name, rows in (("foci", 1), ("focus_levers", 1), ("seats", seats)):
        columns = (np.concatenate([c, np.zeros((rows, *c.shape[1:]), c.dtype)]) for c in grown[name])
        grown[name] = type(grown[name])(*columns)
    first = len(world.seats.place)
    grown["foci"].kind[-1], grown["foci"].start[-1], grown["foci"].size[-1] = kind, first, seats
    grown["foci"].open[-1] = True
    grown["seats"].occupant[first:], grown["seats"].place[first:] = NOBODY, len(grown["foci"].kind) - 1
    return tables.World(**grown)


def with_classes(world, special=(1,), seats=12):
    """Give a copy with an ordinary class and its gate in each wijk, and so many special classes in each.

    The classes lie behind all other foci: ordinary ones, gates, special ones, wijk after wijk.
    """
    world, wijken = world.copy(), len(world.wijken.x)
    for kind, numbers in ((SCHOOL_CLASS, [1] * wijken), (SCHOOL_GATE, [1] * wijken), (SPECIAL_CLASS, special)):
        for wijk, number in enumerate(numbers):
            world.wijken.first_focus[wijk, kind], world.wijken.foci[wijk, kind] = len(world.foci.kind), number
            for _ in range(number):
                world = with_focus(world, kind, seats)
                world.foci.wijk[-1] = wijk
    return world


def make_pupils(world, rows, extra=(), age=100):
    """Make pupils of these residents, some of them with extra support."""
    r = world.residents
    r.age[list(rows)] = age
    r.vulnerability[list(extra)], r.category[list(extra)] = EXTRA_SUPPORT, WITHDRAWN


def in_two_blocks(world, homes_in_first):
    """Give a copy in which the later homes of the street are a block of their own, in the same pool."""
    parted = with_focus(world, BLOCK, 0)
    seats = homes_in_first * int(world.dwellings.seats[0])
    parted.dwellings.block[homes_in_first:] = 2
    parted.foci.start[2], parted.foci.size[2] = seats, parted.foci.size[0] - seats
    parted.foci.size[0] = seats
    return parted


def sit(world, resident, slot, focus):
    """Let a resident take the first free seat of a focus."""
    first = world.foci.start[focus]
    taken = world.seats.occupant[first : first + world.foci.size[focus]]
    join(world, resident, slot, first + int(np.flatnonzero(taken == NOBODY)[0]))


def befriend(world, one, other, hours, kind=2):
    """Tie two residents."""
    assert tie(world, one, other, kind, hours)


ROUNDED = 1e-3
"""Part of the hours of a tie that may be rounded away where they are kept, from one hour on."""


def hours_between(world, one, other):
    """Give the hours of a tie as the first of the two holds it; 0 without a tie."""
    slots = np.flatnonzero(world.ties.partner[one, : world.ties.count[one]] == other)
    return float(held(world, one, slots[0])) if len(slots) else 0.0


def town(blocks, people, wijken=1, kind=FLAT):
    """Make a world of many blocks of nine homes, one pool a wijk, wijken side by side; one adult a home.

    People live in homes drawn once and for all; the others are vacant. Nobody has a tie.
    """
    homes, seats = blocks * DWELLINGS_PER_BLOCK, SEATS_OF_KIND[kind]
    sizes = {
        tables.Residents: people + 4, tables.Ties: people + 4, tables.Dwellings: homes, tables.Foci: blocks + wijken,
        tables.Seats: homes * seats, tables.Wijken: wijken, tables.WijkLevers: wijken, tables.City: 1, tables.Rules: 1,
        tables.FocusLevers: blocks + wijken, tables.DwellingLevers: homes,
    }  # fmt: skip
    world = tables.World(**{name: allocate(table, sizes.get(table, 0)) for name, table in tables.TABLES.items()})
    d, f = world.dwellings, world.foci
    d.kind[:], d.tenure[:], d.seats[:], d.open[:], d.unit[:], d.project[:] = kind, SOCIAL, seats, True, NOWHERE, NOWHERE
    never_renewed(d, slice(None))
    d.first_seat[:] = np.arange(homes) * seats
    d.block[:] = np.arange(homes) // DWELLINGS_PER_BLOCK
    d.wijk[:] = d.block * wijken // blocks
    d.pool[:] = blocks + d.wijk
    world.seats.occupant[:], world.ties.partner[:] = NOBODY, NOBODY
    world.seats.place[:] = np.repeat(np.arange(homes), seats)
    f.kind[:], f.open[:] = np.r_[np.full(blocks, BLOCK), np.full(wijken, POOL)], True
    for focus in range(blocks + wijken):
        mine = np.flatnonzero((d.block == focus) | (d.pool == focus))
        f.start[focus], f.size[focus], f.wijk[focus] = mine[0] * seats, len(mine) * seats, d.wijk[mine[0]]
    for row, dwelling in enumerate(np.random.default_rng(1).permutation(homes)[:people]):
        move_in(world, row, dwelling)
    levers.rest(world, BOUND)
    return world


def with_workplaces(world, *kinds, seats=12):
    """Give a copy with one workplace of each of these kinds, all different, in the first wijk, open and empty."""
    for kind in kinds:
        world = with_focus(world, kind, seats)
        world.wijken.first_focus[0, kind], world.wijken.foci[0, kind] = len(world.foci.kind) - 1, 1
        world.wijken.first_focus[1:, kind] = len(world.foci.kind)
    return world
