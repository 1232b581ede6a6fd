"""Sheltered places open with ordinary employers, each with a coach, for people who do not look for ordinary work.

``places`` open for each 10,000 residents of the wijken named, in the workplaces there, evenly over the phase. They are
for people of working age with mental health problems or a mild intellectual disability, wherever in the city they live;
who has lost a social workplace goes first. A coach has ``coach_hours`` a week for each. Who takes them, and when a
place ends, stands in ``sheltered_work``. When the policy ends there are no coaches and no new places, and those who
hold one lose it in time.

In the ledger the gemeente pays the coaches of all places, taken or not, and the wage cost subsidy of those that are
taken. It makes up for what employers lose by lower output; what colleagues do for somebody has no price.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line
from sim.policies import employers
from sim.policies.phase import reached
from sim.policies.remarks import Remark, remark_of
from sim.policies.wijkteam import residents_of

WRITES = ("wijk_levers.employer_places", "wijk_levers.coach_hours")
DOMAIN = "work"
MAY_HELP = "People without work get a place among colleagues of all kinds, and a coach."
MAY_HARM = (
    "A place ends sooner than one in social work provision, and colleagues who meet people badly grow less at ease."
)

PER = 10_000.0


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Open this month's places, in simulated ones: for so many simulated residents."""
    employers.open_places(world, wijken, added(world, call, wijken, month), call)


def added(world: Any, call: Any, wijken: np.ndarray, month: int) -> np.ndarray:
    """Give the simulated places that each of the wijken has in a month."""
    return np.asarray(call.settings["places"] * reached(call, month) * residents_of(world)[wijken] / PER)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay coaches and subsidies, by the residents there are at the end of the month."""
    if call.until is not None and month >= call.until:
        return []
    return employers.costs(world, call, float(added(world, call, wijken, month).sum()), scale)


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where the places for 10,000 residents are less than one at this scale."""
    places = call.settings["places"]
    if places == 0 or places >= scale:
        return None
    figures = {"n": places, "here": places / scale, "scale": scale}
    return remark_of("places_scale" if places >= 1 else "places_more", **figures, larger=int(places))
