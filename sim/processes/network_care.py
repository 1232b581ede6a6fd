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
from sim.native import fetch_ahead
from sim.world import bonds
from sim.world.caring import able_to_give, in_want, promised
from sim.world.codes import CATEGORIES, NETWORK, SAME_DWELLING, TYPE_BITS
from sim.world.members import takes_part

WRITES = (
    "residents.unmet",
    "residents.care_given",
    "ties.root_hours",
    "wijken.support",
    "wijken.asked",
    "wijken.helped",
)

X, Y, REACH, COMFORT = 0, 1, 2, 3
HELPER = COMFORT + CATEGORIES
"""What is looked up once about a helper lies side by side, half a line of memory: where they live, how far they
reach, and from COMFORT on the comfort with each category."""
LEFT, ASKED, GIVEN = 0, 1, 2
OFFER = 4
"""What is looked up again and again: hours left, asked and given; apart, so that all of it stays near."""
AHEAD = 12
"""So many ties before their turn the memory is asked for what will be looked up about the other."""

ROWS_AHEAD = 4
"""So many people before their turn it is asked for their ties."""


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
    first = np.zeros(rows.shape[0] + 1, np.int64)
    slots, others, weights = _list_ties(world, own, contact, rows, first)
    asked = _number(world, others)
    helpers, offers = np.zeros((asked.shape[0], HELPER), np.float32), np.zeros((asked.shape[0], OFFER), np.float32)
    _show_helpers(world, contact, caring, asked, helpers, offers)
    _weigh(world, helpers, rows, first, others, weights)
    hours, given = np.zeros(weights.shape[0], np.float32), np.zeros(weights.shape[0], np.float32)
    for attempt in range(own.rounds):
        _ask_all(world, own, offers, rows, first, others, weights, shares, hours, attempt == 0)
        _give_all(world, own, offers, rows, first, others, hours, given)
    _book(world, caring, asked, offers, rows, first, slots, others, given)


@allocating
def _list_ties(world, own, contact, rows, first):
    """Give slot, partner and readiness of the ties to ask, those of row k from ``first[k]`` to ``first[k + 1]``."""
    ties, most, last = world.ties, 1, rows.shape[0] - 1
    for k in range(rows.shape[0]):
        most += ties.count[rows[k]]
    slots, others, weights = np.empty(most, np.int16), np.empty(most, np.int32), np.empty(most, np.float32)
    count = 0
    for k in range(rows.shape[0]):
        _fetch_own(world, rows[min(k + ROWS_AHEAD, last)])
        i, first[k] = rows[k], count
        for slot in range(ties.count[i]):  # without a branch: each is written where the next one goes that counts
            other, kind, held = ties.partner[i, slot], ties.kind[i, slot], bonds.held(world, i, slot)
            slots[count], others[count] = slot, other
            weights[count] = held / (held + contact.half_hours) * own.by_type[kind & TYPE_BITS]
            count += (other >= 0) & (held >= own.asked_from) & (kind < SAME_DWELLING)
    first[rows.shape[0]] = count
    return slots[:count], others[:count], weights[:count]


@kernel
def _fetch_own(world, i):
    """Ask the memory for the ties of somebody."""
    fetch_ahead(world.ties.partner, i)
    fetch_ahead(world.ties.root_hours, i)
    fetch_ahead(world.ties.kind, i)


@allocating
def _number(world, others):
    """Give the rows of all who are asked, each once; ``others`` becomes their places in that list."""
    number = np.zeros(world.residents.uid.shape[0], np.int32)
    for place in range(others.shape[0]):
        number[others[place]] = 1
    asked = np.empty(others.shape[0], np.int32)
    count = 0
    for i in range(number.shape[0]):
        if number[i]:
            asked[count] = i
            number[i] = count
            count += 1
    for place in range(others.shape[0]):
        others[place] = number[others[place]]
    return asked[:count]


@kernel
def _show_helpers(world, contact, caring, asked, helpers, offers):
    """Write what is looked up about each adult who is asked and can help; the others reach nobody."""
    r, d = world.residents, world.dwellings
    for k in range(asked.shape[0]):
        i, helper = asked[k], helpers[k]
        able = able_to_give(world, caring, i) + promised(world, caring, i)
        if able > 0.0:
            home = r.dwelling[i]
            helper[X], helper[Y] = d.x[home], d.y[home]
            helper[REACH] = contact.reach * (1.0 - contact.reach_frailty * r.frailty[i])
            offers[k, LEFT] = max(able - r.care_given[i], 0.0)
            for category in range(CATEGORIES):
                helper[COMFORT + category] = r.tolerance[i, category]


@kernel
def _weigh(world, helpers, rows, first, others, weights):
    """Multiply readiness by nearness and comfort; in a pass of its own, so that look-ups overlap."""
    r, d, last = world.residents, world.dwellings, others.shape[0] - 1
    for k in range(rows.shape[0]):
        i = rows[k]
        x, y, category = d.x[r.dwelling[i]], d.y[r.dwelling[i]], r.category[i]
        for place in range(first[k], first[k + 1]):
            fetch_ahead(helpers, others[min(place + AHEAD, last)])
            helper = helpers[others[place]]
            distance = math.hypot(helper[X] - x, helper[Y] - y)
            near = math.exp(-distance / helper[REACH]) if helper[REACH] > 0.0 else 0.0
            weights[place] *= near * helper[COMFORT + category]


@kernel
def _ask_all(world, own, offers, rows, first, others, weights, shares, hours, everybody):
    """Write what each asks of each tie, later only of those with hours left, and what that is for each helper."""
    r = world.residents
    for k in range(rows.shape[0]):
        i, total, asked = rows[k], np.float32(0.0), 0.0
        for place in range(first[k], first[k + 1]):
            hours[place] = weights[place] if everybody or offers[others[place], LEFT] > 0.0 else 0.0
            total += hours[place]
        share = shares[k] * r.unmet[i] / max(total, 1.0)
        for place in range(first[k], first[k + 1]):
            hours[place] *= share
            offers[others[place], ASKED] += hours[place]
            asked += hours[place]
        world.wijken.asked[world.dwellings.wijk[r.dwelling[i]]] += asked / own.months


@kernel
def _give_all(world, own, offers, rows, first, others, hours, given):
    """Let each helper give what is asked, or the same share of it to all who ask."""
    r = world.residents
    for k in range(rows.shape[0]):
        i, got = rows[k], 0.0
        for place in range(first[k], first[k + 1]):
            offer = offers[others[place]]
            if hours[place] > 0.0 and offer[LEFT] > 0.0:
                part = hours[place] * min(1.0, offer[LEFT] / offer[ASKED])
                given[place] += part
                offer[GIVEN] += part
                got += part
        r.unmet[i] = max(r.unmet[i] - got, 0.0)
        wijk = world.dwellings.wijk[r.dwelling[i]]
        world.wijken.support[wijk, NETWORK] += got
        world.wijken.helped[wijk] += got / own.months
    for place in range(others.shape[0]):
        offer = offers[others[place]]
        offer[LEFT] = max(offer[LEFT] - offer[ASKED], 0.0)
        offer[ASKED] = 0.0  # nothing is asked of them yet in the next round


@kernel
def _book(world, caring, asked, offers, rows, first, slots, others, given):
    """Write what everybody gave, and let ties gain by it on both sides."""
    r, ties, last = world.residents, world.ties, others.shape[0] - 1
    for k in range(asked.shape[0]):
        r.care_given[asked[k]] += offers[k, GIVEN]
    for k in range(rows.shape[0]):
        _fetch_own(world, rows[min(k + ROWS_AHEAD, rows.shape[0] - 1)])
        for place in range(first[k], first[k + 1]):
            soon = asked[others[min(place + AHEAD, last)]]
            fetch_ahead(ties.partner, soon)
            fetch_ahead(ties.root_hours, soon)
            if given[place] > 0.0:
                bonds.gain(world, rows[k], slots[place], caring.contact * caring.weeks * given[place])
