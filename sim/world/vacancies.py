"""Finding vacant dwellings by drawing, so that one vacancy more or less changes few searches.

A search draws dwellings of the whole city, one after the other, from a stream of its own (key and uid), and takes
what is vacant. The same search in two arms therefore meets the same dwellings, whatever else stands empty.
Dwellings of projects are let by their programme: no search meets them, so what is built moves no draw.
"""

from __future__ import annotations

from sim.compiled import kernel
from sim.randomness import nth_below
from sim.world.codes import CARE_ROOM, OWNER, PRIVATE, SENIOR_HOME, SHARED_HOUSE
from sim.world.places import is_vacant

SENIOR_FROM = 660


@kernel
def affordable(tenure, income):
    """Tell whether a tenure is open to an income: owning from the third fifth, social rent up to it."""
    if tenure == OWNER:
        return income >= 2
    if tenure == PRIVATE:
        return True
    return income <= 2


@kernel
def suits(world, dwelling, income, size, age):
    """Tell whether a dwelling is a vacant home that a household may take by income, size and age."""
    if not is_vacant(world, dwelling):  # of nearly all nothing else has to be read
        return False
    d = world.dwellings
    kind = d.kind[dwelling]
    if kind >= CARE_ROOM or kind == SHARED_HOUSE:
        return False
    if d.seats[dwelling] < size or (kind == SENIOR_HOME and age < SENIOR_FROM):
        return False
    return affordable(d.tenure[dwelling], income)


@kernel
def shared_room(world, dwelling, most):
    """Tell whether a dwelling is a shared house that takes one more."""
    d = world.dwellings
    return d.kind[dwelling] == SHARED_HOUSE and d.open[dwelling] and d.occupants[dwelling] < most


@kernel
def shared_rooms(world, most):
    """Count the rooms that are free in shared houses of so many residents at most."""
    d, rooms = world.dwellings, 0
    for dwelling in range(general_stock(world)):
        if shared_room(world, dwelling, most):
            rooms += most - d.occupants[dwelling]
    return rooms


@kernel
def general_stock(world):
    """Give how many dwellings belong to no project; those of projects lie behind them."""
    first = world.projects.first_dwelling
    return first[0] if first.shape[0] > 0 else world.dwellings.wijk.shape[0]


@kernel
def drawn(stream, attempt, stock):
    """Give the dwelling of ``stock`` that one attempt of a search meets; the stream is ``extend(key, uid)``."""
    return nth_below(stream, attempt, stock)


@kernel
def count_vacant_homes(world):
    """Count vacant homes (no rooms of facilities, no shared houses, nothing in projects) and all homes.

    An empty shared house is none: whoever wants a home of their own does not find it.
    """
    d, vacant, homes = world.dwellings, 0, 0
    for dwelling in range(general_stock(world)):
        home = d.kind[dwelling] < CARE_ROOM
        homes += home
        own = home & (d.kind[dwelling] != SHARED_HOUSE)
        vacant += own & d.open[dwelling] & (d.occupants[dwelling] == 0)
    return vacant, homes
