"""Dwellings and moves per wijk: vacancies, people moving in, the urgent queue, care homes."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import Homes, homes_of, per_person, with_city
from sim.world.codes import CARE_ROOM, SCHOOL_AGE
from sim.world.places import under_works
from sim.world.vacancies import general_stock


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last. Counts are simulated ones, to be scaled."""
    homes, month = homes or homes_of(world), world.city.month[0]
    people = with_city(_count_people(world, homes.of_residents, month))
    dwellings = with_city(_count_homes(world, month))
    return {
        "residents": with_city(homes.residents),
        "moved_in": people[:, 0],
        "waiting": people[:, 1],
        "in_care_homes": people[:, 2],
        "vacant": 100.0 * per_person(dwellings[:, 1], dwellings[:, 0]),
    }


@allocating
def _count_people(world, homes, month):
    """Count by wijk who moved in, who waits for a home, and who lives in a care home: few, so all else is passed by."""
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 3))
    for i in range(r.uid.shape[0]):
        wijk = homes[i]
        if wijk < 0:
            continue
        if r.moved[i] == month and not (r.arrived[i] == month and r.age[i] == SCHOOL_AGE):
            sums[wijk, 0] += 1.0
        if r.urgent[i] > 0:
            sums[wijk, 1] += 1.0
        if world.dwellings.kind[r.dwelling[i]] == CARE_ROOM:
            sums[wijk, 2] += 1.0
    return sums


@allocating
def _count_homes(world, month):
    """Count homes and vacant ones; those of projects are let by their programme, and those under works are no homes."""
    d = world.dwellings
    sums = np.zeros((world.wijken.x.shape[0], 2))
    for dwelling in range(general_stock(world)):
        if d.kind[dwelling] < CARE_ROOM and not under_works(world, dwelling, month):
            sums[d.wijk[dwelling], 0] += 1.0
            sums[d.wijk[dwelling], 1] += d.occupants[dwelling] == 0
    return sums
