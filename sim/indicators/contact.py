"""Networks and contact with neighbours of adults."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import is_adult, is_vulnerable, per_person, wijk_of, with_city

WEEKS = 4.3


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give network size, weekly contact with neighbours, and the share of vulnerable adults, city last.

    Weekly contact is 1 − exp(−meetings with recognised neighbours / 4.3 weeks); neighbours are those of the own
    block or living group.
    """
    sums = with_city(_sum(world))
    adults = sums[:, 0]
    return {
        "network": per_person(sums[:, 1], adults),
        "neighbour_contact": 100.0 * per_person(sums[:, 2], adults),
        "vulnerable_share": 100.0 * per_person(sums[:, 3], adults),
    }


@allocating
def _sum(world):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 4))
    for i in range(r.uid.shape[0]):
        if is_adult(world, i):
            row = sums[wijk_of(world, i)]
            row[0] += 1.0
            row[1] += r.network[i]
            row[2] += 1.0 - math.exp(-r.neighbour_meetings[i] * r.familiarity[i] / WEEKS)
            row[3] += is_vulnerable(world, i)
    return sums
