"""Pupils with extra support get hours from the staff of their class, before family and others are asked.

In a special class each pupil gets ``special_class`` hours a week, as far as they are needed. In ordinary classes there
are the hours that policies bring to the wijk of the class, shared equally over the pupils with extra support in them;
without such a policy there are none. Staff of classes is somebody too, as that of facilities is (``facility_care``),
and its hours are booked with theirs.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import kernel
from sim.world.classes import in_ordinary_classes, sits_in
from sim.world.codes import DAY, EXTRA_SUPPORT, FACILITY, SCHOOL_CLASS, SPECIAL_CLASS
from sim.world.places import focus_in

WRITES = ("residents.unmet", "residents.worker_hours", "wijken.support")


class ClassSupport(NamedTuple):
    """Parameters of ``class_support.yaml``."""

    special_class: float


def step(world, parameters, draws, month):
    """Let the staff of classes give what they have."""
    contact = parameters["facility_care"].worker_contact * parameters["caring"].weeks
    _give(world, in_ordinary_classes(world), contact)


@kernel
def _give(world, pupils, contact):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if r.unmet[i] == 0.0 or not r.vulnerability[i] & EXTRA_SUPPORT:
            continue
        hours = min(r.unmet[i], _offered(world, pupils, i))
        r.unmet[i] -= hours
        r.worker_hours[i] += contact * hours
        world.wijken.support[world.dwellings.wijk[r.dwelling[i]], FACILITY] += hours


@kernel
def _offered(world, pupils, i):
    """Give the hours a week that there are for a pupil with extra support, wherever they sit."""
    if sits_in(world, i, SPECIAL_CLASS):
        return world.rules.special_class[0]
    if sits_in(world, i, SCHOOL_CLASS):
        wijk = world.foci.wijk[focus_in(world, i, DAY)]
        return world.wijk_levers.class_hours[wijk] / pupils[wijk]
    return 0.0
