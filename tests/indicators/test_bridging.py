"""Ties across categories, by hand and under random mixing."""

import numpy as np
import pytest
from handmade import befriend
from town import observed, two_wijken

from sim.indicators import bridging
from sim.world.codes import HOUSEHOLD_TIE, NEWCOMER, SOCIAL_TIE


def test_random_mixing_is_one():
    ends = np.array([0.6, 0.3, 0.1, 0.0, 0.0])
    assert bridging.observed_over_expected(1000.0 * np.outer(ends, ends)[None]) == pytest.approx([1.0])


def test_ties_within_categories_alone_are_zero_and_one_category_has_no_figure():
    alike, one = np.diag([4.0, 4.0, 0.0, 0.0, 0.0]), np.diag([4.0, 0.0, 0.0, 0.0, 0.0])
    found = bridging.observed_over_expected(np.stack([alike, one]))
    assert found[0] == 0.0 and np.isnan(found[1])


def test_only_strong_ties_outside_the_household_count():
    """Of three counted ties one joins two categories: 2 of 6 ends across, 1 - (5/6)^2 - (1/6)^2 expected."""
    world = two_wijken(6)
    world.residents.category[5] = NEWCOMER
    befriend(world, 0, 1, 60.0)
    befriend(world, 1, 2, 50.0)
    befriend(world, 4, 5, 80.0)
    befriend(world, 0, 5, 49.0)  # too weak
    befriend(world, 3, 5, 90.0, HOUSEHOLD_TIE)
    found = observed(bridging, world)["bridging"]
    assert np.isnan(found[0])  # all ends of the ties of wijk 0 are of one category
    assert found[2] == pytest.approx((2.0 / 6.0) / (1.0 - 26.0 / 36.0))


def test_a_street_where_friends_are_drawn_at_random_bridges_as_chance_does():
    """200 residents, half newcomers, 1000 random ties: the ratio has a standard error of 0.032; within 4 of them of 1
    (false alarm 6e-5)."""
    world = two_wijken(200)
    world.residents.category[:200] = NEWCOMER * (np.arange(200) % 2)
    draws = np.random.default_rng(2)
    pairs = {tuple(sorted(draws.choice(200, 2, replace=False))) for _ in range(1000)}
    for one, other in sorted(pairs):
        befriend(world, one, other, 60.0, SOCIAL_TIE)
    assert observed(bridging, world)["bridging"][-1] == pytest.approx(1.0, abs=0.13)
