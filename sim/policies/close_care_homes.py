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

from sim.ledger import Line, prices_of, staff, yearly
from sim.randomness import branch, uniform
from sim.world.codes import CARE_HOME, DESTINATIONS, HOME_CARE

WRITES = (
    "levers.unit_closed",
    "levers.intake_stopped",
    "levers.destination",
    "levers.group_size",
    "wijk_levers.fte",
)
DOMAIN = "care"


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers. ``wijken``: rows of the wijken in which the policy holds."""
    units = units_to_close(world, call.settings["share"], wijken, draws)
    if len(units) == 0:
        return
    levers = world.levers
    levers.intake_stopped[units] = True
    levers.destination[units] = DESTINATIONS.index(call.settings["destination"])
    levers.group_size[units] = int(call.settings["group_size"])
    levers.unit_closed[units[: closed_by(len(units), call, month)]] = True
    retrained = units[: closed_by(len(units), call, month - int(call.settings["retraining_months"]))]
    np.add.at(world.wijk_levers.fte[:, HOME_CARE], world.units.wijk[retrained], home_care_from(world, retrained, call))


def units_to_close(world: Any, share: float, wijken: np.ndarray, draws: Any) -> np.ndarray:
    """Give the units of care homes that will close, in the order in which they do.

    A share that is no whole number of units is rounded to the nearest, half upwards.
    """
    mine = (world.units.facility == CARE_HOME) & np.isin(world.units.wijk, wijken)
    units = np.flatnonzero(mine)
    key = draws.key("close_care_homes")
    order = np.argsort([uniform(branch(key, 1), int(unit)) for unit in units], kind="stable")
    return units[order][: int(np.floor(share * len(units) + 0.5))]


def closed_by(units: int, call: Any, month: int) -> int:
    """Give how many of the units are closed in a month: evenly over the phase, all at its end."""
    if month < call.start:
        return 0
    if call.over <= 1:
        return units
    return int(min(units, np.floor(units * (month - call.start + 1) / call.over)))


def home_care_from(world: Any, units: np.ndarray, call: Any) -> np.ndarray:
    """Give the FTE of home care that the staff of each of these units becomes: (units,)."""
    hours = world.units.staff[units] * world.units.places[units]
    return np.asarray(call.settings["staff_to_home_care"] * hours / call.settings["week_of_fte"])


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Count what empty places of closed groups save, and pay the home care that their staff became.

    The world does not keep which groups closed before the months of retraining, so the FTE of all closed ones are
    counted by the share that had closed by then; groups of one size make that exact.
    """
    if call.until is not None and month >= call.until:
        return []
    mine = (world.units.facility == CARE_HOME) & np.isin(world.units.wijk, wijken)
    closed = np.flatnonzero(mine & world.levers.unit_closed)
    if len(closed) == 0:
        return []
    ending = int((mine & world.levers.intake_stopped).sum())
    then = closed_by(ending, call, month - int(call.settings["retraining_months"]))
    fte = home_care_from(world, closed, call).sum() * then / len(closed)
    saved = scale * empty_places(world, closed) * prices_of(call).care_home_place
    return [yearly(call, "zorgkantoor", "care", -saved, "places closed"), staff(call, "home_care", scale * fte)]


def empty_places(world: Any, units: np.ndarray) -> int:
    """Count the rooms of these units in which nobody lives."""
    rooms = np.isin(world.dwellings.unit, units)
    return int((world.dwellings.occupants[rooms] == 0).sum())
