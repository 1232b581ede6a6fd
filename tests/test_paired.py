"""Paired differences: their mean, its interval and p, against a t test of a library and where there is no spread."""

import numpy as np
import pytest
from scipy import stats

from sim.paired import estimate


@pytest.mark.parametrize("size", [2, 5, 20])
def test_means_have_the_interval_and_p_of_a_t_test(size):
    values = np.random.default_rng(5).normal(0.3, 1, size)
    found, wanted = estimate(values), stats.ttest_1samp(values, 0.0)
    assert (found.low, found.high, found.p) == pytest.approx((*wanted.confidence_interval(0.95), wanted.pvalue))
    assert found.difference == pytest.approx(values.mean())


@pytest.mark.parametrize("size", [1, 2, 5, 20])
def test_runs_that_are_all_equal_leave_no_doubt_but_for_a_single_one(size):
    nothing, alike = estimate(np.zeros(size)), estimate(np.full(size, 2.0))
    assert (nothing.difference, nothing.low, nothing.high, nothing.p) == (0.0, 0.0, 0.0, 1.0)
    known = (np.nan, np.nan, np.nan) if size == 1 else (2.0, 2.0, 0.0)
    assert (alike.low, alike.high, alike.p) == pytest.approx(known, nan_ok=True)


def test_without_runs_there_is_no_number():
    found = estimate(np.empty(0))
    assert found.runs == 0 and np.isnan(found.difference)
