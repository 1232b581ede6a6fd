"""Seeds over workers: nothing is lost with a worker, and nothing depends on how many there are."""

import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import invented_work as work

from sim.experiments import engine
from sim.experiments.engine import RunsFailed, Task, run_task, run_tasks, tasks_of
from sim.scenario import load_scenario


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Let workers find the stand-ins."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def run(function, workers, scenarios=(), seeds=4):
    found, lived = {}, []
    tasks = [Task(tuple(scenarios), seed, 1) for seed in range(1, seeds + 1)]
    try:
        run_tasks(tasks, workers, lambda task, frames: found.update({task.seed: frames}), lived.append, function)
    finally:
        run.found = found
    return found, lived


@pytest.mark.parametrize("workers", [1, 2])
def test_every_seed_is_run_once(workers):
    found, lived = run(work.honest, workers)
    assert sorted(found) == [1, 2, 3, 4]
    assert workers > 1 or lived[-1] == 48
    assert all(found[seed][0]["value"].tolist() == [seed * 1.5, seed * 2.0] for seed in found)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_fails_is_named_and_the_others_are_kept(workers):
    with pytest.raises(RunsFailed, match="seed 2, scenario a: ValueError"):
        run(work.failing, workers)
    assert sorted(run.found) == [1, 3, 4]


def test_a_worker_that_is_killed_costs_a_second_try_and_no_result(tmp_path):
    found, _ = run(work.killed_once, 2, [str(tmp_path)])
    assert sorted(found) == [1, 2, 3, 4] and (tmp_path / "killed").exists()


def test_a_seed_that_kills_its_worker_every_time_is_given_up_and_named():
    with pytest.raises(RunsFailed, match="seed 2: the worker was ended"):
        run(work.killed_always, 2, seeds=2)


def shares(seeds, arms, workers, scale=5):
    tasks = tasks_of([f"arm {k}" for k in range(arms)], range(1, seeds + 1), scale, workers)
    return [(task.seed, len(task.scenarios)) for task in tasks]


def test_seeds_that_would_leave_workers_waiting_are_shared_among_them():
    assert shares(5, 6, 2) == [(1, 6), (2, 6), (3, 6), (4, 6), (5, 3), (5, 3)]
    assert shares(1, 5, 4) == [(1, 1), (1, 1), (1, 1), (1, 2)]


def test_no_seed_is_shared_where_every_worker_has_as_many():
    assert shares(4, 6, 2) == [(seed, 6) for seed in (1, 2, 3, 4)]
    assert shares(5, 6, 1) == [(seed, 6) for seed in (1, 2, 3, 4, 5)]
    assert shares(5, 6, 8) == [(seed, 6) for seed in (1, 2, 3, 4, 5)]


def test_a_small_city_is_not_shared():
    assert shares(1, 6, 2, scale=100) == [(1, 6)]


@pytest.mark.parametrize("seeds", [1, 2, 3, 5])
@pytest.mark.parametrize("arms", [1, 2, 6])
@pytest.mark.parametrize("workers", [1, 2, 3, 7, 16])
def test_each_scenario_is_run_once_a_seed_in_its_order_and_no_task_has_the_name_of_another(seeds, arms, workers):
    tasks = tasks_of(range(arms), range(1, seeds + 1), 5, workers)
    lived = [(task.seed, arm) for task in tasks for arm in task.scenarios]
    assert lived == [(seed, arm) for seed in range(1, seeds + 1) for arm in range(arms)]
    assert len({task.name for task in tasks}) == len(tasks)


def test_shares_of_a_seed_give_what_the_whole_seed_gives(monkeypatch, scenarios):
    monkeypatch.setattr(engine, "SMALLEST_SHARED", 100)
    arms = [
        replace(arm, months=14, parameters={**arm.parameters, "founding.burn_in_months": 6})
        for arm in map(load_scenario, (scenarios / "baseline.yaml", scenarios / "close_care_homes.yaml"))
    ]
    whole = run_task(*(tasks_of(arms, [1], 100, 1)), lambda months: None)
    parts = [run_task(task, lambda months: None) for task in tasks_of(arms, [1], 100, 2)]
    assert len(parts) == 2
    for number, table in enumerate(whole):
        pd.testing.assert_frame_equal(table, pd.concat([part[number] for part in parts], ignore_index=True))
