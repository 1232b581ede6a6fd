"""Nuisance per wijk: incidents and those that are reported, for each 1,000 residents a month, and fear of adults."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import is_adult, per_person, wijk_of, with_city


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    residents, adults, fear = with_city(_sum(world)).T
    incidents, registered = (
        with_city(column.astype(np.float64)) for column in (world.wijken.incidents, world.wijken.registered)
    )
    return {
        "incidents": 1000.0 * per_person(incidents, residents),
        "registered": 1000.0 * per_person(registered, residents),
        "fear": per_person(fear, adults),
    }


@allocating
def _sum(world):
    """Sum up residents, adults and the fear of adults by wijk."""
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 3))
    for i in range(r.uid.shape[0]):
        if r.alive[i]:
            row = sums[wijk_of(world, i)]
            row[0] += 1.0
            if is_adult(world, i):
                row[1] += 1.0
                row[2] += r.fear[i]
    return sums
