"""How sure: what more runs would do, against intervals of many invented comparisons."""

import re

import numpy as np
import pytest

from sim.experiments.comparison import estimate
from sim.report.trust import _runs, narrowed


def test_twice_five_runs_of_a_family_of_ten_halve_an_interval_and_twice_many_runs_divide_it_by_root_two():
    assert narrowed(5, 10) == pytest.approx(0.466, abs=0.0005)
    assert narrowed(100_000, 10) == pytest.approx(1 / np.sqrt(2), rel=1e-3)


@pytest.mark.parametrize(("runs", "family"), [(5, 1), (5, 10), (8, 4), (20, 10)])
def test_twice_the_runs_give_the_width_that_is_promised(runs, family):
    """Root mean square widths of 4000 comparisons of each size: the ratio within 3% (4.5 standard errors)."""
    draws = np.random.default_rng(3)

    def width(size):
        halves = [(found.family_high - found.family_low) / 2 for values in draws.normal(0, 1, (4000, size))
                  for found in [estimate(values, family)]]  # fmt: skip
        return np.sqrt(np.mean(np.square(halves)))

    assert width(2 * runs) / width(runs) == pytest.approx(narrowed(runs, family), rel=0.03)


def test_the_page_says_for_both_outcomes_what_twice_the_runs_would_do(context):
    lines = _runs(context)
    assert len(lines) == 2
    for line in lines:
        now, then = (float(number.replace(",", ".")) for number in re.findall(r"±(\d+[.,]\d+)", line))
        assert then / now == pytest.approx(narrowed(8, 10), rel=0.1)  # both are rounded
