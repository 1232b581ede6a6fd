"""Seeds over workers: nothing is lost with a worker, and nothing depends on how many there are."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import invented_work as work

from sim.experiments.engine import RunsFailed, Task, run_tasks


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
