"""Whoever loses a place, and every statushouder household, is housed from an urgent queue by a rule.

A unit that a policy closes takes nobody in; those who live there join the queue and stay until a dwelling
is found. Who has a partner at home goes there. The others are offered at most ``urgent_share`` of the vacant
social dwellings of the month, in order of waiting, by the allocation rule:

* cheapest: the lowest rent;
* random: any;
* quota: the lowest rent in a wijk whose vulnerable inflow of the last year is at most ``max_share``;
* all_tenures: any, owner-occupied and private dwellings included;
* informed: low rent, few vulnerable neighbours in the block and kin near, as far as coordination
  between housing and support lets the allocator see those.

A policy that closes a place may name a destination that goes before the rule: the old wijk, near kin, or a
group of the living group together. Ties between equals are broken by the draw of the pair.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.randomness import below, extend, poisson, uid_from, uniform
from sim.world import bonds
from sim.world.codes import (
    ADULT,
    ALL_TENURES,
    CARE_ROOM,
    CHEAPEST,
    GROUP_MOVE,
    HOUSEHOLD_TIE,
    INFORMED,
    KIN_TIE,
    LOST_PLACE,
    NEAR_KIN,
    NEW,
    NOBODY,
    NOWHERE,
    OLD80,
    OLD_WIJK,
    QUOTA,
    RANDOM,
    SHARED_HOUSE,
    SOCIAL,
    TYPE_BITS,
)
from sim.world.households import live_together, move
from sim.world.people import equip, free_row, tie_to_outside
from sim.world.places import has_room, is_vacant, settle

WRITES = (
    "residents.*",
    "dwellings.occupants",
    "dwellings.open",
    "seats.occupant",
    "ties.*",
    "city.waiting",
    "city.housed",
    "city.not_found",
    "units.rehoused",
    "units.last_dwelling",
    "wijken.inflow",
    "wijken.vulnerable_inflow",
)

VULNERABLE = 255 - OLD80
FAR = 1.0e6


class UrgentHousing(NamedTuple):
    """Parameters of ``urgent_housing.yaml``."""

    rule: str
    max_share: float
    urgent_share: float
    statushouders: float
    statushouder_families: float


def step(world, parameters, draws, month):
    """Close units, queue those who lived there, and house the urgent queue."""
    own = parameters["urgent_housing"]
    numbers = (own.urgent_share, own.statushouders, own.statushouder_families)
    _follow_inflow(world, month)
    _close_units(world, month)
    _house_queue(world, draws.key("urgent_housing", month), own.urgent_share, month)
    _house_statushouders(
        world, parameters["people"], draws.key("statushouder"), draws.key("people"), numbers, month
    )


@kernel
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
        for dwelling in range(first, first + world.units.places[unit]):
            world.dwellings.open[dwelling] = not closed
            resident = world.seats.occupant[world.dwellings.first_seat[dwelling]]
            if closed and resident != NOBODY and world.residents.urgent[resident] != LOST_PLACE:
                world.residents.urgent[resident] = LOST_PLACE
                world.residents.urgent_since[resident] = month
                world.residents.lost_place[resident] = month


@kernel
def _queue(world):
    r = world.residents
    rows = np.flatnonzero(r.alive & (r.urgent > 0))
    rows = rows[np.argsort(r.uid[rows], kind="mergesort")]
    return rows[np.argsort(r.urgent_since[rows], kind="mergesort")]


@kernel
def _offered(world, every_tenure):
    d = world.dwellings
    found = np.empty(d.wijk.shape[0], np.int64)
    count = 0
    for dwelling in range(d.wijk.shape[0]):
        if d.kind[dwelling] < SHARED_HOUSE and is_vacant(world, dwelling):
            if every_tenure or d.tenure[dwelling] == SOCIAL:
                found[count] = dwelling
                count += 1
    return found[:count]


@kernel
def _house_queue(world, key, urgent_share, month):
    world.city.not_found[0] = 0
    offered = _offered(world, world.rules.allocation[0] == ALL_TENURES)
    left = math.ceil(urgent_share * offered.shape[0])
    for resident in _queue(world):
        if _goes_to_partner(world, resident, month):
            continue
        dwelling = _best(world, key, resident, offered) if left > 0 else NOWHERE
        if dwelling == NOWHERE:
            world.city.not_found[0] += 1
            continue
        _leave_unit_for(world, resident, dwelling)
        move(world, resident, dwelling, month)
        left -= 1


@kernel
def _goes_to_partner(world, resident, month):
    partner = world.residents.partner[resident]
    if partner == NOBODY:
        return False
    dwelling = world.residents.dwelling[partner]
    if dwelling == NOWHERE or world.dwellings.kind[dwelling] >= CARE_ROOM or not has_room(world, dwelling):
        return False
    move(world, resident, dwelling, month)
    return True


@kernel
def _leave_unit_for(world, resident, dwelling):
    unit = world.dwellings.unit[world.residents.dwelling[resident]]
    if unit != NOWHERE:
        world.units.rehoused[unit] += 1
        world.units.last_dwelling[unit] = dwelling


@kernel
def _best(world, key, resident, offered):
    uid = world.residents.uid[resident]
    best, best_score, best_draw = NOWHERE, -FAR * FAR, 2.0
    for dwelling in offered:
        if not is_vacant(world, dwelling):
            continue
        score = _score(world, resident, dwelling, offered)
        draw = uniform(extend(key, uid), dwelling)
        if score > best_score or (score == best_score and draw < best_draw):
            best, best_score, best_draw = dwelling, score, draw
    return best


@kernel
def _score(world, resident, dwelling, offered):
    unit = world.dwellings.unit[world.residents.dwelling[resident]]
    base = _score_by_rule(world, resident, dwelling)
    if unit == NOWHERE:
        return base
    destination = world.levers.destination[unit]
    if destination == OLD_WIJK:
        stays = world.dwellings.wijk[dwelling] == world.units.wijk[unit]
        return base + (FAR if stays else 0.0)
    if destination == NEAR_KIN:
        return -distance_to_kin(world, resident, dwelling)
    if destination == GROUP_MOVE:
        return _score_for_group(world, unit, dwelling, offered)
    return base


@kernel
def _score_for_group(world, unit, dwelling, offered):
    d = world.dwellings
    last = world.units.last_dwelling[unit]
    if world.units.rehoused[unit] % world.levers.group_size[unit] == 0 or last == NOWHERE:
        near = 0
        for other in offered:
            near += d.pool[other] == d.pool[dwelling] and is_vacant(world, other)
        return float(near)
    if d.block[dwelling] == d.block[last]:
        return 1.0
    return -math.hypot(d.x[dwelling] - d.x[last], d.y[dwelling] - d.y[last])


@kernel
def _score_by_rule(world, resident, dwelling):
    rule = world.rules.allocation[0]
    rent = float(world.dwellings.rent[dwelling])
    if rule in (RANDOM, ALL_TENURES):
        return 0.0
    if rule == QUOTA:
        wijk = world.dwellings.wijk[dwelling]
        share = world.wijken.vulnerable_inflow[wijk] / max(world.wijken.inflow[wijk], 1.0)
        return -rent - (FAR if share > world.rules.max_share[0] else 0.0)
    if rule == INFORMED:
        seen = vulnerable_share_of_block(world, dwelling) + distance_to_kin(world, resident, dwelling)
        return -rent - 3.0 * world.city.coordination[0] * seen
    return -rent


@kernel
def distance_to_kin(world, resident, dwelling):
    """Give the distance in km from a dwelling to the nearest kin in the city (10 without any)."""
    d = world.dwellings
    nearest = 10.0
    for slot in range(world.ties.count[resident]):
        other = world.ties.partner[resident, slot]
        if other < 0 or world.ties.kind[resident, slot] & TYPE_BITS > KIN_TIE:
            continue
        home = world.residents.dwelling[other]
        nearest = min(nearest, math.hypot(d.x[home] - d.x[dwelling], d.y[home] - d.y[dwelling]))
    return nearest


@kernel
def vulnerable_share_of_block(world, dwelling):
    """Give the share of the residents of a dwelling's block who are vulnerable (age alone not counted)."""
    block = world.dwellings.block[dwelling]
    start = world.foci.start[block]
    people, vulnerable = 0, 0
    for seat in range(start, start + world.foci.size[block]):
        other = world.seats.occupant[seat]
        if other != NOBODY:
            people += 1
            vulnerable += (world.residents.vulnerability[other] & VULNERABLE) != 0
    return vulnerable / max(people, 1)


@kernel
def _house_statushouders(world, people, stream, traits, numbers, month):
    urgent_share, rate, families = numbers
    population = world.residents.alive.sum()
    world.city.waiting[0] += poisson(extend(stream, month), 0, rate * population / 12000.0)
    offered = _offered(world, world.rules.allocation[0] == ALL_TENURES)
    left = min(world.city.waiting[0], math.ceil(urgent_share * offered.shape[0]))
    row = free_row(world, 0)
    for _ in range(left):
        if row < 0:
            return
        uid = uid_from(stream, world.city.housed[0])
        _create(world, people, extend(stream, 1), traits, row, uid, 0, month)
        dwelling = _best(world, extend(stream, 3), row, offered)
        if dwelling == NOWHERE:
            world.residents.alive[row] = False
            world.ties.count[row] = 0
            return
        settle(world, row, dwelling, month)
        world.city.waiting[0] -= 1
        world.city.housed[0] += 1
        first, row = row, free_row(world, row)
        if uniform(extend(stream, 4), uid) < families:
            row = _bring_family(world, people, stream, traits, first, row, uid, dwelling, month)


@kernel
def _bring_family(world, people, stream, traits, first, row, uid, dwelling, month):
    r = world.residents
    for member in range(min(3, world.dwellings.seats[dwelling] - 1)):
        if row < 0:
            return row
        _create(world, people, extend(stream, 1), traits, row, uid_from(extend(stream, 10 + member), uid), member, month)
        r.tongue[row] = r.tongue[first]
        settle(world, row, dwelling, month)
        if member == 0:
            r.sex[row] = 1 - r.sex[first]
            r.partner[row], r.partner[first] = first, row
            bonds.tie(world, first, row, HOUSEHOLD_TIE, people.partner_hours, month)
        live_together(world, row, people.partner_hours / 2.0, month)
        row = free_row(world, row)
    return row


@kernel
def _create(world, people, key, traits, row, uid, member, month):
    r = world.residents
    r.uid[row] = uid
    r.sex[row] = 1 if uniform(key, uid) < 0.4 else 0
    adult = member == 0
    r.age[row] = 240 + below(extend(key, 1), uid, 240) if adult else 48 + below(extend(key, 1), uid, 150)
    r.income[row] = 0
    r.education[row] = below(extend(key, 2), uid, 3)
    r.works[row] = uniform(extend(key, 3), uid) < 0.4
    r.tongue[row] = 1 + below(extend(key, 4), uid, 5)
    r.frailty[row] = 0
    r.vulnerability[row] = NEW
    equip(world, people, traits, row, month)
    tie_to_outside(world, people, extend(key, 5), row, people.external_kin, people.external_friends, month)


assert CHEAPEST == 0
