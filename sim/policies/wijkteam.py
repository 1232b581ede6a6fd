"""More professionals of one domain in the wijken named: so many FTE for each 10,000 residents, beside those at work.

They come in evenly over the phase. What they do with their hours is what all professionals do (``professional_care``):
cases, overhead with other domains, joint hours. Whether somebody is less lonely for it is not written here. They are
paid by whoever usually pays that domain (``sim.ledger``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, staff
from sim.policies.phase import reached
from sim.world.codes import PROFESSIONAL_DOMAINS

WRITES = ("wijk_levers.fte",)
DOMAIN = "welfare"
MAY_HELP = "More of those whose need others have not met get hours."
MAY_HARM = (
    "A worker is one tie among others: hours of professionals may take the place of asking neighbours and kin, and "
    "a client of many domains costs overhead first."
)
PER = 10_000.0


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Add this month's FTE, in simulated ones: for so many simulated residents."""
    domain = PROFESSIONAL_DOMAINS.index(call.settings["domain"])
    world.wijk_levers.fte[wijken, domain] += added(world, call, wijken, month).astype(np.float32)


def added(world: Any, call: Any, wijken: np.ndarray, month: int) -> np.ndarray:
    """Give the FTE that each of the wijken gets in a month."""
    return np.asarray(call.settings["fte"] * reached(call, month) * residents_of(world)[wijken] / PER)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay the FTE that are added, by the residents there are at the end of the month."""
    if call.until is not None and month >= call.until:
        return []
    return [staff(call, call.settings["domain"], scale * added(world, call, wijken, month).sum())]


def residents_of(world: Any) -> np.ndarray:
    """Count the simulated residents of each wijk: (wijken,)."""
    home = world.residents.dwelling[world.residents.alive]
    return np.bincount(world.dwellings.wijk[home], minlength=len(world.wijken.x))
