"""Shelters close: intake stops, then beds close a unit at a time over the phase, and homes with support take over.

From the first month nobody is admitted to the units that will close. They close evenly over the phase; whoever
sleeps there joins the urgent queue for a dwelling of their own, by the allocation rule or by the destination:
``cheapest`` (the rule), ``old_wijk`` or ``near_kin``. Which units close follows from a draw, the same in every
scenario of a seed.

For each closed place ``housing_first_hours`` hours a week at work are added to mental health care in the wijk of the
unit, from the month in which it closes: Housing First, a home first and support that comes there. Mental health
care, since its teams are built like those of assertive outreach, and since everybody who was homeless needs that
domain (so they do welfare). These hours have clients by cases and with overhead, as all hours of professionals: who is
housed in another wijk is served by that wijk, and others in the wijk of the unit may be served. The staff of the
shelter goes. If the policy ends, the units open again and the hours end.

Who waits in a closed shelter has no home: the processes say what that means (no staff, no living group, a larger
need). A home of one's own gives back autonomy. This file moves levers only.

What the model cannot say: people become homeless by coming to a shelter, so where none takes anybody in, nobody
new loses a home either. The policy shows what closing means to who is there, not who would have come later.

In the ledger each empty bed of a closed shelter saves the gemeente the price of a place; the hours of Housing First are
a cost to the zorgverzekeraar, as all mental health care is here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, staff
from sim.policies import closing
from sim.policies.remarks import Remark
from sim.world.codes import MENTAL_HEALTH_CARE, SHELTER

WRITES = (
    "levers.unit_closed",
    "levers.intake_stopped",
    "levers.destination",
    "wijk_levers.fte",
)
DOMAIN = "care"
MAY_HELP = "Who finds a home has an address, neighbours, and hours of Housing First."
MAY_HARM = (
    "Who finds none sleeps on a sofa or rough, needs half as much again and gets no staff; those who find one take "
    "a social dwelling that others wait for."
)


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where less than one unit is to close at this scale."""
    return closing.remark(call, scale, city, SHELTER)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers. ``wijken``: rows of the wijken in which the policy holds."""
    settings = call.settings
    units = closing.units_to_close(world, SHELTER, settings["share"], wijken, draws.key("close_shelters"))
    closing.close(world, units, call, month)
    closed = units[: closing.closed_by(len(units), call, month)]
    hours = settings["housing_first_hours"] * world.units.places[closed]
    closing.add_hours(world, closed, MENTAL_HEALTH_CARE, hours, call)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Count what empty places of closed shelters save, and pay the staff that goes on."""
    closed = closing.closed_units(world, call, wijken, SHELTER, month)
    if len(closed) == 0:
        return []
    hours = call.settings["housing_first_hours"] * float(world.units.places[closed].sum())
    more = staff(call, "mental_health_care", scale * hours / call.settings["week_of_fte"])
    return closing.costs(world, call, closed, scale, "gemeente", prices_of(call).shelter_place, more)
