"""The staff of care homes, sheltered housing and shelters support who lives there, before anybody else is asked.

Each resident of a facility gets the hours a week that the staff of the living group has for each of its residents,
as far as they are needed; who waits in a shelter that is closed gets none. Staff and professionals are somebody too:
all who are paid to support a person count as one tie, whose hours fade by ``worker_fade`` a month and gain
``worker_contact`` of an hour per hour of support.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.compiled import kernel
from sim.world.codes import FACILITY, NOWHERE
from sim.world.places import without_home

WRITES = ("residents.unmet", "residents.worker_hours", "wijken.support")


class FacilityCare(NamedTuple):
    """Parameters of ``facility_care.yaml``."""

    worker_fade: float
    worker_contact: float


def step(world, parameters, draws, month):
    """Let ties with workers fade, and staff give what they have."""
    own, weeks = parameters["facility_care"], parameters["caring"].weeks
    world.residents.worker_hours[:] *= math.exp(-own.worker_fade)
    _staff_gives(world, own.worker_contact * weeks)


@kernel
def _staff_gives(world, contact):
    r, d = world.residents, world.dwellings
    world.wijken.support[:, FACILITY] = 0.0
    for i in range(r.uid.shape[0]):
        if r.unmet[i] == 0.0:
            continue
        unit = d.unit[r.dwelling[i]]
        if unit != NOWHERE and not without_home(world, i):
            hours = min(r.unmet[i], world.units.staff[unit])
            r.unmet[i] -= hours
            r.worker_hours[i] += contact * hours
            world.wijken.support[d.wijk[r.dwelling[i]], FACILITY] += hours
