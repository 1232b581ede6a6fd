"""The structure of a day: how much of the week somebody has a place to go to."""

from __future__ import annotations

from sim.compiled import kernel
from sim.world.codes import ADULT, FOCUS_SLOTS, NOWHERE, RETIREMENT


@kernel
def day_structure(world, week, full_week, i):
    """Give the share of a full week that joined foci which meet fill, at most 1; 1 for pupils and pensioners.

    ``week`` are hours a week by kind of focus (11,), ``full_week`` those that fill it.
    """
    r = world.residents
    if r.age[i] < ADULT or r.age[i] >= RETIREMENT:
        return 1.0
    hours = 0.0
    for slot in range(FOCUS_SLOTS):
        seat = r.focus[i, slot]
        if seat != NOWHERE and world.foci.open[world.seats.place[seat]]:
            hours += week[world.foci.kind[world.seats.place[seat]]]
    return min(hours / full_week, 1.0)
