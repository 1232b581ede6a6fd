"""How many runs are needed: the smallest number that keeps its promise, and how sure few runs can be of it."""

import numpy as np
import pytest
from scipy import stats

from sim.experiments.power import needed, runs_needed
from sim.paired import estimate


def test_runs_needed_have_the_power_they_promise():
    """Simulated power at the number given lies within 4 standard errors of 80%, and is too low at half of it."""
    spread, matters = 1.3, 0.5
    runs = int(runs_needed(spread, matters, family=4))
    rng = np.random.default_rng(1)

    def power(n):
        draws = rng.normal(matters, spread, (4000, n))
        error = draws.std(axis=1, ddof=1) / np.sqrt(n)
        return np.mean(draws.mean(axis=1) - stats.t.ppf(1 - 0.025 / 4, n - 1) * error > 0)

    assert power(runs) == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / 4000) + 0.02)
    assert power(runs // 2) < 0.6


def test_two_runs_suffice_where_runs_do_not_differ():
    assert runs_needed(0.0, 0.5) == 2 and np.isnan(runs_needed(float("nan"), 0.5))


def test_the_smallest_number_is_given_as_counting_up_finds_it():
    """Brute force up to 1000 runs, for spreads and families that ask from 2 to 965."""
    runs = np.arange(2, 1001)
    for family in (1, 2, 10):
        reach = (stats.t.ppf(1 - 0.025 / family, runs - 1) + stats.t.ppf(0.8, runs - 1)) / np.sqrt(runs)
        for spread in np.geomspace(0.05, 8.0, 60):
            enough = runs[reach * spread <= 1.0]
            assert len(enough) and runs_needed(spread, 1.0, family) == enough[0]


def test_one_run_knows_no_spread_and_so_no_number():
    assert all(np.isnan(value) for value in needed(estimate(np.array([0.3])).spread, 1, 0.5, 4).values())


def test_the_range_of_five_runs_holds_the_true_number_in_nineteen_of_twenty():
    """Of 2000 comparisons of five runs 95%, within 4 standard errors; the number itself is seldom near."""
    draws = np.random.default_rng(8).normal(0, 1.0, (2000, 5)).std(axis=1, ddof=1)
    true = runs_needed(1.0, 0.44, 4)
    told = [needed(spread, 5, 0.44, 4) for spread in draws]
    held = np.mean([each["runs_needed_low"] <= true <= each["runs_needed_high"] for each in told])
    assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 2000))
    low, high = np.quantile([each["runs_needed"] for each in told], [0.05, 0.95])
    assert low < true / 2 and high > 2 * true


def test_nothing_is_said_of_what_has_no_least_difference_or_no_family():
    assert all(np.isnan(value) for value in (*needed(1.0, 5, None, 4).values(), *needed(1.0, 5, 0.5, 0).values()))
