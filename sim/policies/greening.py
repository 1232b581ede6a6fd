"""Green is added in the wijken named: people are out of doors in their block and their streets more.

The added share of green grows evenly over the phase; with what is there it is at most 1. Green makes residents present
(``contact``), which makes neighbours meet. Whether that makes anybody less lonely is not written here.

In the ledger the gemeente pays ``prices.green`` for each resident of the wijken, in proportion to the share added.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies.phase import reached
from sim.policies.wijkteam import residents_of

WRITES = ("wijk_levers.green",)
DOMAIN = "physical_space"
MAY_HELP = "People are out of doors more, so neighbours meet more often and come to know each other."
MAY_HARM = "They also meet those they are not at ease with more often: more meetings are more bad ones too."


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Add this month's share of green; several calls add up to 1 at most."""
    green = world.wijk_levers.green
    green[wijken] = np.minimum(green[wijken] + call.settings["green"] * reached(call, month), 1.0)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay the added green, by the residents there are."""
    if call.until is not None and month >= call.until:
        return []
    people = scale * float(residents_of(world)[wijken].sum())
    euros = call.settings["green"] * reached(call, month) * people * prices_of(call).green
    return [yearly(call, "gemeente", DOMAIN, euros, "green")]
