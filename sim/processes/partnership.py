"""People find a partner and move in together; some couples part.

Each month a single resident looks round with a chance that falls with age. Those who look meet within a
circle of the same five years of age; who is in which circle follows from the uid, so that one person more
or less changes a few encounters and not all. A couple forms when one of the two has a dwelling of their
own with room for those who come along. Of couples of 25-64, ``separation`` a year part: one of the two
then looks for a dwelling and leaves when it is found.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import below, extend, uniform, uniform_pair
from sim.world import bonds
from sim.world.chances import by_age, met
from sim.world.codes import ADULT, CARE_ROOM, HOUSEHOLD_TIE, NOBODY, NOWHERE, SEPARATED, SETTLED
from sim.world.households import (
    LARGEST,
    decides,
    household,
    leave_household,
    lives_apart,
    move,
)

WRITES = (
    "residents.partner",
    "residents.seeking",
    "residents.dwelling",
    "residents.seat",
    "residents.moved",
    "residents.changed",
    "residents.urgent",
    "residents.urgent_since",
    "dwellings.occupants",
    "seats.occupant",
    "ties.*",
)


class Partnership(NamedTuple):
    """Parameters of ``partnership.yaml``; lists are by age band 18-24, 25-34, 35-49, 50-64, 65+."""

    search: np.ndarray
    circle: int
    same_sex: float
    start_hours: float
    child_hours: float
    separation: float
    separation_factor: float


def step(world, parameters, draws, month):
    """Let singles look for a partner and couples part."""
    own = parameters["partnership"]
    _part(world, own, draws.key("separation", month))
    key = draws.key("partnership", month)
    _find(world, own, met(world, key, _search_by_age(own)), key, draws.key("preference"), month)


@lru_cache(maxsize=16)
def _search_by_age(own):
    """Give the chance a month to look round at each month of age."""
    return by_age((ADULT, 12 * 25, 12 * 35, 12 * 50, 12 * 65), own.search / 12.0)


@kernel
def _part(world, own, key):
    r = world.residents
    for i in range(r.uid.shape[0]):
        partner = r.partner[i]
        if not r.alive[i] or partner == NOBODY or r.uid[i] > r.uid[partner]:
            continue
        if uniform_pair(key, r.uid[i], r.uid[partner]) >= own.separation / 12.0:
            continue
        together = r.dwelling[i] == r.dwelling[partner] and not lives_apart(world, r.dwelling[i])
        if together and 25 <= r.age[i] // 12 < 65 and not r.seeking[i] and not r.seeking[partner]:
            leaver = i if uniform_pair(extend(key, 1), r.uid[i], r.uid[partner]) < 0.5 else partner
            r.seeking[leaver] = SEPARATED


@allocating
def _find(world, own, rows, key, taste, month):
    """Let those of ``rows`` who are single and live at home meet."""
    r = world.residents
    circles = 1 + r.uid.shape[0] // own.circle
    seekers = np.empty(rows.shape[0], np.int64)
    places = np.empty(rows.shape[0], np.int64)
    count = 0
    for i in rows:
        if r.partner[i] != NOBODY or r.seeking[i] == SEPARATED:
            continue
        if r.dwelling[i] == NOWHERE or world.dwellings.kind[r.dwelling[i]] >= CARE_ROOM:
            continue
        seekers[count] = i
        places[count] = (r.age[i] // 60) * circles + below(extend(key, 1), r.uid[i], circles)
        count += 1
    order = _by_place_and_uid(r.uid, seekers[:count], places[:count])
    for a in range(count):
        i = seekers[order[a]]
        for b in range(a + 1, count):
            j = seekers[order[b]]
            if places[order[b]] != places[order[a]]:
                break
            if r.partner[i] == NOBODY and r.partner[j] == NOBODY and _fit(r, own, taste, i, j):
                _unite(world, own, i, j, month)


@allocating
def _by_place_and_uid(uid, seekers, places):
    order = np.argsort(uid[seekers], kind="mergesort")
    return order[np.argsort(places[order], kind="mergesort")]


@kernel
def _fit(r, own, taste, i, j):
    same = r.sex[i] == r.sex[j]
    return (uniform(taste, r.uid[i]) < own.same_sex) == same and (uniform(taste, r.uid[j]) < own.same_sex) == same


@kernel
def _has_own_place(world, resident):
    return not lives_apart(world, world.residents.dwelling[resident]) and decides(world, resident)


@allocating
def _unite(world, own, i, j, month):
    r = world.residents
    members = np.empty(LARGEST, np.int32)
    if r.dwelling[i] == r.dwelling[j]:
        return
    for host, guest in ((i, j), (j, i)):
        if not _has_own_place(world, host):
            continue
        dwelling = r.dwelling[host]
        whole = _has_own_place(world, guest)
        size = household(world, guest, members) if whole else 1
        if world.dwellings.occupants[dwelling] + size > world.dwellings.seats[dwelling]:
            continue
        if not whole:
            members[0] = guest
            leave_household(world, guest, own.separation_factor)
        for k in range(size):
            move(world, members[k], dwelling, month)
            r.seeking[members[k]] = SETTLED
        r.partner[i] = j
        r.partner[j] = i
        bonds.tie(world, i, j, HOUSEHOLD_TIE, own.start_hours)
        _tie_families(world, own, members, size, dwelling)
        return


@kernel
def _tie_families(world, own, members, size, dwelling):
    first = world.dwellings.first_seat[dwelling]
    for k in range(size):
        for seat in range(first, first + world.dwellings.seats[dwelling]):
            other = world.seats.occupant[seat]
            if other != NOBODY and other != members[k]:
                bonds.tie(world, members[k], other, HOUSEHOLD_TIE, own.child_hours)
