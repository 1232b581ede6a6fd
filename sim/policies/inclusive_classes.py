"""Inclusive classes: support in ordinary classes, and parents who choose one for a child with extra support.

In the wijken named there are ``hours`` a week of support for each pupil with extra support who sits in an ordinary
class of the wijk. Without closures nearly all of them sit in special classes, so hours alone would reach hardly
anybody: of those who live in these wijken and begin school, or look for a seat, a ``share`` now begins in an ordinary
class. Who they are is decided by one draw for life: a larger share adds others to the same pupils. Who sits in a
special class stays there, so the share is reached only as pupils grow up. Both come in evenly over the phase; when the
policy ends the hours end, and who sits in an ordinary class stays.

This file moves levers only. In the ledger the gemeente pays the hours, as FTE of ``week_of_fte`` hours a week with
pupils. Special classes stay open with what they have, so nothing is saved; ``close_special_schools`` closes them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, staff
from sim.policies.phase import reached
from sim.world.classes import in_ordinary_classes

WRITES = ("wijk_levers.class_hours", "wijk_levers.ordinary_class")
DOMAIN = "education"
MAY_HELP = "Pupils who need extra support meet children of the street, with hours of support in class."
MAY_HARM = "A child that is left without enough support among many is met badly more often than in a small class."


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Bring this month's hours, in simulated ones, and let this month's share begin in an ordinary class."""
    levers = world.wijk_levers
    levers.class_hours[wijken] += hours(world, call, wijken, month).astype(np.float32)
    share = levers.ordinary_class[wijken] + call.settings["share"] * reached(call, month)
    levers.ordinary_class[wijken] = np.minimum(share, 1.0)


def hours(world: Any, call: Any, wijken: np.ndarray, month: int) -> np.ndarray:
    """Give the simulated hours a week of support in the ordinary classes of each of the wijken."""
    return np.asarray(call.settings["hours"] * reached(call, month) * in_ordinary_classes(world)[wijken])


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay the hours, by the pupils who sit there at the end of the month."""
    if call.until is not None and month >= call.until:
        return []
    fte = scale * hours(world, call, wijken, month).sum() / call.settings["week_of_fte"]
    return [staff(call, "education", fte)]
