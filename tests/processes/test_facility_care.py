"""Staff of facilities give first, and are somebody too."""

import math

import pytest
from handmade import BOUND, street

from sim.processes import facility_care, need, ties
from sim.randomness import Draws
from sim.world.codes import CARE_HOME, CARE_ROOM, FACILITY, SHELTER

OWN, WEEKS = BOUND["facility_care"], BOUND["caring"].weeks


def care_home(frailty, staff=12.0):
    world = street(3, kind=CARE_ROOM, facility=CARE_HOME)
    world.units.staff[0] = staff
    world.residents.frailty[:3] = frailty
    return world


def a_month(world):
    need.step(world, BOUND, Draws(1), 0)
    facility_care.step(world, BOUND, Draws(1), 0)


def test_staff_gives_what_it_has_and_no_more_than_is_needed():
    world = care_home([1, 3, 4])
    a_month(world)
    assert world.residents.unmet[:3].tolist() == [0.0, 0.0, 8.0]
    assert world.wijken.support[0, FACILITY] == 1.0 + 10.0 + 12.0


@pytest.mark.parametrize(("facility", "given"), [(CARE_HOME, 30.0), (SHELTER, 0.0)])
def test_staff_stays_with_who_waits_in_a_closed_home_but_a_closed_shelter_has_none(facility, given):
    world = care_home([3, 3, 3])
    world.units.facility[0], world.levers.unit_closed[0] = facility, True
    a_month(world)
    assert world.wijken.support[0, FACILITY] == given


def test_nobody_at_home_gets_hours_of_a_facility():
    world = street(1)
    world.residents.frailty[0] = 3
    a_month(world)
    assert world.residents.unmet[0] == world.residents.need[0] > 0.0


def test_hours_with_workers_settle_where_fading_and_support_balance():
    world = care_home([3, 3, 3])
    for _ in range(400):
        a_month(world)
    expected = OWN.worker_contact * WEEKS * 10.0 / (1.0 - math.exp(-OWN.worker_fade))
    assert world.residents.worker_hours[0] == pytest.approx(expected, rel=1e-5)


def test_workers_count_as_one_tie_of_less_weight():
    world = care_home([3, 3, 3])
    world.residents.worker_hours[:3] = 0.0, 60.0, 200.0
    ties.step(world, BOUND, Draws(1), 0)
    own, r = BOUND["ties"], world.residents
    assert r.effective_ties[0] == 0.0 and r.without_confidant[0] == 1.0
    assert r.effective_ties[1] == pytest.approx(own.worker_weight * 60.0 / (60.0 + own.effective_hours))
    assert r.without_confidant[2] == pytest.approx(own.confidant_hours**2 / (own.confidant_hours**2 + 200.0**2))
