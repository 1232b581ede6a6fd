"""Households of statushouders come to the city by quota and are housed from what the urgent queue leaves.

So many households a year fall to the city in proportion to its population; they wait outside until they are
offered a dwelling, at most ``urgent_share`` of what is vacant each month, by the allocation rule in force.
A part come with partner and two children, and are offered homes that hold all of them. Who they are depends on their
number in the row, not on the month in which they are housed or on their home, so every scenario receives the same
people.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.compiled import allocating, kernel
from sim.randomness import below, extend, poisson, uid_from, uniform
from sim.world import bonds
from sim.world.allocation import best, offered
from sim.world.codes import HOUSEHOLD_TIE, NEW, NOWHERE
from sim.world.households import live_together
from sim.world.people import equip, free_row, tie_to_outside
from sim.world.places import settle

WRITES = ("residents.*", "dwellings.occupants", "seats.occupant", "ties.*", "city.waiting", "city.housed")


FAMILY = 3
"""Others in a family: a partner and two children."""


class Statushouders(NamedTuple):
    """Parameters of ``statushouders.yaml``."""

    households: float
    families: float


def step(world, parameters, draws, month):
    """Let this month's households come, and house those who wait."""
    own = parameters["statushouders"]
    keys = (draws.key("statushouder"), draws.key("people"))
    _house(world, parameters["people"], parameters["urgent_housing"], own, *keys, month)


@allocating
def _house(world, people, urgent, own, stream, traits, month):
    population = world.residents.alive.sum()
    world.city.waiting[0] += poisson(extend(stream, month), 0, own.households * population / 12000.0)
    vacant = offered(world)
    left = min(world.city.waiting[0], math.ceil(urgent.urgent_share * vacant.shape[0]))
    row = free_row(world, 0)
    for _ in range(left):
        if row < 0:
            return
        uid = uid_from(stream, world.city.housed[0])
        _create(world, people, extend(stream, 1), traits, row, uid, 0, month)
        others = FAMILY if uniform(extend(stream, 4), uid) < own.families else 0
        dwelling = best(world, urgent.informed_weight, extend(stream, 3), row, 1 + others, vacant)
        if dwelling == NOWHERE:
            world.residents.alive[row] = False
            bonds.have_none(world, row)
            return
        settle(world, row, dwelling, month)
        world.city.waiting[0] -= 1
        world.city.housed[0] += 1
        first, row = row, free_row(world, row)
        row = _bring_family(world, people, stream, traits, first, row, uid, others, dwelling, month)


@kernel
def _bring_family(world, people, stream, traits, first, row, uid, others, dwelling, month):
    r = world.residents
    for member in range(others):
        if row < 0:
            return row
        _create(
            world,
            people,
            extend(stream, 1),
            traits,
            row,
            uid_from(extend(stream, 10 + member), uid),
            member,
            month,
        )
        r.tongue[row] = r.tongue[first]
        settle(world, row, dwelling, month)
        if member == 0:
            r.sex[row] = 1 - r.sex[first]
            r.partner[row], r.partner[first] = first, row
            bonds.tie(world, first, row, HOUSEHOLD_TIE, people.partner_hours)
        live_together(world, row, people.partner_hours / 2.0)
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
    tie_to_outside(world, people, extend(key, 5), row, people.external_kin, people.external_friends)
