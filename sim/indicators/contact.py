"""Networks and contact with neighbours of adults."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import Homes, homes_of, is_vulnerable, per_person, with_city

WEEKS = 4.3


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give network size, weekly contact with neighbours, and the share of vulnerable adults, city last.

    Weekly contact is 1 − exp(−meetings with recognised neighbours / 4.3 weeks); neighbours are those of the own
    block or living group.
    """
    homes = homes or homes_of(world)
    adults, sums = with_city(homes.adults), with_city(_sum(world, homes.of_adults))
    return {
        "network": per_person(sums[:, 0], adults),
        "neighbour_contact": 100.0 * per_person(sums[:, 1], adults),
        "vulnerable_share": 100.0 * per_person(sums[:, 2], adults),
    }


@allocating
def _sum(world, homes):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 3))
    for i in range(r.uid.shape[0]):
        if homes[i] >= 0:
            row = sums[homes[i]]
            row[0] += r.network[i]
            row[1] += 1.0 - math.exp(-r.neighbour_meetings[i] * r.familiarity[i] / WEEKS)
            row[2] += is_vulnerable(world, i)
    return sums
