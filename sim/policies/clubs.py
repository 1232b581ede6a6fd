"""Clubs of the wijken named become cheaper, take people along and grow.

Lower fees make more of those without a club look for one (``invites``); members who take others along reach newcomers
and people with few ties on top of that (``bring_along``). ``groups`` are new clubs: nine in ten seats of the present
clubs are taken, so more people who look mostly leave fewer seats free. All come in evenly over the phase; when the
policy ends the new clubs meet no more.

In the ledger the gemeente pays ``prices.club`` a year for each club that meets.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.city.building import Site
from sim.ledger import Line, prices_of, yearly
from sim.policies import groups
from sim.policies.groups import open_groups
from sim.policies.phase import reached
from sim.world.codes import CLUB, CLUBS

WRITES = ("wijk_levers.club_invites", "wijk_levers.bring_along", "project_levers.groups")
DOMAIN = "welfare"
MAY_HELP = (
    "More people look for a club and find one, newcomers and people with few ties more than others; they meet "
    "weekly and at ease."
)
MAY_HARM = "Who looks and finds no seat gains nothing, and hours at a club are not spent on present ties."

remark = groups.remark


def sites(call: Any, wijken: np.ndarray, scale: int, world: Any) -> list[Site]:
    """Give the clubs that will meet: one site a wijk (rows), none where it rounds to no club."""
    return groups.sites(call, wijken, world, CLUBS, CLUB)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Ask as many more as this month says and let this month's clubs meet; several calls add up."""
    come_in = reached(call, month)
    world.wijk_levers.club_invites[wijken] += call.settings["invites"] * come_in
    world.wijk_levers.bring_along[wijken] += call.settings["bring_along"] * come_in
    open_groups(world, call, CLUBS, month)


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay the clubs that meet this month."""
    if call.until is not None and month >= call.until:
        return []
    euros = scale * groups.meeting(world, call, CLUBS, month).sum() * prices_of(call).club
    return [yearly(call, "gemeente", DOMAIN, euros, "clubs")]
