"""The allocation of vacant dwellings to people who cannot wait: which are offered, and which is best for whom.

Rules: ``cheapest`` (the lowest rent), ``random`` (any), ``quota`` (the lowest rent in a wijk whose vulnerable
inflow of the last year is at most ``max_share``; where only others have vacancies people wait), ``all_tenures`` (any,
owner-occupied and private dwellings included) and ``informed``: minus the rent, plus ``informed_weight`` ·
coordination between housing and support · (share of the hours of the professionals of the wijk that is left over −
share of vulnerable people in the block − distance to kin in km). An allocator without coordination does not see
these, and does as ``cheapest``. Under each of them a gemeente may buy: then dwellings outside social rent are offered
as well. A policy that closes a place, or renews a home, may name a destination that goes before the rule: the old
wijk, near kin, or a group of the living group together. A household goes together, so only dwellings that hold all of
it are offered.
"""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import extend, uniform
from sim.world.codes import (
    ALL_TENURES,
    BY_RULE,
    GROUP_MOVE,
    INFORMED,
    KIN_TIE,
    NEAR_KIN,
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
from sim.world.places import is_vacant
from sim.world.vacancies import general_stock

VULNERABLE = 255 - OLD80
FAR = 1.0e6
REFUSED = -1.0e18
"""The score of what a rule does not let at all."""


@allocating
def offered(world):
    """Give the vacant dwellings that the rule in force may let: social ones, or all; none of projects."""
    d = world.dwellings
    every_tenure = world.rules.allocation[0] == ALL_TENURES or world.rules.buys[0]
    found = np.empty(d.wijk.shape[0], np.int64)
    count = 0
    for dwelling in range(general_stock(world)):
        if d.kind[dwelling] < SHARED_HOUSE and is_vacant(world, dwelling):
            if every_tenure or d.tenure[dwelling] == SOCIAL:
                found[count] = dwelling
                count += 1
    return found[:count]


@kernel
def best(world, informed_weight, key, resident, size, offered):
    """Give the dwelling of those offered that is best for a resident with a household of a size, -1 if none is left.

    Equals by draw.
    """
    uid = world.residents.uid[resident]
    best, best_score, best_draw = NOWHERE, REFUSED, 0.0
    for dwelling in offered:
        if not is_vacant(world, dwelling) or world.dwellings.seats[dwelling] < size:
            continue
        score = _score(world, informed_weight, resident, dwelling, offered)
        draw = uniform(extend(key, uid), dwelling)
        if score > best_score or (score == best_score and draw < best_draw):
            best, best_score, best_draw = dwelling, score, draw
    return best


@kernel
def _score(world, informed_weight, resident, dwelling, offered):
    d, home = world.dwellings, world.residents.dwelling[resident]
    base = _score_by_rule(world, informed_weight, resident, dwelling)
    destination = _destination(world, home)
    if destination == OLD_WIJK:
        return _in_the_old_wijk(base, d.rent[dwelling]) if d.wijk[dwelling] == d.wijk[home] else base
    if destination == NEAR_KIN:
        return -distance_to_kin(world, resident, dwelling)
    if destination == GROUP_MOVE:
        return _score_for_group(world, d.unit[home], dwelling, offered)
    return base


@kernel
def _in_the_old_wijk(base, rent):
    """Give the score of a dwelling in the wijk where a policy wants people to stay: a quota does not forbid that."""
    return FAR + (base if base > REFUSED else -float(rent))


@kernel
def _destination(world, home):
    """Give where a policy wants those to go who have to leave a dwelling; the rule decides for who has none yet."""
    if home == NOWHERE:
        return BY_RULE
    unit = world.dwellings.unit[home]
    return np.int64(world.dwelling_levers.destination[home] if unit == NOWHERE else world.levers.destination[unit])


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
def _score_by_rule(world, informed_weight, resident, dwelling):
    rule = world.rules.allocation[0]
    rent = float(world.dwellings.rent[dwelling])
    if rule in (RANDOM, ALL_TENURES):
        return 0.0
    if rule == QUOTA:
        wijk = world.dwellings.wijk[dwelling]
        share = world.wijken.vulnerable_inflow[wijk] / max(world.wijken.inflow[wijk], 1.0)
        return REFUSED if share > world.rules.max_share[0] else -rent
    if rule == INFORMED:
        slack = world.wijken.slack[world.dwellings.wijk[dwelling]]
        seen = slack - vulnerable_share_of_block(world, dwelling) - distance_to_kin(world, resident, dwelling)
        return -rent + informed_weight * world.city.coordination[0] * seen
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
