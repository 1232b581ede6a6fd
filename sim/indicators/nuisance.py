"""Nuisance per wijk: incidents and those that are reported, for each 1,000 residents a month, and fear of adults."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.indicators.tally import Homes, homes_of, per_person, sum_by_wijk, with_city


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    homes = homes or homes_of(world)
    fear = sum_by_wijk(world.residents.fear, homes.of_adults, len(homes.adults))
    residents, adults, fear = with_city(np.stack([homes.residents, homes.adults, fear], axis=1)).T
    incidents, registered = (
        with_city(column.astype(np.float64)) for column in (world.wijken.incidents, world.wijken.registered)
    )
    return {
        "incidents": 1000.0 * per_person(incidents, residents),
        "registered": 1000.0 * per_person(registered, residents),
        "fear": per_person(fear, adults),
    }
