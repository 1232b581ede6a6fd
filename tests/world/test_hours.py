"""How hours of a tie are kept: exact enough that no change is lost, and the same in both directions."""

import numpy as np
import pytest

from sim.randomness import coin
from sim.world.hours import all_hours, hours_of, last_bits, root_by_chance, root_of
from tests.handmade import befriend, street

EVERY_ROOT = range(0, 65536, 7)


def test_what_is_kept_is_read_as_it_was():
    assert all(root_of(hours_of(np.uint16(root))) == root for root in EVERY_ROOT)


@pytest.mark.parametrize("hours", [0.0, 1.0, 4.0, 100.0, 625.0])
def test_squares_are_kept_exactly(hours):
    """Among them nothing at all, and the hour below which a tie is forgotten."""
    assert hours_of(root_of(hours)) == hours


def test_hours_are_kept_to_half_a_step():
    """A step is at most twice the root over 1024: 0.002 hours at one hour, 0.044 at 500."""
    for hours in np.random.default_rng(1).uniform(0.0, 4000.0, 2000):
        assert abs(hours_of(root_of(hours)) - hours) <= np.sqrt(hours) / 1024 + 1e-3


def test_rounding_by_chance_moves_hours_neither_way():
    """4,000 coins on hours a tenth, half or nine tenths of a step beyond one: within 4.5 standard errors.

    Each of three checks fails by chance once in 150,000 times, were the coins true draws.
    """
    coins = [last_bits(coin(np.uint32(1), np.uint32(0), np.uint32(other))) for other in range(4000)]
    for beyond in (0.1, 0.5, 0.9):
        root = [int(root_by_chance(((10_000 + beyond) / 1024.0) ** 2, np.float32(draw))) for draw in coins]
        assert set(root) == {10_000, 10_001}
        assert abs(np.mean(root) - 10_000 - beyond) < 4.5 * np.sqrt(beyond * (1.0 - beyond) / len(coins)) + 0.002


def test_rounding_does_not_depend_on_whether_two_met():
    """A meeting takes a low coin, and rounding takes its last bits: uncorrelated within 4.5 standard errors."""
    coins = np.array([coin(np.uint32(1), np.uint32(0), np.uint32(other)) for other in range(4000)])
    rest = np.array([last_bits(each) for each in coins])
    assert rest.min() >= 0.0 and rest.max() < 1.0
    assert abs(np.corrcoef(coins, rest)[0, 1]) < 4.5 / np.sqrt(len(coins))


def test_a_change_of_less_than_half_a_step_is_not_lost():
    """500 hours that lose a fifth of a step a month lose 80 in 400 months, within 4.5 standard errors of eight."""
    root = root_of(500.0)
    start = int(root)
    for month in range(400):
        hours = ((root - 0.2) / 1024.0) ** 2
        root = root_by_chance(hours, last_bits(coin(np.uint32(month), np.uint32(3), np.uint32(4))))
    assert 44 <= start - int(root) <= 116


def test_more_hours_than_can_be_kept_are_the_most():
    assert hours_of(root_of(1e6)) == hours_of(np.uint16(65535)) == pytest.approx(4095.9, abs=0.1)


def test_numpy_sees_the_same_hours():
    world = street(3)
    befriend(world, 0, 1, 123.4)
    assert all_hours(world.ties)[0, 0] == hours_of(world.ties.root_hours[0, 0]) == pytest.approx(123.4, abs=0.03)
    assert all_hours(world.ties)[2].sum() == 0.0
