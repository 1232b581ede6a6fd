"""Before people meet: how near their ties are, what time they have for them, and the face they show.

Elective time of a month is E = ``elective_hours`` · sociability · (1 − ``frailty_cost`` · frailty) · (1 − hours a
week of care given / ``care_takes_all``) · autonomy. It is shared over ties in proportion to w = g(H) · closeness,
g(H) = H² / (H² + K²): more than linear at small H, else no tie would ever die. Closeness is access ·
(1 + ``shared_focus`` · shared foci); access falls with distance as exp(−d / reach), the reach of the frailer of two
counts, but not below what the telephone gives.

Behaviour that is withdrawn or difficult shows more the less of a person's need for support was met last month:
others meet behaviour · (1 + unmet share).

How near two people are is measured when something changed for one of them, and kept with the tie.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.native import fetch_ahead
from sim.world import bonds
from sim.world.codes import (
    APART,
    BEHAVIOUR,
    DRIVE,
    EVERY_TIE,
    EXTERNAL,
    FAMILIARITY,
    FOCUS_SLOTS,
    NEAR_DRIVE,
    NOBODY,
    NOWHERE,
    OPENNESS,
    QUALITY,
    RATE,
    SAME_BLOCK,
    SAME_DWELLING,
    SAME_POOL,
    SHARED_FOCI,
    SOCIAL_TIE,
    TIE_SLOTS,
    TYPE_BITS,
)
from sim.world.meetings import behaviour_seen, hours_by_chance, time_weights
from sim.world.presence import presence

WRITES = (
    "residents.face",
    "residents.changed",
    "ties.closeness",
    "ties.kind",
    "ties.by_focus",
)

HUNDREDTHS = 100.0
SIXTY_FOURTHS = 64.0
AHEAD = 2
"""So many residents before their turn the memory is asked for what will be looked up about the others of their ties."""
ALWAYS_THERE = 1e6
"""The rate of alters outside the city: they have time whenever asked."""


class Contact(NamedTuple):
    """Parameters of ``contact.yaml``; ``autonomy`` by facility."""

    elective_hours: float
    frailty_cost: float
    care_takes_all: float
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
    speaks_dutch: float


def step(world, parameters, draws, month):
    """Measure nearness where something changed, then everyone's time and face."""
    own = parameters["contact"]
    _refresh(world, own, parameters["encounters"])
    world.residents.changed[:] = 0
    world.residents.face[NOBODY] = 0.0
    world.residents.face[EXTERNAL] = 0.0
    world.residents.face[EXTERNAL, RATE : QUALITY + 1] = ALWAYS_THERE, parameters["ties"].external_quality
    _show(world, own)


@kernel
def _refresh(world, own, encounters):
    ties = world.ties
    changed = world.residents.changed
    for i in range(changed.shape[0]):
        if i + AHEAD < changed.shape[0] and changed[i + AHEAD] != 0:
            _fetch_others(world, i + AHEAD)
        if changed[i] == 0:
            continue
        for slot in range(ties.count[i]):
            if (
                changed[i] & EVERY_TIE
                or ties.closeness[i, slot] == 0
                or (changed[i] & SHARED_FOCI and _focus_matters(world, i, slot))
            ):
                _measure(world, own, encounters, i, slot)


@kernel
def _fetch_others(world, i):
    """Ask the memory for what will be looked up about the others of the ties of a resident."""
    ties, r = world.ties, world.residents
    for slot in range(ties.count[i]):
        other = ties.partner[i, slot]
        if r.changed[i] & SHARED_FOCI:
            fetch_ahead(r.focus, other)
        if r.changed[i] & EVERY_TIE or ties.closeness[i, slot] == 0:
            fetch_ahead(r.focus, other)
            fetch_ahead(r.dwelling, other)
            fetch_ahead(r.frailty, other)
            fetch_ahead(ties.partner, other)
            fetch_ahead(ties.kind, other)
            fetch_ahead(ties.closeness, other)
            fetch_ahead(ties.by_focus, other)


@kernel
def _focus_matters(world, i, slot):
    """Tell whether a tie shared a joined focus when it was last measured, or shares one now."""
    if world.ties.by_focus[i, slot] > 0:
        return True
    other = world.ties.partner[i, slot]
    if other == EXTERNAL:
        return False
    shared = False
    for focus in range(FOCUS_SLOTS):
        mine, theirs = world.residents.focus[i, focus], world.residents.focus[other, focus]
        shared |= mine != NOWHERE and _sits_in(world, theirs, world.seats.place[mine])
    return shared


@kernel
def _sits_in(world, seat, focus):
    """Tell whether a seat (or none) is one of a focus."""
    start = world.foci.start[focus]
    return start <= seat < start + world.foci.size[focus]


@kernel
def _measure(world, own, encounters, i, slot):
    """Measure how near the two of a tie are, and write it on both sides."""
    ties = world.ties
    other = ties.partner[i, slot]
    kind = ties.kind[i, slot] & TYPE_BITS
    access, shared, by_focus, nearness = own.phone_social if kind == SOCIAL_TIE else own.phone_kin, 0, 0.0, APART
    if other != EXTERNAL:
        d = world.dwellings
        here, there = world.residents.dwelling[i], world.residents.dwelling[other]
        distance = math.hypot(d.x[here] - d.x[there], d.y[here] - d.y[there])
        frailest = max(world.residents.frailty[i], world.residents.frailty[other])
        access = max(math.exp(-distance / (own.reach * (1.0 - own.reach_frailty * frailest))), access)
        shared, by_focus = _shared_foci(world, encounters, i, other)
        nearness = _nearness(world, here, there)
        shared += nearness >= SAME_BLOCK
    closeness = min(round(HUNDREDTHS * access * (1.0 + own.shared_focus * shared)), 255)
    hours = min(round(SIXTY_FOURTHS * by_focus), 255)
    _write(ties, i, slot, kind | nearness, closeness, hours)
    if other != EXTERNAL:
        _write(ties, other, bonds.find(world, other, i), kind | nearness, closeness, hours)


@kernel
def _write(ties, i, slot, kind, closeness, by_focus):
    ties.kind[i, slot] = kind
    ties.closeness[i, slot] = closeness
    ties.by_focus[i, slot] = by_focus


@kernel
def _nearness(world, here, there):
    """Tell how near two homes are; a living group that meets no more is no block."""
    d = world.dwellings
    if here == there:
        return SAME_DWELLING
    if d.block[here] == d.block[there] and world.foci.open[d.block[here]]:
        return SAME_BLOCK
    return SAME_POOL if d.pool[here] == d.pool[there] else APART


@kernel
def _shared_foci(world, encounters, i, other):
    """Count the joined foci in which both sit, and the hours a month that chance gives the pair there."""
    shared, hours = 0, 0.0
    for slot in range(FOCUS_SLOTS):
        mine = world.residents.focus[i, slot]
        theirs = world.residents.focus[other, slot]
        if mine != NOWHERE and _sits_in(world, theirs, world.seats.place[mine]):
            shared += 1
            hours += hours_by_chance(encounters, world.foci.kind[world.seats.place[mine]])
    return shared, hours


@allocating
def _show(world, own):
    r = world.residents
    weight = np.empty(TIE_SLOTS, np.float32)
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        wanted = time_weights(world.ties.root_hours[i], world.ties.closeness[i], own.half_hours, weight)
        face = r.face[i]
        face[RATE] = _elective_hours(world, own, i) / wanted if wanted > 0.0 else 0.0
        quality = 1.0 - own.hypervigilance * r.chronic[i]
        face[QUALITY] = quality if r.dutch[i] > own.speaks_dutch else -quality
        lacking = min(max(1.0 - r.effective_ties[i] / r.desired_ties[i], 0.0), 1.0)
        face[OPENNESS] = (own.openness_floor + (1.0 - own.openness_floor) * lacking) * quality
        face[DRIVE] = math.sqrt(r.sociability[i])
        face[NEAR_DRIVE] = face[DRIVE] * presence(world, own.presence, i)
        face[BEHAVIOUR] = behaviour_seen(r.behaviour[i], r.unmet[i], r.need[i])
        face[FAMILIARITY] = r.familiarity[i]


@kernel
def _elective_hours(world, own, i):
    r = world.residents
    hours = own.elective_hours * r.sociability[i] * (1.0 - own.frailty_cost * r.frailty[i])
    hours *= max(1.0 - r.care_given[i] / own.care_takes_all, 0.0)
    unit = world.dwellings.unit[r.dwelling[i]]
    return hours if unit == NOWHERE else hours * own.autonomy[world.units.facility[unit]]
