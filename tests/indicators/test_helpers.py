"""Volunteers and professionals: means and shares by hand."""

import numpy as np
import pytest
from town import observed, two_wijken, with_posts

from sim.indicators import helpers
from sim.world.codes import HOME_CARE, NOWHERE, VOLUNTEERING, WELFARE, WHOLE_CITY, WORK


def volunteering(rows, people=6):
    world = two_wijken(people)
    world.residents.focus[:, VOLUNTEERING] = NOWHERE
    world.residents.focus[rows, VOLUNTEERING] = 0
    return world


def test_the_load_of_the_city_is_weighted_by_volunteers():
    world = volunteering([0, 1, 3])
    world.wijken.volunteer_load[:] = 0.9, 0.3
    assert observed(helpers, world)["volunteer_load"] == pytest.approx([0.9, 0.3, 0.7])


def test_without_volunteers_the_city_has_no_load():
    world = volunteering([])
    found = observed(helpers, world)
    assert np.isnan(found["volunteer_load"][-1]) and np.isnan(found["strained_volunteers"]).all()


def test_shares_of_volunteers_are_by_hand():
    world = volunteering([0, 1, 3])
    world.residents.strain[:6] = 0.7, 0.5, 0.9, 0.0, 0.9, 0.9
    world.wijken.volunteers_quit[:] = 0.0, 3.0
    found = observed(helpers, world)
    assert found["volunteers"] == pytest.approx([200.0 / 3.0, 100.0 / 3.0, 50.0])
    assert found["strained_volunteers"] == pytest.approx([50.0, 0.0, 100.0 / 3.0])
    assert found["volunteers_quit"] == pytest.approx([0.0, 1000.0, 500.0])


def test_the_caseload_is_weighted_by_who_is_at_work():
    """Wijk 0: 12 cases per FTE in home care (1 FTE), 6 in welfare (half an FTE); wijk 1: 4 (1 FTE); one post empty."""
    posts = (HOME_CARE, 0, 1.0, False), (WELFARE, 0, 0.5, False), (HOME_CARE, 1, 1.0, False), (WELFARE, 1, 1.0, True)
    world = with_posts(two_wijken(4), *posts)
    world.wijken.caseload[:, HOME_CARE] = 12.0, 4.0
    world.wijken.caseload[:, WELFARE] = 6.0, 99.0
    found = observed(helpers, world)
    assert found["caseload"] == pytest.approx([10.0, 4.0, 19.0 / 2.5])
    assert found["vacant_posts"] == pytest.approx([0.0, 50.0, 100.0 / 3.5])


def test_who_serves_the_whole_city_counts_in_a_wijk_by_its_residents():
    world = with_posts(two_wijken(4), (WORK, WHOLE_CITY, 1.0, False))
    world.dwellings.wijk[:] = 0, 0, 0, 1
    world.wijken.caseload[:, WORK] = 8.0, 4.0
    assert observed(helpers, world)["caseload"] == pytest.approx([8.0, 4.0, 7.0])


def test_coordination_of_the_city_is_weighted_by_residents_and_that_of_housing_is_only_of_the_city():
    world = two_wijken(4)
    world.dwellings.wijk[:] = 0, 0, 0, 1
    world.wijken.coordination[:], world.city.coordination[0] = (0.2, 0.6), 0.25
    found = observed(helpers, world)
    assert found["coordination"] == pytest.approx([0.2, 0.6, 0.3])
    assert np.isnan(found["housing_coordination"][:2]).all() and found["housing_coordination"][2] == 0.25


def test_a_city_without_anybody_has_numbers_or_none_but_no_fault():
    found = observed(helpers, two_wijken(0, homes=4))
    assert np.isnan(found["caseload"]).all() and np.isnan(found["volunteers"]).all()


def test_cases_wait_where_a_domain_is_needed_and_nothing_runs():
    world = two_wijken(4)
    world.residents.domains[:4], world.residents.served[:4] = (0b111, 0, 0b1, 0b11), (0b001, 0, 0b1, 0b00)
    found = observed(helpers, world)["cases_waiting"]
    assert found[-1] == pytest.approx(100.0 * 4 / 6)
