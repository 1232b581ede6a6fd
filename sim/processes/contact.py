"""Before people meet: how near their ties are, what time they have for them, and the face they show.

Elective time of a month is E = ``elective_hours`` · sociability · (1 − 0.125 · frailty) · autonomy. It is
shared over ties in proportion to w = g(H) · closeness, g(H) = H² / (H² + K²): more than linear at small
H, else no tie would ever die. Closeness is access · (1 + 0.5 · shared foci); access falls with distance
as exp(−d / reach), the reach of the frailer of two counts, but not below what the telephone gives.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.world.codes import (
    AGE_YEARS,
    BEHAVIOUR,
    CATEGORIES,
    CATEGORY,
    DAY,
    DRIVE,
    DUTCH,
    ELECTIVE_RATE,
    EXTERNAL,
    FAMILIARITY,
    FOCUS_SLOTS,
    NOWHERE,
    OPENNESS,
    PRESENCE,
    QUALITY,
    SAME_DWELLING,
    SAME_POOL,
    SOCIAL_TIE,
    TOLERANCE,
    TONGUE,
    TYPE_BITS,
)

WRITES = ("residents.face", "residents.changed", "ties.closeness", "ties.kind")

HUNDREDTHS = 100.0


class Contact(NamedTuple):
    """Parameters of ``contact.yaml``; ``autonomy`` by facility."""

    elective_hours: float
    frailty_cost: float
    autonomy: np.ndarray
    half_hours: float
    shared_focus: float
    reach: float
    reach_frailty: float
    phone_kin: float
    phone_social: float
    openness_floor: float
    hypervigilance: float
    presence: np.ndarray


def step(world, parameters, draws, month):
    """Refresh closeness where something changed, then everyone's time and face."""
    own = parameters["contact"]
    _refresh(world, own)
    world.residents.changed[:] = 0
    _face(world, own)


@kernel
def gain(hours, half_hours):
    """Give g(H): how strongly a tie of so many hours draws time, 0 to 1."""
    return hours * hours / (hours * hours + half_hours * half_hours)


@kernel
def _refresh(world, own):
    ties = world.ties
    changed = world.residents.changed
    for i in range(changed.shape[0]):
        for slot in range(ties.count[i]):
            other = ties.partner[i, slot]
            if changed[i] or (other >= 0 and changed[other]):
                _measure(world, own, i, slot, other)


@kernel
def _measure(world, own, i, slot, other):
    """Compute closeness (in hundredths) and place flags of one side; the mirror gets the same."""
    ties = world.ties
    kind = ties.kind[i, slot] & TYPE_BITS
    phone = own.phone_social if kind == SOCIAL_TIE else own.phone_kin
    access, shared = phone, 0
    if other != EXTERNAL:
        d = world.dwellings
        here, there = world.residents.dwelling[i], world.residents.dwelling[other]
        distance = math.hypot(d.x[here] - d.x[there], d.y[here] - d.y[there])
        frailest = max(world.residents.frailty[i], world.residents.frailty[other])
        access = max(math.exp(-distance / (own.reach * (1.0 - own.reach_frailty * frailest))), phone)
        shared = _shared_foci(world, i, other) + (d.block[here] == d.block[there])
        kind |= SAME_POOL if d.pool[here] == d.pool[there] else 0
        kind |= SAME_DWELLING if here == there else 0
    closeness = access * (1.0 + own.shared_focus * shared)
    ties.closeness[i, slot] = min(round(HUNDREDTHS * closeness), 255)
    ties.kind[i, slot] = kind


@kernel
def _shared_foci(world, i, other):
    shared = 0
    for slot in range(FOCUS_SLOTS):
        mine = world.residents.focus[i, slot]
        theirs = world.residents.focus[other, slot]
        if mine != NOWHERE and theirs != NOWHERE:
            shared += world.seats.place[mine] == world.seats.place[theirs]
    return shared


@kernel
def _face(world, own):
    r = world.residents
    ties = world.ties
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        wanted = 0.0
        for slot in range(ties.count[i]):
            wanted += gain(ties.hours[i, slot], own.half_hours) * ties.closeness[i, slot] / HUNDREDTHS
        face = r.face[i]
        hours = _elective_hours(world, own, i)
        face[ELECTIVE_RATE] = hours / wanted if wanted > 0.0 else 0.0
        lacking = min(max(1.0 - r.effective_ties[i] / r.desired_ties[i], 0.0), 1.0)
        face[OPENNESS] = own.openness_floor + (1.0 - own.openness_floor) * lacking
        face[QUALITY] = 1.0 - own.hypervigilance * r.chronic[i]
        face[DRIVE] = math.sqrt(r.sociability[i])
        face[PRESENCE] = _presence(world, own, i)
        face[AGE_YEARS] = r.age[i] / 12.0
        face[BEHAVIOUR] = r.behaviour[i]
        face[FAMILIARITY] = r.familiarity[i]
        face[DUTCH] = r.dutch[i]
        face[TONGUE] = r.tongue[i]
        face[CATEGORY] = r.category[i]
        for category in range(CATEGORIES):
            face[TOLERANCE + category] = r.tolerance[i, category]


@kernel
def _elective_hours(world, own, i):
    r = world.residents
    hours = own.elective_hours * r.sociability[i] * (1.0 - own.frailty_cost * r.frailty[i])
    unit = world.dwellings.unit[r.dwelling[i]]
    return hours if unit == NOWHERE else hours * own.autonomy[world.units.facility[unit]]


@kernel
def _presence(world, own, i):
    """Give how much a resident is about in block and pool: meeting places, green, home by day, fear."""
    r = world.residents
    wijk = world.dwellings.wijk[r.dwelling[i]]
    weights = own.presence
    presence = weights[0] + weights[1] * world.wijken.meeting_places[wijk] + weights[2] * world.wijken.green[wijk]
    if r.focus[i, DAY] == NOWHERE:
        presence += weights[3]
    presence -= weights[4] * r.fear[i]
    return min(max(presence, weights[5]), weights[6])
