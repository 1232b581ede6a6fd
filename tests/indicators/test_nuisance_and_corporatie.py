"""Incidents, fear, and what a corporatie sees, by hand."""

import numpy as np
import pytest
from handmade import move_in
from town import observed, two_wijken

from sim.indicators import corporatie, housing, nuisance
from sim.world.codes import CARE_ROOM, LONG_AGO, OWNER, SCHOOL_AGE


def test_incidents_are_for_each_thousand_residents_and_fear_is_the_mean_of_adults():
    world = two_wijken(4)
    world.wijken.incidents[:], world.wijken.registered[:] = (3.0, 1.0), (1.0, 0.0)
    world.residents.fear[:4] = 0.2, 0.4, 0.6, 9.0
    world.residents.age[3] = 100
    found = observed(nuisance, world)
    assert found["incidents"] == pytest.approx([1500.0, 500.0, 1000.0])
    assert found["registered"] == pytest.approx([500.0, 0.0, 250.0])
    assert found["fear"] == pytest.approx([0.3, 0.6, 0.4])


@pytest.fixture
def settled():
    """Eight social-rent homes, four a wijk; three residents in each wijk, who came long ago."""
    world = two_wijken(8, homes=8)
    world.residents.moved[:] = world.residents.incident[:] = LONG_AGO
    world.city.month[0] = 5
    return world


def test_a_home_is_let_anew_when_everybody_in_it_came_this_month(settled):
    settled.residents.moved[0] = 5
    assert observed(corporatie, settled)["social_rent_turnover"] == pytest.approx([300.0, 0.0, 150.0])


def test_who_moves_in_with_somebody_lets_no_home_anew(settled):
    settled.residents.uid[8:] = 8
    move_in(settled, 8, 0)
    settled.residents.moved[8] = 5
    assert observed(corporatie, settled)["social_rent_turnover"] == pytest.approx([0.0, 0.0, 0.0])


def test_a_child_that_comes_of_age_to_be_counted_lets_no_home_anew(settled):
    move_in(settled, 8, 0, age=SCHOOL_AGE)
    settled.residents.moved[8] = settled.residents.arrived[8] = 5
    assert observed(corporatie, settled)["social_rent_turnover"][0] == 0.0


def test_only_social_rent_homes_count(settled):
    settled.dwellings.tenure[:2] = OWNER
    settled.dwellings.kind[2] = CARE_ROOM
    settled.residents.moved[:4] = 5
    settled.residents.incident[:4] = 5
    found = observed(corporatie, settled)
    assert found["social_rent_turnover"] == pytest.approx([1200.0, 0.0, 240.0])
    assert found["social_rent_causes"] == pytest.approx([1000.0, 0.0, 200.0])


def test_an_empty_home_is_vacant_and_an_earlier_incident_is_over():
    world = two_wijken(3, homes=4)
    world.city.month[0], world.residents.incident[:] = 5, 4
    found = observed(corporatie, world)
    assert found["social_rent_vacant"] == pytest.approx([0.0, 50.0, 25.0])
    assert np.all(found["social_rent_causes"] == 0.0)


def test_a_home_under_works_is_no_vacancy_and_no_home_until_it_is_ready():
    """Three homes are lived in, one of them renewed in month 5; the fourth is empty and ready in month 6."""
    world = two_wijken(3, homes=4)
    world.dwellings.delivered[2:] = 5, 6
    for month, empty, all_homes in ((5, 0.0, 3), (6, 1.0, 4)):
        world.city.month[0] = month
        assert observed(corporatie, world)["social_rent_vacant"][-1] == pytest.approx(100.0 * empty / all_homes)
        assert observed(housing, world)["vacant"][-1] == pytest.approx(100.0 * empty / all_homes)
