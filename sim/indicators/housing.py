"""Dwellings and moves per wijk: vacancies, people moving in, the urgent queue, care homes."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import per_person, wijk_of, with_city
from sim.world.codes import CARE_ROOM, SCHOOL_AGE
from sim.world.places import under_works
from sim.world.vacancies import general_stock


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last. Counts are simulated ones, to be scaled."""
    people = with_city(_count_people(world, world.city.month[0]))
    homes = with_city(_count_homes(world, world.city.month[0]))
    return {
        "residents": people[:, 0],
        "moved_in": people[:, 1],
        "waiting": people[:, 2],
        "in_care_homes": people[:, 3],
        "vacant": 100.0 * per_person(homes[:, 1], homes[:, 0]),
    }


@allocating
def _count_people(world, month):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 4))
    for i in range(r.uid.shape[0]):
        if r.alive[i]:
            row = sums[wijk_of(world, i)]
            row[0] += 1.0
            row[1] += r.moved[i] == month and not (r.arrived[i] == month and r.age[i] == SCHOOL_AGE)
            row[2] += r.urgent[i] > 0
            row[3] += world.dwellings.kind[r.dwelling[i]] == CARE_ROOM
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
