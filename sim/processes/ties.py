"""Ties fade without contact and grow with it.

Hours depreciate: H ← H · exp(−decay) + quality · (chosen + by chance) + 14 · quality under one roof.
Chosen time needs both: e = w · min(rate of one, rate of the other). A tie under one hour is forgotten.

Whoever shares a focus with a tie may also meet by chance (but for those under one roof, whose 14 hours stand for
all that they do together). Of a pair that chance lets meet m times a month,
some month none and some month several: they meet with chance m / (1 + m), and then 1 + m times. The
draw belongs to the pair. A meeting with a tie lasts longer than one with a stranger, by 1 + 4 · H / (H + K).
A part of meetings is negative (see ``encounters``); such a meeting yields no hours and costs the tie 3%.

An alter outside the city has time whenever asked, a quality of 0.9, and dies at a rate of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.native import fetch_ahead
from sim.randomness import LOW_HALF, coin, uniform
from sim.world import bonds
from sim.world.codes import (
    BEHAVIOUR,
    BLOCK,
    DRIVE,
    EXTERNAL,
    FAMILIARITY,
    HOUSEHOLD_TIE,
    KIN_TIE,
    NEAR_DRIVE,
    NEARNESS_BITS,
    POOL,
    QUALITY,
    RATE,
    SAME_BLOCK,
    SAME_DWELLING,
    SAME_POOL,
    SOCIAL_TIE,
    TIE_SLOTS,
    TOKEN,
    TYPE_BITS,
    UNIT,
)
from sim.world.meetings import hours_by_chance, taken_badly

WRITES = (
    "ties.*",
    "residents.effective_ties",
    "residents.without_confidant",
    "residents.local_ties",
    "residents.network",
    "residents.dutch_hours",
    "residents.changed",
    "residents.loss",
)

SIXTY_FOURTH = np.float32(1.0 / 64.0)
UNDER_ONE_ROOF = HOUSEHOLD_TIE | SAME_DWELLING
NONE, HALF, ONE = (np.float32(part) for part in (0, 0.5, 1))
SCRATCH = 8
FRESH, QUALITIES, RATES, DRIVES, NEAR_DRIVES, TOKENS, BEHAVIOURS, FAMILIARITIES = range(SCRATCH)
"""Rows of the scratch in which the ties of one resident are worked out."""


class Ties(NamedTuple):
    """Parameters of ``ties.yaml``; lists by type of tie (household, kin, social)."""

    decay: np.ndarray
    household_hours: float
    forgotten: float
    meeting_hours: float
    duration_of_ties: float
    negative_cost: float
    external_quality: float
    external_death: float
    hours_per_loss: float
    effective_hours: float
    confidant_hours: float
    network_hours: float
    worker_weight: float


def step(world, parameters, draws, month):
    """Let the ties of everyone fade and grow, and sum up what they mean to them."""
    own, encounters = parameters["ties"], parameters["encounters"]
    _live_on(
        world,
        own,
        encounters,
        parameters["contact"].half_hours,
        _hours_by_nearness(encounters),
        np.exp(-own.decay).astype(np.float32),
        np.zeros((SCRATCH, TIE_SLOTS), np.float32),
        draws.key("ties", month),
        np.uint32(draws.key("pairs", month) & LOW_HALF),
    )


def _hours_by_nearness(encounters):
    """Give the hours a month of chance in block (first row) or living group, and pool, by the kind of a tie."""
    hours = np.zeros((2, NEARNESS_BITS + TYPE_BITS + 1), np.float32)
    for row, focus in enumerate((BLOCK, UNIT)):
        for kind in range(hours.shape[1]):
            near = kind & NEARNESS_BITS
            if near >= SAME_POOL:
                hours[row, kind] += hours_by_chance(encounters, POOL)
            if near >= SAME_BLOCK:
                hours[row, kind] += hours_by_chance(encounters, focus)
    return hours


@kernel
def _live_on(world, own, encounters, half_hours, by_nearness, keeps, scratch, key, pair_key):
    r = world.residents
    fresh, quality, rate = scratch[FRESH], scratch[QUALITIES], scratch[RATES]
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        outside = _gather(world, i, scratch)
        _fade_and_choose(world, own, i, half_hours, keeps, rate, quality, fresh)
        in_unit = int(world.foci.kind[world.dwellings.block[r.dwelling[i]]] == UNIT)
        _meet_by_chance(world, own, encounters, i, np.float32(half_hours), by_nearness[in_unit], pair_key, scratch)
        if outside > 0:
            _lose_outside(world, own, uniform(key, r.uid[i]), i, fresh)
        r.dutch_hours[i] = _dutch(world, i, half_hours) if r.dutch[i] < 1.0 else 0.0
        if _sum_up(world, own, i, fresh, rate, quality) < own.forgotten:
            _forget(world, own, i)


@kernel
def _gather(world, i, scratch):
    """Look up what a tie asks of everyone in one; the last two rows of the table stand for others.

    Row -1, nobody, has nothing; row -2 is whoever lives outside the city. Give the number of those. What stands in
    slots behind the last tie is worked out with the others and not looked at.
    """
    partner, face = world.ties.partner[i], world.residents.face
    _fetch_faces(world, i + 1)
    outside = 0
    for slot in range(world.ties.count[i]):
        other = partner[slot]
        scratch[RATES, slot] = face[other, RATE]
        scratch[QUALITIES, slot] = face[other, QUALITY]
        scratch[DRIVES, slot] = face[other, DRIVE]
        scratch[NEAR_DRIVES, slot] = face[other, NEAR_DRIVE]
        scratch[TOKENS, slot] = face[other, TOKEN]
        scratch[BEHAVIOURS, slot] = face[other, BEHAVIOUR]
        scratch[FAMILIARITIES, slot] = face[other, FAMILIARITY]
        outside += other == EXTERNAL
    return outside


@kernel
def _fetch_faces(world, i):
    """Ask the memory for the faces that the next resident will look at."""
    for slot in range(world.ties.count[i]):
        fetch_ahead(world.residents.face, world.ties.partner[i, slot])


@kernel
def _fade_and_choose(world, own, i, half_hours, keeps, rate, quality, fresh):
    """Give each tie its hours after decay, chosen time and a shared roof; ``quality`` becomes that of the pair.

    In float32 over all slots, without an exit, so that eight run at a time.
    """
    hours, kind, closeness = world.ties.hours[i], world.ties.kind[i], world.ties.closeness[i]
    half = np.float32(half_hours * half_hours)
    roof = np.float32(own.household_hours)
    mine, asks = np.float32(abs(world.residents.face[i, QUALITY])), world.residents.face[i, RATE]
    household, kin, social = keeps[0], keeps[1], keeps[2]
    for slot in range(TIE_SLOTS):
        held = hours[slot]
        square = held * held
        chosen = square / (square + half) * np.float32(closeness[slot]) * min(asks, rate[slot])
        type_ = kind[slot] & TYPE_BITS
        keep = social if type_ == SOCIAL_TIE else kin if type_ == KIN_TIE else household
        chosen += roof if kind[slot] == UNDER_ONE_ROOF else np.float32(0.0)
        quality[slot] = abs(quality[slot]) * mine
        fresh[slot] = held * keep + quality[slot] * chosen


@kernel
def _meet_by_chance(world, own, encounters, i, half_hours, by_nearness, key, scratch):
    """Throw the coin of each pair; add the hours of chance to the ties that meet, less what goes wrong costs them.

    In float32 and 32 bits over all slots, without an exit, so that eight run at a time.
    """
    kind, by_focus, hours = world.ties.kind[i], world.ties.by_focus[i], world.ties.hours[i]
    drive, near_drive, token = scratch[DRIVES], scratch[NEAR_DRIVES], scratch[TOKENS]
    behaviour, familiarity = scratch[BEHAVIOURS], scratch[FAMILIARITIES]
    quality, fresh = scratch[QUALITIES], scratch[FRESH]
    me = world.residents.face[i]
    my_drive, my_near, mine = me[DRIVE], me[NEAR_DRIVE], np.int32(me[TOKEN])
    my_behaviour, my_familiarity = me[BEHAVIOUR], me[FAMILIARITY]
    pool, block, meeting = by_nearness[SAME_POOL], by_nearness[SAME_BLOCK], np.float32(own.meeting_hours)
    duration, harm = np.float32(own.duration_of_ties), np.float32(own.negative_cost)
    floor, weight = np.float32(2.0 * encounters.negative_floor), np.float32(encounters.negative_behaviour)
    for slot in range(TIE_SLOTS):
        nearness = kind[slot] & NEARNESS_BITS
        near = block if nearness >= SAME_BLOCK else pool if nearness == SAME_POOL else NONE
        joined = np.float32(by_focus[slot]) * SIXTY_FOURTH
        expected = near * (my_near + near_drive[slot]) + joined * (my_drive + drive[slot])
        often = HALF * expected / meeting if kind[slot] != UNDER_ONE_ROOF else NONE
        yours = np.int32(token[slot])
        drawn = coin(key, np.uint32(min(mine, yours)), np.uint32(max(mine, yours)))
        held = hours[slot]
        known = held / (held + half_hours)
        i_know = max(known, my_familiarity) if near > joined else known
        you_know = max(known, familiarity[slot]) if near > joined else known
        sour = taken_badly(floor, weight, my_behaviour, i_know, behaviour[slot], you_know)
        cost = (ONE + often) * sour * harm
        gained = quality[slot] * (ONE + often) * (ONE - sour) * meeting * (ONE + duration * known)
        fresh[slot] += gained - held * cost * (ONE - HALF * cost) if drawn * (ONE + often) < often else NONE


@kernel
def _lose_outside(world, own, draw, i, fresh):
    """Let at most one alter outside the city die this month, each with the same chance."""
    place = int(draw / own.external_death)
    if place >= TIE_SLOTS:
        return
    for slot in range(world.ties.count[i]):
        if world.ties.partner[i, slot] == EXTERNAL:
            if place == 0:
                world.residents.loss[i] += fresh[slot] / own.hours_per_loss
                fresh[slot] = 0.0
            place -= 1


@kernel
def _sum_up(world, own, i, fresh, share, distance):
    """Write the new hours and what they mean to the resident; give the hours of the weakest tie."""
    r, hours, kind = world.residents, world.ties.hours[i], world.ties.kind[i]
    count = world.ties.count[i]
    half, close = np.float32(own.effective_hours), np.float32(own.confidant_hours * own.confidant_hours)
    for slot in range(TIE_SLOTS):
        held = fresh[slot]
        share[slot] = held / (held + half)
        distance[slot] = close / (held * held + close)
    effective, local, network, nobody_close, weakest = 0.0, 0.0, 0, 1.0, fresh[0]
    for slot in range(count):
        hours[slot] = fresh[slot]
        weakest = min(weakest, fresh[slot])
        effective += share[slot]
        local += share[slot] if kind[slot] & NEARNESS_BITS else 0.0
        network += fresh[slot] >= own.network_hours
        nobody_close *= distance[slot]
    worker = r.worker_hours[i]
    effective += own.worker_weight * worker / (worker + half)
    nobody_close *= close / (worker * worker + close)
    r.effective_ties[i] = effective
    r.local_ties[i] = local
    r.network[i] = network
    r.without_confidant[i] = nobody_close
    return weakest if count > 0 else own.forgotten


@kernel
def _forget(world, own, i):
    """Drop the ties that are forgotten; what they meant this month still counts."""
    slot = 0
    while slot < world.ties.count[i]:
        if world.ties.hours[i, slot] < own.forgotten:
            bonds.drop_slot(world, i, slot)
        else:
            slot += 1


@kernel
def _dutch(world, i, half_hours):
    """Give the hours a learner chose to spend this month with people who speak Dutch well."""
    ties, face = world.ties, world.residents.face
    heard = 0.0
    for slot in range(ties.count[i]):
        other = ties.partner[i, slot]
        if other >= 0 and face[other, QUALITY] > 0.0:
            held = float(ties.hours[i, slot])
            weight = held * held / (held * held + half_hours * half_hours) * ties.closeness[i, slot]
            heard += weight * min(face[i, RATE], face[other, RATE])
    return heard
