"""Places in courses of Dutch for newcomers who live in the wijken named.

Places are given for each 1,000 newcomers of a wijk, not for each wijk: newcomers live in a few wijken, and the same
number everywhere would leave places empty in most and be too few where they are asked for. They come in evenly over
the phase. Who attends, and what a course gives, stands in ``language``. In the ledger the gemeente
pays every place, taken or not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies.phase import reached
from sim.world.codes import ADULT, NEW

WRITES = ("wijk_levers.course_places",)
DOMAIN = "education"
MAY_HELP = "Newcomers learn Dutch sooner, so they meet, join and work more."
MAY_HARM = "Hours in a course are hours among learners; places that stay empty are paid for."

PER = 1_000.0


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Add this month's places, in simulated ones: for so many simulated newcomers."""
    world.wijk_levers.course_places[wijken] += added(world, call, wijken, month).astype(np.float32)


def added(world: Any, call: Any, wijken: np.ndarray, month: int) -> np.ndarray:
    """Give the simulated places that each of the wijken gets in a month."""
    return np.asarray(call.settings["places"] * reached(call, month) * newcomers_of(world)[wijken] / PER)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay the places, by the newcomers there are at the end of the month."""
    if call.until is not None and month >= call.until:
        return []
    euros = scale * added(world, call, wijken, month).sum() * prices_of(call).language_place
    return [yearly(call, "gemeente", DOMAIN, euros, "course places")]


def newcomers_of(world: Any) -> np.ndarray:
    """Count the simulated adult newcomers of each wijk: (wijken,)."""
    r = world.residents
    new = r.alive & (r.age >= ADULT) & ((r.vulnerability & NEW) != 0)
    return np.bincount(world.dwellings.wijk[r.dwelling[new]], minlength=len(world.wijken.x))
