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
from sim.world.hours import hours_of, last_bits, root_by_chance
from sim.world.meetings import hours_by_chance, taken_badly
from sim.world.sums import product, total

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
FRESH, QUALITIES, RATES, DRIVES, NEAR_DRIVES, TOKENS, BEHAVIOURS, FAMILIARITIES = range(0, 8 * TIE_SLOTS, TIE_SLOTS)
ROUNDING, SHARES, NEARBY, DISTANCES = TOKENS, DRIVES, NEAR_DRIVES, BEHAVIOURS
SCRATCH = 8 * TIE_SLOTS
"""Where in the scratch what is worked out of the ties of one resident begins, a slot each; some is used twice.

One row of numbers, so that the compiler sees what lies where, and that nothing overlaps.
"""


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
        np.zeros(SCRATCH, np.float32),
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
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        outside = _gather(world, i, scratch)
        _fade_and_choose(world, own, i, half_hours, keeps, scratch)
        in_unit = int(world.foci.kind[world.dwellings.block[r.dwelling[i]]] == UNIT)
        _meet_by_chance(world, own, encounters, i, np.float32(half_hours), by_nearness[in_unit], pair_key, scratch)
        if outside > 0:
            _lose_outside(world, own, uniform(key, r.uid[i]), i, scratch)
        r.dutch_hours[i] = _dutch(world, i, half_hours) if r.dutch[i] < 1.0 else 0.0
        if _sum_up(world, own, i, scratch):
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
        scratch[RATES + slot] = face[other, RATE]
        scratch[QUALITIES + slot] = face[other, QUALITY]
        scratch[DRIVES + slot] = face[other, DRIVE]
        scratch[NEAR_DRIVES + slot] = face[other, NEAR_DRIVE]
        scratch[TOKENS + slot] = face[other, TOKEN]
        scratch[BEHAVIOURS + slot] = face[other, BEHAVIOUR]
        scratch[FAMILIARITIES + slot] = face[other, FAMILIARITY]
        outside += other == EXTERNAL
    return outside


@kernel
def _fetch_faces(world, i):
    """Ask the memory for the faces that the next resident will look at."""
    for slot in range(world.ties.count[i]):
        fetch_ahead(world.residents.face, world.ties.partner[i, slot])


@kernel
def _fade_and_choose(world, own, i, half_hours, keeps, scratch):
    """Give each tie its hours after decay, chosen time and a shared roof; qualities become those of pairs.

    In float32 over all slots, without an exit, so that eight run at a time.
    """
    roots, kind, closeness = world.ties.root_hours[i], world.ties.kind[i], world.ties.closeness[i]
    half = np.float32(half_hours * half_hours)
    roof = np.float32(own.household_hours)
    mine, asks = np.float32(abs(world.residents.face[i, QUALITY])), world.residents.face[i, RATE]
    household, kin, social = keeps[0], keeps[1], keeps[2]
    for slot in range(TIE_SLOTS):
        held = hours_of(roots[slot])
        square = held * held
        chosen = square / (square + half) * np.float32(closeness[slot]) * min(asks, scratch[RATES + slot])
        type_ = kind[slot] & TYPE_BITS
        keep = social if type_ == SOCIAL_TIE else kin if type_ == KIN_TIE else household
        chosen += roof if kind[slot] == UNDER_ONE_ROOF else np.float32(0.0)
        quality = abs(scratch[QUALITIES + slot]) * mine
        scratch[QUALITIES + slot] = quality
        scratch[FRESH + slot] = held * keep + quality * chosen


@kernel
def _meet_by_chance(world, own, encounters, i, half_hours, by_nearness, key, scratch):
    """Throw the coin of each pair; add the hours of chance to the ties that meet, less what goes wrong costs them.

    In float32 and 32 bits over all slots, without an exit, so that eight run at a time.
    """
    kind, by_focus, roots = world.ties.kind[i], world.ties.by_focus[i], world.ties.root_hours[i]
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
        expected = near * (my_near + scratch[NEAR_DRIVES + slot]) + joined * (my_drive + scratch[DRIVES + slot])
        often = HALF * expected / meeting if kind[slot] != UNDER_ONE_ROOF else NONE
        yours = np.int32(scratch[TOKENS + slot])
        drawn = coin(key, np.uint32(min(mine, yours)), np.uint32(max(mine, yours)))
        scratch[ROUNDING + slot] = last_bits(drawn)
        held = hours_of(roots[slot])
        known = held / (held + half_hours)
        i_know = max(known, my_familiarity) if near > joined else known
        you_know = max(known, scratch[FAMILIARITIES + slot]) if near > joined else known
        sour = taken_badly(floor, weight, my_behaviour, i_know, scratch[BEHAVIOURS + slot], you_know)
        cost = (ONE + often) * sour * harm
        gained = scratch[QUALITIES + slot] * (ONE + often) * (ONE - sour) * meeting * (ONE + duration * known)
        scratch[FRESH + slot] += gained - held * cost * (ONE - HALF * cost) if drawn * (ONE + often) < often else NONE


@kernel
def _lose_outside(world, own, draw, i, scratch):
    """Let at most one alter outside the city die this month, each with the same chance."""
    place = int(draw / own.external_death)
    if place >= TIE_SLOTS:
        return
    for slot in range(world.ties.count[i]):
        if world.ties.partner[i, slot] == EXTERNAL:
            if place == 0:
                world.residents.loss[i] += scratch[FRESH + slot] / own.hours_per_loss
                scratch[FRESH + slot] = 0.0
            place -= 1


@kernel
def _sum_up(world, own, i, scratch):
    """Write the new hours and what they mean to the resident; tell whether a tie is to be forgotten.

    Slots behind the last tie have no hours, and add nothing.
    """
    r, roots, kind = world.residents, world.ties.root_hours[i], world.ties.kind[i]
    half, close = np.float32(own.effective_hours), np.float32(own.confidant_hours * own.confidant_hours)
    least, strong = np.float32(own.forgotten), np.float32(own.network_hours)
    network, weak, count = 0, 0, world.ties.count[i]
    for slot in range(TIE_SLOTS):
        root = root_by_chance(scratch[FRESH + slot], scratch[ROUNDING + slot])
        roots[slot], hours = root, hours_of(root)
        share = hours / (hours + half)
        scratch[SHARES + slot] = share
        scratch[NEARBY + slot] = share if kind[slot] & NEARNESS_BITS else NONE
        scratch[DISTANCES + slot] = close / (hours * hours + close)
    for slot in range(TIE_SLOTS):  # apart: with whole numbers in it, the loop above would not run eight at a time
        network += hours_of(roots[slot]) >= strong
        weak += (hours_of(roots[slot]) < least) & (slot < count)
    worker = np.float32(r.worker_hours[i])
    r.effective_ties[i] = total(scratch, SHARES) + np.float32(own.worker_weight) * (worker / (worker + half))
    r.local_ties[i] = total(scratch, NEARBY)
    r.network[i] = network
    r.without_confidant[i] = product(scratch, DISTANCES) * (close / (worker * worker + close))
    return weak > 0


@kernel
def _forget(world, own, i):
    """Drop the ties that are forgotten; what they meant this month still counts."""
    slot = 0
    while slot < world.ties.count[i]:
        if bonds.held(world, i, slot) < own.forgotten:
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
            held = float(bonds.held(world, i, slot))
            weight = held * held / (held * held + half_hours * half_hours) * ties.closeness[i, slot]
            heard += weight * min(face[i, RATE], face[other, RATE])
    return heard
