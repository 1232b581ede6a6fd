"""Sheltered housing closes: intake stops, then living groups close one after the other over the phase.

From the first month nobody is admitted to the groups that will close; who has mental health problems or a mild
intellectual disability and would have come stays at home. Groups close evenly over the phase; whoever lives there
joins the urgent queue and is housed by the allocation rule or by the destination: ``cheapest`` (the rule),
``old_wijk``, ``near_kin`` or ``group_move`` (``group_size`` people of a living group near each other). Which
groups close follows from a draw, the same in every scenario of a seed.

A share ``staff_to_outreach`` of the hours of the staff of a closed group goes on as outreach: FTE of mental health
care in the wijk of the group, from ``retraining_months`` after it closed. They have clients as all professionals
do, by cases and with overhead, and among them are others than those who lived in the group. If the policy ends, the
groups open again and take their staff back.

Losing the group ends a focus and the hours of its staff, and a queue decides where somebody lives; it gives back
autonomy, may bring kin nearer, and the wijk gains outreach. None of this is written here: this file moves levers
only.

In the ledger each empty place of a closed group saves the gemeente the price of a place; outreach is a cost to the
zorgverzekeraar.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, staff
from sim.policies import closing
from sim.policies.remarks import Remark
from sim.world.codes import MENTAL_HEALTH_CARE, SHELTERED_HOUSING

WRITES = (
    "levers.unit_closed",
    "levers.intake_stopped",
    "levers.destination",
    "levers.group_size",
    "wijk_levers.fte",
)
DOMAIN = "care"
MAY_HELP = (
    "Residents decide about their own time again and meet other people than each other; a part of the hours of "
    "staff goes on as outreach."
)
MAY_HARM = (
    "The living group is lost and with it staff at hand; who lacks support is the cause of more incidents, and "
    "neighbours who do not know them grow less at ease."
)


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where less than one unit is to close at this scale."""
    return closing.remark(call, scale, city, SHELTERED_HOUSING)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers. ``wijken``: rows of the wijken in which the policy holds."""
    settings = call.settings
    key = draws.key("close_sheltered_housing")
    units = closing.units_to_close(world, SHELTERED_HOUSING, settings["share"], wijken, key)
    closing.close(world, units, call, month)
    world.levers.group_size[units] = int(settings["group_size"])
    closing.let_staff_go_on(world, units, call, month, settings["staff_to_outreach"], MENTAL_HEALTH_CARE)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Count what empty places of closed groups save, and pay the staff that goes on."""
    closed = closing.closed_units(world, call, wijken, SHELTERED_HOUSING, month)
    if len(closed) == 0:
        return []
    fte = scale * closing.fte_gone_on(world, call, closed, call.settings["staff_to_outreach"], month)
    more = staff(call, "mental_health_care", fte)
    return closing.costs(world, call, closed, scale, "gemeente", prices_of(call).sheltered_place, more)
