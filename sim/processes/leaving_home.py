"""Young adults want a dwelling of their own.

From eighteen, whoever lives in the household of somebody older who is no partner starts to look with a
yearly chance by age. The dwelling is found, or not, by the process of moving.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.randomness import uniform
from sim.world.codes import ADULT, LEAVES_HOME, NOBODY, SETTLED
from sim.world.households import decides, lives_apart

WRITES = ("residents.seeking",)


class LeavingHome(NamedTuple):
    """Parameters of ``leaving_home.yaml``; the list is by age 18-21, 22-25, 26-29, 30 and over."""

    looks: np.ndarray


def step(world, parameters, draws, month):
    """Let young adults begin to look for a dwelling."""
    _look(world, parameters["leaving_home"], draws.key("leaving_home", month))


@kernel
def _look(world, own, key):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or r.age[i] < ADULT or r.age[i] >= 600 or r.partner[i] != NOBODY:
            continue
        if r.seeking[i] != SETTLED or lives_apart(world, r.dwelling[i]):
            continue
        chance = own.looks[min((r.age[i] - ADULT) // 48, 3)] / 12.0
        if uniform(key, r.uid[i]) < chance and not decides(world, i):
            r.seeking[i] = LEAVES_HOME
