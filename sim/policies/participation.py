"""Talents: more people are asked to volunteer, and somebody is paid to supervise those who do.

``invites`` reaches everybody in the wijken named alike, people with a vulnerability too; command of Dutch, and whether
a team asks for one of their talents, count for who begins (``volunteering``). ``supervision`` is paid hours to
coordinate volunteers: shared over the volunteers of the wijk it takes off a part of what tires them. Both come in
evenly over the phase.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.policies.phase import reached
from sim.world.codes import ADULT

WRITES = ("wijk_levers.invites", "wijk_levers.coordinator")

PER = 100.0


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Ask as many more as this month says, and pay its hours, in simulated ones: for so many simulated adults."""
    come_in, levers = reached(call, month), world.wijk_levers
    levers.invites[wijken] += call.settings["invites"] * come_in
    hours = call.settings["supervision"] * come_in * adults_of(world)[wijken] / PER
    levers.coordinator[wijken] += hours.astype(np.float32)


def adults_of(world: Any) -> np.ndarray:
    """Count the simulated adults of each wijk: (wijken,)."""
    r = world.residents
    adult = r.alive & (r.age >= ADULT)
    return np.bincount(world.dwellings.wijk[r.dwelling[adult]], minlength=len(world.wijken.x))
