"""The fit: points become parameters, emulators learn what they are shown, and what cannot be is ruled out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.experiments.calibration import waves
from sim.experiments.calibration.emulators import errors, fit
from sim.experiments.calibration.plan import read_plan
from sim.experiments.calibration.ship import ship
from sim.experiments.patterns import patterns
from sim.parameters import read
from sim.rulebook import file_of, rulebook

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
    """With three targets: the others would be of one value everywhere too, and learning each takes a second."""
    kept = ["P1", *[target.id for target in PLAN.targets if target.id != "P1"][:2]]
    plan = replace(PLAN, left_out={name: "not in this test" for name in patterns() if name not in kept})
    generator = np.random.default_rng(5)
    points = generator.random((150, len(plan.free)))
    table = pd.DataFrame({target.id: np.full(150, target.target) for target in plan.targets})
    table["P1"] = 30.0 + 26.0 * points[:, 0] + generator.normal(0.0, 0.3, 150)
    found = waves.emulators(plan, points, table)
    far, near = np.full((1, len(plan.free)), 0.5), np.full((1, len(plan.free)), 0.5)
    far[0, 0], near[0, 0] = 0.0, 0.5
    off = waves.implausibility(plan, found, far)
    assert off.shape == (1, 3) and off.max() == off[0, plan.targets.index(patterns()["P1"])] > plan.ruled_out_from
    assert waves.implausibility(plan, found, near).max() < 1.0


def test_the_first_wave_is_the_same_latin_hypercube_every_time():
    points = waves.design(PLAN, 1)
    assert np.array_equal(points, waves.design(PLAN, 1))
    strata = np.floor(PLAN.scaled(points)[:, 0] * PLAN.runs).astype(int)
    assert len(np.unique(strata)) >= PLAN.runs - 2  # rounding may move a point over an edge


def test_points_that_are_left_are_inside_and_nearer_to_the_aim_than_the_design(monkeypatch):
    """Emulators that know one target only: what is left has it within three deviations."""

    class Known:
        def __init__(self, target):
            self.target = target

        def predict(self, points):
            value = 20.0 + 46.0 * points[:, 0] if self.target.id == "P1" else np.full(len(points), self.target.target)
            return value, np.zeros(len(points))

    monkeypatch.setattr(waves, "CANDIDATES", 4000)
    left = waves.not_ruled_out(PLAN, [Known(target) for target in PLAN.targets], 2)
    assert len(left) >= PLAN.runs and left.min() >= 0.0 and left.max() <= 1.0
    miss = PLAN.misses[[target.id for target in PLAN.targets].index("P1")]
    assert np.abs(20.0 + 46.0 * left[:, 0] - 43.0).max() < PLAN.ruled_out_from * miss


def test_a_point_is_written_into_the_parameter_files_and_nothing_else_of_them(tmp_path):
    def copy(stem):
        path = tmp_path / file_of(stem).name
        if not path.exists():
            path.write_text(file_of(stem).read_text(encoding="utf-8"), encoding="utf-8")
        return path

    point = (PLAN.low + PLAN.high) / 2.0
    written = ship(PLAN, point, copy)
    assert len(written) == len({name.split(".")[0] for name in PLAN.free})
    for path in written:
        before, after = read(file_of(path.stem)), read(path)
        assert [e.source for e in before.values()] == [e.source for e in after.values()]
        changed = {f"{path.stem}.{name}" for name in before if before[name] != after[name]}
        assert changed <= {name.split("[")[0] for name in PLAN.free}
    assert read(tmp_path / "ties.yaml")["decay"].value[2] == pytest.approx(
        point[PLAN.names.index("ties.decay[2]")], rel=1e-2
    )


def test_no_entry_of_a_file_is_changed_by_halves(tmp_path):
    (tmp_path / "ties.yaml").write_text("decay: {value: 1.0}\n")
    with pytest.raises(ValueError, match="decay: its value is not on the line after its name"):
        ship(PLAN, PLAN.low, lambda stem: tmp_path / "ties.yaml" if stem == "ties" else file_of(stem))
