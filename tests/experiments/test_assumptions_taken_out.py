"""What becomes of a verdict when an assumption is taken out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.experiments import ablations as module
from sim.experiments.ablations import ABLATIONS, ablated, ablations, change
from sim.experiments.compare import compare, write
from sim.indicators.catalogue import PRIMARY
from sim.rulebook import rulebook
from sim.scenario import load_scenario

SEEDS = range(1, 6)


@pytest.mark.parametrize("name", ABLATIONS)
def test_each_ablation_sets_parameters_of_the_model_otherwise_than_they_are_shipped(name):
    shipped, taken_out = rulebook({}), rulebook(dict(ABLATIONS[name]))
    for parameter in ABLATIONS[name]:
        process, own = parameter.split(".")
        before, after = (getattr(rules.bound[process], own) for rules in (shipped, taken_out))
        assert not np.array_equal(before, after)


def test_arms_of_an_ablation_are_known_by_another_fingerprint_and_keep_their_own_parameters(scenarios):
    arm = replace(load_scenario(scenarios / "baseline.yaml"), parameters={"ties.forgotten": 2.0})
    without = {name: arms[0] for name, arms in ablated([arm]).items()}
    assert all(other.parameters == {"ties.forgotten": 2.0, **ABLATIONS[name]} for name, other in without.items())
    assert len({arm.sha256, *(other.sha256 for other in without.values())}) == len(ABLATIONS) + 1


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("better", "better", "kept"),
        ("better", "worse", "reverses"),
        ("worse", "better", "reverses"),
        ("better", "not_distinguishable", "lost"),
        ("not_distinguishable", "worse", "gained"),
        ("not_distinguishable", "not_distinguishable", "kept"),
        ("same", "not_distinguishable", "kept"),
        ("too_few_runs", "too_few_runs", "too_few_runs"),
    ],
)
def test_what_became_of_a_verdict_follows_from_both(before, after, told):
    assert change(before, after) == told


def table(effect, chance):
    """Make the city under a baseline and a policy: every seed has its level, the policy adds effect and chance."""
    rows = []
    for seed in SEEDS:
        for key, added in (("baseline", 0.0), ("policy", effect + chance[seed - 1])):
            level = dict.fromkeys(PRIMARY, 10.0 + seed + added)
            rows += [{"scenario": key, "seed": seed, "parameter_set": 0, "wijk": "*", "month": f"2026-{month:02d}",
                      "simulated": 900.0, **level} for month in range(1, 13)]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_shift_is_the_paired_difference_of_two_differences_with_an_interval_over_all_of_them():
    before, after = np.array([0.1, -0.1, 0.0, 0.2, -0.2]), np.array([0.0, 0.1, -0.2, 0.1, 0.0])
    found = ablations(table(-1.0, before), {"one": table(2.0, after), "two": table(-1.0, before)}, "baseline")
    assert found[["ablation", "indicator"]].to_numpy().tolist() == [[a, i] for a in ("one", "two") for i in PRIMARY]
    one, two = found.iloc[0], found.iloc[2]
    shifts = 3.0 + after - before
    half = stats.t.ppf(1 - 0.05 / 2 / 4, 4) * shifts.std(ddof=1) / np.sqrt(5)
    assert (one["shift"], one["shift_low"], one["shift_high"]) == pytest.approx((3.0, 3.0 - half, 3.0 + half))
    assert one["difference"] == pytest.approx(2.0) and (one["verdict"], one["change"]) == ("worse", "reverses")
    assert two["shift"] == 0.0 and (two["verdict"], two["change"]) == ("better", "kept")


def test_a_comparison_without_each_assumption_leaves_its_own_tables_as_they_are(scenarios, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "ABLATIONS", {name: ABLATIONS[name] for name in ("bad_meetings", "house_rules")})
    arms = [
        replace(load_scenario(scenarios / name), months=16, parameters={"founding.burn_in_months": 2})
        for name in ("baseline.yaml", "whole_society.yaml")
    ]
    plain = compare(arms, [1], 100, 1)
    found = compare(arms, [1], 100, 1, ablate=True)
    for name in ("wijken", "groups", "differences", "costs", "cost_summary"):
        pd.testing.assert_frame_equal(getattr(plain, name), getattr(found, name))
    assert len(plain.ablations) == 0 and len(found.ablations) == 4
    cohesion = found.ablations[found.ablations["indicator"] == "cohesion"]
    assert cohesion["runs"].eq(1).all() and cohesion["change"].eq("too_few_runs").all()
    assert cohesion["shift"].abs().gt(0).all()
    assert "ablations.parquet" in {path.name for path in write(found, tmp_path)}
    assert set(found.manifest["ablations"]) == {"bad_meetings", "house_rules"}
