"""How many hours of support a week each resident needs, whoever gives them.

Need is ``frailty_hours`` by level of frailty, plus ``behaviour_hours`` · behaviour for people with mental health
problems or a mild intellectual disability, or ``homeless_hours`` for people who are or were homeless where that is
more, plus ``language_hours`` · (1 − command of Dutch) for newcomers, plus ``extra_support_hours`` for pupils who need
extra support. Who waits in a shelter that is closed sleeps on a sofa or rough, and needs ``without_home`` times as
much. What the month's sources of support, each in its turn, do not give is what remains unmet.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.world.codes import EXHOMELESS, EXTRA_SUPPORT, LVB, NEW, PSY
from sim.world.places import without_home

WRITES = ("residents.need", "residents.unmet")


class Need(NamedTuple):
    """Parameters of ``need.yaml``; ``frailty_hours`` by level of frailty."""

    frailty_hours: np.ndarray
    behaviour_hours: float
    language_hours: float
    homeless_hours: float
    extra_support_hours: float
    without_home: float


def step(world, parameters, draws, month):
    """Say what everyone needs; nothing of it is met yet."""
    _need_all(world, parameters["need"])


@kernel
def _need_all(world, own):
    r = world.residents
    for i in range(r.uid.shape[0]):
        need = needed(world, own, i) if r.alive[i] else 0.0
        r.need[i] = need
        r.unmet[i] = need


@kernel
def needed(world, own, i):
    """Give the hours a week that a resident needs."""
    r = world.residents
    bits = r.vulnerability[i]
    hours = own.frailty_hours[r.frailty[i]]
    guidance = own.behaviour_hours * r.behaviour[i] if bits & (PSY | LVB) else 0.0
    hours += max(guidance, own.homeless_hours) if bits & EXHOMELESS else guidance
    if bits & NEW:
        hours += own.language_hours * (1.0 - r.dutch[i])
    if bits & EXTRA_SUPPORT:
        hours += own.extra_support_hours
    if hours > 0.0 and without_home(world, i):
        hours *= own.without_home
    return hours
