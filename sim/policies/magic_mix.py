"""Magic mix: blocks of small flats are built in which vulnerable tenants live mixed with carriers.

In each wijk named a site of ``dwellings`` is built. From the first month, evenly over the phase, its flats are
let on contracts of ``contract`` months, ``vulnerable_share`` of them to vulnerable tenants (``who``), the others
to young adults who choose to live there. The common room, if there is one, is where they meet in groups. When
the policy ends the flats are let no more and whoever lives there has to be housed elsewhere.

Carriers are screened: they are at ease with others (a mean comfort of ``least_comfort`` at least) and able to give
the ``offers`` hours a week that they promise to the vulnerable tenants. A manager (``manager`` FTE per 50 dwellings)
works in the project, as one of the professionals for liveability in the wijk.

Platform31 describes 17 such projects (De Magic Mix, 2015). Here a project is a place, its rules of letting, its
promises and its manager. Who meets whom, who helps, who becomes a friend and who moves on follows; this file moves
levers only.

In the ledger the corporatie pays what rents do not bring back of the building, spread evenly over thirty years without
interest from the month in which a flat is let first, and the manager. Screening costs nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.city.building import Site
from sim.ledger import Line, capital, prices_of, staff
from sim.policies.remarks import Remark, remark_of
from sim.world.codes import DWELLINGS_PER_BLOCK, EXHOMELESS, LIVEABILITY, LVB, MAGIC_MIX, NEW, PSY

WRITES = ("project_levers.*", "wijk_levers.fte")
DOMAIN = "housing"
MAY_HELP = (
    "Vulnerable tenants live among people who chose to live with them and promise hours; they meet in a common "
    "room, with a manager."
)
MAY_HARM = (
    "Contracts end, so ties with neighbours do; half of a block is vulnerable, and carriers who move there leave "
    "their own neighbours."
)

PER_DWELLINGS = 50
"""Dwellings for which the FTE of a manager is given."""

GROUPS = {
    "everyone": PSY | LVB | NEW | EXHOMELESS,
    "mental_health": PSY,
    "mild_intellectual_disability": LVB,
    "newcomers": NEW,
    "formerly_homeless": EXHOMELESS,
}
"""Bits of the vulnerable tenants that each word of ``who`` means; age alone is not meant."""


def sites(call: Any, wijken: np.ndarray, scale: int, world: Any) -> list[Site]:
    """Give what will be built at 1:``scale``: one site a wijk (rows), none where it rounds to no dwelling."""
    dwellings = simulated(call, scale)
    return [Site(MAGIC_MIX, call.number, int(wijk), dwellings) for wijk in wijken] if dwellings else []


def simulated(call: Any, scale: int) -> int:
    """Give how many dwellings stand for those of one site at 1:``scale``, rounded half upwards."""
    return int(call.settings["dwellings"] / scale + 0.5)


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where a site is less than one block at this scale; name the smallest scale that shows one."""
    real, here = int(call.settings["dwellings"]), simulated(call, scale)
    if here >= DWELLINGS_PER_BLOCK:
        return None
    figures = {"dwellings": real, "here": here, "scale": scale, "least": DWELLINGS_PER_BLOCK}
    return remark_of("site", **figures, larger=real // DWELLINGS_PER_BLOCK)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers of the sites of this call."""
    projects, levers, settings = world.projects, world.project_levers, call.settings
    mine = sites_of(world, call)
    levers.dwellings[mine] = let_by(projects.dwellings[mine], call, month)
    levers.vulnerable_share[mine] = settings["vulnerable_share"]
    levers.who[mine] = GROUPS[settings["who"]]
    levers.contract[mine] = int(settings["contract"])
    levers.groups[mine] = projects.rooms[mine] if settings["common_room"] else 0
    levers.least_comfort[mine] = settings["least_comfort"]
    levers.offered[mine] = settings["offers"]
    fte = settings["manager"] * levers.dwellings[mine] / PER_DWELLINGS
    np.add.at(world.wijk_levers.fte[:, LIVEABILITY], projects.wijk[mine], fte)


def sites_of(world: Any, call: Any) -> np.ndarray:
    """Mark the projects that are sites of this call."""
    return np.asarray((world.projects.programme == MAGIC_MIX) & (world.projects.call == call.number))


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay for what was built, also after the policy ends, and for its manager while it holds."""
    dwellings = world.projects.dwellings[sites_of(world, call)]

    def built(by: int) -> float:
        return scale * float(let_by(dwellings, call, by).sum())

    lines = [capital(call, "corporatie", prices_of(call).dwelling_capital, built, month)]
    if call.until is None or month < call.until:
        lines.append(staff(call, "liveability", call.settings["manager"] * built(month) / PER_DWELLINGS))
    return lines


def let_by(dwellings: np.ndarray, call: Any, month: int) -> np.ndarray:
    """Give how many of the dwellings are let in a month: evenly over the phase, all at its end."""
    if call.over <= 1:
        return dwellings
    return np.minimum(dwellings, dwellings * (month - call.start + 1) // call.over)
