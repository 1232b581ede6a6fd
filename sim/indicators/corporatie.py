"""What a corporatie sees of its social-rent homes: turnover, vacancy, and incidents whose cause lives in one.

Turnover is the homes let anew in the month, times twelve, in % of all: a home is let anew where everybody in it came
this month. Homes of projects, homes under works and rooms of facilities do not count. Incidents are not kept by
tenure; counted is who was the cause of one this month and lives in such a home, for each 1,000 of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.tally import Homes, per_person, with_city
from sim.world.codes import CARE_ROOM, SOCIAL
from sim.world.places import under_works
from sim.world.vacancies import general_stock


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    dwellings, empty, let, causes = with_city(_count(world, world.city.month[0])).T
    return {
        "social_rent_turnover": 12.0 * 100.0 * per_person(let, dwellings),
        "social_rent_vacant": 100.0 * per_person(empty, dwellings),
        "social_rent_causes": 1000.0 * per_person(causes, dwellings),
    }


@kernel
def _is_social(world, dwelling):
    d = world.dwellings
    return d.tenure[dwelling] == SOCIAL and d.kind[dwelling] < CARE_ROOM and dwelling < general_stock(world)


@allocating
def _count(world, month):
    """Count homes, vacant ones, those let anew, and causes of incidents, by wijk."""
    r, d = world.residents, world.dwellings
    sums = np.zeros((world.wijken.x.shape[0], 4))
    stayed = np.zeros(d.wijk.shape[0], np.bool_)
    for i in range(r.uid.shape[0]):
        if r.alive[i]:
            home = r.dwelling[i]
            stayed[home] |= r.moved[i] != month
            if r.incident[i] == month and _is_social(world, home):
                sums[d.wijk[home], 3] += 1.0
    for home in range(general_stock(world)):
        if _is_social(world, home) and not under_works(world, home, month):
            row = sums[d.wijk[home]]
            row[0] += 1.0
            row[1] += d.occupants[home] == 0
            row[2] += d.occupants[home] > 0 and not stayed[home]
    return sums
