"""Whose day has a structure."""

import pytest
from handmade import BOUND, sit, street, with_focus

from sim.world.codes import CENTRE, CENTRE_GROUP, CLUB, DAY, LEISURE, RETIREMENT, WORKPLACE
from sim.world.daytime import day_structure

OWN = BOUND["incidents"]


def filled(world, resident=0):
    return day_structure(world, OWN.week, OWN.full_week, resident)


def test_who_has_nowhere_to_go_has_an_empty_day():
    assert filled(street(1)) == 0.0


def test_a_working_week_fills_it():
    world = with_focus(street(1), WORKPLACE, 2)
    sit(world, 0, DAY, 2)
    assert filled(world) == 1.0


def test_two_places_together_fill_no_more_than_all_of_it():
    world = with_focus(with_focus(street(1), WORKPLACE, 2), CENTRE_GROUP, 2)
    sit(world, 0, DAY, 2)
    sit(world, 0, CENTRE, 3)
    assert filled(world) == 1.0


def test_a_day_at_a_centre_fills_its_share_and_a_club_in_the_evening_none():
    world = with_focus(with_focus(street(1), CENTRE_GROUP, 2), CLUB, 2)
    sit(world, 0, CENTRE, 2)
    sit(world, 0, LEISURE, 3)
    assert filled(world) == pytest.approx(OWN.week[CENTRE_GROUP] / OWN.full_week)


def test_a_place_that_is_closed_fills_nothing():
    world = with_focus(street(1), WORKPLACE, 2)
    sit(world, 0, DAY, 2)
    world.foci.open[2] = False
    assert filled(world) == 0.0


@pytest.mark.parametrize(("age", "full"), [(215, 1.0), (216, 0.0), (RETIREMENT - 1, 0.0), (RETIREMENT, 1.0)])
def test_pupils_and_pensioners_have_a_full_day(age, full):
    world = street(1)
    world.residents.age[0] = age
    assert filled(world) == full
