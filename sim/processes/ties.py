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

from sim.compiled import kernel, within
from sim.lanes import (
    LANES,
    add_halves,
    as_bits,
    as_wholes,
    choose,
    eight,
    floats_at,
    how_many,
    lane_numbers,
    least,
    most,
    multiply_halves,
    product_of_four,
    put,
    rows_of,
    size,
    sum_of_four,
    wholes_at,
)
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
from sim.world.meetings import hours_by_chance, taken_badly, time_weight

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
NONE, HALF, ONE = (np.float32(part) for part in (0, 0.5, 1))
UNDER_ONE_ROOF = HOUSEHOLD_TIE | SAME_DWELLING
AHEAD = 2
"""So many residents before their turn the memory is asked for the faces of the others of their ties, and twice as many
for the ties themselves."""
FRESH, ROUNDING = 0, TIE_SLOTS
SCRATCH = 2 * TIE_SLOTS
"""Where in the scratch the new hours of the ties of one resident stand, and the draws that round them, a slot each."""


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
        np.float32(parameters["contact"].half_hours),
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
def _live_on(world, own, encounters, half, by_nearness, keeps, scratch, key, pair_key):
    r, last = world.residents, world.residents.uid.shape[0] - 1
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        _fetch_own(world, min(i + 2 * AHEAD, last))
        _fetch_faces(world, min(i + AHEAD, last))
        in_unit = int(world.foci.kind[world.dwellings.block[r.dwelling[i]]] == UNIT)
        outside, heard = _live_with_all(world, own, encounters, half, by_nearness[in_unit], keeps, scratch, pair_key, i)
        if outside > 0:
            _lose_outside(world, own, uniform(key, r.uid[i]), i, scratch)
        r.dutch_hours[i] = heard if r.dutch[i] < 1.0 else 0.0
        if _sum_up(world, own, i, scratch):
            _forget(world, own, i)


@kernel
def _fetch_own(world, i):
    """Ask the memory for the ties of a resident.

    Rows lie behind each other, but only slots in use are read, so the processor does not see by itself what comes next.
    """
    bonds.fetch(world, i)
    fetch_ahead(world.ties.root_hours, i)


@kernel
def _fetch_faces(world, i):
    """Ask the memory for the faces that a resident will look at."""
    for slot in range(world.ties.count[i]):
        fetch_ahead(world.residents.face, world.ties.partner[i, slot])


@within
def _live_with_all(world, own, encounters, half, by_nearness, keeps, scratch, key, i):
    """Write the new hours of each tie and the draw that rounds them.

    Give the number of alters outside the city, and the hours with people in it who speak Dutch well: chosen, or under
    one roof.

    Eight ties at a time. The last two rows of faces stand for others: row -1, nobody, has nothing, and row -2 is
    whoever lives outside the city. Empty slots hold nobody: they are worked out with the others and get no hours.
    """
    ties, me, outside, heard = world.ties, world.residents.face[i], 0, eight(NONE)
    for first in range(0, ties.count[i], LANES):
        partner, kind = wholes_at(ties.partner[i], first), wholes_at(ties.kind[i], first)
        held, you = hours_of(wholes_at(ties.root_hours[i], first)), rows_of(world.residents.face, partner)
        quality = size(you[QUALITY]) * size(me[QUALITY])
        chosen = time_weight(held, floats_at(ties.closeness[i], first), half) * least(you[RATE], me[RATE])
        chosen = chosen + choose(kind == UNDER_ONE_ROOF, np.float32(own.household_hours), eight(NONE))
        heard = add_halves(heard, choose((partner >= 0) & (you[QUALITY] > NONE), chosen, NONE))
        fresh = held * _kept(keeps, kind) + quality * chosen
        joined, drawn = floats_at(ties.by_focus[i], first) * SIXTY_FOURTH, _coins(key, me[TOKEN], you[TOKEN])
        met = _met_by_chance(own, encounters, half, by_nearness, me, you, held, kind, joined, quality, drawn)
        put(scratch, FRESH + first, fresh + met)
        put(scratch, ROUNDING + first, last_bits(drawn))
        outside += how_many(partner == EXTERNAL)
    return outside, sum_of_four(heard)


@kernel
def _kept(keeps, kind):
    """Give the share of hours that a month leaves, by type of tie."""
    type_, (household, kin, social) = kind & TYPE_BITS, (keeps[0], keeps[1], keeps[2])
    return choose(type_ == SOCIAL_TIE, social, choose(type_ == KIN_TIE, kin, eight(household)))


@kernel
def _coins(key, mine, yours):
    """Give the coins of a resident with eight others: those of a pair are the same whoever asks."""
    mine, yours = as_wholes(mine), as_wholes(yours)
    return coin(key, as_bits(least(yours, mine)), as_bits(most(yours, mine)))


@kernel
def _met_by_chance(own, encounters, half, by_nearness, me, you, held, kind, joined, quality, drawn):
    """Give the hours of chance of the ties that meet, less what goes wrong costs them."""
    pool, block, meeting = by_nearness[SAME_POOL], by_nearness[SAME_BLOCK], np.float32(own.meeting_hours)
    duration, harm = np.float32(own.duration_of_ties), np.float32(own.negative_cost)
    floor, weight = np.float32(2.0 * encounters.negative_floor), np.float32(encounters.negative_behaviour)
    nearness = kind & NEARNESS_BITS
    near = choose(nearness >= SAME_BLOCK, block, choose(nearness == SAME_POOL, pool, eight(NONE)))
    expected = near * (me[NEAR_DRIVE] + you[NEAR_DRIVE]) + joined * (me[DRIVE] + you[DRIVE])
    often = choose(kind == UNDER_ONE_ROOF, NONE, HALF * expected / meeting)
    known, nearer = held / (held + half), near > joined
    i_know = choose(nearer, most(known, me[FAMILIARITY]), known)
    you_know = choose(nearer, most(known, you[FAMILIARITY]), known)
    sour = taken_badly(floor, weight, me[BEHAVIOUR], i_know, you[BEHAVIOUR], you_know)
    times = ONE + often
    cost = times * sour * harm
    gained = quality * times * (ONE - sour) * meeting * (ONE + duration * known)
    return choose(drawn * times < often, gained - held * cost * (ONE - HALF * cost), NONE)


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


@within
def _sum_up(world, own, i, scratch):
    """Write the new hours and what they mean to the resident; tell whether a tie is to be forgotten.

    Empty slots have no hours, and add nothing.
    """
    r, ties = world.residents, world.ties
    half, close = np.float32(own.effective_hours), np.float32(own.confidant_hours * own.confidant_hours)
    forgotten, strong = np.float32(own.forgotten), np.float32(own.network_hours)
    effective, local, distance, network, weak = eight(NONE), eight(NONE), eight(ONE), 0, 0
    for first in range(0, ties.count[i], LANES):
        roots = root_by_chance(floats_at(scratch, FRESH + first), floats_at(scratch, ROUNDING + first))
        put(ties.root_hours[i], first, roots)
        hours = hours_of(roots)
        share, near = hours / (hours + half), wholes_at(ties.kind[i], first) & NEARNESS_BITS
        effective = add_halves(effective, share)
        local = add_halves(local, choose((near == SAME_POOL) | (near == SAME_BLOCK), share, NONE))
        distance = multiply_halves(distance, close / (hours * hours + close))
        network += how_many(hours >= strong)
        weak += how_many((hours < forgotten) & (lane_numbers() < ties.count[i] - first))
    worker = np.float32(r.worker_hours[i])
    r.effective_ties[i] = sum_of_four(effective) + np.float32(own.worker_weight) * (worker / (worker + half))
    r.local_ties[i] = sum_of_four(local)
    r.network[i] = network
    r.without_confidant[i] = product_of_four(distance) * (close / (worker * worker + close))
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
