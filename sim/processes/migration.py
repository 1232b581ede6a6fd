"""People leave the city, and others come in their place.

Households leave at the rates of moves between municipalities, by the age of who decides. Arrivals fill
what is missing in each band of age, as far as vacancies above ``kept_vacant`` allow; a part of the adults
of 25-64 brings children as long as children are short. Arrivals have the income and the vulnerabilities
that go with the dwelling they come to. The first arrival of an age in a month is the same person in every arm, and so
is the second: the uid follows from the month, the band of age and the place in its row.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import below, extend, uid_from, uniform
from sim.world import bonds
from sim.world.chances import by_age, met
from sim.world.codes import (
    ADULT,
    AGE_BANDS,
    CARE_ROOM,
    CHILDREN_BAND,
    FAMILY_HOME,
    HOUSEHOLD_TIE,
    NEW,
    NOWHERE,
    SHARED_HOUSE,
)
from sim.world.households import LARGEST, decides, household, live_together, withdraw
from sim.world.lifetable import draw_frailty, frailty_shares
from sim.world.people import draw_vulnerability, equip, free_row, tie_to_outside
from sim.world.places import is_vacant, settle
from sim.world.vacancies import count_vacant_homes, drawn, general_stock, shared_room, shared_rooms

WRITES = ("residents.*", "dwellings.occupants", "seats.occupant", "ties.*")

BAND_STARTS = np.array([*AGE_BANDS, 1500], dtype=np.int64)
STUDENTS = 0
ANY_TONGUE = -1
OLD = 900
"""Months of age from which the last rate of leaving holds."""


class Migration(NamedTuple):
    """Parameters of ``migration.yaml``; lists are by age 18-24, 25-34, 35-44, 45-64, 65-74, 75+."""

    leaving: np.ndarray
    kept_vacant: float
    with_children: float
    with_partner: np.ndarray
    shares_house: float
    shared_by: int
    attempts: int
    most_kin_hours: float
    children_most: int
    from_abroad: float
    other_tongue: float


def step(world, parameters, draws, month):
    """Let this month's departures and arrivals happen."""
    own, people = parameters["migration"], parameters["people"]
    key = draws.key("leaving", month)
    _leave(world, own, parameters["contact"], met(world, key, _leaving_by_age(own)))
    shares = frailty_shares(parameters["lifetable"])
    _arrive(world, own, people, shares, draws.key("arrival", month), draws.key("people"), month)


@kernel
def age_band(age):
    """Give the band of an age in months: 0-4 for adults, 5 for children."""
    if age < BAND_STARTS[0]:
        return CHILDREN_BAND
    band = 0
    while age >= BAND_STARTS[band + 1]:
        band += 1
    return band


@lru_cache(maxsize=16)
def _leaving_by_age(own):
    """Give the chance a month to leave at each month of age."""
    return by_age((*AGE_BANDS, OLD), own.leaving / 12.0)


@allocating
def _leave(world, own, contact, rows):
    """Let households leave of which one of ``rows`` decides; who went with another is no longer there."""
    r = world.residents
    members = np.empty(LARGEST, np.int32)
    for i in rows:
        if not r.alive[i] or world.dwellings.kind[r.dwelling[i]] >= CARE_ROOM:
            continue
        if decides(world, i):
            size = household(world, i, members)
            for k in range(size):
                bonds.end_all_by_departure(world, contact, members[k], own.most_kin_hours)
                withdraw(world, members[k])


@kernel
def _count_from(r, months):
    count = 0
    for i in range(r.uid.shape[0]):
        count += r.alive[i] & (r.age[i] >= months)
    return count


@allocating
def _missing(world):
    """Give how many residents each band of age lacks."""
    r, missing = world.residents, world.city.band_target[0].astype(np.int64)
    of_age = np.zeros(CHILDREN_BAND + 2, np.int64)  # how many are in a band or an older one
    for band in range(CHILDREN_BAND):
        of_age[band] = _count_from(r, BAND_STARTS[band])
    for band in range(CHILDREN_BAND):
        missing[band] -= of_age[band] - of_age[band + 1]
    missing[CHILDREN_BAND] -= _count_from(r, 0) - of_age[0]
    return missing


@allocating
def _arrive(world, own, people, shares, key, traits, month):
    """Let households come one by one, each of the age that the city then misses most."""
    missing = _missing(world)
    vacant, homes = count_vacant_homes(world)
    spare, rooms = vacant - int(own.kept_vacant * homes), shared_rooms(world, own.shared_by)
    row = free_row(world, 0)
    asked = np.zeros(CHILDREN_BAND, np.int64)
    band = _most_missed(world, missing)
    while band != NOWHERE and row >= 0:
        stream = extend(key, band)
        uid = uid_from(stream, asked[band])
        asked[band] += 1
        shares_house = band == STUDENTS and uniform(extend(stream, 1), uid) < own.shares_house
        dwelling = NOWHERE
        if rooms > 0 if shares_house else spare > 0:  # where nothing is left nobody goes on looking
            family = band != STUDENTS and uniform(extend(stream, 4), uid) < own.with_partner[band]
            dwelling = _search(world, own, extend(stream, 2), uid, shares_house, family)
        if dwelling == NOWHERE:
            missing[band] = missing[band] - 1 if band == STUDENTS else 0
        else:
            spare, rooms = spare - (not shares_house), rooms - shares_house
            row = _house(
                world,
                own,
                people,
                shares,
                stream,
                traits,
                uid,
                band,
                dwelling,
                shares_house,
                missing,
                row,
                month,
            )
        band = _most_missed(world, missing)


@kernel
def _most_missed(world, missing):
    """Give the age band that lacks the largest share of its residents, -1 if none lacks any."""
    worst, lack = NOWHERE, 0.0
    for band in range(CHILDREN_BAND):
        share = missing[band] / max(world.city.band_target[0, band], 1)
        if share > lack:
            worst, lack = band, share
    return worst


@kernel
def _search(world, own, key, uid, shares_house, family):
    """Look for a room, or for a home that fits: a family home for couples, another for singles; at last for any."""
    other, stream, stock = NOWHERE, extend(key, uid), general_stock(world)
    for attempt in range(own.attempts):
        dwelling = drawn(stream, attempt, stock)
        if shares_house:
            if shared_room(world, dwelling, own.shared_by):
                return dwelling
        elif is_vacant(world, dwelling) and world.dwellings.kind[dwelling] < SHARED_HOUSE:
            if (world.dwellings.kind[dwelling] == FAMILY_HOME) == family:
                return dwelling
            other = dwelling if other == NOWHERE else other
    return other


@kernel
def _house(world, own, people, shares, stream, traits, uid, band, dwelling, shares_house, missing, row, month):
    r = world.residents
    age = BAND_STARTS[band] + below(extend(stream, 3), uid, _span(band))
    _person(world, own, people, shares, stream, traits, row, uid, age, ANY_TONGUE, dwelling, month)
    missing[band] -= 1
    first, row = row, free_row(world, row)
    room = world.dwellings.seats[dwelling]
    partnered = not shares_house and uniform(extend(stream, 4), uid) < own.with_partner[band]
    if partnered and row >= 0:
        other_age = max(age - 36 + below(extend(stream, 5), uid, 72), BAND_STARTS[0])
        other_uid = uid_from(stream, uid)
        _person(world, own, people, shares, stream, traits, row, other_uid, other_age, ANY_TONGUE, dwelling, month)
        r.sex[row] = 1 - r.sex[first]
        r.partner[row], r.partner[first] = first, row
        bonds.tie(world, first, row, HOUSEHOLD_TIE, people.partner_hours)
        missing[age_band(other_age)] -= 1
        row = free_row(world, row)
    at_home = world.dwellings.kind[dwelling] == FAMILY_HOME
    brings = 1 <= band <= 3 and missing[CHILDREN_BAND] > 0 and at_home
    if brings and uniform(extend(stream, 6), uid) < own.with_children:
        row = _bring_children(
            world, own, people, shares, stream, traits, first, row, uid, dwelling, room, missing, month
        )
    return row


@kernel
def _bring_children(world, own, people, shares, stream, traits, parent, row, uid, dwelling, room, missing, month):
    r = world.residents
    oldest = min(max(r.age[parent] - 288, 60), BAND_STARTS[0] - 1)
    wanted = 1 + below(extend(stream, 7), uid, own.children_most)
    for child in range(wanted):
        if row < 0 or world.dwellings.occupants[dwelling] >= room:
            break
        child_uid = uid_from(extend(stream, 8 + child), uid)
        age = 48 + below(extend(stream, 20 + child), uid, max(oldest - 48, 1))
        _person(world, own, people, shares, stream, traits, row, child_uid, age, r.tongue[parent], dwelling, month)
        live_together(world, row, people.partner_hours / 2.0)
        missing[CHILDREN_BAND] -= 1
        row = free_row(world, row)
    return row


@kernel
def _span(band):
    return 240 if band == 4 else BAND_STARTS[band + 1] - BAND_STARTS[band]


@kernel
def _person(world, own, people, shares, stream, traits, row, uid, age, tongue, dwelling, month):
    """Fill a row with somebody of this age and mother tongue, or any; command of Dutch follows from it."""
    r = world.residents
    d = world.dwellings
    key = extend(stream, 30)
    r.uid[row] = uid
    r.sex[row] = 1 if uniform(key, uid) < 0.5 else 0
    r.age[row] = age
    noise = below(extend(key, 1), uid, 3) - 1
    r.income[row] = min(max(np.int64(d.rent[dwelling]) + noise, 0), 4)
    high = world.wijken.education_high[d.wijk[dwelling]]
    draw = uniform(extend(key, 2), uid)
    r.education[row] = 2 if draw < high else 1 if draw < high + 0.6 * (1.0 - high) else 0
    r.works[row] = uniform(extend(key, 3), uid) < world.wijken.work_share[d.wijk[dwelling]] + 0.1
    r.frailty[row] = draw_frailty(shares, r.sex[row], age / 12.0, uniform(extend(key, 4), uid))
    vulnerability = draw_vulnerability(people, traits, uid, age, d.tenure[dwelling], r.income[row]) & ~NEW
    if ADULT <= age < BAND_STARTS[4] and uniform(extend(key, 8), uid) < own.from_abroad:
        vulnerability |= NEW
    r.vulnerability[row] = vulnerability
    r.tongue[row] = max(tongue, 0)
    if tongue == ANY_TONGUE and (vulnerability & NEW or uniform(extend(key, 5), uid) < own.other_tongue):
        r.tongue[row] = 1 + below(extend(key, 6), uid, 5)
    equip(world, people, traits, row, month)
    tie_to_outside(world, people, extend(key, 7), row, people.external_kin, people.external_friends)
    settle(world, row, dwelling, month)
