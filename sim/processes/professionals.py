"""Professionals tire where they fall short, leave, and posts stay vacant until somebody is found.

The load of a post is 1 + ``falls_short`` · the share of the hours asked of its domain (and wijk) that are not given.
Strain grows by ``grows`` · (load − 1) · (1 − strain) and fades by ``fades`` · strain a month (demands and resources of
the job: Lewig et al. 2007). Who holds a post leaves with chance ``leaves`` · exp(``strain_leaves`` · strain) a month;
the clients then share what the others have. A vacant post is filled with chance ``fills`` · ``labour_market`` a month,
by somebody who begins without strain.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.compiled import kernel
from sim.randomness import uniform
from sim.world.caring import strained

WRITES = ("professionals.strain", "professionals.vacant", "professionals.since")


class Professionals(NamedTuple):
    """Parameters of ``professionals.yaml``."""

    falls_short: float
    grows: float
    fades: float
    leaves: float
    strain_leaves: float
    fills: float
    labour_market: float


def step(world, parameters, draws, month):
    """Tire, leave and be replaced."""
    _live_through(world, parameters["professionals"], draws.key("professionals", month), month)


@kernel
def _live_through(world, own, key, month):
    p = world.professionals
    for post in range(p.fte.shape[0]):
        draw = uniform(key, post)
        if p.vacant[post]:
            changes = draw < own.fills * own.labour_market
        else:
            p.strain[post] = strained(own, p.strain[post], _overload(world, own, post), 0.0)
            changes = draw < own.leaves * math.exp(own.strain_leaves * p.strain[post])
        if changes:
            p.vacant[post] = not p.vacant[post]
            p.strain[post] = 0.0
            p.since[post] = month


@kernel
def _overload(world, own, post):
    """Give by how much the load of a post exceeds 1; who serves the whole city finds it in any wijk."""
    p = world.professionals
    wijk = max(p.wijk[post], 0)
    return own.falls_short * world.wijken.unserved[wijk, p.domain[post]]
