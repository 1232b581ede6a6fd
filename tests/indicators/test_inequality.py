"""Inequality between wijken, by hand."""

import numpy as np
import pytest
from town import two_wijken

from sim.indicators.inequality import concentration, deviation, gap, summarise

EVEN = np.full(5, 0.2)


def test_the_gap_is_the_ninetieth_less_the_tenth_percentile():
    """Five equal wijken stand at 10, 30, 50, 70 and 90% of the residents, in whatever order they come."""
    assert gap(np.array([8.0, 2.0, 6.0, 4.0, 9.0]), EVEN) == pytest.approx(9.0 - 2.0)


def test_a_large_wijk_weighs_by_its_residents():
    """Four fifths live in the wijk of 1 and stand at 40%, one fifth at 90%: the tenth percentile is 1."""
    share = np.array([0.8, 0.2])
    assert gap(np.array([1.0, 3.0]), share) == pytest.approx(2.0)
    assert deviation(np.array([1.0, 3.0]), share) == pytest.approx(0.8)


def test_equal_wijken_differ_in_nothing():
    level = np.full(5, 7.0)
    assert [gap(level, EVEN), deviation(level, EVEN)] == pytest.approx([0.0, 0.0], abs=1e-12)
    assert concentration(level, np.arange(5.0), EVEN) == pytest.approx(0.0, abs=1e-12)


def test_all_loneliness_in_the_poorer_of_two_halves_is_a_concentration_of_minus_a_half():
    value, half = np.array([10.0, 0.0]), np.array([0.5, 0.5])
    assert concentration(value, np.array([1.0, 3.0]), half) == pytest.approx(-0.5)
    assert concentration(value, np.array([3.0, 1.0]), half) == pytest.approx(0.5)


def test_wijken_of_one_income_share_their_rank():
    assert concentration(np.array([10.0, 0.0]), np.array([2.0, 2.0]), np.array([0.5, 0.5])) == pytest.approx(0.0)


def found_with(residents, severe, cohesion):
    names = ("residents", "severely_lonely_expected", "cohesion")
    return {name: np.append(values, np.nan) for name, values in zip(names, (residents, severe, cohesion), strict=True)}


def test_a_small_wijk_does_not_count_beside_large_ones():
    world = two_wijken(4)
    values = summarise(world, found_with([300.0, 299.0], [5.0, 50.0], [6.0, 1.0]))
    assert values["severely_lonely_gap"][2] == values["cohesion_spread"][2] == 0.0


def test_where_all_wijken_are_small_all_count():
    world = two_wijken(4)
    values = summarise(world, found_with([100.0, 100.0], [5.0, 9.0], [6.0, 5.0]))
    assert values["severely_lonely_spread"][2] == pytest.approx(2.0)
    assert values["cohesion_gap"][2] == pytest.approx(1.0)
    assert all(np.isnan(column[:2]).all() for column in values.values())


def test_a_city_without_anybody_has_no_inequality():
    values = summarise(two_wijken(0, homes=4), found_with([0.0, 0.0], [np.nan, np.nan], [np.nan, np.nan]))
    assert all(np.isnan(column).all() for column in values.values())
