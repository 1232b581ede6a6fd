"""Support: hours and shares by hand."""

import numpy as np
import pytest
from town import observed, two_wijken

from sim.indicators import support
from sim.world.codes import HOUSEHOLD, NOWHERE, PROFESSIONALS, SUPPORT_SOURCES, VOLUNTEERING


@pytest.fixture
def world():
    """Four residents, two a wijk; three need 10, 4 and 2 hours a week and lack 6, 1 and 0 of them."""
    world = two_wijken(4)
    world.residents.need[:4] = 10.0, 4.0, 0.0, 2.0
    world.residents.unmet[:4] = 6.0, 1.0, 0.0, 0.0
    return world


def test_hours_are_for_each_thousand_residents(world):
    found = observed(support, world)
    assert found["need_hours"] == pytest.approx([7000.0, 1000.0, 4000.0])
    assert found["unmet_hours"] == pytest.approx([3500.0, 0.0, 1750.0])


def test_the_share_unmet_is_that_of_all_hours_needed(world):
    assert observed(support, world)["unmet_share"] == pytest.approx([50.0, 0.0, 43.75])


def test_who_lacks_more_than_half_is_short_of_support(world):
    assert observed(support, world)["short_of_support"] == pytest.approx([50.0, 0.0, 100.0 / 3.0])


def test_who_lacks_exactly_half_is_not_short_of_support(world):
    world.residents.unmet[0] = 5.0
    assert observed(support, world)["short_of_support"][0] == 0.0


def test_the_sources_add_up_to_what_is_needed_less_what_nobody_gives(world):
    world.wijken.support[0, HOUSEHOLD], world.wijken.support[0, PROFESSIONALS] = 5.0, 2.0
    world.wijken.support[1, PROFESSIONALS] = 2.0
    found = observed(support, world)
    assert found["by_household"] == pytest.approx([2500.0, 0.0, 1250.0])
    given = sum(found[f"by_{name}"] for name in SUPPORT_SOURCES)
    assert given == pytest.approx(found["need_hours"] - found["unmet_hours"])


def test_where_nobody_needs_support_there_is_no_share_of_it(world):
    world.residents.need[3] = 0.0
    found = observed(support, world)
    assert np.isnan(found["unmet_share"][1]) and np.isnan(found["short_of_support"][1])
    assert found["unmet_hours"][1] == 0.0


def test_overburdened_are_those_under_strain_among_who_care_or_volunteer(world):
    r = world.residents
    r.care_given[0] = 3.0
    r.focus[:, VOLUNTEERING] = NOWHERE
    r.focus[1, VOLUNTEERING] = 0
    r.strain[:4] = 0.7, 0.5, 0.9, 0.9  # the last two neither care nor volunteer
    found = observed(support, world)
    assert found["care_givers"] == pytest.approx([50.0, 0.0, 25.0])
    assert found["overburdened"][[0, 2]] == pytest.approx([50.0, 50.0]) and np.isnan(found["overburdened"][1])


def test_children_need_support_but_are_no_carers(world):
    world.residents.age[0], world.residents.care_given[0] = 120, 3.0
    found = observed(support, world)
    assert found["need_hours"][0] == pytest.approx(7000.0) and found["care_givers"][0] == 0.0
