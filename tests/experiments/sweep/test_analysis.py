"""What a sweep says, against closed forms, known functions, planted boxes and noise."""

import json

import numpy as np
import pandas as pd
import pytest

from benchmarks.battery import figures, stub
from sim.experiments.sweep.analysis import analyse, prim, sensitivity
from sim.experiments.sweep.analysis.discovery import discovery
from sim.experiments.sweep.analysis.levels import chance, harms
from sim.experiments.sweep.analysis.robustness import regrets, robustness
from sim.experiments.sweep.design import Outcome


def table_of(sweep, value, seeds=1):
    """Make the table in which a policy gives value(policy, place, seed)."""
    return pd.DataFrame([
        {"policy": arm.name, "point": point, "seed": seed, stub.FIGURE: value(arm.name, place, seed)}
        for arm in sweep.arms for point, place in enumerate(sweep.coordinates) for seed in range(1, seeds + 1)
    ])  # fmt: skip


def test_sobol_and_morris_give_the_known_indices_of_ishigami_within_their_intervals():
    """Of 72 intervals of 95% at most ten may miss; by chance more do in one of a thousand such tests."""
    assert "within their intervals" in figures.ishigami(256, 40)


def test_what_moves_all_policies_alike_has_no_part_in_their_difference():
    sweep = stub.sweep("sobol", 64)
    table = table_of(sweep, lambda policy, place, seed: 5 * place[0] + (policy == "ishigami") * place[1])
    found = sensitivity.of_differences(sweep, table).query("policy == 'ishigami' and measure == 'ST'")
    assert found["value"].to_numpy() == pytest.approx([0, 1, 0], abs=0.01)


def test_the_order_of_policies_answers_to_what_decides_it_alone():
    sweep = stub.sweep("sobol", 256)
    table = table_of(
        sweep, lambda policy, place, seed: (policy == "ishigami") * (place[2] + 0.5) - (policy == "half") * 9
    )
    found = sensitivity.of_ranking(sweep, table).query("measure == 'ST'")
    assert found["value"].to_numpy() == pytest.approx([0, 0, 1], abs=0.02)


def test_pairs_out_of_order_are_counted():
    """On average the second is best and the third worst: 1, 2 and 0 pairs stand otherwise."""
    harm = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, -3.0], [2.0, 0.5, 2.0]])
    assert sensitivity.reordered(harm, harm.mean(axis=1)).tolist() == [1.0, 2.0, 0.0]


def test_a_block_that_lacks_a_run_is_left_out_of_the_indices():
    sweep = stub.sweep("morris", 20)
    table = table_of(sweep, lambda policy, place, seed: (policy != "baseline") * place[0])
    whole, lacking = (sensitivity.of_differences(sweep, part) for part in (table, table[table["point"] != 5]))
    pick = "policy == 'half' and measure == 'mu_star'"
    assert lacking.query(pick)["value"].to_numpy() == pytest.approx(whole.query(pick)["value"].to_numpy())


def test_regret_is_the_distance_to_the_best_at_each_point():
    assert regrets(np.array([[0.0, 0.0], [-2.0, 3.0]])).tolist() == [[2.0, 0.0], [0.0, 3.0]]


def test_a_policy_is_counted_as_best_and_as_failing_as_often_as_it_is():
    sweep = stub.sweep("latin_hypercube", 40)
    table = table_of(sweep, lambda policy, place, seed: {"baseline": 0, "half": 1}.get(policy, np.sign(place[0])))
    rows = robustness(sweep, table).set_index("policy")
    assert rows.loc["ishigami", "best"] == 0.5 and rows.loc["baseline", "best"] == 0.5
    assert rows["fails"].to_dict() == {"baseline": 0.0, "ishigami": 0.5, "half": 1.0}
    assert rows.loc["half", "mean_regret"] == pytest.approx(1.5) and rows.loc["half", "most_regret"] == 2.0


def test_less_of_what_should_be_more_is_harm():
    sweep = stub.sweep("latin_hypercube", 3)
    table = table_of(sweep, lambda policy, place, seed: float(policy == "half")).assign(cohesion=1.0)
    table.loc[table["policy"] == "half", "cohesion"] = 0.25
    assert harms(sweep, table, Outcome("cohesion"))[2] == pytest.approx(0.75)
    assert harms(sweep, table, Outcome(stub.FIGURE))[2] == pytest.approx(1.0)


def test_the_share_of_chance_is_that_of_the_variance_of_means():
    """Points N(0, 1), seeds N(0, 2²) around them, 4 seeds: 1 of 2 parts is chance; margin 0.05 is over 4 errors."""
    rng = np.random.default_rng(4)
    values = rng.normal(0, 1, (20_000, 1)) + rng.normal(0, 2, (20_000, 4))
    assert chance(values) == pytest.approx(0.5, abs=0.05)
    assert np.isnan(chance(values[:, :1]))


def test_prim_finds_a_planted_box():
    rng = np.random.default_rng(1)
    places = rng.random((400, 6))
    cases = (places[:, 1] < 0.4) & (places[:, 3] > 0.6)
    box = prim.find(places, cases)
    assert set(box.limits) == {1, 3} and box.coverage > 0.95 and box.density > 0.95
    assert box.limits[1][1] == pytest.approx(0.4, abs=0.03) and box.limits[3][0] == pytest.approx(0.6, abs=0.03)


def test_prim_finds_a_value_of_a_list():
    rng = np.random.default_rng(2)
    places = np.column_stack([rng.random(300), rng.integers(3, size=300)])
    box = prim.find(places, places[:, 1] == 2, frozenset({1}))
    assert box.limits == {1: frozenset({2.0})} and (box.coverage, box.density) == (1.0, 1.0)


def test_prim_seldom_sees_a_box_in_noise():
    """A hundred times noise over eight uncertainties: at most five boxes; fixed seed, two or fewer are usual."""
    rng = np.random.default_rng(3)
    boxes = [prim.find(rng.random((200, 8)), rng.random(200) < 0.3) for _ in range(100)]
    assert sum(bool(box.limits) for box in boxes) <= 5


def test_where_a_policy_fails_is_told_with_its_limits():
    sweep = stub.sweep("latin_hypercube", 200)
    table = table_of(
        sweep, lambda policy, place, seed: {"baseline": 0, "half": -1}.get(policy, 1.0 if place[0] > 1 else -1.0)
    )
    rows = discovery(sweep, table).set_index("policy")
    (limit,) = json.loads(rows.loc["ishigami", "limits"])
    assert limit["name"] == stub.NAMES[0] and limit["low"] == pytest.approx(1.0, abs=0.2) and limit["high"] is None
    assert rows.loc["ishigami", "coverage"] > 0.9 and rows.loc["half", "verdict"] == "rarely"


@pytest.mark.parametrize(("kind", "points"), [("latin_hypercube", 5), ("sobol", 2), ("morris", 2)])
def test_a_sweep_of_which_next_to_nothing_is_there_is_analysed_without_a_fault(kind, points):
    sweep = stub.sweep(kind, points)
    table = table_of(sweep, lambda policy, place, seed: 0.0)
    for part in (table[:0], table[:1], table):
        found = analyse(sweep, part)
        assert len(found.discovery) == 2 and set(found.discovery["verdict"]) == {"few_points"}
