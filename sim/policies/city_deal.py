"""Departments of the whole city work together: joint hours in every wijk's social domain and between it and housing.

Each FTE spends ``joint_hours`` a month with others, come in evenly over the phase, in place of the few it spends now.
Those hours come off the hours for clients at once; coordination grows slowly with them, and is lost with colleagues
who leave (``coordination``). So a deal costs before it pays, if it pays. A deal holds in the whole city; a
``village_deal`` in some wijken.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.policies.phase import reached

WRITES = ("wijk_levers.joint_hours", "rules.joint_hours")
DOMAIN = "welfare"
MAY_HELP = (
    "Coordination grows: less overhead for each client, referrals without waiting, fewer cases lost at a house "
    "move, and an allocator who sees where support is."
)
MAY_HARM = (
    "Joint hours come off hours for clients at once, and coordination is lost again with every colleague who leaves."
)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Raise joint hours of this month, never below what they are."""
    come_in = reached(call, month)
    raise_to(world.wijk_levers.joint_hours, slice(None), call.settings["joint_hours"], come_in)
    raise_to(world.rules.joint_hours, slice(None), call.settings["joint_hours_with_housing"], come_in)


def raise_to(lever: np.ndarray, rows: Any, hours: float, come_in: float) -> None:
    """Bring hours a month per FTE a part of the way to what a deal says, where it says more."""
    lever[rows] += come_in * np.maximum(hours - lever[rows], 0.0)
