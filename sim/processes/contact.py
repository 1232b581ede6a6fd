"""Before people meet: how near their ties are, what time they have for them, and the face they show.

Elective time of a month is E = ``elective_hours`` · sociability · (1 − ``frailty_cost`` · frailty) · (1 − hours a
week of care given / ``care_takes_all``) · autonomy. It is shared over ties in proportion to w = g(H) · closeness,
g(H) = H² / (H² + K²): more than linear at small H, else no tie would ever die. Closeness is access ·
(1 + ``shared_focus`` · shared foci); access falls with distance as exp(−d / reach), the reach of the frailer of two
counts, but not below what the telephone gives.

Behaviour that is withdrawn or difficult shows more the less of a person's need for support was met last month:
others meet behaviour · (1 + unmet share).

How near two people are is measured when they begin a tie and when something changed for one of them, and kept with the
tie.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.native import fetch_ahead
from sim.world import bonds
from sim.world.codes import (
    BEHAVIOUR,
    DRIVE,
    EVERY_TIE,
    EXTERNAL,
    FAMILIARITY,
    NEAR_DRIVE,
    NOBODY,
    NOWHERE,
    OPENNESS,
    QUALITY,
    RATE,
    SHARED_FOCI,
    TYPE_BITS,
)
from sim.world.meetings import behaviour_seen, time_wanted
from sim.world.nearness import MOST_HOURS, chance_in_foci, kept_hours, measured, shared_foci
from sim.world.presence import presence

WRITES = (
    "residents.face",
    "residents.changed",
    "ties.closeness",
    "ties.kind",
    "ties.by_focus",
)

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
    who = np.flatnonzero(world.residents.changed)
    _refresh(world, own, chance_in_foci(world, parameters["encounters"]), who)
    world.residents.changed[:] = 0
    world.residents.face[NOBODY] = 0.0
    world.residents.face[EXTERNAL] = 0.0
    world.residents.face[EXTERNAL, RATE : QUALITY + 1] = ALWAYS_THERE, parameters["ties"].external_quality
    _show(world, own)


@kernel
def _refresh(world, own, chance, who):
    """Measure the ties of all whose row is in ``who``, as far as something changed for them."""
    last = who.shape[0] - 1
    for k in range(who.shape[0]):
        _fetch_own(world, who[min(k + 2 * AHEAD, last)])
        _fetch_others(world, who[min(k + AHEAD, last)])
        i = who[k]
        if world.residents.changed[i] & (EVERY_TIE | SHARED_FOCI):
            _measure_what_changed(world, own, chance, i)
        else:
            _measure_new(world, own, chance, i)


@kernel
def _measure_new(world, own, chance, i):
    """Measure ties that never were, from the last on, since that is where they begin."""
    for slot in range(world.ties.count[i] - 1, -1, -1):
        if world.ties.closeness[i, slot] == 0:
            _measure(world, own, chance, i, slot)


@kernel
def _measure_what_changed(world, own, chance, i):
    """Measure ties that are new, all of them after a move, and those that share other foci than before."""
    changed, ties = world.residents.changed[i], world.ties
    for slot in range(ties.count[i]):
        if changed & EVERY_TIE or ties.closeness[i, slot] == 0 or _focus_matters(world, chance, i, slot):
            _measure(world, own, chance, i, slot)


@kernel
def _fetch_own(world, i):
    """Ask the memory for what tells who the others of the ties of a resident are."""
    bonds.fetch(world, i)
    fetch_ahead(world.ties.count, i)
    fetch_ahead(world.residents.focus, i)


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
def _focus_matters(world, chance, i, slot):
    """Tell whether a tie shares other joined foci than when it was last measured: their hours by chance are others.

    Hours of 0, or as many as can be kept, may stand for several; then whoever shares a focus is measured.
    """
    other, before = world.ties.partner[i, slot], world.ties.by_focus[i, slot]
    shared, hours = 0, 0.0
    if other != EXTERNAL:
        shared, hours = shared_foci(world, chance, i, other)
    now = kept_hours(hours)
    return now != before or (shared > 0 and (now == 0 or now == MOST_HOURS))


@kernel
def _measure(world, own, chance, i, slot):
    """Measure how near the two of a tie are, and write it on both sides."""
    ties = world.ties
    other = ties.partner[i, slot]
    near = measured(world, own, chance, i, other, ties.kind[i, slot] & TYPE_BITS)
    bonds.note_nearness(world, i, slot, near)
    if other != EXTERNAL:
        bonds.note_nearness(world, other, bonds.find(world, other, i), near)


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
