"""Support per wijk: how much is needed, who gives it, what nobody gives, and what it asks of those who care.

Hours a week for each 1,000 residents. The share unmet is that of all hours needed; short of support is who gets
less than half of what they need. Overburdened are adults who care or volunteer, with a strain above 0.6.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import is_adult, per_person, wijk_of, with_city
from sim.world.codes import NOWHERE, SUPPORT_SOURCES, VOLUNTEERING

SHORT, STRAINED = 0.5, 0.6
RESIDENTS, NEED, UNMET, IN_NEED, IN_SHORT, ADULTS, CARERS, HELPERS, OVERBURDENED = range(9)


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    sums = with_city(_sum(world))
    thousands = sums[:, RESIDENTS] / 1000.0
    given = with_city(world.wijken.support.astype(np.float64))
    return {
        "need_hours": per_person(sums[:, NEED], thousands),
        "unmet_hours": per_person(sums[:, UNMET], thousands),
        "unmet_share": 100.0 * per_person(sums[:, UNMET], sums[:, NEED]),
        "short_of_support": 100.0 * per_person(sums[:, IN_SHORT], sums[:, IN_NEED]),
        **{f"by_{name}": per_person(given[:, source], thousands) for source, name in enumerate(SUPPORT_SOURCES)},
        "care_givers": 100.0 * per_person(sums[:, CARERS], sums[:, ADULTS]),
        "overburdened": 100.0 * per_person(sums[:, OVERBURDENED], sums[:, HELPERS]),
    }


@allocating
def _sum(world):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 9))
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        row = sums[wijk_of(world, i)]
        row[RESIDENTS] += 1.0
        if r.need[i] > 0.0:
            row[NEED] += r.need[i]
            row[UNMET] += r.unmet[i]
            row[IN_NEED] += 1.0
            row[IN_SHORT] += r.unmet[i] > SHORT * r.need[i]
        if is_adult(world, i):
            cares = r.care_given[i] > 0.0
            helps = cares or r.focus[i, VOLUNTEERING] != NOWHERE
            row[ADULTS] += 1.0
            row[CARERS] += cares
            row[HELPERS] += helps
            row[OVERBURDENED] += helps and r.strain[i] > STRAINED
    return sums
