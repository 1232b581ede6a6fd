"""Which foci a city has, where their seats lie, and who sits in them at the start.

A focus is a range of seats. Blocks, units and pools are ranges of the seats at home; classes, gates,
workplaces, clubs, groups and teams have seats of their own, kind after kind, wijk after wijk.

Special schools serve several wijken: there are as many special classes as all pupils with extra support of the city
fill, and each next one stands in the wijk with most of them for whom there is no seat yet. Their pupils sit in one of
the own wijk as far as there is room, the others anywhere. They come by van, so these classes have no gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.city.integerise import integerise
from sim.world import tables
from sim.world.codes import (
    ADULT,
    BLOCK,
    CENTRE,
    CENTRE_GROUP,
    CLUB,
    DAY,
    EXTRA_SUPPORT,
    FOCUS_KINDS,
    GATE,
    LEISURE,
    NOBODY,
    NOWHERE,
    POOL,
    RETIREMENT,
    SCHOOL_CLASS,
    SCHOOL_GATE,
    SOCIAL_WORKPLACE,
    SPECIAL_CLASS,
    TEAM,
    UNIT,
    VOLUNTEERING,
    WORKPLACE,
)

PARENT_AGES = (264, 660)
YOUNG_PUPIL = 144


@dataclass(frozen=True)
class Plan:
    """The foci of a city. ``first_focus`` and ``count`` are (wijken, kinds); sizes in seats."""

    blocks: int
    pools: int
    first_focus: np.ndarray
    count: np.ndarray
    sizes: np.ndarray
    work_wijk: np.ndarray

    @property
    def foci(self) -> int:
        """Number of foci of all kinds."""
        return self.blocks + self.pools + int(self.count.sum())

    @property
    def seats(self) -> int:
        """Number of seats in the foci that residents join."""
        return int((self.count * self.sizes).sum())


def plan_foci(population: Any, special: np.ndarray, parameters: Any, rng: np.random.Generator) -> Plan:
    """Count the foci each wijk needs for those who will sit in them; ``special`` marks pupils of special classes."""
    own, sizes = parameters["founding"], parameters["encounters"].group_size.astype(np.int64)
    wijken = len(population.wijk_x)
    home = population.dwelling_wijk[population.dwelling]
    adult = population.age >= ADULT
    working = adult & (population.age < RETIREMENT) & population.works
    size_of_wijk = np.bincount(home, minlength=wijken)
    away = rng.choice(wijken, size=len(home), p=size_of_wijk / size_of_wijk.sum())
    work_wijk = np.where(rng.random(len(home)) < own.works_nearby, home, away)
    people = np.zeros((wijken, len(FOCUS_KINDS)))
    people[:, WORKPLACE] = np.bincount(work_wijk[working], minlength=wijken)
    people[:, SCHOOL_CLASS] = np.bincount(home[~adult & ~special], minlength=wijken)
    adults = np.bincount(home[adult], minlength=wijken)
    people[:, CLUB] = own.in_club * adults
    people[:, CENTRE_GROUP] = own.in_centre_group * np.bincount(home[adult & ~working], minlength=wijken)
    people[:, TEAM] = own.team_room * own.in_team * adults
    count = np.ceil(people / (sizes * own.filled)).astype(np.int64)
    count[:, SCHOOL_GATE] = count[:, SCHOOL_CLASS]
    seats_filled = float(sizes[SPECIAL_CLASS]) * own.filled
    count[:, SPECIAL_CLASS] = special_classes(np.bincount(home[special], minlength=wijken), seats_filled)
    count[:, SOCIAL_WORKPLACE] = integerise(population.wijk_sheltered_jobs / sizes[SOCIAL_WORKPLACE], rng)
    count[:, [BLOCK, POOL, UNIT]] = 0
    blocks = int(population.dwelling_block.max()) + 1
    pools = int(population.dwelling_pool.max()) + 1
    starts = blocks + pools + np.cumsum(count.T.ravel()) - count.T.ravel()
    return Plan(blocks, pools, starts.reshape(count.T.shape).T, count, sizes, work_wijk)


def special_classes(pupils: np.ndarray, seats: float) -> np.ndarray:
    """Give the special classes of each wijk, for so many pupils of each and with so many seats filled: (wijken,)."""
    count, without_seat = np.zeros(len(pupils), np.int64), pupils.astype(np.float64)
    for _ in range(int(np.ceil(pupils.sum() / seats))):
        wijk = int(without_seat.argmax())
        count[wijk] += 1
        without_seat[wijk] -= seats
    return count


def lay_out(world: tables.World, plan: Plan) -> None:
    """Write the foci and their seats; dwellings learn their block and pool. Needs dwellings in order."""
    d, f = world.dwellings, world.foci
    f.open[:] = True
    _ranges_at_home(world, "block", 0)
    _ranges_at_home(world, "pool", plan.blocks)
    f.kind[: plan.blocks] = BLOCK
    f.kind[plan.blocks : plan.blocks + plan.pools] = POOL
    f.kind[d.block[d.unit != NOWHERE]] = UNIT
    kinds = np.repeat(np.arange(len(FOCUS_KINDS)), plan.count.sum(axis=0))
    wijken = np.concatenate([np.repeat(np.arange(len(plan.count)), column) for column in plan.count.T])
    first = plan.blocks + plan.pools
    f.kind[first:] = kinds
    f.wijk[first:] = wijken
    f.size[first:] = plan.sizes[kinds]
    home_seats = int(d.seats.sum())
    f.start[first:] = home_seats + np.cumsum(f.size[first:]) - f.size[first:]
    world.seats.place[home_seats:] = np.repeat(np.arange(first, len(f.kind)), f.size[first:])


def _ranges_at_home(world: tables.World, column: str, first_focus: int) -> None:
    """Turn runs of dwellings with one block (or pool) into foci, in order."""
    d, f = world.dwellings, world.foci
    labels = world.dwellings._asdict()[column]
    begins = np.flatnonzero(np.r_[True, (labels[1:] != labels[:-1]) | (d.wijk[1:] != d.wijk[:-1])])
    ends = np.r_[begins[1:], len(labels)]
    foci = first_focus + np.arange(len(begins))
    f.start[foci] = d.first_seat[begins]
    f.size[foci] = d.first_seat[ends - 1] + d.seats[ends - 1] - d.first_seat[begins]
    f.wijk[foci] = d.wijk[begins]
    labels[:] = np.repeat(foci, ends - begins)


def seat_members(world: tables.World, plan: Plan, own: Any, rng: np.random.Generator) -> None:
    """Seat pupils, workers and members at the start, each in a random free seat of a wijk."""
    r = world.residents
    rows = np.flatnonzero(r.alive)
    home = world.dwellings.wijk[r.dwelling[rows]]
    adult, at_home = r.age[rows] >= ADULT, world.dwellings.unit[r.dwelling[rows]] == NOWHERE
    working = adult & at_home & (r.age[rows] < RETIREMENT) & r.works[rows]
    chance = rng.random((3, len(rows)))
    special = ~adult & ((r.vulnerability[rows] & EXTRA_SUPPORT) != 0)
    ordinary = ~adult & ~special
    _seat(world, plan, rng, DAY, SCHOOL_CLASS, rows[ordinary], home[ordinary])
    _seat(world, plan, rng, DAY, SPECIAL_CLASS, rows[special], home[special])
    _seat_elsewhere(world, rng, rows[special & (r.focus[rows, DAY] == NOWHERE)])
    _seat(world, plan, rng, DAY, WORKPLACE, rows[working], plan.work_wijk[rows[working]])
    for slot, kind, members in (
        (LEISURE, CLUB, adult & (chance[0] < own.in_club)),
        (CENTRE, CENTRE_GROUP, adult & ~working & (chance[1] < own.in_centre_group)),
        (VOLUNTEERING, TEAM, adult & at_home & (chance[2] < own.in_team)),
    ):
        _seat(world, plan, rng, slot, kind, rows[members], home[members])
    _seat_at_gates(world, plan, own, rng)


def _seat(world: Any, plan: Plan, rng: Any, slot: int, kind: int, rows: np.ndarray, wijken: np.ndarray) -> None:
    for wijk in np.unique(wijken):
        wanting = rng.permutation(rows[wijken == wijk])
        foci = plan.first_focus[wijk, kind] + np.arange(plan.count[wijk, kind])
        if len(foci) == 0:
            continue
        start = world.foci.start[foci[0]]
        seats = start + rng.permutation(int(world.foci.size[foci].sum()))[: len(wanting)]
        world.residents.focus[wanting[: len(seats)], slot] = seats
        world.seats.occupant[seats] = wanting[: len(seats)]


def _seat_elsewhere(world: tables.World, rng: np.random.Generator, rows: np.ndarray) -> None:
    """Seat pupils whose own wijk has no special class with room for them in those of other wijken."""
    if len(rows) == 0:
        return
    special = np.flatnonzero(world.foci.kind == SPECIAL_CLASS)
    seats = np.concatenate([world.foci.start[focus] + np.arange(world.foci.size[focus]) for focus in special])
    seats = rng.permutation(seats[world.seats.occupant[seats] == NOBODY])[: len(rows)]
    world.residents.focus[rows[: len(seats)], DAY] = seats
    world.seats.occupant[seats] = rows[: len(seats)]


def _seat_at_gates(world: tables.World, plan: Plan, own: Any, rng: np.random.Generator) -> None:
    r = world.residents
    pupils = np.flatnonzero(r.alive & (r.age < YOUNG_PUPIL) & (r.focus[:, DAY] != NOWHERE))
    pupils = pupils[world.foci.kind[world.seats.place[r.focus[pupils, DAY]]] == SCHOOL_CLASS]
    class_of_home = np.full(len(world.dwellings.wijk), NOWHERE)
    class_of_home[r.dwelling[pupils]] = world.seats.place[r.focus[pupils, DAY]]
    of_age = r.alive & (r.age >= PARENT_AGES[0]) & (r.age < PARENT_AGES[1])
    carers = np.flatnonzero(of_age & (class_of_home[r.dwelling] != NOWHERE))
    for carer in carers[rng.random(len(carers)) < own.at_gate]:
        school_class = class_of_home[r.dwelling[carer]]
        wijk = world.foci.wijk[school_class]
        gate = plan.first_focus[wijk, SCHOOL_GATE] + school_class - plan.first_focus[wijk, SCHOOL_CLASS]
        seat = world.foci.start[gate] + rng.integers(world.foci.size[gate])
        if world.seats.occupant[seat] == NOBODY:
            world.seats.occupant[seat] = carer
            r.focus[carer, GATE] = seat
