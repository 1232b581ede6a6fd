"""Homes of the general stock that a project keeps for its tenants, spread singly over existing blocks.

A circle is a range of seats, so a new home cannot be put into an existing block. A project that lives among others
therefore keeps social flats as they come vacant: in its wijk, within reach of its support point, the nearest first
and never two in one block, whichever project has the other. What is kept is let by the project alone and counts as no
vacancy. What it keeps no longer goes back to the general stock, with whoever lives there.
"""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.codes import FLAT, NOWHERE, SOCIAL
from sim.world.places import is_vacant
from sim.world.vacancies import general_stock


@allocating
def keep_reserved(world):
    """Give back what levers keep no longer, and keep vacant flats as far as there are any."""
    d, levers = world.dwellings, world.project_levers
    kept, taken = np.zeros(levers.reserved.shape[0], np.int64), np.zeros(world.foci.kind.shape[0], np.bool_)
    for dwelling in range(general_stock(world)):
        project = d.project[dwelling]
        if project == NOWHERE:
            continue
        if kept[project] < levers.reserved[project]:
            kept[project] += 1
            taken[d.block[dwelling]] = True
        else:
            d.project[dwelling], d.open[dwelling] = NOWHERE, True
    for project in range(kept.shape[0]):
        while kept[project] < levers.reserved[project]:
            dwelling = _nearest(world, project, taken)
            if dwelling == NOWHERE:
                break
            d.project[dwelling], d.open[dwelling] = project, False
            kept[project] += 1
            taken[d.block[dwelling]] = True


@kernel
def _nearest(world, project, taken):
    """Give the vacant social flat nearest to the support point of a project, in a block without any kept; or -1."""
    d, p = world.dwellings, world.projects
    found, least = NOWHERE, float(world.project_levers.within[project])
    for dwelling in range(general_stock(world)):
        if d.wijk[dwelling] != p.wijk[project] or d.kind[dwelling] != FLAT or d.tenure[dwelling] != SOCIAL:
            continue
        if taken[d.block[dwelling]] or not is_vacant(world, dwelling):
            continue
        away = math.hypot(d.x[dwelling] - p.x[project], d.y[dwelling] - p.y[project])
        if away < least:
            found, least = dwelling, away
    return found


@allocating
def reserved_and_empty(world):
    """Give the homes of the general stock that projects keep and in which nobody lives."""
    found = np.empty(world.project_levers.reserved.sum(), np.int64)
    count = 0
    for dwelling in range(general_stock(world) if found.shape[0] > 0 else 0):
        if world.dwellings.project[dwelling] != NOWHERE and world.dwellings.occupants[dwelling] == 0:
            found[count] = dwelling
            count += 1
    return found[:count]
