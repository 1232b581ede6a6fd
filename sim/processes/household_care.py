"""Those who live together help each other first: partners, parents and grown children under one roof.

Somebody asks the adults of the household for ``asks`` of what is still unmet, divided by what each can give; each
gives what they can (see ``caring``). Hours given cost the giver time for others and make the tie stronger.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.native import fetch_ahead
from sim.world import bonds
from sim.world.caring import able_to_give, helped_by
from sim.world.codes import HOUSEHOLD, NOBODY
from sim.world.households import LARGEST, household, lives_apart

AHEAD = 4
"""So many households before their turn the memory is asked for what will be looked up about them."""
WRITES = ("residents.unmet", "residents.care_given", "ties.root_hours", "wijken.support")


class HouseholdCare(NamedTuple):
    """Parameters of ``household_care.yaml``."""

    asks: float


def step(world, parameters, draws, month):
    """Let the month's care within households happen."""
    world.residents.care_given[:] = 0.0
    world.wijken.support[:, HOUSEHOLD] = 0.0
    _care_at_home(world, parameters["household_care"].asks, parameters["caring"])


@allocating
def _care_at_home(world, asks, caring):
    members = np.empty(LARGEST, np.int32)
    able, given = np.empty(LARGEST), np.empty((LARGEST, LARGEST))
    rows = _one_of_each_household(world)
    for k in range(rows.shape[0]):
        _fetch(world, rows[min(k + AHEAD, rows.shape[0] - 1)])
        size = household(world, rows[k], members)
        if _divide(world, asks, caring, members[:size], able, given):
            _give(world, caring, members[:size], given)


@allocating
def _one_of_each_household(world):
    """Give the row of one of each household in which somebody is in want and not alone, in the order of the homes."""
    d, unmet, occupant = world.dwellings, world.residents.unmet, world.seats.occupant
    rows = np.empty(d.wijk.shape[0], np.int64)
    count = 0
    for dwelling in range(d.wijk.shape[0]):
        if d.occupants[dwelling] < 2 or lives_apart(world, dwelling):
            continue
        first = d.first_seat[dwelling]
        for seat in range(first, first + d.seats[dwelling]):
            i = occupant[seat]
            if i != NOBODY and unmet[i] > 0.0:
                rows[count] = i
                count += 1
                break
    return rows[:count]


@kernel
def _fetch(world, i):
    """Ask the memory for what will be looked up about somebody and all whom they live with."""
    dwelling = world.residents.dwelling[i]
    first = world.dwellings.first_seat[dwelling]
    for seat in range(first, first + world.dwellings.seats[dwelling]):
        member = world.seats.occupant[seat]
        if member != NOBODY:
            fetch_ahead(world.residents.focus, member)
            fetch_ahead(world.residents.strain, member)
            fetch_ahead(world.ties.partner, member)
            fetch_ahead(world.ties.root_hours, member)


@kernel
def _divide(world, asks, caring, members, able, given):
    """Work out the hours that each member (row) gets from each other (column); tell whether there are any."""
    size = members.shape[0]
    total = 0.0
    for k in range(size):
        able[k] = caring.at_home * able_to_give(world, caring, members[k])
        total += able[k]
    for k in range(size):
        rest = total - able[k]
        asked = asks * world.residents.unmet[members[k]] if rest > 0.0 else 0.0
        for giver in range(size):
            given[k, giver] = asked * able[giver] / rest if giver != k and asked > 0.0 else 0.0
    for giver in range(size):
        asked = 0.0
        for k in range(size):
            asked += given[k, giver]
        for k in range(size):
            given[k, giver] *= min(1.0, able[giver] / asked) if asked > 0.0 else 0.0
    return total > 0.0


@kernel
def _give(world, caring, members, given):
    wijk = world.dwellings.wijk[world.residents.dwelling[members[0]]]
    for k in range(members.shape[0]):
        for giver in range(members.shape[0]):
            if given[k, giver] == 0.0:
                continue
            slot = bonds.find(world, members[k], members[giver])
            if slot >= 0:
                helped_by(world, caring, members[k], slot, given[k, giver])
                world.wijken.support[wijk, HOUSEHOLD] += given[k, giver]
