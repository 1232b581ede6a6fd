"""Workers: one that dies costs its own task a second try, and all of them end with whoever hired them."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import invented_work as work

from sim.experiments import crew

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Task:
    name: str
    seed: int
    scenarios: tuple = ()


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", f"{HERE}{os.pathsep}{HERE.parents[1]}")


def carry_out(tasks, function, workers=2):
    found, failed = {}, {}
    crew.run_each(tasks, function, lambda task, what: found.update({task.name: what}),
                  lambda task, why: failed.update({task.name: why}), lambda lived: None, workers)  # fmt: skip
    return found, failed


def named(count):
    return (Task(f"task {seed}", seed) for seed in range(1, count + 1))


def test_tasks_may_come_from_a_stream_and_all_are_done_once():
    found, failed = carry_out(named(7), work.doubled)
    assert found == {f"task {seed}": 2 * seed for seed in range(1, 8)} and failed == {}


def test_a_task_that_fails_by_any_fault_does_not_stop_the_others():
    found, failed = carry_out(named(4), work.faulty)
    assert sorted(found) == ["task 1", "task 3", "task 4"]
    assert failed == {"task 2": "task 2: ZeroDivisionError: division by zero"}


def test_a_task_that_kills_its_worker_every_time_is_given_up_and_the_others_are_done():
    found, failed = carry_out(named(4), work.killed_always_doubled)
    assert sorted(found) == ["task 1", "task 3", "task 4"] and "too little memory?" in failed["task 2"]


def test_what_finished_raises_ends_the_workers_and_is_passed_on():
    def finished(task, what):
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        crew.run_each(named(4), work.doubled, finished, lambda task, why: None, lambda lived: None, 2)


def test_workers_end_when_their_parent_is_killed(tmp_path):
    script = "import sys\nfrom test_crew import carry_out, named\nimport invented_work\n" \
             "if __name__ == '__main__':\n    carry_out(named(2), invented_work.endless)\n"  # fmt: skip
    (tmp_path / "parent.py").write_text(script)
    parent = subprocess.Popen([sys.executable, str(tmp_path / "parent.py")], cwd=tmp_path,
                              env={**os.environ, "ENDLESS": str(tmp_path)})  # fmt: skip
    marks = []
    deadline = time.monotonic() + 60
    while len(marks) < 2 and time.monotonic() < deadline:
        marks = list(tmp_path.glob("worker-*"))
        time.sleep(0.05)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    workers = [int(mark.name.split("-")[1]) for mark in marks]
    assert len(workers) == 2
    deadline = time.monotonic() + 10
    while any(map(runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(runs, workers))


def runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    if not Path("/proc/self/stat").exists():
        return True
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it ended between the two questions
        return False
