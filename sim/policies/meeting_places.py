"""Places to meet are added in the wijken named, and groups meet in them.

Places count in two ways: residents are about more (``contact``), and more of them look for a club or a centre group
(``participation``). Groups are new seats: nearly all seats of the present centre groups are taken, so without new
ones who looks would often find nothing. Both come in evenly over the phase; when the policy ends the groups meet no
more and their members are without one.

In the ledger the gemeente pays a community centre for every ``groups_a_centre`` groups that meet; places without
groups cost what budget lines of the scenario say.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.city.building import Site
from sim.ledger import Line, prices_of, yearly
from sim.policies import groups
from sim.policies.groups import open_groups
from sim.policies.phase import reached
from sim.world.codes import CENTRE_GROUP, MEETING_PLACES

WRITES = ("wijk_levers.places", "project_levers.groups")
DOMAIN = "welfare"
MAY_HELP = "More people look for a group by day and find one, and are met by others than their own."
MAY_HARM = (
    "Groups of people who have few contacts elsewhere are not mixed by themselves; volunteers and hours at a centre "
    "are missed elsewhere."
)

remark = groups.remark


def sites(call: Any, wijken: np.ndarray, scale: int, world: Any) -> list[Site]:
    """Give the centre groups that will meet: one site a wijk (rows), none where it rounds to no group."""
    return groups.sites(call, wijken, world, MEETING_PLACES, CENTRE_GROUP)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Add this month's places and let this month's groups meet; places of several calls add up to 1 at most."""
    places = world.wijk_levers.places
    places[wijken] = np.minimum(places[wijken] + call.settings["places"] * reached(call, month), 1.0)
    open_groups(world, call, MEETING_PLACES, month)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay the centres in which the groups of this month meet."""
    if call.until is not None and month >= call.until:
        return []
    centres = scale * groups.meeting(world, call, MEETING_PLACES, month).sum() / call.settings["groups_a_centre"]
    return [yearly(call, "gemeente", DOMAIN, centres * prices_of(call).community_centre, "community centres")]
