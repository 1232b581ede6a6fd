"""Whoever loses a place, or leaves a shelter, is housed from an urgent queue by the allocation rule in force.

A unit that a policy closes takes nobody in; those who live there join the queue and stay until a dwelling
is found. Who has a partner at home goes there. The others are offered at most ``urgent_share`` of the vacant
social dwellings of the month, in order of waiting (rules and destinations: ``sim.world.allocation``).
Who waits in a dwelling of a project that closes, or in a home that will be renewed (``renewal_housing``), takes the
household along. Who waited already when the place closed
keeps the place in the queue.

Who waits in a shelter that closed has no home any longer: the beds are where they are counted, not where they live.
The living group meets no more, which leaves the pool around it; ``facility_care`` and ``need`` say the rest.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.allocation import VULNERABLE, best, offered
from sim.world.codes import ADULT, CARE_ROOM, EVERY_TIE, LOST_PLACE, NOBODY, NOT_URGENT, NOWHERE, SHELTER, SOCIAL
from sim.world.households import LARGEST, household, move
from sim.world.places import has_room

WRITES = (
    "residents.*",
    "dwellings.occupants",
    "dwellings.open",
    "foci.open",
    "seats.occupant",
    "ties.*",
    "city.not_found",
    "city.bought",
    "units.rehoused",
    "units.last_dwelling",
    "wijken.inflow",
    "wijken.vulnerable_inflow",
)


class UrgentHousing(NamedTuple):
    """Parameters of ``urgent_housing.yaml``."""

    rule: str
    max_share: float
    urgent_share: float
    informed_weight: float


def step(world, parameters, draws, month):
    """Close units, queue those who lived there, and house the queue."""
    own = parameters["urgent_housing"]
    _follow_inflow(world, month)
    _close_units(world, month)
    _house_queue(world, own, draws.key("urgent_housing", month), month)


@allocating
def _follow_inflow(world, month):
    w = world.wijken
    w.inflow[:] *= 11.0 / 12.0
    w.vulnerable_inflow[:] *= 11.0 / 12.0
    for i in range(world.residents.uid.shape[0]):
        if world.residents.alive[i] and world.residents.moved[i] == month - 1 and world.residents.age[i] >= ADULT:
            wijk = world.dwellings.wijk[world.residents.dwelling[i]]
            w.inflow[wijk] += 1.0
            w.vulnerable_inflow[wijk] += (world.residents.vulnerability[i] & VULNERABLE) != 0


@kernel
def _close_units(world, month):
    for unit in range(world.units.places.shape[0]):
        closed = world.levers.unit_closed[unit]
        first = world.units.first_dwelling[unit]
        group = world.dwellings.block[first]
        meets = not (closed and world.units.facility[unit] == SHELTER)
        turns = world.foci.open[group] != meets
        world.foci.open[group] = meets
        for dwelling in range(first, first + world.units.places[unit]):
            world.dwellings.open[dwelling] = not closed
            resident = world.seats.occupant[world.dwellings.first_seat[dwelling]]
            if resident == NOBODY:
                continue
            if turns:
                world.residents.changed[resident] |= EVERY_TIE
            if closed and world.residents.urgent[resident] != LOST_PLACE:
                _lose_place(world, resident, month)


@kernel
def _lose_place(world, resident, month):
    if world.residents.urgent[resident] == NOT_URGENT:
        world.residents.urgent_since[resident] = month
    world.residents.urgent[resident] = LOST_PLACE
    world.residents.lost_place[resident] = month


@allocating
def _queue(world):
    r = world.residents
    rows = np.flatnonzero(r.alive & (r.urgent > 0))
    rows = rows[np.argsort(r.uid[rows], kind="mergesort")]
    return rows[np.argsort(r.urgent_since[rows], kind="mergesort")]


@allocating
def _house_queue(world, own, key, month):
    world.city.not_found[0] = 0
    vacant = offered(world)
    left = math.ceil(own.urgent_share * vacant.shape[0])
    members = np.empty(LARGEST, np.int32)
    for resident in _queue(world):
        if world.residents.urgent[resident] == NOT_URGENT:
            continue
        if _goes_to_partner(world, resident, month):
            continue
        size = household(world, resident, members)
        dwelling = best(world, own.informed_weight, key, resident, size, vacant) if left > 0 else NOWHERE
        if dwelling == NOWHERE:
            world.city.not_found[0] += 1
            continue
        _leave_unit_for(world, resident, dwelling)
        world.city.bought[0] += world.dwellings.tenure[dwelling] != SOCIAL
        for k in range(size):
            move(world, members[k], dwelling, month)
        left -= 1


@kernel
def _goes_to_partner(world, resident, month):
    partner = world.residents.partner[resident]
    if partner == NOBODY:
        return False
    dwelling = world.residents.dwelling[partner]
    if dwelling == NOWHERE or dwelling == world.residents.dwelling[resident]:
        return False
    if world.dwellings.kind[dwelling] >= CARE_ROOM or not has_room(world, dwelling):
        return False
    move(world, resident, dwelling, month)
    return True


@kernel
def _leave_unit_for(world, resident, dwelling):
    unit = world.dwellings.unit[world.residents.dwelling[resident]]
    if unit != NOWHERE:
        world.units.rehoused[unit] += 1
        world.units.last_dwelling[unit] = dwelling
