"""Sheltered workers are supported at work: by work leaders of social workplaces, or by coaches at employers.

In a social workplace each worker gets ``social_workplace`` hours a week of personal support, as far as they are needed;
with an ordinary employer what coaches have for each (``sim.world.sheltered_work``). Like the staff of facilities, both
come before family and others are asked, count as a tie with who is paid to support (``facility_care``), and are booked
with that staff. What they do beside is work, not support, and stands nowhere.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import kernel
from sim.world.codes import FACILITY, NOWHERE, WORKPLACE
from sim.world.sheltered_work import coached, place_held

WRITES = ("residents.unmet", "residents.worker_hours", "wijken.support")


class WorkSupport(NamedTuple):
    """Parameters of ``work_support.yaml``."""

    social_workplace: float


def step(world, parameters, draws, month):
    """Let work leaders and coaches give what they have."""
    contact = parameters["facility_care"].worker_contact * parameters["caring"].weeks
    _give(world, parameters["work_support"].social_workplace, coached(world), contact)


@kernel
def _give(world, by_leader, by_coach, contact):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if r.unmet[i] == 0.0:
            continue
        kind = place_held(world, i)
        if kind == NOWHERE:
            continue
        hours = min(r.unmet[i], by_coach if kind == WORKPLACE else by_leader)
        r.unmet[i] -= hours
        r.worker_hours[i] += contact * hours
        world.wijken.support[world.dwellings.wijk[r.dwelling[i]], FACILITY] += hours
