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

from sim.compiled import kernel
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
from sim.world.meetings import behaviour_seen, hours_by_chance, time_wanted
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
MOST_HOURS = 255
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
    _refresh(world, own, _hours_by_kind(parameters["encounters"]))
    world.residents.changed[:] = 0
    world.residents.face[NOBODY] = 0.0
    world.residents.face[EXTERNAL] = 0.0
    world.residents.face[EXTERNAL, RATE : QUALITY + 1] = ALWAYS_THERE, parameters["ties"].external_quality
    _show(world, own)


def _hours_by_kind(encounters):
    """Give the hours a month that chance gives a pair of strangers in a focus, by its kind: (kinds,) float64."""
    return np.array([hours_by_chance(encounters, kind) for kind in range(len(encounters.per_month))])


@kernel
def _refresh(world, own, by_chance):
    changed = world.residents.changed
    for i in range(changed.shape[0]):
        if i + AHEAD < changed.shape[0] and changed[i + AHEAD] != 0:
            _fetch_others(world, i + AHEAD)
        new = _new_ties(world, i) if changed[i] != 0 else 0
        if changed[i] & (EVERY_TIE | SHARED_FOCI):
            _measure_what_changed(world, own, i, by_chance)
        else:
            _measure_new(world, own, i, new, by_chance)


@kernel
def _new_ties(world, i):
    """Count the ties that were never measured; an empty slot looks like one."""
    closeness, unmeasured = world.ties.closeness[i], 0
    for slot in range(TIE_SLOTS):
        unmeasured += closeness[slot] == 0
    return unmeasured - (TIE_SLOTS - world.ties.count[i])


@kernel
def _measure_new(world, own, i, new, by_chance):
    """Measure so many new ties, from the last on, since that is where they begin."""
    slot = world.ties.count[i]
    while new > 0:
        slot -= 1
        if world.ties.closeness[i, slot] == 0:
            _measure(world, own, i, slot, by_chance)
            new -= 1


@kernel
def _measure_what_changed(world, own, i, by_chance):
    """Measure ties that are new, all of them after a move, and those that share other foci than before."""
    changed, ties = world.residents.changed[i], world.ties
    for slot in range(ties.count[i]):
        if changed & EVERY_TIE or ties.closeness[i, slot] == 0 or _focus_matters(world, i, slot, by_chance):
            _measure(world, own, i, slot, by_chance)


@kernel
def _fetch_others(world, i):
    """Ask the memory for what will be looked up about the others of the ties of a resident; new ties stand last."""
    ties, changed = world.ties, world.residents.changed[i]
    if changed & SHARED_FOCI:
        for slot in range(ties.count[i]):
            fetch_ahead(world.residents.focus, ties.partner[i, slot])
    slot = ties.count[i] - 1
    while slot >= 0 and (changed & EVERY_TIE or ties.closeness[i, slot] == 0):
        _fetch_other(world, ties.partner[i, slot])
        slot -= 1


@kernel
def _fetch_other(world, other):
    r = world.residents
    fetch_ahead(r.focus, other)
    fetch_ahead(r.dwelling, other)
    fetch_ahead(r.frailty, other)
    bonds.fetch(world, other)


@kernel
def _focus_matters(world, i, slot, by_chance):
    """Tell whether a tie shares other joined foci than when it was last measured: their hours by chance are others.

    Hours of 0, or as many as can be kept, may stand for several; then whoever shares a focus is measured.
    """
    other, before = world.ties.partner[i, slot], world.ties.by_focus[i, slot]
    shared, hours = 0, 0.0
    if other != EXTERNAL:
        shared, hours = _shared_foci(world, i, other, by_chance)
    now = _kept_hours(hours)
    return now != before or (shared > 0 and (now == 0 or now == MOST_HOURS))


@kernel
def _kept_hours(hours):
    return min(round(SIXTY_FOURTHS * hours), MOST_HOURS)


@kernel
def _measure(world, own, i, slot, by_chance):
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
        shared, by_focus = _shared_foci(world, i, other, by_chance)
        nearness = _nearness(world, here, there)
        shared += nearness >= SAME_BLOCK
    closeness = min(round(HUNDREDTHS * access * (1.0 + own.shared_focus * shared)), 255)
    hours = _kept_hours(by_focus)
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
def _shared_foci(world, i, other, by_chance):
    """Count the joined foci in which both sit, and the hours a month that chance gives the pair there."""
    mine, theirs, place = world.residents.focus[i], world.residents.focus[other], world.seats.place
    shared, hours = 0, 0.0
    for slot in range(FOCUS_SLOTS):
        if mine[slot] != NOWHERE and theirs[slot] != NOWHERE and place[mine[slot]] == place[theirs[slot]]:
            shared += 1
            hours += by_chance[world.foci.kind[place[mine[slot]]]]
    return shared, hours


@kernel
def _show(world, own):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        wanted = time_wanted(world, i, own.half_hours)
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
