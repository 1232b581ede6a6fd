"""More professionals of one domain in the wijken named: so many FTE for each 10,000 residents, beside those at work.

They come in evenly over the phase. What they do with their hours is what all professionals do (``professional_care``):
cases, overhead with other domains, joint hours. Whether somebody is less lonely for it is not written here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.policies.phase import reached
from sim.world.codes import PROFESSIONAL_DOMAINS

WRITES = ("wijk_levers.fte",)
PER = 10_000.0


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Add this month's FTE, in simulated ones: for so many simulated residents."""
    domain = PROFESSIONAL_DOMAINS.index(call.settings["domain"])
    fte = call.settings["fte"] * reached(call, month) * residents_of(world)[wijken] / PER
    world.wijk_levers.fte[wijken, domain] += fte.astype(np.float32)


def residents_of(world: Any) -> np.ndarray:
    """Count the simulated residents of each wijk: (wijken,)."""
    home = world.residents.dwelling[world.residents.alive]
    return np.bincount(world.dwellings.wijk[home], minlength=len(world.wijken.x))
