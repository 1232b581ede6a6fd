"""Those who support people learn to work together slowly, and lose it when colleagues leave.

Within the social domain of each wijk, and between housing and support in the city, coordination moves by
``builds`` · (joint hours per FTE / ``full_joint_hours``) · (1 − coordination) − ``lost_with_colleagues`` ·
turnover · coordination, turnover being the share of FTE whose holder left this month. Joint hours come off the
hours for clients, so working together costs before it pays. At rest there are as many of either kind as keep
coordination where it starts; deals add to them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.world.codes import WHOLE_CITY
from sim.world.services import NOT_SOCIAL

WRITES = ("wijken.coordination", "city.coordination")


class Coordination(NamedTuple):
    """Parameters of ``coordination.yaml``."""

    joint_hours: float
    joint_hours_with_housing: float
    full_joint_hours: float
    builds: float
    lost_with_colleagues: float


def step(world, parameters, draws, month):
    """Let this month's joint hours and departures do their work."""
    own = parameters["coordination"]
    wijken, city = world.wijken.coordination, world.city.coordination
    wijken[:] = later(own, wijken, world.wijk_levers.joint_hours, turnover_by_wijk(world, month))
    city[:] = later(own, city, world.rules.joint_hours, turnover_of_city(world, month))


def later(own, coordination, joint_hours, turnover):
    """Give coordination (0-1) a month later; joint hours per FTE, turnover as a share of FTE."""
    gained = own.builds * joint_hours / own.full_joint_hours * (1.0 - coordination)
    return np.clip(coordination + gained - own.lost_with_colleagues * turnover * coordination, 0.0, 1.0)


def turnover_by_wijk(world, month):
    """Give the share of FTE of the social domain that left this month: (wijken,); who serves the city counts in all."""
    p = world.professionals
    social = ~np.isin(p.domain, NOT_SOCIAL)
    left = p.vacant & (p.since == month)
    wijken = np.arange(len(world.wijken.x))
    here = social & ((p.wijk == wijken[:, None]) | (p.wijk == WHOLE_CITY))
    return (here * (p.fte * left)).sum(axis=1) / np.maximum((here * p.fte).sum(axis=1), 1e-9)


def turnover_of_city(world, month):
    """Give the share of all FTE that left this month."""
    p = world.professionals
    return float((p.fte * (p.vacant & (p.since == month))).sum() / max(p.fte.sum(), 1e-9))
