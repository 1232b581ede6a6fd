"""What residents can give each other: hours a week of care, and what giving does to a tie.

An adult can give ``hours`` a week (retired, in work, other) · (1 − ``frailty_less`` · frailty) · (1 − strain) to
people outside the home, and ``at_home`` times as much to those they live with. Who lives in a project with a contract
of mutual help gives people outside the home so many hours more, less with frailty and strain as all hours are; the
promise does not make anybody able to bear more, so load is counted without it. To help somebody is to be with them:
each hour of care adds ``contact`` of an hour to the tie.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import ANY_KEY, extend, uniform
from sim.world import bonds
from sim.world.codes import ADULT, BLOCK, DAY, NOWHERE, RETIREMENT, UNIT, VOLUNTEERING


class Caring(NamedTuple):
    """Parameters of ``caring.yaml``."""

    hours: np.ndarray
    frailty_less: float
    at_home: float
    contact: float
    weeks: float


@kernel
def capacity(world, own, i):
    """Give the hours a week that a resident without any strain can give; 0 for minors."""
    r = world.residents
    if r.age[i] < ADULT:
        return 0.0
    kind = 0 if r.age[i] >= RETIREMENT else 1 if r.focus[i, DAY] != NOWHERE else 2
    return own.hours[kind] * max(1.0 - own.frailty_less * r.frailty[i], 0.0)


@kernel
def able_to_give(world, own, i):
    """Give the hours a week that a resident can give as strained as they are."""
    return capacity(world, own, i) * (1.0 - world.residents.strain[i])


@kernel
def promised(world, own, i):
    """Give the hours a week more that a resident gives to people outside the home by contract; 0 for minors."""
    r = world.residents
    project = world.dwellings.project[r.dwelling[i]]
    if project == NOWHERE or r.age[i] < ADULT:
        return 0.0
    kept = max(1.0 - own.frailty_less * r.frailty[i], 0.0) * (1.0 - r.strain[i])
    return world.project_levers.mutual_help[project] * kept


@kernel
def strained(own, strain, excess, relief):
    """Give strain (0-1) after a month of so much load above 1; ``own`` has ``grows`` and ``fades``, relief takes off.

    Demands and resources of the job (Lewig et al. 2007): for volunteers, carers and professionals alike.
    """
    grown = own.grows * excess * (1.0 - relief) * (1.0 - strain)
    return min(max(strain + grown - own.fades * strain, 0.0), 1.0)


@kernel
def chance_to_stop(volunteering, strain):
    """Give the chance a month that a volunteer stops; ``volunteering`` are the parameters of that process."""
    return min(volunteering.stops * math.exp(volunteering.strain_stops * strain), 1.0)


@kernel
def is_willing(volunteering, uid):
    """Tell whether somebody is of those who would volunteer if asked: the same all their life."""
    return uniform(extend(ANY_KEY, VOLUNTEERING), uid) < volunteering.willing


@kernel
def light_hours(world, volunteer_care, i):
    """Give the hours a week of light work that a resident still needs done (see ``volunteer_care``)."""
    frailty = world.residents.frailty[i]
    share = volunteer_care.light[frailty - 1] if frailty > 0 else volunteer_care.light_other
    return world.residents.unmet[i] * share


@allocating
def in_want(world):
    """Give the rows of those with unmet need, in the order of their seats at home: no order of rows matters.

    Each home is part of one block or living group; the row of nobody needs nothing.
    """
    foci, unmet, occupant = world.foci, world.residents.unmet, world.seats.occupant
    rows, count = np.empty(unmet.shape[0], np.int64), 0
    for focus in range(foci.kind.shape[0]):
        if foci.kind[focus] == BLOCK or foci.kind[focus] == UNIT:
            for seat in range(foci.start[focus], foci.start[focus] + foci.size[focus]):
                rows[count] = occupant[seat]  # without a branch: overwritten by the next unless this one counts
                count += unmet[occupant[seat]] > 0.0
    return rows[:count]


@allocating
def volunteers(world):
    """Count the volunteers of each wijk, by where they live: float64, (wijken,)."""
    r = world.residents
    count = np.zeros(world.wijken.x.shape[0])
    for i in range(r.uid.shape[0]):
        if r.alive[i] and r.focus[i, VOLUNTEERING] != NOWHERE:
            count[world.dwellings.wijk[r.dwelling[i]]] += 1.0
    return count


@kernel
def helped_by(world, own, i, slot, hours):
    """Let a resident get so many hours a week from the other of a tie, who gives them, and the tie gain by it."""
    r, ties = world.residents, world.ties
    other = ties.partner[i, slot]
    r.unmet[i] = max(r.unmet[i] - hours, 0.0)
    r.care_given[other] += hours
    bonds.gain(world, i, slot, own.contact * own.weeks * hours)
