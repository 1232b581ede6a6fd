"""Who comes to a shelter for the first time."""

import numpy as np
import pytest
from handmade import BOUND, move_in, street

from sim.processes import admission
from sim.randomness import Draws
from sim.world.codes import (
    CARE_HOME,
    CARE_ROOM,
    EXHOMELESS,
    FORMERLY_HOMELESS,
    INSTITUTION,
    LOST_PLACE,
    NOT_URGENT,
    NOWHERE,
    OWNER,
    SHELTER,
    SHELTER_BED,
    SOCIAL,
)

BEDS = 4
CERTAIN = BOUND["admission"]._replace(loses_home=1.0, shelter=0.0, leaves_shelter=0.0)


def tenants(people, income=0, tenure=SOCIAL):
    """A shelter of four beds, empty, and people with one income who live alone beside it."""
    world = street(0, homes=BEDS + people, rows=people + 4, kind=SHELTER_BED, facility=SHELTER)
    d = world.dwellings
    d.tenure[:BEDS], d.tenure[BEDS:] = INSTITUTION, tenure
    d.kind[BEDS:], d.unit[BEDS:], world.units.places[0] = 0, NOWHERE, BEDS
    for row in range(people):
        move_in(world, row, BEDS + row)
    world.residents.income[:people] = income
    return world


def live(world, own=CERTAIN):
    admission.step(world, BOUND | {"admission": own}, Draws(1), 0)
    return world.residents


def test_who_comes_to_a_shelter_has_been_homeless_from_then_on():
    r = live(tenants(3))
    assert np.all(r.dwelling[:3] < BEDS)
    assert np.all(r.vulnerability[:3] == EXHOMELESS) and np.all(r.category[:3] == FORMERLY_HOMELESS)


def test_a_shelter_takes_as_many_as_it_has_beds():
    r = live(tenants(10))
    assert np.count_nonzero(r.dwelling[:10] < BEDS) == np.count_nonzero(r.vulnerability[:10]) == BEDS


@pytest.mark.parametrize(("income", "tenure"), [(1, SOCIAL), (0, OWNER)])
def test_who_owns_a_home_or_earns_more_keeps_it(income, tenure):
    assert np.all(live(tenants(3, income, tenure)).dwelling[:3] >= BEDS)


def test_with_a_chance_of_nothing_nobody_loses_a_home():
    assert np.all(live(tenants(3), CERTAIN._replace(loses_home=0.0)).dwelling[:3] >= BEDS)


def test_who_waits_at_home_for_another_one_may_be_admitted_and_waits_no_longer():
    world = tenants(2)
    world.dwellings.kind[:BEDS], world.units.facility[0] = CARE_ROOM, CARE_HOME
    r = world.residents
    r.age[:2], r.frailty[:2], r.urgent[0] = 90 * 12, 4, LOST_PLACE
    r = live(world, CERTAIN._replace(care_very_frail=1.0))
    assert np.all(r.dwelling[:2] < BEDS) and r.urgent[0] == NOT_URGENT
