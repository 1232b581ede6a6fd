"""Clubs and centre groups that a policy adds: how many, where, and how many of them meet in a month.

Groups are as large as those there are, and as simulated residents stand for more than themselves, so do groups: for so
many simulated residents so many groups. A part of a group is carried over to the next wijk that is named, so that the
number of all wijken together is right at any scale.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.city.building import Site
from sim.policies.phase import reached
from sim.policies.remarks import Remark, remark_of
from sim.policies.wijkteam import residents_of

PER = 10_000.0
"""Residents for whom the number of groups is given."""


def sites(call: Any, wijken: np.ndarray, world: Any, programme: int, kind: int) -> list[Site]:
    """Give a site of groups of one kind of focus for each wijk (rows) in which there will be any."""
    wanted = np.cumsum(call.settings["groups"] * residents_of(world)[wijken] / PER)
    counts = np.diff(np.floor(wanted + 0.5), prepend=0.0).astype(int)
    sizes = world.foci.size[world.foci.kind == kind]
    size = int(sizes[0]) if len(sizes) else 0
    return [
        Site(programme, call.number, int(wijk), 0, groups=int(groups), circle=kind, group_size=size)
        for wijk, groups in zip(wijken, counts, strict=True)
        if groups and size
    ]


def open_groups(world: Any, call: Any, programme: int, month: int) -> None:
    """Let groups of this call meet: evenly over the phase, all at its end."""
    mine = sites_of(world, call, programme)
    world.project_levers.groups[mine] = meeting(world, call, programme, month)


def meeting(world: Any, call: Any, programme: int, month: int) -> np.ndarray:
    """Give how many groups of each site of this call meet in a month."""
    rooms = world.projects.rooms[sites_of(world, call, programme)]
    return np.floor(rooms * reached(call, month) + 1e-9).astype(np.int32)


def sites_of(world: Any, call: Any, programme: int) -> np.ndarray:
    """Mark the projects that are sites of this call."""
    return np.asarray((world.projects.programme == programme) & (world.projects.call == call.number))


def remark(call: Any, scale: int, city: Any) -> Remark | None:
    """Warn where the groups of a wijk of 10,000 residents are less than one at this scale."""
    groups = call.settings["groups"]
    if groups == 0 or groups >= scale:
        return None
    figures = {"n": groups, "here": groups / scale, "scale": scale, "larger": int(groups)}
    return remark_of("groups_scale" if groups >= 1 else "groups_more", policy=call.name, **figures)
