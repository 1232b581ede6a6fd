"""What closures share: which units or circles close, when, and where hours of staff go.

A unit is a living group of a care home or of sheltered housing, or a dozen beds of a shelter; special classes are
circles (foci) where nobody lives. Hours are hours a
week at work, and FTE are simulated ones, as places are. This module is no policy: it moves the levers that a
policy which closes something asks it to move, and each of those names them itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, yearly
from sim.policies.remarks import Remark, remark_of
from sim.randomness import branch, uniform
from sim.world.codes import DESTINATIONS, LIVE_IN_FACILITIES

HALF = 0.5
"""From half a unit on, one closes."""
ENOUGH = 3
"""Simulated units from which chance in rounding them is small."""


def units_to_close(world: Any, facility: int, share: float, wijken: np.ndarray, key: Any) -> np.ndarray:
    """Give the units of a facility that will close, in the order in which they do.

    The order follows from a draw, the same in every scenario of a seed, so that a larger share closes the same
    units and more. A share that is no whole number of units is rounded to the nearest, half upwards.
    """
    mine = (world.units.facility == facility) & np.isin(world.units.wijk, wijken)
    return _first_by_draw(np.flatnonzero(mine), share, key)


def foci_to_close(world: Any, kind: int, share: float, wijken: np.ndarray, key: Any) -> np.ndarray:
    """Give the foci of a kind that will close, in the order in which they do: by draw, as with units."""
    mine = (world.foci.kind == kind) & np.isin(world.foci.wijk, wijken)
    return _first_by_draw(np.flatnonzero(mine), share, key)


def _first_by_draw(rows: np.ndarray, share: float, key: Any) -> np.ndarray:
    """Order rows by a draw, and give a share of them."""
    order = np.argsort([uniform(branch(key, 1), int(row)) for row in rows], kind="stable")
    return rows[order][: part_of(share, len(rows))]


def part_of(share: float, number: int) -> int:
    """Give the whole number nearest to a share of a number, half upwards."""
    return int(np.floor(share * number + HALF))


def remark(call: Any, scale: int, city: Any, facility: int) -> Remark | None:
    """Warn where the share of a facility that closes is fewer than three units at this scale.

    Units are whole, and their number is rounded by chance: below one, many runs have none to close and show no effect;
    of few, runs close very different shares. At 1:1 they are the real ones. Counted are the places to be expected in
    the wijken of the call.
    """
    kind = next((kind for kind in city.facilities if kind.kind == LIVE_IN_FACILITIES[facility]), None)
    places, of = (round(kind.places * _share_in(call.wijken, city, kind.spread)), kind.unit_size) if kind else (0, 1)
    units = call.settings["share"] * places / of
    if units >= ENOUGH * scale or call.settings["share"] == 0.0 or (scale == 1 and units >= HALF):
        return None
    percent = round(100 * call.settings["share"])
    if units < HALF:
        return remark_of("closing_nothing", policy=call.name, percent=percent, places=places, of=of)
    here = units / scale
    key = "closing_most" if here < HALF else "closing_some" if here < 1.0 else "closing_few"
    figures = {"percent": percent, "places": places, "of": of, "units": here, "scale": scale}
    return remark_of(key, policy=call.name, **figures, larger=max(int(units / ENOUGH), 1))


def _share_in(wijken: Any, city: Any, spread: str) -> float:
    """Give the part of the places of a facility that is to be expected in these wijken; all of them without any."""
    weights = {
        wijk.name: wijk.population * wijk.ages[-1]
        if spread == "elderly"
        else wijk.dwellings * wijk.imputed_social_rent_share
        for wijk in city.wijken
    }
    return sum(weights[name] for name in wijken or weights) / max(sum(weights.values()), 1e-9)


def closed_by(units: int, call: Any, month: int) -> int:
    """Give how many of the units are closed in a month: evenly over the phase, all at its end."""
    if month < call.start:
        return 0
    if call.over <= 1:
        return units
    return int(min(units, np.floor(units * (month - call.start + 1) / call.over)))


def close(world: Any, units: np.ndarray, call: Any, month: int) -> None:
    """Stop intake to all units that will close, and close those whose turn has come."""
    levers = world.levers
    levers.intake_stopped[units] = True
    levers.destination[units] = DESTINATIONS.index(call.settings["destination"])
    levers.unit_closed[units[: closed_by(len(units), call, month)]] = True


def let_staff_go_on(world: Any, units: np.ndarray, call: Any, month: int, share: float, domain: int) -> None:
    """Let a share of the hours of staff go on in a domain, ``retraining_months`` after their unit closed.

    Hours of staff are those a week for each resident, times the places of the unit.
    """
    retrained = units[: closed_by(len(units), call, month - int(call.settings["retraining_months"]))]
    hours = world.units.staff[retrained] * world.units.places[retrained]
    add_hours(world, retrained, domain, share * hours, call)


def add_hours(world: Any, units: np.ndarray, domain: int, hours: np.ndarray, call: Any) -> None:
    """Add hours a week for each of these units to a domain in its wijk, as FTE of ``week_of_fte`` hours."""
    np.add.at(world.wijk_levers.fte[:, domain], world.units.wijk[units], hours / call.settings["week_of_fte"])


def closed_units(world: Any, call: Any, wijken: np.ndarray, facility: int, month: int) -> np.ndarray:
    """Give the closed units of a facility, for the ledger; none once the policy has ended."""
    if call.until is not None and month >= call.until:
        return np.zeros(0, np.int64)
    mine = (world.units.facility == facility) & np.isin(world.units.wijk, wijken)
    return np.flatnonzero(mine & world.levers.unit_closed)


def fte_gone_on(world: Any, call: Any, closed: np.ndarray, share: float, month: int) -> float:
    """Count the FTE that staff of closed units became, for the ledger.

    The world does not keep which units closed before the months of retraining, so the FTE of all closed ones are
    counted by the share that had closed by then; units of one size make that exact.
    """
    facility = world.units.facility[closed[:1]]
    ending = int(((world.units.facility == facility) & world.levers.intake_stopped).sum())
    then = closed_by(ending, call, month - int(call.settings["retraining_months"]))
    hours = float((world.units.staff[closed] * world.units.places[closed]).sum())
    return share * hours / call.settings["week_of_fte"] * min(then / len(closed), 1.0)


def empty_places(world: Any, units: np.ndarray) -> int:
    """Count the rooms or beds of these units in which nobody lives."""
    rooms = np.isin(world.dwellings.unit, units)
    return int((world.dwellings.occupants[rooms] == 0).sum())


def costs(world: Any, call: Any, closed: np.ndarray, scale: int, payer: str, price: float, more: Line) -> list[Line]:
    """Give what empty places of closed units save their payer (euros a place and year), and the staff that goes on."""
    saved = scale * empty_places(world, closed) * price
    return [yearly(call, payer, "care", -saved, "places closed"), more]
