"""Sheltered places that policies open with ordinary employers: how many, with how many hours of coaches, at what cost.

A place is for one person at a time, in an ordinary workplace of a wijk. Hours of coaches are hours with people; one
FTE has ``coach_week`` of them a week. This module is no policy: it moves the levers that a policy which opens places
asks it to move, and each of those names them itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, staff, yearly
from sim.world.sheltered_work import at_employers


def open_places(world: Any, wijken: np.ndarray, places: np.ndarray, call: Any) -> None:
    """Open so many simulated places, in parts, in each of these wijken (rows, which may repeat), with their coaches."""
    np.add.at(world.wijk_levers.employer_places, wijken, places.astype(np.float32))
    hours = call.settings["coach_hours"] * places
    np.add.at(world.wijk_levers.coach_hours, wijken, hours.astype(np.float32))


def costs(world: Any, call: Any, places: float, scale: int) -> list[Line]:
    """Pay coaches for all of so many simulated places, and wage subsidies for those that are taken.

    The world does not keep which policy opened the place that somebody holds: all have the same share taken.
    """
    if places == 0.0:
        return []
    opened = max(
        float(world.wijk_levers.employer_places.sum()), places
    )  # asked before policies act, levers lie at rest
    taken = min(at_employers(world) / opened, 1.0)
    fte = scale * places * call.settings["coach_hours"] / call.settings["coach_week"]
    subsidy = scale * places * taken * prices_of(call).wage_subsidy
    return [staff(call, "work", fte), yearly(call, "gemeente", "work", subsidy, "wage cost subsidies")]
