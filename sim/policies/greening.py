"""Green is added in the wijken named: people are out of doors in their block and their streets more.

The added share of green grows evenly over the phase; with what is there it is at most 1. Green makes residents present
(``contact``), which makes neighbours meet. Whether that makes anybody less lonely is not written here.

In the ledger green costs what budget lines of the scenario say; without any it costs nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.policies.phase import reached

WRITES = ("wijk_levers.green",)
DOMAIN = "physical_space"


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Add this month's share of green; several calls add up to 1 at most."""
    green = world.wijk_levers.green
    green[wijken] = np.minimum(green[wijken] + call.settings["green"] * reached(call, month), 1.0)
