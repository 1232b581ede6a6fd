"""Kin and friends who live elsewhere help, as far as they are near, at ease with the person, asked, and able.

A tie is asked for ``asks`` of what is still unmet, times its weight over the sum of weights (or over 1, if the sum
is less: one weak tie is not asked for everything). The weight is H / (H + K) · ``by_type`` · exp(−distance / reach
of the helper) · the helper's comfort with people like the one who asks. Most people find it hard to ask: that is
why it is not all. Each gives what they can beside what they give at home, shared over who asks; what remains is
asked once more of those who have hours left. Ties of less than ``asked_from`` hours are not asked.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.caring import able_to_give, helped_by, in_want
from sim.world.codes import ADULT, NETWORK, SAME_DWELLING, TIE_SLOTS, TYPE_BITS

WRITES = (
    "residents.unmet",
    "residents.care_given",
    "ties.hours",
    "wijken.support",
    "wijken.asked",
    "wijken.helped",
)

UNKNOWN = -1.0


class NetworkCare(NamedTuple):
    """Parameters of ``network_care.yaml``; ``by_type`` for household, kin and social ties."""

    asks: float
    by_type: np.ndarray
    asked_from: float
    rounds: int
    months: float


def step(world, parameters, draws, month):
    """Let people ask their networks, and these help."""
    own = parameters["network_care"]
    world.wijken.support[:, NETWORK] = 0.0
    world.wijken.asked[:] *= 1.0 - 1.0 / own.months
    world.wijken.helped[:] *= 1.0 - 1.0 / own.months
    _help_each_other(world, own, parameters["contact"], parameters["caring"])


@allocating
def _help_each_other(world, own, contact, caring):
    rows = in_want(world)
    weights = np.zeros((rows.shape[0], TIE_SLOTS), np.float32)
    _weigh_all(world, own, contact, rows, weights)
    left = np.full(world.residents.uid.shape[0], UNKNOWN)
    asked = np.zeros(world.residents.uid.shape[0])
    hours = np.zeros((rows.shape[0], TIE_SLOTS), np.float32)
    for attempt in range(own.rounds):
        _ask_all(world, own, caring, rows, weights, left, asked, hours, attempt == 0)
        _give_all(world, own, caring, rows, left, asked, hours)


@kernel
def _weigh_all(world, own, contact, rows, weights):
    r, ties = world.residents, world.ties
    for k in range(rows.shape[0]):
        i = rows[k]
        for slot in range(ties.count[i]):
            other = ties.partner[i, slot]
            kind, held = ties.kind[i, slot], ties.hours[i, slot]
            if other >= 0 and held >= own.asked_from and kind < SAME_DWELLING and r.age[other] >= ADULT:
                near = math.exp(-_distance(world, i, other) / _reach(contact, r.frailty[other]))
                comfort = r.tolerance[other, r.category[i]]
                weights[k, slot] = held / (held + contact.half_hours) * own.by_type[kind & TYPE_BITS] * near * comfort


@kernel
def _reach(contact, frailty):
    return contact.reach * (1.0 - contact.reach_frailty * frailty)


@kernel
def _distance(world, i, other):
    d = world.dwellings
    here, there = world.residents.dwelling[i], world.residents.dwelling[other]
    return math.hypot(d.x[here] - d.x[there], d.y[here] - d.y[there])


@kernel
def _ask_all(world, own, caring, rows, weights, left, asked, hours, first):
    """Write what each asks of each tie, and what that is together for each helper."""
    r, ties = world.residents, world.ties
    for k in range(rows.shape[0]):
        i = rows[k]
        total = np.float32(0.0)
        for slot in range(ties.count[i]):
            hours[k, slot] = weights[k, slot]
            if weights[k, slot] > 0.0:
                other = ties.partner[i, slot]
                if left[other] == UNKNOWN:
                    left[other] = max(able_to_give(world, caring, other) - r.care_given[other], 0.0)
                hours[k, slot] = weights[k, slot] if left[other] > 0.0 or first else 0.0
                total += hours[k, slot]
        share = own.asks * r.unmet[i] / max(total, 1.0)
        wijk = world.dwellings.wijk[r.dwelling[i]]
        for slot in range(ties.count[i]):
            if hours[k, slot] > 0.0:
                hours[k, slot] *= share
                asked[ties.partner[i, slot]] += hours[k, slot]
                world.wijken.asked[wijk] += hours[k, slot] / own.months


@kernel
def _give_all(world, own, caring, rows, left, asked, hours):
    """Let each helper give what is asked, or the same share of it to all who ask."""
    r, ties = world.residents, world.ties
    for k in range(rows.shape[0]):
        i = rows[k]
        wijk = world.dwellings.wijk[r.dwelling[i]]
        for slot in range(ties.count[i]):
            if hours[k, slot] > 0.0:
                other = ties.partner[i, slot]
                given = hours[k, slot] * min(1.0, left[other] / asked[other])
                if given > 0.0:
                    helped_by(world, caring, i, slot, given)
                    world.wijken.support[wijk, NETWORK] += given
                    world.wijken.helped[wijk] += given / own.months
    for k in range(rows.shape[0]):
        for slot in range(ties.count[rows[k]]):
            if hours[k, slot] > 0.0:
                _settle_account(left, asked, ties.partner[rows[k], slot])


@kernel
def _settle_account(left, asked, other):
    """Take off what a helper has given in this round; nothing is asked of them yet in the next."""
    left[other] = max(left[other] - asked[other], 0.0)
    asked[other] = 0.0
