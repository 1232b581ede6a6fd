"""Side effects: which outcomes are shown, on which scale."""

import math
import re

import pytest

from sim.report import dots
from sim.report.sides import SHOWN, _in_percent, _rows, sides


def block(context):
    return str(sides(context))


def test_each_outcome_of_each_scenario_is_a_row(context):
    rows = re.findall(r'data-v="(\w+)"[^>]*>', block(context))
    assert [name for name in rows if name in SHOWN] == list(SHOWN) * len(context.results.scenarios)


def test_differences_are_drawn_in_percent_of_the_baseline(row):
    assert _in_percent(row(baseline_level=20.0, difference=5.0, low=1.0, high=9.0)) == pytest.approx((25.0, 5.0, 45.0))


def test_without_a_level_there_is_no_percentage(row):
    assert all(math.isnan(value) for value in _in_percent(row(baseline_level=0.0, difference=5.0, low=1.0, high=9.0)))


def test_what_neither_world_has_is_not_shown(context, row, monkeypatch):
    nothing = row(baseline_level=0.0, scenario_level=0.0, difference=0.0, low=0.0, high=0.0)
    monkeypatch.setattr(context.results, "difference", lambda *_: nothing)
    assert _rows(context, "mix") == [] and sides(context) is None


def test_an_interval_beyond_the_axis_ends_where_the_axis_does():
    axis = dots.Axis(100.0)
    assert [axis.within(value) for value in (-250.0, 40.0, 1e9)] == [-100.0, 40.0, 100.0]
    assert math.isnan(axis.within(math.nan))


def test_side_effects_are_neither_blue_nor_orange(context):
    from sim.report.style import BETTER, WORSE

    assert not any(colour in block(context) for colour in (*BETTER, *WORSE))
