"""A sweep file: what it makes, and what is said of each fault, with its place and a remedy."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiments.sweep.analysis import Analysis
from sim.experiments.sweep.carrying import Carried
from sim.experiments.sweep.command import Done
from sim.experiments.sweep.load import check, is_sweep, load_sweep
from sim.experiments.sweep.results import swept
from sim.report.swept import outcome_heading
from sim.report.words import Words
from sim.strict_yaml import InputFault

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
TOP = f"""baseline: {SCENARIOS / "baseline.yaml"}
policies:
  - scenario: {SCENARIOS / "policies" / "close_care_homes.yaml"}
    fields:
      close_care_homes.share: [0.5, 1.0]
      close_care_homes.destination: [group_move, cheapest]
"""
UNCERTAIN = """uncertainties:
  parameters:
    ties.decay: {times: [0.8, 1.2]}
  futures:
    professionals.labour_market: {from: 0.5, to: 1.5}
    urgent_housing.rule: [cheapest, quota]
"""


def written(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return path


def loaded(tmp_path, rest, top=TOP + UNCERTAIN):
    return load_sweep(written(tmp_path, top + rest))


def test_every_sweep_that_is_shipped_is_in_order():
    shipped = sorted((SCENARIOS / "sweeps").glob("*.yaml"))
    assert shipped and all(is_sweep(path) and check(path) == [] for path in shipped)


def test_no_scenario_is_taken_for_a_sweep():
    assert not any(map(is_sweep, [*SCENARIOS.glob("*.yaml"), *(SCENARIOS / "policies").glob("*.yaml")]))


def test_fields_make_a_policy_for_each_combination(tmp_path):
    sweep = loaded(tmp_path, "design: {kind: grid}\n")
    assert [arm.name for arm in sweep.arms] == ["baseline"] + [
        f"close_care_homes (share {share}, destination {where})"
        for share in ("0.5", "1.0")
        for where in ("group_move", "cheapest")
    ]
    assert [arm.scenario.policies[0].settings["share"] for arm in sweep.arms[1:]] == [0.5, 0.5, 1.0, 1.0]
    assert {arm.scenario.policies[0].settings["destination"] for arm in sweep.arms[1:]} == {"group_move", "cheapest"}


def test_a_grid_combines_the_ends_and_all_values(tmp_path):
    sweep = loaded(tmp_path, "design: {kind: grid, levels: 2}\n")
    assert sweep.coordinates.tolist() == [[d, m, r] for d in (0.8, 1.2) for m in (0.5, 1.5) for r in (0.0, 1.0)]
    last = sweep.parameters(7, future=True)
    assert last["professionals.labour_market"] == 1.5 and last["urgent_housing.rule"] == "quota"
    assert last["ties.decay"] == pytest.approx((0.024, 0.024, 0.10332))


def test_a_future_is_no_part_of_the_burn_in(tmp_path):
    sweep = loaded(tmp_path, "design: {kind: grid, levels: 2}\n")
    job = next(sweep.jobs(1))
    assert set(job.start.parameters) == {"ties.decay"} and job.start.policies == ()
    assert set(job.runs[0].subject.parameters) == {"ties.decay", "professionals.labour_market", "urgent_housing.rule"}


def test_points_that_differ_in_the_future_only_follow_each_other_with_their_burn_in(tmp_path):
    sweep = loaded(tmp_path, "design: {kind: grid, levels: 2}\nseeds: 3\n")
    starts = [(tuple(job.start.parameters["ties.decay"]), job.seed) for job in sweep.jobs(3)]
    changes = sum(one != other for one, other in pairwise(starts))
    assert len(starts) == 24 and changes == len(set(starts)) - 1 == 5 and sweep.burn_ins == 2


@pytest.mark.parametrize(("kind", "size", "points"), [
    ("latin_hypercube", "points: 10", 10), ("sobol", "points: 8", 8 * 5), ("morris", "trajectories: 6", 6 * 4),
])  # fmt: skip
def test_a_sampled_design_has_its_points_and_is_the_same_for_the_same_seed(tmp_path, kind, size, points):
    one, same = (loaded(tmp_path, f"design: {{kind: {kind}, {size}, seed: 5}}\n") for _ in range(2))
    other = loaded(tmp_path, f"design: {{kind: {kind}, {size}, seed: 6}}\n")
    assert one.units.shape == (points, 3) and (one.units >= 0).all() and (one.units <= 1).all()
    assert np.array_equal(one.coordinates, same.coordinates) and not np.array_equal(one.coordinates, other.coordinates)


def test_a_latin_hypercube_has_one_point_in_each_part_of_each_side(tmp_path):
    sweep = loaded(tmp_path, "design: {kind: latin_hypercube, points: 20}\n")
    for side in range(3):
        assert sorted(np.floor(20 * sweep.units[:, side]).astype(int)) == list(range(20))


def test_a_list_of_points_is_taken_as_it_is_written(tmp_path):
    points = "[{ties.decay: 1.1, professionals.labour_market: 0.7, urgent_housing.rule: quota}]"
    sweep = loaded(tmp_path, f"design: {{kind: list, points: {points}}}\n")
    assert sweep.coordinates.tolist() == [[pytest.approx(1.1), pytest.approx(0.7), 1.0]]


@pytest.mark.parametrize("said", ["Noordwest", "WK001410"])
def test_an_outcome_in_a_wijk_is_told_by_its_name(said, tmp_path):
    sweep = loaded(tmp_path, f"design: {{kind: grid}}\noutcomes: [{{indicator: cohesion, wijk: {said}}}]\n")
    done = Done(pd.DataFrame(), Analysis(*(pd.DataFrame() for _ in range(3))), 1, Carried())
    (looked,) = swept(sweep, done, "", "nl").outcomes
    assert sweep.outcomes[0].wijk == "WK001410" and outcome_heading(Words("nl"), looked).endswith("Noordwest")


def test_runs_are_the_same_whatever_a_comment_in_the_file_says_and_others_when_a_value_changes(tmp_path):
    def keys(rest, top=TOP + UNCERTAIN):
        return [run.key for job in loaded(tmp_path, rest, top).jobs(1) for run in job.runs]

    one = keys("design: {kind: grid, levels: 2}\n")
    assert one == keys("# a remark\ndesign: {kind: grid, levels: 2}\noutcomes: [lonely]\n")
    assert len(set(one)) == len(one) == 8 * 5
    assert not set(one) & set(keys("design: {kind: grid, levels: 2}\nscale: 1:50\n"))
    assert not set(one) & set(keys("design: {kind: grid, levels: 2}\nmonths: 24\n"))
    changed = keys("design: {kind: grid, levels: 2}\n", TOP.replace("[0.5, 1.0]", "[0.5, 0.9]") + UNCERTAIN)
    assert len(set(one) & set(changed)) == 8 * 3


FAULTS = [
    ("design: {kind: fly}\n", "kind must be one of grid, list"),
    ("design: {kind: grid}\nseed: 3\n", "unknown key 'seed'; did you mean seeds?"),
    ("design: {kind: sobol, points: 12}\n", "must be a power of two, such as 8; got 12"),
    ("design: {kind: morris, points: 12, trajectories: 4}\n", "morris has no points; leave it out"),
    ("design: {kind: latin_hypercube, points: 0}\n", "points must be a whole number from 1 to"),
    ("design: {kind: latin_hypercube, points: 2.5}\n", "points must be a whole number from 1 to"),
    ("design: {kind: latin_hypercube, points: many}\n", "points must be a number; got 'many'"),
    ("design: {kind: latin_hypercube, points: [{a: 1}]}\n", "a list is for 'kind: list'"),
    ("design: {kind: morris}\n", "add 'trajectories: 20'"),
    ("design: {kind: sobol}\n", "add 'points: 128'"),
    ("design: {kind: morris, trajectories: 4, levels: 3}\n", "levels of a morris design must be even"),
    ("design: {kind: grid, levels: 100}\nscale: 1:500\n", "must be 1:k with k from 1 to 100"),
    (
        "design: {kind: list, points: [{ties.decay: 1}]}\n",
        "a point gives a value for each of ties.decay",
    ),
    ("design: {kind: grid}\noutcomes: [lonly]\n", "no indicator is called 'lonly'; did you mean lonely?"),
    ("design: {kind: grid}\noutcomes: [moved_in]\n", "moved_in has no better side"),
    ("design: {kind: grid}\noutcomes: [{indicator: lonely, group: newcommers}]\n", "did you mean newcomers?"),
    ("design: {kind: grid}\noutcomes: [{indicator: lonely, wijk: Nordwest}]\n", "did you mean Noordwest?"),
]


@pytest.mark.parametrize(("rest", "words"), FAULTS)
def test_a_fault_is_one_line_with_its_place_and_a_remedy(tmp_path, rest, words):
    faults = check(written(tmp_path, TOP + UNCERTAIN + rest))
    assert len(faults) == 1 and words in faults[0].message
    assert str(faults[0]).startswith(f"{tmp_path / 'mine.yaml'}:") and faults[0].line > 12


UNCERTAINTIES = [
    ("ties.decai: {times: [1, 2]}", "no parameter is called 'ties.decai'; did you mean ties.decay?"),
    ("ties.decay: {from: 1, to: 2}", "is a list of numbers; give a factor on all of them"),
    ("ties.decay: {times: [1, 200]}", "must lie between"),
    ("volunteering.stops: {from: 0.05, to: 0.01}", "the first must be the smaller"),
    ("volunteering.stops: {from: 0.01, too: 0.05}", "unknown key 'too'; did you mean to?"),
    ("volunteering.stops: {from: 0.01, to: 0.9}", "must lie between 0.005 and 0.06"),
    ("volunteering.stops: [0.01]", "needs two or more different values"),
    ("urgent_housing.rule: {from: 0, to: 1}", "is no number; give a list of values"),
    ("urgent_housing.rule: [cheapest, quotum]", "must be one of cheapest"),
    ("volunteering.stops: 0.01", "must be {from: 0.5, to: 1.5}"),
]


@pytest.mark.parametrize(("line", "words"), UNCERTAINTIES)
def test_a_fault_in_what_is_uncertain_is_named_at_its_line(tmp_path, line, words):
    text = f"{TOP}uncertainties:\n  parameters:\n    {line}\ndesign: {{kind: grid}}\n"
    faults = [fault for fault in check(written(tmp_path, text)) if "nothing is uncertain" not in fault.message]
    assert len(faults) == 1 and words in faults[0].message and faults[0].line == 9


def test_a_future_cannot_shape_the_city_at_its_founding(tmp_path):
    line = "    households.vacancy: {from: 0.01, to: 0.05}"
    text = f"{TOP}uncertainties:\n  futures:\n{line}\ndesign: {{kind: grid}}\n"
    assert "put it under parameters" in str(check(written(tmp_path, text))[0])


@pytest.mark.parametrize(("old", "new", "words"), [
    ("close_care_homes.yaml", "close_care_home.yaml", "did you mean close_care_homes.yaml?"),
    ("close_care_homes.share", "close_care_homes.shar", "did you mean close_care_homes.share?"),
    ("[0.5, 1.0]", "[0.5, 2.0]", "must lie between 0 and 1"),
    ("[0.5, 1.0]", "[0.5, 0.5]", "two policies are called"),
])  # fmt: skip
def test_a_fault_in_a_policy_is_named(tmp_path, old, new, words):
    faults = check(written(tmp_path, TOP.replace(old, new) + UNCERTAIN + "design: {kind: grid}\n"))
    assert faults and words in str(faults[0])


def test_a_fault_inside_a_scenario_is_named_in_its_own_file(tmp_path):
    (tmp_path / "wrong.yaml").write_text(f"extends: {SCENARIOS / 'baseline.yaml'}\npolicies:\n  - clubs: {{from: x}}\n")
    text = f"baseline: {SCENARIOS / 'baseline.yaml'}\npolicies: [wrong.yaml]\n{UNCERTAIN}design: {{kind: grid}}\n"
    faults = check(written(tmp_path, text))
    assert faults and str(faults[0]).startswith(f"{tmp_path / 'wrong.yaml'}:3:")


def test_a_length_of_the_sweep_that_ends_before_a_policy_begins_is_refused(tmp_path):
    (fault,) = check(written(tmp_path, TOP + UNCERTAIN + "design: {kind: grid}\nmonths: 6\n"))
    assert fault.path.name == "close_care_homes.yaml" and "is after the scenario ends (2026-06)" in fault.message


def test_a_scenario_with_parameters_of_its_own_is_refused(tmp_path):
    own = f"extends: {SCENARIOS / 'baseline.yaml'}\nparameters: {{volunteering.stops: 0.03}}\n"
    (tmp_path / "own.yaml").write_text(own)
    text = f"baseline: {SCENARIOS / 'baseline.yaml'}\npolicies: [own.yaml]\n{UNCERTAIN}design: {{kind: grid}}\n"
    with pytest.raises(InputFault, match="put them under uncertainties"):
        load_sweep(written(tmp_path, text))
