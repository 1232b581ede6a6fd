"""A synthetic population becomes a world: rows in the order of blocks, seats, foci, ties.

Rows of residents follow wijk, pool, block and dwelling, so that those who meet most lie side by side in
memory. A uid is the row a resident has at the founding.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.city import seating, staffing
from sim.city.day_places import seat_sheltered_workers
from sim.city.population import Population, synthesise
from sim.compiled import allocating, kernel
from sim.randomness import Draws, extend, uniform
from sim.world import bonds, levers, tables
from sim.world.codes import (
    ADULT,
    BLOCK,
    CARE_HOME,
    EXHOMELESS,
    FOCUS_KINDS,
    HOUSEHOLD_TIE,
    KIN_TIE,
    LVB,
    NEW,
    NOBODY,
    NOWHERE,
    POOL,
    PSY,
    SEATS_OF_KIND,
    SHELTER,
    SHELTERED_HOUSING,
    UNIT,
)
from sim.world.columns import allocate
from sim.world.dwelling_tables import never_renewed
from sim.world.households import lives_apart
from sim.world.lifetable import draw_frailty, frailty_shares
from sim.world.people import draw_vulnerability, equip, needs_extra_support, tie_to_outside
from sim.world.places import perceived_category, settle


class Founding(NamedTuple):
    """Parameters of ``founding.yaml``."""

    burn_in_months: int
    spare_rows: float
    very_frail_in_care: float
    mental_health_in_sheltered: float
    years_lived_here: float
    child_hours: float
    friends: float
    in_club: float
    in_centre_group: float
    in_team: float
    team_room: float
    at_gate: float
    works_nearby: float
    filled: float
    coordination: float
    coordination_in_wijk: float
    staff: np.ndarray


def found(city: Any, scale: int, draws: Draws, parameters: Any) -> tables.World:
    """Found the world of a city file at scale 1:``scale``, before any month."""
    own = parameters["founding"]
    population = in_order(synthesise(city, scale, draws, parameters["households"]))
    special = _with_extra_support(parameters["people"], draws.key("people"), population.age)
    plan = seating.plan_foci(population, special, parameters, np.random.default_rng(int(draws.key("seating"))))
    staff = staffing.plan(_residents_per_wijk(population), parameters["staffing"])
    world = _empty_world(population, plan, own, len(staff.fte))
    _fill_dwellings(world, population, own.staff)
    seating.lay_out(world, plan)
    _fill_wijken(world, population, plan)
    _fill_residents(world, population, parameters, draws)
    _tie_kin(world, population.kin, parameters["people"].kin_hours)
    seating.seat_members(world, plan, own, np.random.default_rng(int(draws.key("members"))))
    seat_sheltered_workers(world, own.filled, np.random.default_rng(int(draws.key("sheltered_workers"))))
    for name, values in staff._asdict().items():
        getattr(world.professionals, name)[:] = values
    _start_counts(world, own)
    levers.rest(world, parameters)
    return world


def in_order(population: Population) -> Population:
    """Sort dwellings by wijk, pool and block, and residents by dwelling; follow every reference."""
    dwelling_order = np.lexsort((population.dwelling_block, population.dwelling_pool, population.dwelling_wijk))
    new_place = np.empty_like(dwelling_order)
    new_place[dwelling_order] = np.arange(len(dwelling_order))
    dwelling = new_place[population.dwelling]
    order = np.argsort(dwelling, kind="stable")
    new_row = np.empty_like(order)
    new_row[order] = np.arange(len(order))
    return population.reordered(dwelling_order, new_place, order, new_row)


def _empty_world(population: Population, plan: seating.Plan, own: Founding, staff: int) -> tables.World:
    people = len(population.age)
    rows = int(np.ceil(people * (1.0 + own.spare_rows))) + 256
    home_seats = int(np.array(SEATS_OF_KIND)[population.dwelling_kind].sum())
    units = len(population.unit_facility)
    return tables.World(
        residents=allocate(tables.Residents, rows),
        ties=allocate(tables.Ties, rows),
        dwellings=allocate(tables.Dwellings, len(population.dwelling_kind)),
        units=allocate(tables.Units, units),
        projects=allocate(tables.Projects, 0),
        foci=allocate(tables.Foci, plan.foci),
        seats=allocate(tables.Seats, home_seats + plan.seats),
        wijken=allocate(tables.Wijken, len(population.wijk_x)),
        city=allocate(tables.City, 1),
        levers=allocate(tables.Levers, units),
        dwelling_levers=allocate(tables.DwellingLevers, len(population.dwelling_kind)),
        project_levers=allocate(tables.ProjectLevers, 0),
        focus_levers=allocate(tables.FocusLevers, plan.foci),
        wijk_levers=allocate(tables.WijkLevers, len(population.wijk_x)),
        rules=allocate(tables.Rules, 1),
        professionals=allocate(tables.Professionals, staff),
    )


@allocating
def _with_extra_support(people, traits, ages):
    """Mark the pupils who will need extra support: their uids are their rows, (people,)."""
    found = np.zeros(ages.shape[0], np.bool_)
    for uid in range(ages.shape[0]):
        found[uid] = ages[uid] < ADULT and needs_extra_support(people, traits, uid)
    return found


def _residents_per_wijk(population: Population) -> np.ndarray:
    return np.bincount(population.dwelling_wijk[population.dwelling], minlength=len(population.wijk_x))


def _fill_dwellings(world: tables.World, population: Population, staff: np.ndarray) -> None:
    d = world.dwellings
    for name in ("wijk", "block", "pool", "x", "y", "kind", "tenure", "rent", "unit"):
        getattr(d, name)[:] = getattr(population, f"dwelling_{name}")
    d.seats[:] = np.array(SEATS_OF_KIND)[d.kind]
    d.first_seat[:] = np.cumsum(d.seats) - d.seats
    d.open[:] = True
    d.project[:] = NOWHERE
    never_renewed(d, slice(None))
    world.seats.occupant[:] = NOBODY
    world.ties.partner[:] = NOBODY
    world.seats.place[: int(d.seats.sum())] = np.repeat(np.arange(len(d.seats)), d.seats)
    u = world.units
    u.facility[:] = population.unit_facility
    u.wijk[:] = population.unit_wijk
    u.first_dwelling[:] = population.unit_first_dwelling
    u.places[:] = population.unit_places
    u.last_dwelling[:] = NOWHERE
    u.staff[:] = staff[u.facility]


def _fill_wijken(world: tables.World, population: Population, plan: seating.Plan) -> None:
    w = world.wijken
    for name in ("x", "y", "meeting_places", "green", "work_share", "education_high"):
        getattr(w, name)[:] = getattr(population, f"wijk_{name}")
    w.first_focus[:] = plan.first_focus
    w.foci[:] = plan.count


def _fill_residents(world: tables.World, population: Population, parameters: Any, draws: Draws) -> None:
    r = world.residents
    people = len(population.age)
    for name in ("age", "sex", "income", "education", "works", "tongue"):
        getattr(r, name)[:people] = getattr(population, name)
    r.uid[:people] = np.arange(people)
    shares = frailty_shares(parameters["lifetable"])
    equipment = (parameters["founding"], parameters["people"], shares)
    _equip_all(world, *equipment, draws.key("people"), draws.key("founding"), population.dwelling)
    r.partner[:people] = population.partner
    _tie_households(world, parameters["people"].partner_hours, parameters["founding"].child_hours)
    _tie_outside(world, parameters["people"], parameters["founding"], draws.key("outside"), population.external_kin)


@allocating
def _equip_all(world, own, people, shares, traits, key, dwellings):
    r, d = world.residents, world.dwellings
    for i in range(dwellings.shape[0]):
        uid, home = r.uid[i], dwellings[i]
        r.frailty[i] = draw_frailty(shares, r.sex[i], r.age[i] / 12.0, uniform(key, uid))
        r.vulnerability[i] = draw_vulnerability(people, traits, uid, r.age[i], d.tenure[home], r.income[i])
        if d.unit[home] != NOWHERE:
            _suit_to_facility(world, own, uniform(extend(key, 1), uid), i, world.units.facility[d.unit[home]])
        if r.vulnerability[i] & NEW and r.tongue[i] == 0:
            r.tongue[i] = 1 + uid % 5
        since = -np.log(1.0 - uniform(extend(key, 2), uid)) * own.years_lived_here * 12.0
        since = min(since, float(r.age[i]))
        equip(world, people, traits, i, -np.int64(since))
        r.arrived[i] = -np.int64(60.0 * uniform(extend(key, 3), uid))
        r.familiarity[i] = people.familiarity_start
        settle(world, i, home, r.moved[i])
        r.known_pool[i] = d.pool[home]


@kernel
def _suit_to_facility(world, own, draw, i, facility):
    r = world.residents
    if facility == CARE_HOME:
        r.frailty[i] = 4 if draw < own.very_frail_in_care else 3
    elif facility == SHELTERED_HOUSING:
        r.vulnerability[i] |= PSY if draw < own.mental_health_in_sheltered else LVB
    elif facility == SHELTER:
        r.vulnerability[i] |= EXHOMELESS
    r.category[i] = perceived_category(r.vulnerability[i], r.frailty[i])


@kernel
def _tie_households(world, partner_hours, other_hours):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or lives_apart(world, r.dwelling[i]):
            continue
        first = world.dwellings.first_seat[r.dwelling[i]]
        for seat in range(first, first + world.dwellings.seats[r.dwelling[i]]):
            other = world.seats.occupant[seat]
            if other > i:
                hours = partner_hours if r.partner[i] == other else other_hours
                bonds.tie(world, i, other, HOUSEHOLD_TIE, hours)


@kernel
def _tie_outside(world, people, own, key, external_kin):
    for i in range(external_kin.shape[0]):
        tie_to_outside(world, people, key, i, 0.0, own.friends)
        for _ in range(external_kin[i]):
            bonds.tie_outside(world, i, KIN_TIE, people.kin_hours)


@kernel
def _tie_kin(world, pairs, hours):
    for k in range(pairs.shape[0]):
        i, other = pairs[k, 0], pairs[k, 1]
        if world.ties.count[i] < bonds.FULL and world.ties.count[other] < bonds.FULL:
            if bonds.find(world, i, other) < 0:
                bonds.tie(world, i, other, KIN_TIE, hours)


def _start_counts(world: tables.World, own: Founding) -> None:
    ages = world.residents.age[world.residents.alive]
    edges = (216, 300, 420, 540, 780, 5000)
    adults, _ = np.histogram(ages, bins=edges)
    world.city.band_target[0, :5] = adults
    world.city.band_target[0, 5] = int((ages < edges[0]).sum())
    world.city.coordination[0] = own.coordination
    world.wijken.coordination[:] = own.coordination_in_wijk


assert (BLOCK, POOL, UNIT) == (0, 1, 2) and len(FOCUS_KINDS) == 12
