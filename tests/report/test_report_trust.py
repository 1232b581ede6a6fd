"""How sure: what more runs would do, against intervals of many invented comparisons."""

import re

import numpy as np
import pytest

from sim.paired import estimate
from sim.report.widths import TIMES, drawn, lines, narrowed


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
    told = lines(context)
    assert len(told) == 2
    for line in told:
        now, then = (float(number.replace(",", ".")) for number in re.findall(r"±(\d+[.,]\d+)", line))
        assert then / now == pytest.approx(narrowed(8, 10), rel=0.1)  # both are rounded


def test_four_times_the_runs_are_two_doublings_and_as_many_change_nothing():
    assert narrowed(8, 10, 4) == pytest.approx(narrowed(8, 10) * narrowed(16, 10))
    assert narrowed(8, 10, 1) == 1.0


def test_the_widest_intervals_are_drawn_at_as_many_twice_and_four_times_the_runs(context):
    rows = re.findall(r"<tr><th.*?</tr>", str(drawn(context)), flags=re.S)[1:]
    runs, halves = zip(*(map(float, re.findall(r'data-v="([\d.]+)"', row)) for row in rows), strict=True)
    assert runs == tuple(8.0 * times for times in TIMES) * 2
    for first in (0, 3):
        ratios = [half / halves[first] for half in halves[first : first + 3]]
        assert ratios == pytest.approx([narrowed(8, 10, times) for times in TIMES], rel=1e-4)


def test_without_an_interval_nothing_is_drawn(context, row, monkeypatch):
    monkeypatch.setattr(context.results, "difference", lambda *_: row(low=0.0, high=0.0))
    assert drawn(context) is None and lines(context) == []
