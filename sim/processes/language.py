"""Newcomers learn Dutch from the hours they share with people who speak it, and in courses.

Command grows by ``per_hour`` · hours · (1 − command). Hours count when the other speaks Dutch well,
among ties and by chance alike.

Who attends a course gains ``course`` · (1 − command) besides. Courses are for adults with another mother tongue whose
command is below ``enough``; in each wijk as many attend as its lever has places, in the order of a draw that each
person keeps for life, so that a learner attends in every scenario that has places enough. Who reaches ``enough`` makes
place for the next; a rest of a place is a rest of the lessons. Fellow learners are not met as a group.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import uniform
from sim.world.codes import ADULT

WRITES = ("residents.dutch",)


class Language(NamedTuple):
    """Parameters of ``language.yaml``."""

    per_hour: float
    course: float
    enough: float


def step(world, parameters, draws, month):
    """Let this month's hours with speakers of Dutch, and lessons, do their work."""
    own = parameters["language"]
    _learn(world, own, _attendance(world, own, draws.key("language")))


@allocating
def _attendance(world, own, key):
    """Give the part of a course that each resident attends: (residents,), 0 to 1, no more in a wijk than its places."""
    r = world.residents
    attends = np.zeros(r.uid.shape[0])
    left = world.wijk_levers.course_places.astype(np.float64)
    if left.max() <= 0.0:
        return attends
    rows, order = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0])
    count = 0
    for i in range(r.uid.shape[0]):
        if r.alive[i] and _may_learn(world, own, i):
            rows[count], order[count] = i, uniform(key, r.uid[i])
            count += 1
    for k in np.argsort(order[:count], kind="mergesort"):
        wijk = world.dwellings.wijk[r.dwelling[rows[k]]]
        attends[rows[k]] = min(left[wijk], 1.0)
        left[wijk] -= attends[rows[k]]
    return attends


@kernel
def _may_learn(world, own, i):
    r = world.residents
    return r.age[i] >= ADULT and r.tongue[i] > 0 and r.dutch[i] < own.enough


@kernel
def _learn(world, own, attends):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if r.alive[i] and r.dutch[i] < 1.0:
            missing = 1.0 - r.dutch[i]
            heard = own.per_hour * r.dutch_hours[i] * missing
            r.dutch[i] = min(r.dutch[i] + heard + own.course * attends[i] * missing, 1.0)
