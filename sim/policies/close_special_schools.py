"""Special schools close: their classes meet no more, one after the other over the phase, and pupils go elsewhere.

Of the special classes in the wijken named a ``share`` closes evenly over the phase; which, follows from a draw, the
same in every scenario of a seed. Pupils come from the whole city, so those of other wijken lose their class too. A
pupil whose class closes takes a seat in another special class that still meets, or, where there is none, in an
ordinary class of the own wijk, or at last of another one. If the policy ends the classes meet again; who sits in an
ordinary class by then stays there, and new pupils fill them.

A share ``staff_follows`` of the hours of the staff of a closed class (``class_support.special_class`` a week for each
pupil) goes along with its pupils, from ``retraining_months`` after it closed, as support in ordinary classes: so many
hours for each pupil with extra support there, for no more pupils than the closed classes had seats. They are shared
with whoever else sits there with extra support.

Losing the class ends a circle of pupils who are at ease with each other, and hours of its staff; need that nobody
meets shows in behaviour, and what gets out of hand is seen by more and stranger classmates. On the other side are
classmates, and parents at the gate, who would never have met. None of this is written here: this file moves levers
only.

In the ledger each of those pupils saves the Rijk what a pupil in a special class costs more than another. The Rijk also
pays the staff that goes on: money for extra support comes from there, whatever the class. An FTE has ``week_of_fte``
hours a week with pupils.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies import closing
from sim.world.classes import in_ordinary_classes
from sim.world.codes import SPECIAL_CLASS

WRITES = ("focus_levers.closed", "wijk_levers.class_hours")
DOMAIN = "education"
MAY_HELP = (
    "Pupils sit in class with children of the street, and their parents stand at the same gate; a part of the staff "
    "follows."
)
MAY_HARM = (
    "The small class and the staff at hand are lost; who lacks support is the cause of more incidents in class, and "
    "classmates grow less at ease."
)


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers. ``wijken``: rows of the wijken in which classes close."""
    settings = call.settings
    key = draws.key("close_special_schools")
    classes = closing.foci_to_close(world, SPECIAL_CLASS, settings["share"], wijken, key)
    world.focus_levers.closed[classes[: closing.closed_by(len(classes), call, month)]] = True
    retrained = classes[: closing.closed_by(len(classes), call, month - int(settings["retraining_months"]))]
    world.wijk_levers.class_hours[:] += hours_gone_on(world, call, retrained).astype(np.float32)


def hours_gone_on(world: Any, call: Any, classes: np.ndarray) -> np.ndarray:
    """Give the hours a week, in simulated ones, that the staff of these classes spend in ordinary ones: (wijken,)."""
    each = float(call.settings["staff_follows"]) * float(world.rules.special_class[0])
    return np.asarray(each * pupils_gone_on(world, classes))


def pupils_gone_on(world: Any, classes: np.ndarray) -> np.ndarray:
    """Count the pupils in ordinary classes for whom these closed classes had places, by wijk of the class: (wijken,).

    Of all closed classes each stands for as many of them, and for no more than it has seats.
    """
    pupils, size = in_ordinary_classes(world), world.foci.size
    closed = (world.foci.kind == SPECIAL_CLASS) & ~world.foci.open
    seats, all_seats = float(size[classes].sum()), float(size[closed].sum())
    if pupils.sum() == 0.0 or all_seats == 0.0:
        return np.zeros(len(pupils))
    return np.asarray(pupils * min(seats / all_seats, seats / pupils.sum(), 1.0))


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Count what pupils of closed classes save, and pay the staff that goes on."""
    if call.until is not None and month >= call.until:
        return []
    of_call = (world.foci.kind == SPECIAL_CLASS) & np.isin(world.foci.wijk, wijken)
    mine = np.flatnonzero(of_call & world.focus_levers.closed)
    if len(mine) == 0:
        return []
    will_close = closing.part_of(call.settings["share"], int(of_call.sum()))
    retrained = mine[: closing.closed_by(will_close, call, month - int(call.settings["retraining_months"]))]
    pupils = scale * pupils_gone_on(world, mine).sum()
    fte = scale * hours_gone_on(world, call, retrained).sum() / call.settings["week_of_fte"]
    prices = prices_of(call)
    return [
        yearly(call, "rijk", DOMAIN, -pupils * prices.special_pupil, "special classes closed"),
        yearly(call, "rijk", DOMAIN, fte * prices.wijkteam_fte, "staff in ordinary classes"),
    ]
