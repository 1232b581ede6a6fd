"""Departments work together in the wijken named: joint hours within their social domain.

As a ``city_deal``, but in some wijken and among those who work there. Coordination between housing and support is kept
for the city as a whole, so a deal of some wijken moves it by their share of residents.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.policies.city_deal import raise_to
from sim.policies.phase import reached
from sim.policies.wijkteam import residents_of

WRITES = ("wijk_levers.joint_hours", "rules.joint_hours")
DOMAIN = "welfare"
MAY_HELP = "As a city deal, where the wijk is small enough for people to know each other."
MAY_HARM = (
    "Joint hours come off hours for clients in these wijken at once; coordination with housing is of the city, and "
    "moves by their share only."
)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Raise joint hours of this month in the wijken, and those with housing by the wijken's share of the city."""
    come_in, people = reached(call, month), residents_of(world)
    raise_to(world.wijk_levers.joint_hours, wijken, call.settings["joint_hours"], come_in)
    share = people[wijken].sum() / max(people.sum(), 1)
    raise_to(world.rules.joint_hours, slice(None), call.settings["joint_hours_with_housing"], come_in * share)
