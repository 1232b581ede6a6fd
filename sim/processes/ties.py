"""People meet in their foci and with those they choose; ties grow, fade, begin and end.

In each focus seats are paired: in one try of a month, position s meets position (c − s) modulo the
size, with c drawn for the focus. Both sides know of it without telling each other, each pair is as likely
as any other, and an empty seat is no meeting. A pairing stands for so many meetings that the expected
number of each pair in a month is encounters / (group size − 1), times the mean of both drives.

A meeting with a tie lasts longer, by 1 + 4 · H / (H + K). A part of meetings is negative: the share grows
with the other's behaviour and shrinks with familiarity; such a meeting yields no hours and costs the tie
3%. Hours depreciate: H ← H · exp(−decay) + quality · (chosen + by chance) + 14 · quality under one roof.
Chosen time needs both: e = w · min(rate of one, rate of the other). A tie under one hour is forgotten.

A pair without a tie begins one with chance 1 − exp(−m · p) in m meetings, p = openness of both · fit ·
quality; fit falls with the gap in age and with discomfort, and needs a common language. The coin belongs
to the two seats. New ties are entered in the order of the seats at home, so no order of rows matters.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.randomness import below, extend, uniform
from sim.world import bonds
from sim.world.codes import (
    AGE_YEARS,
    BEHAVIOUR,
    CATEGORY,
    DRIVE,
    DUTCH,
    ELECTIVE_RATE,
    EXTERNAL,
    FAMILIARITY,
    FOCUS_SLOTS,
    HOUSEHOLD_TIE,
    NOBODY,
    NOWHERE,
    OPENNESS,
    POOL,
    PRESENCE,
    QUALITY,
    SAME_DWELLING,
    SAME_POOL,
    SOCIAL_TIE,
    TIE_SLOTS,
    TOLERANCE,
    TONGUE,
    TYPE_BITS,
)

WRITES = (
    "ties.*",
    "residents.effective_ties",
    "residents.without_confidant",
    "residents.local_ties",
    "residents.network",
    "residents.neighbour_meetings",
    "residents.dutch_hours",
    "residents.changed",
    "residents.loss",
)

HUNDREDTHS = 100.0


class Ties(NamedTuple):
    """Parameters of ``ties.yaml``; lists by type of tie (household, kin, social) or by kind of focus."""

    decay: np.ndarray
    household_hours: float
    forgotten: float
    encounters: np.ndarray
    group_size: np.ndarray
    duration: np.ndarray
    quality: np.ndarray
    tries: np.ndarray
    duration_of_ties: float
    half_hours: float
    negative_floor: float
    negative_behaviour: float
    negative_cost: float
    age_gap: float
    new_tie_hours: float
    external_quality: float
    external_death: float
    hours_per_loss: float
    effective_hours: float
    confidant_hours: float
    network_hours: float
    speaks_dutch: float


def step(world, parameters, draws, month):
    """Let a month of meetings happen and ties follow from it."""
    own = parameters["ties"]
    key = draws.key("ties", month)
    new = _meet_all(world, own, key)
    _begin_ties(world, own, month, *new)


@kernel
def _meet_all(world, own, key):
    r = world.residents
    rows = r.uid.shape[0]
    low, high, hours = np.empty(8 * rows, np.int32), np.empty(8 * rows, np.int32), np.empty(8 * rows)
    by_chance, bad = np.zeros(TIE_SLOTS), np.zeros(TIE_SLOTS)
    keeps = np.exp(-own.decay)
    count = 0
    for i in range(rows):
        if not r.alive[i]:
            continue
        by_chance[:] = 0.0
        bad[:] = 0.0
        r.neighbour_meetings[i] = 0.0
        r.dutch_hours[i] = 0.0
        dwelling, seat = r.dwelling[i], r.seat[i]
        block, pool = world.dwellings.block[dwelling], world.dwellings.pool[dwelling]
        count = _meet_in(world, own, key, i, seat, block, by_chance, bad, low, high, hours, count)
        count = _meet_in(world, own, key, i, seat, pool, by_chance, bad, low, high, hours, count)
        for slot in range(FOCUS_SLOTS):
            seat = r.focus[i, slot]
            if seat != NOWHERE:
                focus = world.seats.place[seat]
                count = _meet_in(world, own, key, i, seat, focus, by_chance, bad, low, high, hours, count)
        _update(world, own, keeps, extend(key, 1), i, by_chance, bad)
    return low[:count], high[:count], hours[:count]


@kernel
def _meet_in(world, own, key, i, seat, focus, by_chance, bad, low, high, hours, count):
    """Let a resident meet in one focus; give the number of new ties found so far."""
    r, foci = world.residents, world.foci
    if not foci.open[focus]:
        return count
    kind, start, size = foci.kind[focus], foci.start[focus], foci.size[focus]
    position = seat - start
    key = extend(key, focus)
    tries = int(own.tries[kind])
    per_try = own.encounters[kind] / (own.group_size[kind] - 1.0) * size / tries
    me = r.face[i]
    for attempt in range(tries):
        across = below(key, attempt, size) - position
        if across < 0:
            across += size
        other = world.seats.occupant[start + across]
        if other == NOBODY or across == position:
            continue
        you = r.face[other]
        slot = bonds.find(world, i, other)
        if kind <= POOL:
            meetings = per_try * 0.5 * (me[DRIVE] * me[PRESENCE] + you[DRIVE] * you[PRESENCE])
            r.neighbour_meetings[i] += meetings
        else:
            meetings = per_try * 0.5 * (me[DRIVE] + you[DRIVE])
        held = world.ties.hours[i, slot] if slot >= 0 else 0.0
        known = held / (held + own.half_hours)
        sour = _negative(own, me, you, kind, known) + _negative(own, you, me, kind, known)
        sour = min(sour, 1.0)
        shared = meetings * (1.0 - sour) * own.duration[kind] * (1.0 + own.duration_of_ties * known)
        if you[DUTCH] > own.speaks_dutch:
            r.dutch_hours[i] += shared
        if slot >= 0:
            by_chance[slot] += shared
            bad[slot] += meetings * sour
        elif r.seat[i] < r.seat[other] and count < low.shape[0]:
            strangers = meetings * (1.0 - sour) * me[OPENNESS] * you[OPENNESS] * me[QUALITY] * you[QUALITY]
            coin = uniform(extend(key, 1 + min(position, across)), max(position, across) * 64 + attempt)
            if coin < strangers and coin < 1.0 - math.exp(-strangers * _affinity(own, me, you)):
                low[count], high[count] = i, other
                hours[count] = own.new_tie_hours + own.duration[kind]
                count += 1
    return count


@kernel
def _negative(own, me, you, kind, known):
    """Give the chance that one takes a meeting with the other badly."""
    familiar = max(me[FAMILIARITY], known) if kind <= POOL else known
    return own.negative_floor + own.negative_behaviour * you[BEHAVIOUR] * (1.0 - familiar)


@kernel
def _affinity(own, me, you):
    """Give the part of that chance which age, comfort and language leave of it."""
    comfort = me[TOLERANCE + int(you[CATEGORY])] * you[TOLERANCE + int(me[CATEGORY])]
    language = 1.0 if me[TONGUE] == you[TONGUE] else me[DUTCH] * you[DUTCH]
    return math.exp(-abs(me[AGE_YEARS] - you[AGE_YEARS]) / own.age_gap) * comfort * language


@kernel
def _update(world, own, keeps, key, i, by_chance, bad):
    """Let the ties of one resident fade and grow; sum up what they mean to the resident."""
    r, ties = world.residents, world.ties
    me = r.face[i]
    effective, local, network, nobody_close = 0.0, 0.0, 0, 1.0
    slot = 0
    while slot < ties.count[i]:
        hours = _next_hours(world, own, keeps, i, slot, me, by_chance[slot], bad[slot])
        if ties.partner[i, slot] == EXTERNAL and uniform(extend(key, slot), r.uid[i]) < own.external_death:
            r.loss[i] += hours / own.hours_per_loss
            hours = 0.0
        if hours < own.forgotten:
            last = ties.count[i] - 1
            by_chance[slot], bad[slot] = by_chance[last], bad[last]
            bonds.drop_slot(world, i, slot)
            continue
        ties.hours[i, slot] = hours
        hours = float(ties.hours[i, slot])
        share = hours / (hours + own.effective_hours)
        effective += share
        local += share if ties.kind[i, slot] & SAME_POOL else 0.0
        network += hours >= own.network_hours
        nobody_close *= 1.0 - hours * hours / (hours * hours + own.confidant_hours * own.confidant_hours)
        slot += 1
    r.effective_ties[i] = effective
    r.local_ties[i] = local
    r.network[i] = network
    r.without_confidant[i] = nobody_close


@kernel
def _next_hours(world, own, keeps, i, slot, me, by_chance, bad):
    """Give the hours of a tie after this month; both sides compute the same from the same."""
    ties = world.ties
    held = ties.hours[i, slot]
    kind = ties.kind[i, slot]
    other = ties.partner[i, slot]
    weight = held * held / (held * held + own.half_hours * own.half_hours)
    weight *= ties.closeness[i, slot] / HUNDREDTHS
    kept = held * keeps[kind & TYPE_BITS]
    if other == EXTERNAL:
        return kept + own.external_quality * me[QUALITY] * weight * me[ELECTIVE_RATE]
    you = world.residents.face[other]
    chosen = weight * min(me[ELECTIVE_RATE], you[ELECTIVE_RATE])
    quality = me[QUALITY] * you[QUALITY]
    if you[DUTCH] > own.speaks_dutch:
        world.residents.dutch_hours[i] += chosen
    if bad > 0.0:
        kept *= math.exp(-bad * own.negative_cost)
    hours = kept + quality * (chosen + by_chance)
    if kind & TYPE_BITS == HOUSEHOLD_TIE and kind & SAME_DWELLING:
        hours += own.household_hours * quality
    return hours


@kernel
def _begin_ties(world, own, month, low, high, hours):
    seats = world.residents.seat
    order = np.argsort(seats[high].astype(np.int64), kind="mergesort")
    order = order[np.argsort(seats[low[order]].astype(np.int64), kind="mergesort")]
    for k in order:
        i, other = low[k], high[k]
        if bonds.find(world, i, other) < 0 and bonds.make_room(world, i) and bonds.make_room(world, other):
            bonds.append(world, i, other, SOCIAL_TIE, hours[k], month)
            bonds.append(world, other, i, SOCIAL_TIE, hours[k], month)
