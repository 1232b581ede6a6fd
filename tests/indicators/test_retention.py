"""Which strong ties of a year ago are still strong."""

import numpy as np
import pytest
from handmade import ROUNDED, befriend, hours_between, street

from sim.indicators import retention


def everybody_tied(people=60, hours=80.0):
    world = street(people)
    for one in range(people):
        for other in range(max(0, one - 12), one):
            befriend(world, one, other, hours)
    return world


def test_one_in_eight_ties_is_followed_and_all_are_kept_where_nothing_happens():
    world = everybody_tied()
    ties = world.ties.count.sum() / 2
    _, before = retention.observe(world, None)
    assert 0.06 * ties < len(before) < 0.2 * ties
    assert np.all(before[:, 0] < before[:, 1])
    assert retention.observe(world, before)[0]["ties_kept"][-1] == 100.0


def test_before_a_year_has_passed_there_is_no_figure():
    assert np.isnan(retention.observe(everybody_tied(), None)[0]["ties_kept"]).all()


def test_ties_below_fifty_hours_are_not_strong():
    assert len(retention.strong_ties(everybody_tied(hours=49.0))) == 0


def test_ties_that_weakened_are_lost_and_those_of_the_departed_do_not_count():
    before = np.array([[1, 2], [1, 3], [2, 3], [4, 9]])
    now, here = np.array([[1, 2], [2, 3]]), np.array([1, 2, 3, 4])
    assert retention.kept(before, now, here) == pytest.approx(200.0 / 3.0)
    assert np.isnan(retention.kept(before, now, np.array([9])))


def test_a_tie_is_found_from_either_side():
    world = everybody_tied(3)
    assert hours_between(world, 0, 1) == pytest.approx(80.0, rel=ROUNDED)
    assert {tuple(pair) for pair in retention.strong_ties(world)} <= {(0, 1), (0, 2), (1, 2)}
