"""Care homes close: intake stops, then living groups close one after the other over the phase.

From the first month no resident is admitted to the groups that will close. They close evenly over the
phase; whoever lives there joins the urgent queue and is housed by the allocation rule or by the destination:
``cheapest`` (the rule), ``old_wijk``, ``near_kin`` or ``group_move`` (``group_size`` people of a living
group near each other). Which groups close follows from a draw, the same in every scenario of a seed.

A share ``staff_to_home_care`` of the hours of the staff of a closed group goes on as home care in its wijk, from
``retraining_months`` after it closed: hours of staff a week for each resident, times its places, make so many FTE of
``week_of_fte`` hours. If the policy ends, the groups open again and take their staff back.

Losing the home ends the living group (a focus) and its encounters; it gives back autonomy and may bring kin
nearer. Neither is written here: this file moves levers only.

In the ledger each place of a closed group that stands empty saves the zorgkantoor the price of a place; where somebody
still waits for a home nothing is saved. The home care that staff become is a cost to the zorgverzekeraar.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, staff
from sim.policies import closing
from sim.policies.closing import closed_by as closed_by
from sim.policies.remarks import Remark
from sim.world.codes import CARE_HOME, HOME_CARE

WRITES = (
    "levers.unit_closed",
    "levers.intake_stopped",
    "levers.destination",
    "levers.group_size",
    "wijk_levers.fte",
)
DOMAIN = "care"
MAY_HELP = (
    "Residents decide about their own time again, may live nearer to kin and among neighbours of all ages, and half "
    "of the hours of staff goes on as home care."
)
MAY_HARM = (
    "They lose the living group and the hours of staff at hand, move in old age, and land where a dwelling is "
    "vacant; others in the urgent queue wait longer and informal carers get more to do."
)


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where less than one unit is to close at this scale."""
    return closing.remark(call, scale, city, CARE_HOME)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers. ``wijken``: rows of the wijken in which the policy holds."""
    units = units_to_close(world, call.settings["share"], wijken, draws)
    closing.close(world, units, call, month)
    world.levers.group_size[units] = int(call.settings["group_size"])
    closing.let_staff_go_on(world, units, call, month, call.settings["staff_to_home_care"], HOME_CARE)


def units_to_close(world: Any, share: float, wijken: np.ndarray, draws: Any) -> np.ndarray:
    """Give the units of care homes that will close, in the order in which they do."""
    return closing.units_to_close(world, CARE_HOME, share, wijken, draws.key("close_care_homes"))


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Count what empty places of closed groups save, and pay the staff that goes on."""
    closed = closing.closed_units(world, call, wijken, CARE_HOME, month)
    if len(closed) == 0:
        return []
    fte = scale * closing.fte_gone_on(world, call, closed, call.settings["staff_to_home_care"], month)
    more = staff(call, "home_care", fte)
    return closing.costs(world, call, closed, scale, "zorgkantoor", prices_of(call).care_home_place, more)
