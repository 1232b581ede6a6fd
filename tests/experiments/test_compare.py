"""Which scenarios may be compared: each once, and none with itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiments.compare import compare
from sim.scenario import Scenario

ONE = Scenario("one", Path("groningen.yaml"), (2026, 1), 12, sha256="a")


def refused(*scenarios, baseline=None):
    with pytest.raises(ValueError, match="two scenarios are called one") as found:
        compare(scenarios, baseline=baseline)
    return str(found.value)


def test_a_scenario_that_is_its_own_baseline_is_refused_and_not_dropped():
    assert "they are the same, so name one of them" in refused(ONE, baseline=ONE)


def test_a_scenario_that_is_given_twice_is_refused():
    assert "they are the same" in refused(replace(ONE, key="base"), ONE, ONE)


def test_two_scenarios_of_one_name_are_told_to_rename_a_file():
    assert "rename one of the files" in refused(ONE, replace(ONE, sha256="b"))
