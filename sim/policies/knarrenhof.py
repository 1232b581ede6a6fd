"""Knarrenhof: hofjes are built, dwellings around a courtyard for people of 55 and over who choose to live together.

In each wijk named so many ``hofjes`` of ``dwellings`` are built. From the first month, evenly over the phase, they
are let or sold to seniors who choose it: those who apply, are of ``age_from`` at least (as is who comes along) and at
ease with others (a mean comfort of ``least_comfort``). A part ``social_share`` is social rent, the rest is owned, and
income decides which of the two somebody takes. What they leave behind is vacant, as after any move. There is no end
to a contract; whoever lives there may move on, fall ill or die like anybody else.

The courtyard is a block of its own, however many dwellings it has, and its common room, if there is one, is where
residents meet in groups. Who comes to live there signs for mutual help: ``mutual_help`` hours a week that they are
ready to give beside what they give already. Whether anybody asks for them follows from who knows whom.

At 1:k a courtyard keeps its size and there are fewer: simulated dwellings of all hofjes of a wijk are put together
in as many courtyards as they would fill. This file moves levers only.

In the ledger a corporatie pays what rents of the social dwellings do not bring back; owners pay for theirs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.city.building import Site
from sim.ledger import Line, capital, prices_of
from sim.policies.magic_mix import let_by
from sim.policies.remarks import Remark, remark_of
from sim.world.codes import DWELLINGS_PER_BLOCK, KNARRENHOF, SENIOR_HOME

WRITES = ("project_levers.*",)
DOMAIN = "housing"
MAY_HELP = (
    "Older people who choose it live around one courtyard, meet daily and promise to help; what they leave falls "
    "vacant for others."
)
MAY_HARM = (
    "They leave neighbours behind and are among older people mostly; wijken that they leave lose people who know "
    "others and help."
)

WITHOUT_END = 600
"""Months of a contract without end: fifty years, more than somebody who comes at 55 will stay."""


def sites(call: Any, wijken: np.ndarray, scale: int, world: Any) -> list[Site]:
    """Give what will be built at 1:``scale``: the courtyards of each wijk (rows), none where they round to none."""
    return [
        Site(KNARRENHOF, call.number, int(wijk), homes, SENIOR_HOME, homes, call.settings["social_share"], place)
        for wijk in wijken
        for place, homes in enumerate(courtyards(call.settings["hofjes"], call.settings["dwellings"], scale))
    ]


def courtyards(number: float, dwellings: float, scale: int) -> list[int]:
    """Give the simulated dwellings of each courtyard that stands for so many real ones of so many dwellings.

    Dwellings are rounded half upwards and shared evenly: 9 hofjes of 24 at 1:25 are one courtyard of 9.
    """
    total = int(number * dwellings / scale + 0.5)
    yards = max(1, round(total / dwellings)) if total else 0
    return [total // yards + (place < total % yards) for place in range(yards)]


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where a courtyard is less than one block at this scale; say how many hofjes would do."""
    number, dwellings = int(call.settings["hofjes"]), int(call.settings["dwellings"])
    if number == 0:
        return None
    here = min(courtyards(number, dwellings, scale), default=0)
    full = min(DWELLINGS_PER_BLOCK, dwellings)
    if here >= full:
        return None
    figures = {"n": number, "dwellings": dwellings, "here": here, "scale": scale, "least": full}
    larger, more = max(number * dwellings // full, 1), -(-full * scale // dwellings)
    return remark_of("hofjes", **figures, larger=larger, more=more)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers of the courtyards of this call."""
    projects, levers, settings = world.projects, world.project_levers, call.settings
    mine = (projects.programme == KNARRENHOF) & (projects.call == call.number)
    levers.dwellings[mine] = let_by(projects.dwellings[mine], call, month)
    levers.contract[mine] = WITHOUT_END
    levers.age_from[mine] = int(settings["age_from"])
    levers.least_comfort[mine] = settings["least_comfort"]
    levers.groups[mine] = projects.rooms[mine] if settings["common_room"] else 0
    levers.mutual_help[mine] = settings["mutual_help"]


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay for the social dwellings that were built, also after the policy ends."""
    projects = world.projects
    dwellings = projects.dwellings[(projects.programme == KNARRENHOF) & (projects.call == call.number)]

    def built(by: int) -> float:
        return scale * float(call.settings["social_share"]) * float(let_by(dwellings, call, by).sum())

    return [capital(call, "corporatie", prices_of(call).dwelling_capital, built, month)]
