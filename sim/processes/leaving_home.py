"""Young adults want a dwelling of their own.

From eighteen, whoever lives in the household of somebody older who is no partner starts to look with a
yearly chance by age. The dwelling is found, or not, by the process of moving.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.world.chances import by_age, met
from sim.world.codes import ADULT, LEAVES_HOME, NOBODY, SETTLED
from sim.world.households import decides, lives_apart

WRITES = ("residents.seeking",)

LOOKS_UNTIL = 600
"""Months of age from which nobody begins to look."""


class LeavingHome(NamedTuple):
    """Parameters of ``leaving_home.yaml``; the list is by age 18-21, 22-25, 26-29, 30 and over."""

    looks: np.ndarray


def step(world, parameters, draws, month):
    """Let young adults begin to look for a dwelling."""
    _look(world, met(world, draws.key("leaving_home", month), _looks_by_age(parameters["leaving_home"])))


@lru_cache(maxsize=16)
def _looks_by_age(own):
    """Give the chance a month to begin to look at each month of age."""
    return by_age((*range(ADULT, ADULT + 4 * 48, 48), LOOKS_UNTIL), np.append(own.looks, 0.0) / 12.0)


@kernel
def _look(world, rows):
    r = world.residents
    for i in rows:
        if r.partner[i] != NOBODY or r.seeking[i] != SETTLED or lives_apart(world, r.dwelling[i]):
            continue
        if not decides(world, i):
            r.seeking[i] = LEAVES_HOME
