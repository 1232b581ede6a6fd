"""Rooms of care homes, sheltered housing and shelters that fall vacant are filled; some residents leave.

Frail people of 75 and over apply to a care home with a chance by frailty, people with mental health
problems or a mild intellectual disability to sheltered housing, formerly homeless people fall back on a
shelter. Others come to a shelter too: who rents alone with an income in the lowest fifth loses that home with
chance ``loses_home`` a month, and whom the shelter takes in has been homeless from then on. Applicants are taken
in the order of their draw, each into the vacant room that the draw of the pair favours, as long as intake is
open; who waits for another home in the urgent queue may apply like others. From sheltered housing and shelters people
move on through the urgent queue.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import extend, uniform
from sim.world.chances import collect
from sim.world.codes import (
    ADULT,
    CARE_HOME,
    CARE_ROOM,
    DAY,
    EXHOMELESS,
    LEAVES_SHELTER,
    LVB,
    NOBODY,
    NOT_URGENT,
    NOWHERE,
    PRIVATE,
    PSY,
    RETIREMENT,
    SETTLED,
    SHELTER,
    SHELTERED_HOUSING,
    SOCIAL,
)
from sim.world.households import leave_household, move
from sim.world.people import become
from sim.world.places import is_vacant, leave

WRITES = (
    "residents.dwelling",
    "residents.seat",
    "residents.moved",
    "residents.changed",
    "residents.urgent",
    "residents.urgent_since",
    "residents.seeking",
    "residents.focus",
    "residents.vulnerability",
    "residents.category",
    "residents.behaviour",
    "residents.sociability",
    "residents.trait_social",
    "residents.trait_emotional",
    "dwellings.occupants",
    "seats.occupant",
    "ties.kind",
    "ties.root_hours",
    "ties.closeness",
    "ties.by_focus",
)


class Admission(NamedTuple):
    """Parameters of ``admission.yaml``."""

    care_frail: float
    care_very_frail: float
    care_from: int
    sheltered: float
    shelter: float
    loses_home: float
    leaves_sheltered: float
    leaves_shelter: float
    separation_factor: float


def step(world, parameters, draws, month):
    """Let people move on from sheltered places, and fill vacant rooms."""
    own = parameters["admission"]
    _move_on(world, own, draws.key("moving_on", month), month)
    for facility in (CARE_HOME, SHELTERED_HOUSING, SHELTER):
        key = draws.key(f"admission {facility}", month)
        _fill(world, own, parameters["people"], key, draws.key("people"), facility, month)


@kernel
def _move_on(world, own, key, month):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or r.urgent[i] != NOT_URGENT:
            continue
        unit = world.dwellings.unit[r.dwelling[i]]
        if unit == NOWHERE or world.units.facility[unit] == CARE_HOME:
            continue
        shelter = world.units.facility[unit] == SHELTER
        chance = own.leaves_shelter if shelter else own.leaves_sheltered
        if uniform(key, r.uid[i]) < chance:
            r.urgent[i] = LEAVES_SHELTER
            r.urgent_since[i] = month


@kernel
def _wish(world, own, i, facility):
    r = world.residents
    if facility == CARE_HOME:
        if r.age[i] < own.care_from * 12 or r.frailty[i] < 3:
            return 0.0
        return own.care_very_frail if r.frailty[i] == 4 else own.care_frail
    if r.age[i] < ADULT or r.age[i] >= RETIREMENT:
        return 0.0
    if facility == SHELTERED_HOUSING:
        return own.sheltered if r.vulnerability[i] & (PSY | LVB) else 0.0
    if r.vulnerability[i] & EXHOMELESS:
        return own.shelter
    return own.loses_home if _may_lose_home(world, i) else 0.0


@kernel
def _may_lose_home(world, i):
    d, dwelling = world.dwellings, world.residents.dwelling[i]
    rents = d.tenure[dwelling] == SOCIAL or d.tenure[dwelling] == PRIVATE
    return rents and d.occupants[dwelling] == 1 and world.residents.income[i] == 0


@kernel
def _note_candidates(world, own, key, facility, hits):
    """Note who may wish for a facility, by what costs least to know of each."""
    r = world.residents
    if facility == CARE_HOME:
        for i in range(r.uid.shape[0]):
            hits[i] = r.alive[i] & (r.age[i] >= own.care_from * 12) & (r.frailty[i] >= 3)
    elif facility == SHELTERED_HOUSING:
        for i in range(r.uid.shape[0]):
            hits[i] = r.alive[i] & ((r.vulnerability[i] & (PSY | LVB)) != 0)
    else:
        most = max(own.shelter, own.loses_home)
        for i in range(r.uid.shape[0]):
            may_fall_back = ((r.vulnerability[i] & EXHOMELESS) != 0) | (r.income[i] == 0)
            hits[i] = r.alive[i] & may_fall_back & (uniform(key, r.uid[i]) < most)


@allocating
def _applicants(world, own, key, facility):
    r = world.residents
    rows = np.empty(r.uid.shape[0], np.int64)
    hits = np.empty(r.uid.shape[0], np.bool_)
    _note_candidates(world, own, key, facility, hits)
    candidates = rows[: collect(hits, rows)]
    draws = np.empty(candidates.shape[0])
    count = 0
    for i in candidates:
        if world.dwellings.kind[r.dwelling[i]] >= CARE_ROOM:
            continue
        wish = _wish(world, own, i, facility)
        draw = uniform(key, r.uid[i])
        if draw < wish:
            rows[count] = i  # a row further back has already been read
            draws[count] = draw / wish
            count += 1
    return rows[:count][np.argsort(draws[:count], kind="mergesort")]


@allocating
def _vacant_rooms(world, facility):
    rooms = np.empty(world.dwellings.wijk.shape[0], np.int64)
    count = 0
    for unit in range(world.units.places.shape[0]):
        blocked = world.levers.intake_stopped[unit] or world.levers.unit_closed[unit]
        if world.units.facility[unit] != facility or blocked:
            continue
        first = world.units.first_dwelling[unit]
        for dwelling in range(first, first + world.units.places[unit]):
            if is_vacant(world, dwelling):
                rooms[count] = dwelling
                count += 1
    return rooms[:count]


@allocating
def _fill(world, own, people, key, traits, facility, month):
    rooms = _vacant_rooms(world, facility)
    if rooms.shape[0] == 0:
        return
    for resident in _applicants(world, own, key, facility):
        best, best_draw = NOWHERE, 2.0
        for room in rooms:
            draw = uniform(extend(key, world.residents.uid[resident]), room)
            if world.dwellings.occupants[room] == 0 and draw < best_draw:
                best, best_draw = room, draw
        if best == NOWHERE:
            return
        if world.residents.partner[resident] == NOBODY:
            leave_household(world, resident, own.separation_factor)
        leave(world, resident, DAY)
        world.residents.seeking[resident] = SETTLED
        move(world, resident, best, month)
        if facility == SHELTER and not world.residents.vulnerability[resident] & EXHOMELESS:
            become(world, people, traits, resident, world.residents.vulnerability[resident] | EXHOMELESS)
