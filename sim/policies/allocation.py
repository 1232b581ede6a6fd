"""Another rule for housing those who cannot wait: from a date the urgent queue is served by it, in the whole city.

``cheapest`` gives each household the cheapest vacant dwelling that fits; ``random`` any; ``quota`` passes over wijken
where more than ``max_share`` of those who moved in last year were vulnerable; ``all_tenures`` looks beyond social
rent; ``informed`` weighs how much support a wijk has left, as far as housing and support work together. The rules
themselves are those of ``urgent_housing``; this file chooses one. It has no phase and no wijken: a rule holds or not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.world.codes import ALLOCATION_RULES

WRITES = ("rules.allocation", "rules.max_share")
DOMAIN = "housing"


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set the rule of this month."""
    world.rules.allocation[0] = ALLOCATION_RULES.index(call.settings["rule"])
    world.rules.max_share[0] = call.settings["max_share"]
