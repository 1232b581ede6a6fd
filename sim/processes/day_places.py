"""Special classes and social workplaces meet, or meet no more, as levers say.

Whoever sits in one that is closed leaves it, and looks for another place to spend the day in the same month. A place
that opens again is empty: nobody is sent back.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import kernel
from sim.world.codes import DAY, NOWHERE, SOCIAL_WORKPLACE, SPECIAL_CLASS
from sim.world.places import focus_in, leave

WRITES = ("foci.open", "residents.focus", "residents.changed", "seats.occupant")


class DayPlaces(NamedTuple):
    """No parameters: levers say what is closed."""


def step(world, parameters, draws, month):
    """Open and close these foci, and let people leave those that are closed."""
    if _open_and_close(world):
        _leave_closed(world)


@kernel
def _open_and_close(world):
    """Write which of them meet; give the number of those that do not."""
    closed = 0
    for focus in range(world.foci.kind.shape[0]):
        if world.foci.kind[focus] in (SPECIAL_CLASS, SOCIAL_WORKPLACE):
            world.foci.open[focus] = not world.focus_levers.closed[focus]
            closed += world.focus_levers.closed[focus]
    return closed


@kernel
def _leave_closed(world):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or r.focus[i, DAY] == NOWHERE:
            continue
        focus = focus_in(world, i, DAY)
        if world.foci.kind[focus] in (SPECIAL_CLASS, SOCIAL_WORKPLACE) and not world.foci.open[focus]:
            leave(world, i, DAY)
