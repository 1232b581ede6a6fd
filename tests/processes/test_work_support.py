"""Who is supported at work, by how much, and where it is booked."""

import pytest
from handmade import BOUND, sit, street, with_workplaces

from sim.processes import work_support
from sim.randomness import Draws
from sim.world.codes import DAY, FACILITY, PSY, SOCIAL_WORKPLACE, SUPPORT_SOURCES, WORKPLACE

LEADER = BOUND["work_support"].social_workplace


def worked(coach_hours=0.0, places=1.0, unmet=5.0):
    """A sheltered worker in either kind of workplace, an ordinary worker, and somebody at home."""
    world = with_workplaces(street(4), SOCIAL_WORKPLACE, WORKPLACE)
    r = world.residents
    r.vulnerability[:4], r.works[2] = PSY, True
    for i, focus in enumerate((2, 3, 3)):
        sit(world, i, DAY, focus)
    r.need[:4] = r.unmet[:4] = unmet
    world.wijk_levers.coach_hours[0], world.wijk_levers.employer_places[0] = coach_hours, places
    work_support.step(world, BOUND, Draws(1), 0)
    return world


def test_work_leaders_support_their_workers_and_nobody_else():
    given = 5.0 - worked().residents.unmet[:4]
    assert given == pytest.approx([LEADER, 0.0, 0.0, 0.0])


def test_a_coach_supports_who_holds_the_place_and_not_the_colleagues():
    given = 5.0 - worked(coach_hours=2.0).residents.unmet[:4]
    assert given == pytest.approx([LEADER, 2.0, 0.0, 0.0])


def test_hours_that_belong_to_places_nobody_holds_go_to_nobody():
    assert 5.0 - worked(coach_hours=8.0, places=4.0).residents.unmet[1] == pytest.approx(2.0)


def test_nobody_gets_more_than_they_need():
    assert worked(coach_hours=2.0, unmet=0.5).residents.unmet[:2].tolist() == [0.0, 0.0]


def test_it_is_booked_with_the_staff_of_facilities_and_is_a_tie_with_who_is_paid():
    world = worked(coach_hours=2.0)
    support = dict(zip(SUPPORT_SOURCES, world.wijken.support.sum(axis=0), strict=True))
    assert support["facility"] == pytest.approx(LEADER + 2.0) == support[SUPPORT_SOURCES[FACILITY]]
    each = BOUND["facility_care"].worker_contact * BOUND["caring"].weeks
    assert world.residents.worker_hours[:4] == pytest.approx([each * LEADER, each * 2.0, 0.0, 0.0])
