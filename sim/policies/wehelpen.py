"""A help platform in the wijken named: members ask each other for small tasks and company.

``share`` is the part of the residents who take part if neither Dutch nor the computer keeps them from it; it comes in
evenly over the phase, and several platforms add up to 1 at most. Who takes part, asks, comes and becomes acquainted
stands in ``help_platform``. Members are matched across the borders of wijken, but both live in a wijk with a platform.

In the ledger the gemeente pays a price for each inhabitant of the wijken, member or not, from the first month on.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies.phase import reached
from sim.policies.wijkteam import residents_of

WRITES = ("wijk_levers.platform",)
DOMAIN = "welfare"
MAY_HELP = (
    "Asking becomes easier, and light tasks are done by people from other wijken too; two who met once may meet again."
)
MAY_HARM = (
    "Who is not at home with screens or Dutch is not reached, and hours given on the platform are missed by own ties."
)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Let as many take part as this month says."""
    platform = world.wijk_levers.platform
    platform[wijken] = np.minimum(platform[wijken] + call.settings["share"] * reached(call, month), 1.0)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay for the inhabitants there are at the end of the month; a platform without members costs nothing."""
    if (call.until is not None and month >= call.until) or call.settings["share"] == 0:
        return []
    euros = scale * call.funded * residents_of(world)[wijken].sum() * prices_of(call).help_platform
    return [yearly(call, "gemeente", DOMAIN, euros, "help platform")]
