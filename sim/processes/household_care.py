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
from sim.world.caring import able_to_give, helped_by, in_want
from sim.world.codes import HOUSEHOLD, NOBODY
from sim.world.households import LARGEST, household, lives_apart

AHEAD = 6
"""So many people before their turn the memory is asked for what will be looked up about them."""
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
    rows, last = in_want(world), NOBODY
    for k in range(rows.shape[0]):
        i = rows[k]
        _fetch(world, rows[min(k + AHEAD, rows.shape[0] - 1)])
        dwelling = world.residents.dwelling[i]
        if dwelling == last or lives_apart(world, dwelling):
            continue
        last = dwelling  # whoever else here is in want sits next to them
        size = household(world, i, members)
        if size > 1 and _divide(world, asks, caring, members[:size], able, given):
            _give(world, caring, members[:size], given)


@kernel
def _fetch(world, i):
    """Ask the memory for what will be looked up about somebody; whom they live with stands beside them in it."""
    fetch_ahead(world.residents.focus, i)
    fetch_ahead(world.residents.strain, i)
    fetch_ahead(world.ties.partner, i)
    fetch_ahead(world.ties.root_hours, i)


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
