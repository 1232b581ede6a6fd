"""What every policy does where a scenario asks for too much, twice, too late, nowhere or for nothing."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model import WijkModel
from sim.policies import BUNDLES, CAPPED, POLICIES, WHOLE_CITY
from sim.policies.settings import settings_of
from sim.scenario import PolicyCall, load_scenario
from sim.strict_yaml import InputFault

SINGLE = [name for name in POLICIES if name not in BUNDLES]
CLOSURES = [name for name in SINGLE if name.startswith("close_")]
SMALLEST = ("Meerdorpen",)
"""Eleven simulated residents at 1:100."""


def largest(name):
    """Every setting of a policy that is a number, at the end of its range."""
    return {
        key: setting.range[1]
        for key, setting in settings_of(name).items()
        if setting.range is not None and not isinstance(setting.value, bool | tuple)
    }


def call(name, wijken=SMALLEST, **settings):
    chosen = {key: entry.value for key, entry in settings_of(name).items()} | settings
    return PolicyCall(name, 1, 1, None, wijken, chosen)


@pytest.fixture
def lived(baseline, burnt_in):
    """Live a few months at 1:100 in guard mode, which sees that nobody and nothing is lost, and give the model."""

    def live(*calls, months=5):
        scenario = replace(baseline, key="edge", policies=calls, months=months)
        return WijkModel(scenario, 3, 100, burnt_in, guard_mode=True).run()

    return live


@pytest.mark.parametrize("name", SINGLE)
def test_a_policy_larger_than_its_wijk_takes_what_there_is(name, lived):
    model = lived(call(name, **largest(name)))
    assert np.isfinite(model.results().query("wijk == '*'")["severely_lonely"]).all()
    assert np.isfinite(model.cost_results()["euros"]).all()


@pytest.mark.parametrize("name", [name for name in SINGLE if name not in CLOSURES])
def test_two_of_a_kind_in_one_wijk_hold_together(name, lived):
    model = lived(call(name), replace(call(name), start=2))
    lines = model.cost_results()
    assert len(model.results()) == 5 * 21 and set(lines["policy"]) <= {f"1 {name}", f"2 {name}"}


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("from: 2050-01", "from 2050-01 is after the scenario ends (2035-12)"),
        ("from: 2025-12", "from 2025-12 is before the scenario starts (2026-01)"),
        ("from: 2027-01, until: 2027-01", "until 2027-01 is not after from 2027-01"),
        ("from: 2027-01, wijken: [Nowhere]", "no wijk is called 'Nowhere'"),
        ("from: 2027-01, size_of_it: 3", "unknown key 'size_of_it'"),
    ],
)
def test_a_time_or_place_that_is_not_there_is_refused_in_one_line(name, said, words, written):
    if "wijken" in said and name in WHOLE_CITY:
        words = "holds in the whole city; leave wijken out"
    with pytest.raises(InputFault) as found:
        load_scenario(written(f"{name}: {{{said}}}"))
    assert any(words in str(fault) for fault in found.value.faults)


@pytest.mark.parametrize("name", SINGLE)
def test_a_budget_of_nothing_is_a_clear_result_or_refused_with_a_remedy(name, written):
    text = f"{name}: {{from: 2027-01, cap: 0 EUR}}"
    if name in CAPPED:
        (said,) = load_scenario(written(text)).policies
        assert said.cap == 0.0
    else:
        with pytest.raises(InputFault, match="ask for less of it"):
            load_scenario(written(text))
    with pytest.raises(InputFault, match="pays for nothing; leave it out"):
        load_scenario(written(f"{name}: {{from: 2027-01, budget: [{{payer: gemeente, yearly: 0 EUR}}]}}"))


@pytest.fixture
def written(tmp_path, scenarios):
    """Write a scenario with one policy."""

    def write(policy):
        path = tmp_path / "edge.yaml"
        path.write_text(f"extends: {scenarios / 'baseline.yaml'}\npolicies:\n  - {policy}\n")
        return path

    return write
