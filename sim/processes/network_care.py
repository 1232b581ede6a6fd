"""Kin and friends who live elsewhere help, as far as they are near, at ease with the person, asked, and able.

A tie is asked for ``asks`` of what is still unmet, times its weight over the sum of weights (or over 1, if the sum
is less: one weak tie is not asked for everything). The weight is H / (H + K) · ``by_type`` · exp(−distance / reach
of the helper) · the helper's comfort with people like the one who asks. Most people find it hard to ask: that is
why it is not all. Members of a help platform (``help_platform``) find it easier by ``eases``: they ask for a share
1 − (1 − asks) · (1 − eases).

Each gives what they can, and what a contract of mutual help adds to it (see ``caring``), beside what they give at home,
shared over who asks; what remains is asked once more of those who have hours left. Ties of less than ``asked_from``
hours are not asked.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.world import bonds
from sim.world.caring import able_to_give, in_want, promised
from sim.world.codes import CATEGORIES, NETWORK, SAME_DWELLING, TYPE_BITS
from sim.world.members import takes_part

WRITES = (
    "residents.unmet",
    "residents.care_given",
    "ties.hours",
    "wijken.support",
    "wijken.asked",
    "wijken.helped",
)

X, Y, REACH, LEFT, ASKED, GIVEN, COMFORT = 0, 1, 2, 3, 4, 5, 6
HELPER = 16
"""What is looked up about a helper lies side by side, one line of memory: where they live, how far they reach,
hours left, asked and given, and from COMFORT on the comfort with each category."""


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
    _help_each_other(world, own, parameters["help_platform"], parameters["contact"], parameters["caring"])


@allocating
def _shares_asked(world, own, platform, rows):
    """Give the share of what is unmet that each of these residents asks of the network: (rows,)."""
    shares = np.full(rows.shape[0], own.asks)
    for k in range(rows.shape[0]):
        if takes_part(world, platform, rows[k]):
            shares[k] = 1.0 - (1.0 - own.asks) * (1.0 - platform.eases)
    return shares


@allocating
def _help_each_other(world, own, platform, contact, caring):
    """Ask and give in rounds, over a list of all ties that are asked; book what was given at the end."""
    rows = in_want(world)
    shares = _shares_asked(world, own, platform, rows)
    helpers = np.zeros((world.residents.uid.shape[0], HELPER), np.float32)
    _show_helpers(world, contact, caring, helpers)
    first = np.zeros(rows.shape[0] + 1, np.int64)
    slots, others, weights = _list_ties(world, own, contact, rows, first)
    _weigh(world, helpers, rows, first, others, weights)
    hours, given = np.zeros(weights.shape[0], np.float32), np.zeros(weights.shape[0], np.float32)
    for attempt in range(own.rounds):
        _ask_all(world, own, helpers, rows, first, others, weights, shares, hours, attempt == 0)
        _give_all(world, own, helpers, rows, first, others, hours, given)
    _book(world, caring, helpers, rows, first, slots, others, given)


@kernel
def _show_helpers(world, contact, caring, helpers):
    """Write what is looked up about each adult who can help; the others reach nobody."""
    r, d = world.residents, world.dwellings
    for i in range(r.uid.shape[0]):
        able = able_to_give(world, caring, i) + promised(world, caring, i) if r.alive[i] else 0.0
        if able > 0.0:
            helper, home = helpers[i], r.dwelling[i]
            helper[X], helper[Y] = d.x[home], d.y[home]
            helper[REACH] = contact.reach * (1.0 - contact.reach_frailty * r.frailty[i])
            helper[LEFT] = max(able - r.care_given[i], 0.0)
            for category in range(CATEGORIES):
                helper[COMFORT + category] = r.tolerance[i, category]


@allocating
def _list_ties(world, own, contact, rows, first):
    """Give slot, partner and readiness of the ties to ask, those of row k from ``first[k]`` to ``first[k + 1]``."""
    ties, most = world.ties, 0
    for k in range(rows.shape[0]):
        most += ties.count[rows[k]]
    slots, others, weights = np.empty(most, np.int16), np.empty(most, np.int32), np.empty(most, np.float32)
    count = 0
    for k in range(rows.shape[0]):
        i, first[k] = rows[k], count
        for slot in range(ties.count[i]):
            other, kind, held = ties.partner[i, slot], ties.kind[i, slot], ties.hours[i, slot]
            if other >= 0 and held >= own.asked_from and kind < SAME_DWELLING:
                slots[count], others[count] = slot, other
                weights[count] = held / (held + contact.half_hours) * own.by_type[kind & TYPE_BITS]
                count += 1
    first[rows.shape[0]] = count
    return slots[:count], others[:count], weights[:count]


@kernel
def _weigh(world, helpers, rows, first, others, weights):
    """Multiply readiness by nearness and comfort; in a pass of its own, so that look-ups overlap."""
    r, d = world.residents, world.dwellings
    for k in range(rows.shape[0]):
        i = rows[k]
        x, y, category = d.x[r.dwelling[i]], d.y[r.dwelling[i]], r.category[i]
        for place in range(first[k], first[k + 1]):
            helper = helpers[others[place]]
            distance = math.hypot(helper[X] - x, helper[Y] - y)
            near = math.exp(-distance / helper[REACH]) if helper[REACH] > 0.0 else 0.0
            weights[place] *= near * helper[COMFORT + category]


@kernel
def _ask_all(world, own, helpers, rows, first, others, weights, shares, hours, everybody):
    """Write what each asks of each tie, later only of those with hours left, and what that is for each helper."""
    r = world.residents
    for k in range(rows.shape[0]):
        i, total, asked = rows[k], np.float32(0.0), 0.0
        for place in range(first[k], first[k + 1]):
            hours[place] = weights[place] if everybody or helpers[others[place], LEFT] > 0.0 else 0.0
            total += hours[place]
        share = shares[k] * r.unmet[i] / max(total, 1.0)
        for place in range(first[k], first[k + 1]):
            hours[place] *= share
            helpers[others[place], ASKED] += hours[place]
            asked += hours[place]
        world.wijken.asked[world.dwellings.wijk[r.dwelling[i]]] += asked / own.months


@kernel
def _give_all(world, own, helpers, rows, first, others, hours, given):
    """Let each helper give what is asked, or the same share of it to all who ask."""
    r = world.residents
    for k in range(rows.shape[0]):
        i, got = rows[k], 0.0
        for place in range(first[k], first[k + 1]):
            helper = helpers[others[place]]
            if hours[place] > 0.0 and helper[LEFT] > 0.0:
                part = hours[place] * min(1.0, helper[LEFT] / helper[ASKED])
                given[place] += part
                helper[GIVEN] += part
                got += part
        r.unmet[i] = max(r.unmet[i] - got, 0.0)
        wijk = world.dwellings.wijk[r.dwelling[i]]
        world.wijken.support[wijk, NETWORK] += got
        world.wijken.helped[wijk] += got / own.months
    for place in range(others.shape[0]):
        helper = helpers[others[place]]
        helper[LEFT] = max(helper[LEFT] - helper[ASKED], 0.0)
        helper[ASKED] = 0.0  # nothing is asked of them yet in the next round


@kernel
def _book(world, caring, helpers, rows, first, slots, others, given):
    """Write what everybody gave, and let ties gain by it on both sides."""
    r, ties = world.residents, world.ties
    for i in range(r.uid.shape[0]):
        r.care_given[i] += helpers[i, GIVEN]
    for k in range(rows.shape[0]):
        for place in range(first[k], first[k + 1]):
            if given[place] > 0.0:
                shared = np.float32(caring.contact * caring.weeks * given[place])
                ties.hours[rows[k], slots[place]] += shared
                ties.hours[others[place], bonds.find(world, others[place], rows[k])] += shared
