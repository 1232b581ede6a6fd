"""Cases of professionals begin, drop out and end for those whose need others have not met.

Which domains somebody needs follows from the groups they belong to, with a chance for each group and domain; of
several groups the largest counts, and one draw a person and domain decides, the same all life long. Work is for
those of working age, and home care for those who live at home: in a facility the staff sees to it. Who lacks
``least_hours`` a week or more after household, network and volunteers is a client.

A domain that is needed begins a case with chance 1 / (1 + ``added_wait`` · (1 − coordination)) a month: where
departments know each other one is referred at once, and elsewhere waits (geometric, without memory). A running
case drops out with chance ``drop_out`` · (1 − coordination) a month, times 1 + ``drop_out_on_moving`` · (1 −
coordination between housing and support) in the month of a house move: nobody takes the file along. A case ends
when somebody lacks less than that, or no longer needs the domain. Coordination is that of the wijk of the client.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.randomness import extend, uniform
from sim.world.codes import (
    ADULT,
    DOMAINS,
    EXHOMELESS,
    EXTRA_SUPPORT,
    HOME_CARE,
    LVB,
    NEW,
    NOWHERE,
    OLD80,
    PSY,
    RETIREMENT,
    WORK,
)

WRITES = ("residents.domains", "residents.served")


class Cases(NamedTuple):
    """Parameters of ``cases.yaml``; the first six by domain."""

    frail: np.ndarray
    mental_health: np.ndarray
    mild_disability: np.ndarray
    formerly_homeless: np.ndarray
    newcomer: np.ndarray
    pupil: np.ndarray
    least_hours: float
    added_wait: float
    drop_out: float
    drop_out_on_moving: float


def step(world, parameters, draws, month):
    """Let cases begin, drop out and end."""
    _follow_cases(world, parameters["cases"], draws.key("cases"), draws.key("cases", month), month)


@kernel
def _follow_cases(world, own, for_life, key, month):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if r.alive[i] and r.unmet[i] > 0.0 and r.unmet[i] >= own.least_hours:
            r.domains[i] = _needed(world, own, for_life, i)
            r.served[i] = _running(world, own, key, i, month)
        elif r.domains[i] != 0:
            r.domains[i] = 0
            r.served[i] = 0


@kernel
def _needed(world, own, for_life, i):
    """Give the bits of the domains that a client needs."""
    needed = 0
    for domain in range(DOMAINS):
        chance = _chance(world, own, i, domain)
        if chance > 0.0 and uniform(extend(for_life, domain), world.residents.uid[i]) < chance:
            needed |= 1 << domain
    return needed


@kernel
def _chance(world, own, i, domain):
    """Give the largest of the chances with which the groups of a resident need a domain."""
    r = world.residents
    if domain == WORK and (r.age[i] < ADULT or r.age[i] >= RETIREMENT):
        return 0.0
    if domain == HOME_CARE and world.dwellings.unit[r.dwelling[i]] != NOWHERE:
        return 0.0
    bits, chance = r.vulnerability[i], 0.0
    if r.frailty[i] > 0 or bits & OLD80:
        chance = max(chance, own.frail[domain])
    if bits & PSY:
        chance = max(chance, own.mental_health[domain])
    if bits & LVB:
        chance = max(chance, own.mild_disability[domain])
    if bits & EXHOMELESS:
        chance = max(chance, own.formerly_homeless[domain])
    if bits & NEW:
        chance = max(chance, own.newcomer[domain])
    if bits & EXTRA_SUPPORT:
        chance = max(chance, own.pupil[domain])
    return chance


@kernel
def _running(world, own, key, i, month):
    """Give the bits of the domains in which a case of a client runs this month."""
    r = world.residents
    apart = 1.0 - world.wijken.coordination[world.dwellings.wijk[r.dwelling[i]]]
    begins = 1.0 / (1.0 + own.added_wait * apart)
    drops_out = own.drop_out * apart
    if r.moved[i] == month:
        drops_out *= 1.0 + own.drop_out_on_moving * (1.0 - world.city.coordination[0])
    running = 0
    for domain in range(DOMAINS):
        bit = 1 << domain
        if r.domains[i] & bit:
            draw = uniform(extend(key, domain), r.uid[i])
            runs = draw >= drops_out if r.served[i] & bit else draw < begins
            running |= bit if runs else 0
    return running
