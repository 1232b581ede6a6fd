"""In how many worlds something is so: which worlds count, how sure a share is, and what chance alone would show."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from benchmarks.battery import stub
from sim.experiments.sweep.analysis.counted import counted, of_share
from sim.experiments.sweep.analysis.discovery import discovery
from sim.experiments.sweep.analysis.levels import failing_by_chance
from sim.experiments.sweep.analysis.robustness import robustness


def table_of(sweep, value, seeds=1):
    """Make the table in which a policy gives value(policy, place, seed)."""
    return pd.DataFrame([
        {"policy": arm.name, "point": point, "seed": seed, stub.FIGURE: value(arm.name, place, seed)}
        for arm in sweep.arms for point, place in enumerate(sweep.coordinates) for seed in range(1, seeds + 1)
    ])  # fmt: skip


def above(sweep, limit):
    """Make the table in which one policy fails where the coordinates together are above a limit."""
    return table_of(sweep, lambda policy, place, seed: float(policy == "half" and place.sum() > limit))


def of_half(found):
    return found.set_index("policy").loc["half"]


def test_no_failure_in_fifty_worlds_is_not_surely_none():
    """The upper end of Clopper and Pearson solves (1 - p)^50 = 0.025."""
    low, high = of_share(0, 50)
    assert low == 0.0 and (1.0 - high) ** 50 == pytest.approx(0.025)
    row = of_half(robustness(sweep := stub.sweep("latin_hypercube", 50), above(sweep, 100.0)))
    assert (row["fails"], row["fails_low"], row["fails_high"]) == (0.0, low, high)


@pytest.mark.parametrize(("kind", "points"), [("latin_hypercube", 64), ("sobol", 32)])
def test_intervals_of_shares_hold_what_is_so_in_all_worlds_together(kind, points):
    """Half of the cube lies above 0. Of 40 intervals of 95% at least 35 hold that; one of a hundred such tests fails
    if each held it in 95%, fewer since these designs are more even than chance.
    """
    rows = [of_half(robustness(sweep, above(sweep, 0.0))) for seed in range(40)
            if (sweep := stub.sweep(kind, points, seed=seed + 1))]  # fmt: skip
    assert sum(row["fails_low"] <= 0.5 <= row["fails_high"] for row in rows) >= 35


def test_of_a_sobol_design_the_two_base_samples_count():
    sweep = stub.sweep("sobol", 4)
    assert np.flatnonzero(counted(sweep)).tolist() == [0, 4, 5, 9, 10, 14, 15, 19]
    assert set(robustness(sweep, above(sweep, 0.0))["points"]) == {8}


def test_a_morris_design_gives_no_shares_and_no_place_where_a_policy_fails():
    sweep = stub.sweep("morris", 20)
    table = above(sweep, 0.0)
    assert len(robustness(sweep, table)) == 0
    assert set(discovery(sweep, table)["verdict"]) <= {"paths", "rarely"}
    assert of_half(discovery(sweep, table))["verdict"] == "paths"


def test_worlds_that_were_chosen_have_shares_and_no_intervals():
    sweep = dataclasses.replace(stub.sweep("latin_hypercube", 30), kind="list")
    row = of_half(robustness(sweep, above(sweep, 0.0)))
    assert 0.3 < row["fails"] < 0.7
    assert row[["fails_low", "fails_high", "mean_regret_low", "mean_regret_high"]].isna().all()


@pytest.mark.parametrize(("worse_by", "expected"), [(0.0, 0.5), (1.0, 0.1587)])
def test_a_policy_that_does_nothing_fails_as_often_as_chance_says(worse_by, expected):
    """Means of two seeds of variance 1: half are above 0, 16% above 1. Of 4,000 worlds a share errs by 0.8%;
    margin 3%.
    """
    values = np.random.default_rng(8).normal(0.0, 2.0**0.5, (4000, 2))
    assert failing_by_chance(values, worse_by) == pytest.approx(expected, abs=0.03)
    assert (values.mean(axis=1) > worse_by).mean() == pytest.approx(expected, abs=0.03)


def test_what_chance_alone_would_show_stands_beside_what_a_policy_shows():
    rng = np.random.default_rng(9)
    sweep = stub.sweep("latin_hypercube", 200, seeds=2)
    table = table_of(sweep, lambda policy, place, seed: rng.normal() if policy == "half" else 0.0, seeds=2)
    for found, name in ((robustness(sweep, table), "fails_by_chance"), (discovery(sweep, table), "by_chance")):
        assert of_half(found)[name] == 0.5 and found.set_index("policy").loc["ishigami", name] == 0.0


def test_with_one_seed_nobody_knows_what_chance_would_show():
    assert np.isnan(failing_by_chance(np.ones((10, 1)), 0.0))
