"""Gespikkeld wonen: small flats for clients of mental health care, spread singly among others near a support point.

In each wijk named so many support ``points`` keep ``dwellings`` social flats each, from the first month evenly over the
phase, as they come vacant: within ``within`` km of the point, the nearest first, never two in one block. They
are let to vulnerable tenants (``who``) without an end to the contract. Clients of a point may meet in a group there
(``client_group``), and staff on call, ``staff_hours`` a week for each client who lives there, work as professionals of
mental health care in the wijk. When the policy ends, staff and group go and clients keep the home.

Nothing is built but the support point: a new home cannot stand in an existing block here, and corporations do keep
existing flats for this. So each flat is one fewer for others who search, as in the real thing.

At 1:k support points keep their size and there are fewer, as with hofjes; each then reaches as large an area as those
that it stands for do together. This file moves levers only.

In the ledger staff on call is a cost to the zorgverzekeraar; the flats are there already.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.city.building import Site
from sim.ledger import Line, staff
from sim.policies.knarrenhof import courtyards
from sim.policies.magic_mix import let_by
from sim.policies.remarks import Remark, remark_of
from sim.world.codes import GESPIKKELD_WONEN, LVB, MENTAL_HEALTH_CARE, PSY

WRITES = ("project_levers.*", "wijk_levers.fte")
DOMAIN = "mental_health_care"
MAY_HELP = "Clients live singly among others, with a group and staff near by; nobody lives in a block of clients."
MAY_HARM = (
    "Each flat kept is one fewer for others who search; staff is shared by the whole wijk, and who is used to a "
    "living group loses it."
)

SMALLEST_GROUP = 8
"""Clients that make a group; a support point with fewer shows little of it."""

GROUPS = {"clients": PSY | LVB, "mental_health": PSY, "mild_intellectual_disability": LVB}
"""Bits of the vulnerable tenants that each word of ``who`` means."""


def sites(call: Any, wijken: np.ndarray, scale: int, world: Any) -> list[Site]:
    """Give the support points at 1:``scale`` of each wijk (rows), none where their flats round to none."""
    return [
        Site(GESPIKKELD_WONEN, call.number, int(wijk), 0, place=place, scattered=flats)
        for wijk in wijken
        for place, flats in enumerate(courtyards(call.settings["points"], call.settings["dwellings"], scale))
    ]


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where a support point has less than a group of clients at this scale; say how many points would do."""
    number, dwellings = int(call.settings["points"]), int(call.settings["dwellings"])
    here = min(courtyards(number, dwellings, scale), default=0)
    if number == 0 or here >= SMALLEST_GROUP:
        return None
    figures = {"n": number, "dwellings": dwellings, "here": here, "scale": scale, "least": SMALLEST_GROUP}
    larger, more = number * dwellings // SMALLEST_GROUP, -(-SMALLEST_GROUP * scale // dwellings)
    return remark_of("points", **figures, larger=larger, more=more)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers of the support points of this call; staff follows the clients there are."""
    projects, levers, settings = world.projects, world.project_levers, call.settings
    mine = (projects.programme == GESPIKKELD_WONEN) & (projects.call == call.number)
    levers.reserved[mine] = let_by(projects.scattered[mine], call, month)
    levers.within[mine] = settings["within"] * np.sqrt(stands_for(call, int(mine.sum()), len(wijken)))
    levers.vulnerable_share[mine] = 1.0
    levers.who[mine] = GROUPS[settings["who"]]
    levers.groups[mine] = projects.rooms[mine] if settings["client_group"] else 0
    np.add.at(world.wijk_levers.fte[:, MENTAL_HEALTH_CARE], projects.wijk[mine], fte_on_call(world, call, mine))


def fte_on_call(world: Any, call: Any, mine: np.ndarray) -> np.ndarray:
    """Give the FTE of staff on call of each project of a call: (projects of the call,)."""
    hours = call.settings["staff_hours"] * clients(world, GROUPS[call.settings["who"]])[mine]
    return np.asarray(hours / call.settings["week_of_fte"])


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay staff on call while the policy holds."""
    if call.until is not None and month >= call.until:
        return []
    mine = (world.projects.programme == GESPIKKELD_WONEN) & (world.projects.call == call.number)
    return [staff(call, "mental_health_care", scale * float(fte_on_call(world, call, mine).sum()))]


def stands_for(call: Any, points: int, wijken: int) -> float:
    """Give how many real support points each of so many simulated ones is, in so many wijken; 1 at least."""
    return max(float(call.settings["points"]) * wijken / max(points, 1), 1.0)


def clients(world: Any, bits: int) -> np.ndarray:
    """Count those meant who live in the dwellings of each project: (projects,)."""
    r = world.residents
    meant = np.flatnonzero(r.alive & (r.vulnerability & bits != 0))
    project = world.dwellings.project[r.dwelling[meant]]
    return np.bincount(project[project >= 0], minlength=len(world.projects.programme))
