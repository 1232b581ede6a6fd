"""The fit: points become parameters, emulators learn what they are shown, and what cannot be is ruled out."""

import numpy as np
import pandas as pd
import pytest

from sim.experiments.calibration import waves
from sim.experiments.calibration.emulators import errors, fit
from sim.experiments.calibration.plan import read_plan
from sim.experiments.patterns import patterns
from sim.rulebook import rulebook

PLAN = read_plan()


def test_the_plan_leaves_out_what_is_held_out():
    roles = {patterns()[target.id].role for target in PLAN.targets}
    assert roles == {"calibrated"}


def test_a_point_becomes_parameters_that_a_scenario_may_have():
    found = PLAN.overrides((PLAN.low + PLAN.high) / 2.0)
    assert found["ties.decay"][:2] == pytest.approx(rulebook({}).bound["ties"].decay[:2])
    bound = rulebook(found).bound
    assert bound["ties"].decay[2] == pytest.approx((PLAN.free["ties.decay[2]"][0] + PLAN.free["ties.decay[2]"][1]) / 2)


def test_what_is_shipped_lies_within_the_limits_of_the_plan():
    shipped = PLAN.shipped()
    assert np.all(shipped >= PLAN.low) and np.all(shipped <= PLAN.high)


def test_a_plan_that_leaves_the_range_of_a_parameter_is_refused(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(waves.read_plan.__globals__["PLAN"].read_text().replace("[26.0, 42.0]", "[26.0, 420.0]"))
    with pytest.raises(ValueError, match=r"plan.yaml: contact.elective_hours must stay between 20 and 45"):
        read_plan(path)


def made_up(points, seed):
    """A curve in two of five parameters, with chance of deviation 0.5."""
    return 3.0 * points[:, 0] + 4.0 * points[:, 1] ** 2 + np.random.default_rng(seed).normal(0.0, 0.5, len(points))


def test_an_emulator_knows_a_curve_from_runs_with_chance_and_knows_how_well():
    """120 runs; on 400 others it explains nine tenths of what chance leaves, and 2 sd cover 90-99% of the runs."""
    generator = np.random.default_rng(2)
    points, others = generator.random((120, 5)), generator.random((400, 5))
    emulator = fit(points, made_up(points, 3))
    mean, _ = emulator.predict(others)
    true = 3.0 * others[:, 0] + 4.0 * others[:, 1] ** 2
    assert np.var(mean - true) < 0.1 * np.var(true)
    assert 0.4 < emulator.noise < 0.6
    assert 0.90 < errors(emulator, others, made_up(others, 4))["covered"] < 0.99


def test_a_point_far_from_its_aim_is_ruled_out_and_one_near_it_is_not():
    generator = np.random.default_rng(5)
    points = generator.random((150, len(PLAN.free)))
    table = pd.DataFrame({target.id: np.full(150, target.target) for target in PLAN.targets})
    table["P1"] = 30.0 + 26.0 * points[:, 0] + generator.normal(0.0, 0.3, 150)
    found = waves.emulators(PLAN, points, table)
    far, near = np.full((1, len(PLAN.free)), 0.5), np.full((1, len(PLAN.free)), 0.5)
    far[0, 0], near[0, 0] = 0.0, 0.5
    assert waves.implausibility(PLAN, found, far).max() > PLAN.ruled_out_from
    assert waves.implausibility(PLAN, found, near).max() < 1.0


def test_the_first_wave_is_the_same_latin_hypercube_every_time():
    points = waves.design(PLAN, 1)
    assert np.array_equal(points, waves.design(PLAN, 1))
    strata = np.floor(PLAN.scaled(points)[:, 0] * PLAN.runs).astype(int)
    assert len(np.unique(strata)) >= PLAN.runs - 2  # rounding may move a point over an edge
