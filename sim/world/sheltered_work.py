"""Sheltered work: for whom it is meant, who works with an ordinary employer, and what coaches have for each of them.

It is meant for people of working age with mental health problems or a mild intellectual disability who do not belong
to those who want ordinary paid work, and who live at home or in sheltered housing. They work together in social
workplaces, or one by one with ordinary employers: somebody among the colleagues of an ordinary workplace who does not
belong to those who want ordinary paid work holds a sheltered place there.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.codes import (
    ADULT,
    DAY,
    LVB,
    NOWHERE,
    PSY,
    RETIREMENT,
    SHELTERED_HOUSING,
    SOCIAL_WORKPLACE,
    WORKPLACE,
)
from sim.world.places import focus_in


@kernel
def meant_for(world, i):
    """Tell whether sheltered work is meant for a resident, whether they have a place or not."""
    r = world.residents
    if not r.alive[i] or r.works[i] or r.age[i] < ADULT or r.age[i] >= RETIREMENT:
        return False
    unit = world.dwellings.unit[r.dwelling[i]]
    at_home = unit == NOWHERE or world.units.facility[unit] == SHELTERED_HOUSING
    return at_home and r.vulnerability[i] & (PSY | LVB) != 0


@allocating
def without_place(world):
    """Give the rows of those for whom it is meant and who have nowhere to go by day."""
    r = world.residents
    rows = np.empty(r.uid.shape[0], np.int64)
    count = 0
    for i in range(r.uid.shape[0]):
        if (r.vulnerability[i] & (PSY | LVB) != 0) & (r.focus[i, DAY] == NOWHERE) and meant_for(world, i):
            rows[count] = i
            count += 1
    return rows[:count]


@kernel
def place_held(world, i):
    """Give the kind of focus in which an adult does sheltered work, or nowhere."""
    r = world.residents
    may = r.alive[i] & (not r.works[i]) & (r.age[i] >= ADULT) & (r.focus[i, DAY] != NOWHERE)  # one branch for all
    if not may:
        return NOWHERE
    kind = world.foci.kind[focus_in(world, i, DAY)]
    return np.int64(kind) if kind in (WORKPLACE, SOCIAL_WORKPLACE) else NOWHERE


@kernel
def at_employers(world):
    """Count those who hold a sheltered place with an ordinary employer."""
    count = 0
    for i in range(world.residents.uid.shape[0]):
        count += place_held(world, i) == WORKPLACE
    return count


def coached(world):
    """Give the hours a week of coaches for each who holds such a place.

    Coaches serve the whole city. Hours that belong to places which nobody holds go to nobody; where more people hold
    one than there are places, all have less.
    """
    levers = world.wijk_levers
    hours = float(levers.coach_hours.sum())
    people = max(float(levers.employer_places.sum()), at_employers(world)) if hours > 0.0 else 0.0
    return hours / people if people > 0.0 else 0.0
