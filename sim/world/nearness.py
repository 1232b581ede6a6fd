"""How near two residents are, measured for a new tie or where something changed; the rule stands in ``contact``.

``contact`` are the parameters of that process. A block or living group counts as a shared focus.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.native import Block
from sim.world.codes import (
    APART,
    EXTERNAL,
    FOCUS_SLOTS,
    NOWHERE,
    SAME_BLOCK,
    SAME_DWELLING,
    SAME_POOL,
    SOCIAL_TIE,
    UNIT,
)
from sim.world.meetings import hours_by_chance

HUNDREDTHS = 100.0
SIXTY_FOURTHS = 64.0
MOST_HOURS = 255


class Chance(NamedTuple):
    """What decides whether two seats are in one focus, and what chance gives a pair of strangers there."""

    hours: np.ndarray
    widest: int


def chance_in_foci(world, encounters):
    """Give what chance gives a pair of strangers in a focus a month, by its kind, and the seats of the widest."""
    hours = [hours_by_chance(encounters, kind) for kind in range(len(encounters.per_month))]
    joined = world.foci.size[world.foci.kind > UNIT]
    return Block(Chance(np.array(hours), int(joined.max(initial=0))))


@kernel
def shared_foci(world, chance, i, other):
    """Count the joined foci in which both sit, and give the hours a month that chance gives the pair there.

    Seats of a focus lie side by side: of two that lie further apart than the widest is nothing is looked up.
    """
    mine, theirs, place = world.residents.focus[i], world.residents.focus[other], world.seats.place
    shared, hours = 0, 0.0
    for slot in range(FOCUS_SLOTS):
        if mine[slot] != NOWHERE and theirs[slot] != NOWHERE and abs(mine[slot] - theirs[slot]) < chance.widest:
            if place[mine[slot]] == place[theirs[slot]]:
                shared += 1
                hours += chance.hours[world.foci.kind[place[mine[slot]]]]
    return shared, hours


@kernel
def kept_hours(hours):
    """Give hours by chance as a tie keeps them: 64ths of an hour, 255 at most."""
    return min(round(SIXTY_FOURTHS * hours), MOST_HOURS)


@kernel
def measured(world, contact, chance, i, other, type_):
    """Give how near two of a tie are as its slots keep it: kind with nearness, closeness, hours by chance.

    ``other`` may be somebody outside the city.
    """
    if other == EXTERNAL:
        return outside(contact, type_)
    by_phone = _by_phone(contact, type_)
    d, r = world.dwellings, world.residents
    here, there = r.dwelling[i], r.dwelling[other]
    distance = math.hypot(d.x[here] - d.x[there], d.y[here] - d.y[there])
    frailest = max(r.frailty[i], r.frailty[other])
    access = max(math.exp(-distance / (contact.reach * (1.0 - contact.reach_frailty * frailest))), by_phone)
    shared, hours = shared_foci(world, chance, i, other)
    near = _nearness(world, here, there)
    shared += near >= SAME_BLOCK
    return type_ | near, _kept_closeness(access * (1.0 + contact.shared_focus * shared)), kept_hours(hours)


@kernel
def outside(contact, type_):
    """Give the same of a tie with somebody outside the city, whom one reaches by telephone only."""
    return type_, _kept_closeness(_by_phone(contact, type_)), 0


@kernel
def _by_phone(contact, type_):
    return contact.phone_social if type_ == SOCIAL_TIE else contact.phone_kin


@kernel
def _kept_closeness(closeness):
    return min(round(HUNDREDTHS * closeness), 255)


@kernel
def _nearness(world, here, there):
    """Tell how near two homes are; a living group that meets no more is no block."""
    d = world.dwellings
    if here == there:
        return SAME_DWELLING
    if d.block[here] == d.block[there] and world.foci.open[d.block[here]]:
        return SAME_BLOCK
    return SAME_POOL if d.pool[here] == d.pool[there] else APART
