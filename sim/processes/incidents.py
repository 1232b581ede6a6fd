"""Where behaviour is difficult, support is missing and the day is empty, things get out of hand now and then.

Somebody is the cause of a Poisson number of incidents a month with mean ``base`` · behaviour² ·
exp(``unmet_weight`` · share of need that nobody meets + ``idle_weight`` · (1 − day structure)). Each adult of the block
witnesses it with chance ``seen_in_block``, and the adults in ``seen_in_pool`` drawn seats of the pool do (a seat that
is empty or of the same block is nobody). What a pupil causes is seen by classmates too, each with chance
``seen_in_class``. It weighs 1 − familiarity on a witness: public familiarity with the pool, or the tie, H / (H + K), if
that is more; the tie alone in class, since nobody is taken to know a class by its streets. It takes
exp(−``attitudes.sours`` · weight) off the comfort of the witness with people like the cause, and adds its weight to
fear, of which exp(−1 / ``fear_months``) is left each month.

An incident is reported with chance ``reported`` · (1 − collective efficacy) · (1 − coordination of the wijk, if a
case of the cause runs). Collective efficacy is the mean over the adults of the block of familiarity · comfort with
people like the cause: those who know each other and are willing settle things themselves (Sampson et al. 1997).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import below, extend, poisson, uniform
from sim.world import bonds
from sim.world.classes import sits_in
from sim.world.codes import ADULT, DAY, FEAR_MONTHS, NOBODY, SCHOOL_CLASS, SPECIAL_CLASS
from sim.world.daytime import day_structure
from sim.world.meetings import PARTS, unmet_share
from sim.world.places import focus_in

WRITES = (
    "residents.incident",
    "residents.fear",
    "residents.tolerance",
    "wijken.incidents",
    "wijken.registered",
    "wijken.fear",
)


class Incidents(NamedTuple):
    """Parameters of ``incidents.yaml``; ``week`` by kind of focus."""

    base: float
    unmet_weight: float
    idle_weight: float
    week: np.ndarray
    full_week: float
    seen_in_block: float
    seen_in_pool: int
    seen_in_class: float
    fear_months: float
    most_fear: float
    reported: float


def step(world, parameters, draws, month):
    """Let incidents happen, be seen, be reported, and fear fade."""
    own, key = parameters["incidents"], draws.key("incidents", month)
    world.wijken.incidents[:] = 0.0
    world.wijken.registered[:] = 0.0
    causes, counts = _happen(world, own, key, month)
    _witness_all(world, own, parameters["attitudes"].sours, parameters["contact"].half_hours, key, causes, counts)
    _fear_fades(world, math.exp(-1.0 / own.fear_months), own.most_fear)
    world.wijken.fear[:, month % FEAR_MONTHS] = mean_fear(world)


@kernel
def expected(world, own, i):
    """Give the mean number of incidents a month of which a resident is the cause."""
    r = world.residents
    unmet = unmet_share(r.unmet[i], r.need[i])
    idle = 1.0 - day_structure(world, own.week, own.full_week, i)
    return own.base * r.behaviour[i] * r.behaviour[i] * math.exp(own.unmet_weight * unmet + own.idle_weight * idle)


@allocating
def _happen(world, own, key, month):
    """Give who is the cause of incidents this month and of how many, in the order of uids."""
    r = world.residents
    causes, counts = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0], np.int64)
    most = own.base * math.exp(max(own.unmet_weight, 0.0) + max(own.idle_weight, 0.0))
    found = 0
    for i in range(r.uid.shape[0]):
        # exp(-mean) is at least 1 - mean: below that the count is 0, and nothing more has to be looked up
        if not r.alive[i] or uniform(key, r.uid[i]) <= 1.0 - most * r.behaviour[i] * r.behaviour[i]:
            continue
        count = poisson(key, r.uid[i], expected(world, own, i))
        if count > 0:
            causes[found], counts[found] = i, count
            found += 1
            r.incident[i] = month
            world.wijken.incidents[world.dwellings.wijk[r.dwelling[i]]] += count
    order = np.argsort(r.uid[causes[:found]], kind="mergesort")
    return causes[:found][order], counts[:found][order]


@kernel
def _witness_all(world, own, sours, half_hours, key, causes, counts):
    for k in range(causes.shape[0]):
        for number in range(counts[k]):
            of_this = extend(extend(key, 1 + number), world.residents.uid[causes[k]])
            _report(world, own, of_this, causes[k])
            _seen_in_block(world, own, sours, half_hours, of_this, causes[k])
            _seen_in_pool(world, own, sours, half_hours, of_this, causes[k])
            _seen_in_class(world, own, sours, half_hours, of_this, causes[k])


@kernel
def _report(world, own, key, cause):
    r, d = world.residents, world.dwellings
    wijk = d.wijk[r.dwelling[cause]]
    eased = world.wijken.coordination[wijk] if r.served[cause] != 0 else 0.0
    chance = own.reported * (1.0 - collective_efficacy(world, cause)) * (1.0 - eased)
    world.wijken.registered[wijk] += uniform(key, 0) < chance


@kernel
def collective_efficacy(world, cause):
    """Give the mean of familiarity · comfort with people like the cause over the other adults of the block, 0-1."""
    r, block = world.residents, world.dwellings.block[world.residents.dwelling[cause]]
    total, people = 0.0, 0
    for seat in range(world.foci.start[block], world.foci.start[block] + world.foci.size[block]):
        other = world.seats.occupant[seat]
        if other not in (NOBODY, cause) and r.age[other] >= ADULT:
            total += r.familiarity[other] * r.tolerance[other, r.category[cause]]
            people += 1
    return total / people if people > 0 else 0.0


@kernel
def _seen_in_block(world, own, sours, half_hours, key, cause):
    r, block = world.residents, world.dwellings.block[world.residents.dwelling[cause]]
    for seat in range(world.foci.start[block], world.foci.start[block] + world.foci.size[block]):
        other = world.seats.occupant[seat]
        if other in (NOBODY, cause) or r.age[other] < ADULT:
            continue
        if uniform(extend(key, 1), r.uid[other]) < own.seen_in_block:
            _witness(world, sours, half_hours, other, cause, r.familiarity[other])


@kernel
def _seen_in_pool(world, own, sours, half_hours, key, cause):
    r, d = world.residents, world.dwellings
    pool, block = d.pool[r.dwelling[cause]], d.block[r.dwelling[cause]]
    for number in range(own.seen_in_pool):
        seat = world.foci.start[pool] + below(extend(key, 2), number, world.foci.size[pool])
        other = world.seats.occupant[seat]
        if other != NOBODY and r.age[other] >= ADULT and d.block[r.dwelling[other]] != block:
            _witness(world, sours, half_hours, other, cause, r.familiarity[other])


@kernel
def _seen_in_class(world, own, sours, half_hours, key, cause):
    r = world.residents
    if not (sits_in(world, cause, SCHOOL_CLASS) or sits_in(world, cause, SPECIAL_CLASS)):
        return
    focus = focus_in(world, cause, DAY)
    for seat in range(world.foci.start[focus], world.foci.start[focus] + world.foci.size[focus]):
        other = world.seats.occupant[seat]
        if other not in (NOBODY, cause) and uniform(extend(key, 3), r.uid[other]) < own.seen_in_class:
            _witness(world, sours, half_hours, other, cause, 0.0)


@kernel
def _witness(world, sours, half_hours, witness, cause, familiarity):
    """Let who saw it be less at ease with people like the cause, and afraid, the less the better known."""
    r = world.residents
    slot = bonds.find(world, witness, cause)
    hours = bonds.held(world, witness, slot) if slot >= 0 else np.float32(0.0)
    weight = 1.0 - max(familiarity, hours / (hours + half_hours))
    r.tolerance[witness, r.category[cause]] *= math.exp(-sours * weight)
    r.fear[witness] += weight


@kernel
def _fear_fades(world, kept, most):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if r.fear[i] > 0.0:
            r.fear[i] = min(kept * r.fear[i], most)


@allocating
def mean_fear(world):
    """Give the mean fear of the adults of each wijk, summed up in whole parts: (wijken,)."""
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 2), np.int64)
    for i in range(r.uid.shape[0]):
        if r.alive[i] and r.age[i] >= ADULT:
            row = sums[world.dwellings.wijk[r.dwelling[i]]]
            row[0] += 1
            row[1] += np.int64(PARTS * r.fear[i]) if r.fear[i] > 0.0 else 0
    return sums[:, 1] / PARTS / np.maximum(sums[:, 0], 1)
