"""Support per wijk: how much is needed, who gives it, what nobody gives, and what it asks of those who care.

Hours a week for each 1,000 residents. The share unmet is that of all hours needed; short of support is who gets
less than half of what they need. Overburdened are adults who care or volunteer, with a strain above 0.6.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import Homes, homes_of, per_person, with_city
from sim.world.codes import SUPPORT_SOURCES

SHORT, STRAINED = 0.5, 0.6
NEED, UNMET, IN_NEED, IN_SHORT = range(4)
CARERS, HELPERS, OVERBURDENED = range(3)


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    homes = homes or homes_of(world)
    sums, adults = with_city(_sum(world, homes.of_residents)), with_city(homes.adults)
    helping = with_city(_count(world, homes.of_adults, homes.volunteers))
    thousands = with_city(homes.residents) / 1000.0
    given = with_city(world.wijken.support.astype(np.float64))
    return {
        "need_hours": per_person(sums[:, NEED], thousands),
        "unmet_hours": per_person(sums[:, UNMET], thousands),
        "unmet_share": 100.0 * per_person(sums[:, UNMET], sums[:, NEED]),
        "short_of_support": 100.0 * per_person(sums[:, IN_SHORT], sums[:, IN_NEED]),
        **{f"by_{name}": per_person(given[:, source], thousands) for source, name in enumerate(SUPPORT_SOURCES)},
        "care_givers": 100.0 * per_person(helping[:, CARERS], adults),
        "overburdened": 100.0 * per_person(helping[:, OVERBURDENED], helping[:, HELPERS]),
    }


@allocating
def _sum(world, homes):
    """Sum up hours, and people in need and short of support, by wijk."""
    r, sums = world.residents, np.zeros((world.wijken.x.shape[0], 4))
    for i in range(homes.shape[0]):
        if r.need[i] > 0.0 and homes[i] >= 0:
            row = sums[homes[i]]
            row[NEED] += r.need[i]
            row[UNMET] += r.unmet[i]
            row[IN_NEED] += 1.0
            row[IN_SHORT] += r.unmet[i] > SHORT * r.need[i]
    return sums


@allocating
def _count(world, homes, volunteers):
    """Count by wijk the adults who care, who care or volunteer, and who are overburdened by it.

    Many do, in no order, so nothing branches: who has no wijk (-1) is counted in a last row, which is left out.
    """
    r, counts = world.residents, np.zeros((world.wijken.x.shape[0] + 1, 3), np.int64)
    for i in range(homes.shape[0]):
        cares = r.care_given[i] > 0.0
        helps = cares | volunteers[i]
        row = counts[homes[i]]
        row[CARERS] += cares
        row[HELPERS] += helps
        row[OVERBURDENED] += helps & (r.strain[i] > STRAINED)
    return counts[:-1].astype(np.float64)
