"""Talents: more people are asked to volunteer, and somebody is paid to supervise those who do.

``invites`` reaches everybody in the wijken named alike, people with a vulnerability too; command of Dutch, and whether
a team asks for one of their talents, count for who begins (``volunteering``). ``supervision`` is paid hours to
coordinate volunteers: shared over the volunteers of the wijk it takes off a part of what tires them. Both come in
evenly over the phase. In the ledger the gemeente pays the hours of supervision, as FTE of ``month_of_fte`` hours.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies.phase import reached
from sim.world.codes import ADULT

WRITES = ("wijk_levers.invites", "wijk_levers.coordinator")
DOMAIN = "welfare"
MAY_HELP = (
    "More people volunteer, people with a vulnerability too, and paid supervision takes off a part of what tires them."
)
MAY_HARM = "Who begins may tire and stop for a year or two; hours given to others are not spent on own ties."

PER = 100.0


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Ask as many more as this month says, and pay its hours, in simulated ones: for so many simulated adults."""
    levers = world.wijk_levers
    levers.invites[wijken] += call.settings["invites"] * reached(call, month)
    levers.coordinator[wijken] += hours(world, call, wijken, month).astype(np.float32)


def hours(world: Any, call: Any, wijken: np.ndarray, month: int) -> np.ndarray:
    """Give the simulated hours of supervision that each of the wijken gets in a month."""
    return np.asarray(call.settings["supervision"] * reached(call, month) * adults_of(world)[wijken] / PER)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay who coordinates, by the adults there are at the end of the month."""
    if call.until is not None and month >= call.until:
        return []
    fte = scale * hours(world, call, wijken, month).sum() / call.settings["month_of_fte"]
    return [yearly(call, "gemeente", DOMAIN, fte * prices_of(call).coordinator_fte, "coordination of volunteers")]


def adults_of(world: Any) -> np.ndarray:
    """Count the simulated adults of each wijk: (wijken,)."""
    r = world.residents
    adult = r.alive & (r.age >= ADULT)
    return np.bincount(world.dwellings.wijk[r.dwelling[adult]], minlength=len(world.wijken.x))
