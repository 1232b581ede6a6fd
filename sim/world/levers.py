"""Levers at rest: what policies may move is put back each month before they act, so they need no undoing."""

from __future__ import annotations

from typing import Any

from sim.world.codes import ALLOCATION_RULES
from sim.world.tables import World


def rest(world: World, parameters: Any) -> None:
    """Put every lever where it lies when no policy moves it."""
    world.levers.unit_closed[:] = False
    world.levers.intake_stopped[:] = False
    world.levers.destination[:] = 0
    world.levers.group_size[:] = 1
    for lever in (*world.dwelling_levers, *world.project_levers):
        lever[:] = 0
    world.focus_levers.closed[:] = False
    for wijk_lever in world.wijk_levers:
        wijk_lever[:] = 0.0
    world.wijk_levers.joint_hours[:] = parameters["coordination"].joint_hours
    world.rules.joint_hours[0] = parameters["coordination"].joint_hours_with_housing
    world.rules.special_class[0] = parameters["class_support"].special_class
    own = parameters["urgent_housing"]
    world.rules.allocation[0] = ALLOCATION_RULES.index(own.rule)
    world.rules.max_share[0] = own.max_share
    world.rules.buys[0] = False
