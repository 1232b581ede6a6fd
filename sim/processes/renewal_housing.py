"""Homes that a policy renews are emptied, stand closed while the works last, and come back, perhaps in another tenure.

A home that a lever names is let no more. Who lives there joins the urgent queue as a household, and stays until a home
is found (``urgent_housing``) or until they find one themselves (``moving``): nobody is without a home. Works begin in
all such homes of a block in the month in which nobody lives in any of them any more, last as long as the lever said
then, and are finished whatever policies do afterwards. A home that no lever names any longer before that is let
again, and who still lives there stays.

A renewed home has the tenure that the lever said, the rent or price of a renewed home of that tenure (``rent``) and as
much room as before. Who had to leave it may come back where the policy says so, and does with chance ``returns``: into
the same home where it is social rent again, else into another such home of the block that holds the household.
Of a couple the younger has the right, so that a death seldom ends it; who by then lives with somebody older, in a
facility or in a home they have bought does not use it. What is left is let like any other vacancy, and who comes
follows from moving, migration and the urgent queue.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import uniform
from sim.world.codes import (
    CARE_ROOM,
    CONTRACT_ENDS,
    LOST_PLACE,
    NEVER,
    NOBODY,
    NOT_URGENT,
    NOWHERE,
    OWNER,
    SETTLED,
    SOCIAL,
)
from sim.world.households import LARGEST, decides, household, move
from sim.world.places import under_works
from sim.world.vacancies import general_stock

WRITES = (
    "residents.dwelling",
    "residents.seat",
    "residents.moved",
    "residents.changed",
    "residents.urgent",
    "residents.urgent_since",
    "residents.lost_place",
    "residents.seeking",
    "dwellings.occupants",
    "dwellings.open",
    "dwellings.tenure",
    "dwellings.rent",
    "dwellings.delivered",
    "dwellings.renewed_by",
    "dwellings.tenant",
    "dwellings.vacated",
    "seats.occupant",
)


class RenewalHousing(NamedTuple):
    """Parameters of ``renewal_housing.yaml``; the list by tenure: owner, social, private."""

    returns: float
    rent: np.ndarray


def step(world, parameters, draws, month):
    """Deliver what is ready, empty what levers name, and let works begin where nobody lives any more."""
    own = parameters["renewal_housing"]
    _deliver(world, own, draws.key("renewal_housing", month), month)
    _empty(world, month)
    if world.dwelling_levers.renewed_as.any():
        _begin_works(world, own, month)


@allocating
def _deliver(world, own, key, month):
    """Open the homes that are ready this month; first to those who come back, each to their own where it is social."""
    ready = np.flatnonzero(world.dwellings.delivered == month)
    if ready.shape[0] == 0:
        return
    world.dwellings.open[ready] = True
    claims = _claims(world, own, key, ready)
    members = np.empty(LARGEST, np.int32)
    for same_home in (True, False):
        for k in range(ready.shape[0]):
            if claims[k] == NOBODY:
                continue
            size = household(world, claims[k], members)
            home = ready[k] if same_home else _other_of_block(world, ready, ready[k], size)
            if home != NOWHERE and _may_take(world, home, size):
                _return(world, members[:size], home, month)
                claims[k] = NOBODY
    world.dwellings.tenant[ready] = NOBODY


@allocating
def _claims(world, own, key, ready):
    """Give the row of who comes back for each home that is ready, -1 where nobody does: (homes,)."""
    r, tenants = world.residents, world.dwellings.tenant[ready]
    order = np.argsort(tenants, kind="mergesort")
    tenants, claims = tenants[order], np.full(ready.shape[0], NOBODY)
    for i in range(r.uid.shape[0]):
        place = np.searchsorted(tenants, r.uid[i]) if r.alive[i] else ready.shape[0]
        if place == ready.shape[0] or tenants[place] != r.uid[i]:
            continue
        home = r.dwelling[i]
        rents = world.dwellings.kind[home] < CARE_ROOM and world.dwellings.tenure[home] != OWNER
        if rents and decides(world, i) and uniform(key, r.uid[i]) < own.returns:
            claims[order[place]] = i
    return claims


@kernel
def _other_of_block(world, ready, home, size):
    """Give the first home of a block that is ready and may be taken, -1 without any."""
    for other in ready:
        if world.dwellings.block[other] == world.dwellings.block[home] and _may_take(world, other, size):
            return other
    return np.int64(NOWHERE)


@kernel
def _may_take(world, home, size):
    d = world.dwellings
    return d.tenure[home] == SOCIAL and d.occupants[home] == 0 and d.seats[home] >= size


@kernel
def _return(world, members, home, month):
    for i in members:
        if world.residents.seeking[i] == CONTRACT_ENDS:
            world.residents.seeking[i] = SETTLED
        move(world, i, home, month)


@kernel
def _empty(world, month):
    """Close the homes that levers name and tell who lives there; let others again, and let those who were told stay."""
    d = world.dwellings
    for home in range(general_stock(world)):
        if d.kind[home] >= CARE_ROOM or d.project[home] != NOWHERE or under_works(world, home, month):
            continue
        to_empty = world.dwelling_levers.renewed_as[home] > 0
        d.open[home] = not to_empty
        if not to_empty:
            if d.tenant[home] != NOBODY:
                _let_stay(world, home)
        elif d.occupants[home] > 0:
            _tell(world, home, month)
        elif d.tenant[home] != NOBODY and d.vacated[home] == NEVER:
            d.vacated[home] = month


@kernel
def _tell(world, home, month):
    """Queue the household of a home, by the oldest of it, and keep who may come back.

    Where the oldest dies or leaves, the next of those who were told takes over the place in the queue.
    """
    r, d = world.residents, world.dwellings
    first, speaks = d.first_seat[home], np.int64(NOBODY)
    for seat in range(first, first + d.seats[home]):
        i = np.int64(world.seats.occupant[seat])
        if i == NOBODY:
            continue
        if d.tenant[home] == NOBODY:
            r.lost_place[i] = month
        older = speaks == NOBODY or r.age[i] > r.age[speaks]
        if older or (r.age[i] == r.age[speaks] and r.uid[i] < r.uid[speaks]):
            speaks = i
    if d.tenant[home] == NOBODY:
        partner = r.partner[speaks]
        couple = partner != NOBODY and r.dwelling[partner] == home
        d.tenant[home] = r.uid[partner] if couple else r.uid[speaks]
    if r.urgent[speaks] == NOT_URGENT:
        told = r.lost_place[speaks] >= r.moved[speaks]
        r.urgent[speaks], r.urgent_since[speaks] = LOST_PLACE, r.lost_place[speaks] if told else month


@kernel
def _let_stay(world, home):
    """Take back what was said to those who have not left a home that will not be renewed after all."""
    r, d = world.residents, world.dwellings
    first = d.first_seat[home]
    for seat in range(first, first + d.seats[home]):
        i = np.int64(world.seats.occupant[seat])
        if i == NOBODY:
            continue
        if r.urgent[i] == LOST_PLACE:
            r.urgent[i], r.urgent_since[i] = NOT_URGENT, NEVER
        if r.lost_place[i] >= r.moved[i]:
            r.lost_place[i] = NEVER
    d.tenant[home], d.vacated[home] = NOBODY, NEVER


@allocating
def _begin_works(world, own, month):
    """Let works begin in every block in which all homes to be renewed are empty."""
    d, levers = world.dwellings, world.dwelling_levers
    lived_in = np.zeros(world.foci.kind.shape[0], np.bool_)
    for home in range(general_stock(world)):
        if levers.renewed_as[home] > 0 and d.occupants[home] > 0:
            lived_in[d.block[home]] = True
    for home in range(general_stock(world)):
        waits = levers.renewed_as[home] == 0 or lived_in[d.block[home]] or d.open[home]
        if waits or d.project[home] != NOWHERE or under_works(world, home, month):
            continue
        tenure = levers.renewed_as[home] - 1
        d.tenure[home], d.rent[home] = tenure, own.rent[tenure]
        d.delivered[home], d.renewed_by[home] = month + levers.works[home], levers.call[home]
        if not levers.may_return[home]:
            d.tenant[home] = NOBODY
