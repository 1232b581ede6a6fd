"""Households move within the city, young adults leave home, separated partners leave, contracts end.

A household thinks of moving with a yearly chance by the age of who decides and by tenure, times the means to
move, more where three or more live in a flat, times exp(fear + 1.5 · what its block lacks in comfort):
comfort is the mean tolerance towards the others who live in the block, and what lacks is counted below
``comfort_wanted``. It looks at about ten suitable vacancies and chooses by a logit of comfort there, fit of rent
and income, of home and household, distance to strong ties, and mean fear in the wijk a year ago.
Nobody is told otherwise how a wijk as a whole is doing. Those who leave home or a partner search alike, singles
under thirty also for a room in a shared house. A household whose contract has ended searches each month, as a
whole, until it has found. Who moves first, of two who choose the same, follows from a draw.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import extend, uniform
from sim.world.bonds import held
from sim.world.chances import by_age, collect
from sim.world.codes import (
    ADULT,
    BY_PARTING,
    CARE_ROOM,
    CONTRACT_ENDS,
    FAMILY_HOME,
    FEAR_MONTHS,
    FLAT,
    NOBODY,
    NOWHERE,
    OWNER,
    SENIOR_HOME,
    SEPARATED,
    SETTLED,
)
from sim.world.households import LARGEST, decides, household, leave_household, lives_apart, move
from sim.world.vacancies import drawn, general_stock, shared_room, suits

WRITES = (
    "residents.partner",
    "residents.parted",
    "residents.seeking",
    "residents.dwelling",
    "residents.seat",
    "residents.moved",
    "residents.changed",
    "residents.urgent",
    "residents.urgent_since",
    "dwellings.occupants",
    "seats.occupant",
    "ties.kind",
    "ties.root_hours",
    "ties.closeness",
    "ties.by_focus",
)

YOUNG = 360
FAMILY_SIZE = 3
ROUNDING = 1.0 + 1e-9
"""Keeps a bound above what it bounds, in whatever order the same factors are multiplied."""
STRONG = 50.0


class Moving(NamedTuple):
    """Parameters of ``moving.yaml``; lists by age 18-24, 25-34, 35-44, 45-64, 65-74, 75+, or by tenure."""

    rate: np.ndarray
    tenure_factor: np.ndarray
    means_low: float
    comfort_wanted: float
    comfort_weight: float
    comfort_there: float
    fear_cap: float
    looks_at: int
    attempts: int
    rent_weight: float
    distance_weight: float
    fear_weight: float
    size_weight: float
    crowded_factor: float
    shared_by: int
    separation_factor: float


def step(world, parameters, draws, month):
    """Let those who want to move look for a dwelling, in the order of their draw."""
    own = parameters["moving"]
    key = draws.key("moving", month)
    afraid = world.wijken.fear[:, month % FEAR_MONTHS].copy()  # what stood there a year ago
    _settle_all(world, own, _movers(world, own, key, _most_by_age(own)), afraid, key, month)


@lru_cache(maxsize=16)
def _most_by_age(own):
    """Give a chance of a month to think of moving that nobody without fear of each month of age exceeds."""
    most = own.tenure_factor.max() * max(own.crowded_factor, 1.0) * max(own.means_low, 1.0)
    most *= math.exp(own.comfort_weight * own.comfort_wanted)
    return by_age((ADULT, 12 * 25, 12 * 35, 12 * 45, 12 * 65, 12 * 75), own.rate * most / 12.0 * ROUNDING)


@kernel
def _note_candidates(world, own, key, most_by_age, hits):
    """Note who looks for a dwelling or may think of it: without a branch, so that several are worked out at a time.

    exp(fear) is nowhere above the straight line between its values at 0 and at ``fear_cap``.
    """
    r = world.residents
    slope = (math.exp(own.fear_cap) - 1.0) / own.fear_cap if own.fear_cap > 0.0 else 0.0
    for i in range(r.uid.shape[0]):
        seeks = (r.seeking[i] != SETTLED) & (r.age[i] >= ADULT)
        most = most_by_age[r.age[i]] * (1.0 + slope * min(r.fear[i], own.fear_cap))
        hits[i] = r.alive[i] & (seeks | (uniform(key, r.uid[i]) < most))


@allocating
def _movers(world, own, key, most_by_age):
    r = world.residents
    rows, hits = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0], np.bool_)
    _note_candidates(world, own, key, most_by_age, hits)
    candidates = rows[: collect(hits, rows)]
    draws, most = np.empty(candidates.shape[0]), math.exp(own.fear_cap + own.comfort_weight * own.comfort_wanted)
    count = 0
    for i in candidates:
        wish = 1.0
        draw = uniform(key, r.uid[i])
        if r.seeking[i] == SETTLED:
            wish = _rate(world, own, i) / 12.0
            if draw >= wish * most or not decides(world, i):
                continue
            wish *= math.exp(min(r.fear[i], own.fear_cap) + own.comfort_weight * _lacking(world, own, i))
            if draw >= wish:
                continue
        rows[count] = i  # a row further back has already been read
        draws[count] = uniform(extend(key, 1), r.uid[i])
        count += 1
    return rows[:count][np.argsort(draws[:count], kind="mergesort")]


@kernel
def _rate(world, own, i):
    dwelling = world.residents.dwelling[i]
    if world.dwellings.kind[dwelling] >= CARE_ROOM:
        return 0.0
    years = world.residents.age[i] // 12
    band = 0 if years < 25 else 1 if years < 35 else 2 if years < 45 else 3 if years < 65 else 4 if years < 75 else 5
    tenure = world.dwellings.tenure[dwelling]
    rate = own.rate[band] * own.tenure_factor[tenure]
    if world.dwellings.kind[dwelling] in (FLAT, SENIOR_HOME) and world.dwellings.occupants[dwelling] >= FAMILY_SIZE:
        rate *= own.crowded_factor
    return rate * own.means_low if tenure != OWNER and world.residents.income[i] < 2 else rate


@kernel
def comfort(world, i, dwelling):
    """Give the mean tolerance of a resident towards the others who live in a dwelling's block, but for the household.

    Many seats are empty, in no order to be foreseen: to ask who is there costs more than to add nothing for nobody.
    """
    r, block, home = world.residents, world.dwellings.block[dwelling], world.residents.dwelling[i]
    start, apart = world.foci.start[block], lives_apart(world, home)
    total, people = 0.0, 0
    for seat in range(start, start + world.foci.size[block]):
        other = world.seats.occupant[seat]
        counts = (other != NOBODY) & (other != i) & (apart | (world.seats.place[seat] != home))
        total += r.tolerance[i, r.category[max(other, 0)]] * np.float64(counts)
        people += counts
    return total / people if people else r.tolerance[i, 0]


@kernel
def _lacking(world, own, i):
    return max(0.0, own.comfort_wanted - comfort(world, i, world.residents.dwelling[i]))


@allocating
def _settle_all(world, own, movers, afraid, key, month):
    r = world.residents
    members = np.empty(LARGEST, np.int32)
    found_x, found_y = np.empty(64), np.empty(64)
    for i in movers:
        alone = r.seeking[i] not in (SETTLED, CONTRACT_ENDS)
        if alone:
            members[0] = i
            size = 1
        else:
            size = household(world, i, members)
        strong = _strong_ties(world, i, found_x, found_y)
        dwelling = _choose(world, own, extend(key, 2), i, size, afraid, found_x[:strong], found_y[:strong])
        if dwelling == NOWHERE:
            continue
        if alone:
            _part(world, own, i)
        r.seeking[i] = SETTLED
        for k in range(size):
            move(world, members[k], dwelling, month)


@kernel
def _part(world, own, i):
    r = world.residents
    leave_household(world, i, own.separation_factor)
    if r.seeking[i] == SEPARATED and r.partner[i] != NOBODY:
        former = r.partner[i]
        r.parted[i], r.parted[former] = BY_PARTING, BY_PARTING
        r.partner[i], r.partner[former] = NOBODY, NOBODY
    r.seeking[i] = SETTLED


@kernel
def _strong_ties(world, i, xs, ys):
    count = 0
    for slot in range(world.ties.count[i]):
        other = world.ties.partner[i, slot]
        if other >= 0 and held(world, i, slot) >= STRONG:
            home = world.residents.dwelling[other]
            if home != world.residents.dwelling[i]:
                xs[count] = world.dwellings.x[home]
                ys[count] = world.dwellings.y[home]
                count += 1
    return count


@kernel
def _choose(world, own, key, i, size, afraid, xs, ys):
    r = world.residents
    uid = r.uid[i]
    rooms = size == 1 and r.age[i] < YOUNG and r.partner[i] == NOBODY
    best, best_utility, seen = NOWHERE, -1.0e9, 0
    stream, stock = extend(key, uid), general_stock(world)
    for attempt in range(own.attempts):
        dwelling = drawn(stream, attempt, stock)
        room = rooms and shared_room(world, dwelling, own.shared_by)
        if not room and not suits(world, dwelling, r.income[i], size, r.age[i]):
            continue
        noise = -math.log(-math.log(1.0 - uniform(extend(extend(key, 1), uid), dwelling) + 1e-300) + 1e-300)
        afraid_there = own.fear_weight * afraid[world.dwellings.wijk[dwelling]]
        # with the best of comfort and no distance it could not be chosen: neither has to be looked up
        if _utility(world, own, i, size, dwelling, 1.0, 0.0) + noise - afraid_there > best_utility:
            at_ease, far = comfort(world, i, dwelling), _mean_distance(world, dwelling, xs, ys)
            utility = _utility(world, own, i, size, dwelling, at_ease, far) + noise - afraid_there
            if utility > best_utility:
                best, best_utility = dwelling, utility
        seen += 1
        if seen == own.looks_at:
            break
    return best


@kernel
def _mean_distance(world, dwelling, xs, ys):
    d, far = world.dwellings, 0.0
    for k in range(xs.shape[0]):
        far += math.hypot(xs[k] - d.x[dwelling], ys[k] - d.y[dwelling]) / xs.shape[0]
    return far


@kernel
def _utility(world, own, i, size, dwelling, at_ease, far):
    d = world.dwellings
    misfit = abs(float(d.rent[dwelling]) - float(world.residents.income[i]))
    ill_sized = (d.kind[dwelling] == FAMILY_HOME) != (size >= FAMILY_SIZE)
    return (
        own.comfort_there * at_ease - own.rent_weight * misfit - own.distance_weight * far - own.size_weight * ill_sized
    )
