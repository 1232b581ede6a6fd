"""Social workplaces close one after the other over the phase; some places are replaced with ordinary employers.

Of the social workplaces in the wijken named a ``share`` closes evenly over the phase; which, follows from a draw, the
same in every scenario of a seed. Who works there may live anywhere in the city. For each place of a closed workplace
``p_place`` places open with ordinary employers in its wijk, each with a coach for ``coach_hours`` a week. Who lost a
workplace gets them in the order of a draw kept for life, so with chance ``p_place`` as long as nobody else has left
one; the others look for what is free in the workplaces that stay, or have nowhere to go by day. If the policy ends the
workplaces meet again and those places end, with their coaches.

Losing the workplace ends a circle of twelve who are at ease with each other and the support of work leaders, and
leaves an empty day. Among ordinary colleagues there are others to become friends with, and colleagues who get used to
people like them. None of this is written here: this file moves levers only.

In the ledger each closed place saves the gemeente the price of a sheltered job, which is net of what is made there,
filled or not; coaches and wage cost subsidies are a cost to it. The subsidy makes up for what employers lose by lower
output, and what colleagues do for somebody has no price. Benefits of those who lose a place are in no line: the saving
is less where the gemeente pays them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies import closing, employers
from sim.world.codes import SOCIAL_WORKPLACE

WRITES = ("focus_levers.closed", "wijk_levers.employer_places", "wijk_levers.coach_hours")
DOMAIN = "work"
MAY_HELP = "Who finds a place with an ordinary employer has colleagues of all kinds."
MAY_HARM = "Who finds none has nowhere to go by day, loses a group of twelve, and an empty day brings incidents."


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers. ``wijken``: rows of the wijken in which workplaces close."""
    key = draws.key("close_social_workplaces")
    workplaces = closing.foci_to_close(world, SOCIAL_WORKPLACE, call.settings["share"], wijken, key)
    closed = workplaces[: closing.closed_by(len(workplaces), call, month)]
    world.focus_levers.closed[closed] = True
    employers.open_places(world, world.foci.wijk[closed], replaced(world, call, closed), call)


def replaced(world: Any, call: Any, closed: np.ndarray) -> np.ndarray:
    """Give the places with employers, in parts, that take the place of each closed workplace."""
    return np.asarray(call.settings["p_place"] * world.foci.size[closed])


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Count what places of closed workplaces save, and pay for those with employers."""
    if call.until is not None and month >= call.until:
        return []
    mine = (world.foci.kind == SOCIAL_WORKPLACE) & np.isin(world.foci.wijk, wijken) & world.focus_levers.closed
    closed = np.flatnonzero(mine)
    saved = scale * float(world.foci.size[closed].sum()) * prices_of(call).sheltered_job
    paid = employers.costs(world, call, float(replaced(world, call, closed).sum()), scale)
    return [yearly(call, "gemeente", DOMAIN, -saved, "sheltered jobs closed"), *paid]
