"""Policies say once, before anything runs, that a scale is too coarse for them."""

from sim.policies.remarks import remarks
from sim.scenario import load_scenario


def test_what_two_scenarios_would_both_say_is_said_once_and_the_baseline_says_nothing():
    closes = load_scenario("scenarios/policies/close_shelters.yaml")
    said = remarks([load_scenario("scenarios/baseline.yaml"), closes, closes], 100)
    assert len(said) == 1 and said[0].startswith("close_shelters: ")
    assert remarks([closes], 1) == []
