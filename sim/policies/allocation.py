"""Another rule for housing those who cannot wait: from a date the urgent queue is served by it, in the whole city.

``cheapest`` gives each household the cheapest vacant dwelling that fits; ``random`` any; ``quota`` passes over wijken
where more than ``max_share`` of those who moved in last year were vulnerable; ``all_tenures`` looks beyond social
rent; ``informed`` weighs how much support a wijk has left, as far as housing and support work together. With ``buys``
each of them looks beyond social rent too: the gemeente buys or leases there, so that wijken with few social dwellings
take part. The rules themselves are those of ``urgent_housing``; this file chooses one. It has no phase and no wijken: a
rule holds or not. In the ledger the gemeente pays ``prices.dwelling_capital`` for each dwelling outside social rent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, capital, prices_of
from sim.world.codes import ALLOCATION_RULES

WRITES = ("rules.allocation", "rules.max_share", "rules.buys")
DOMAIN = "housing"
MAY_HELP = (
    "People who cannot wait may come to live near kin, near support that has hours left, or in wijken where few did "
    "before; block and street become more mixed."
)
MAY_HARM = (
    "They may have to wait longer where few dwellings fit the rule, and come to live further from what they know; a "
    "quota moves inflow to other wijken, and what is bought is no longer for others."
)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set the rule of this month."""
    world.rules.allocation[0] = ALLOCATION_RULES.index(call.settings["rule"])
    world.rules.max_share[0] = call.settings["max_share"]
    world.rules.buys[0] = call.settings["buys"]


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay for all dwellings outside social rent that were let to the queue so far, whichever call bought them.

    So rules may follow each other without a dwelling being paid for twice; after the last of them the ledger leaves
    them out. In a run longer than ``capital_years`` those of the first years are paid for too long.
    """
    if call.until is not None and month >= call.until:
        return []
    return [capital(call, "gemeente", prices_of(call).dwelling_capital, lambda by: bought(world, scale), month)]


def bought(world: Any, scale: int) -> float:
    """Give how many real dwellings were bought or leased so far."""
    return scale * float(world.city.bought[0])
