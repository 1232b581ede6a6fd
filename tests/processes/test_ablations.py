"""Assumptions that can be switched off: each switch is a parameter in its range, and something reads it."""

import numpy as np
import pytest
from handmade import BOUND, befriend, street

from sim.processes import attitudes, contact, incidents, volunteer_care
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.world.codes import CARE_HOME, CARE_ROOM, VOLUNTEERING

SWITCHES = {
    "attitudes.sours": (0.0, "residents.tolerance"),
    "incidents.unmet_weight": (0.0, "wijken.incidents"),
    "incidents.idle_weight": (0.0, "wijken.incidents"),
    "contact.hypervigilance": (0.0, "residents.face"),
    "contact.autonomy": ([1.0, 1.0, 1.0], "residents.face"),
    "volunteer_care.overload": (0.0, "wijken.support"),
}


def lived(parameters):
    """Half a year of people who are difficult and lonely, of whom one lacks support and one volunteers."""
    world = street(6, kind=CARE_ROOM, facility=CARE_HOME)
    r = world.residents
    r.behaviour[:6], r.chronic[:6], r.need[:6] = 1.0, 0.6, 40.0
    r.focus[5, VOLUNTEERING] = 0
    for one in range(5):
        r.sociability[one] = 0.5 + one
        befriend(world, one, one + 1, 30.0)
    for month in range(6):
        r.unmet[:6] = 40.0
        contact.step(world, parameters, Draws(1), month)
        attitudes.step(world, parameters, Draws(1), month)
        volunteer_care.step(world, parameters, Draws(1), month)
        incidents._happen(world, parameters["incidents"], Draws(1).key("incidents", month), month)
    return world.columns()


@pytest.mark.parametrize("name", SWITCHES)
def test_an_assumption_can_be_switched_off(name):
    value, column = SWITCHES[name]
    on, off = lived(BOUND), lived(rulebook({name: value}).bound)
    assert not np.array_equal(on[column], off[column])
