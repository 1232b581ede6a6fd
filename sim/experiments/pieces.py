"""What is finished of a set of runs: each seed is kept under a fingerprint of all that determines it, until all are."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.experiments import store
from sim.experiments.engine import Frames, Task, default_workers, run_task, run_tasks
from sim.experiments.manifest import ROOT, versions

PIECES = ".pieces"
WHOLE = "whole.json"


def run(
    tasks: Sequence[Task],
    workers: int | None,
    folder: Path | None,
    progress: Callable[[int], None],
    work: Callable[[Task, Callable[[int], None]], Frames] = run_task,
) -> list[Frames]:
    """Run what is not kept yet of some tasks; give what each gave, in their order. RunsFailed where some failed."""
    found = {task.seed: kept(folder, task) for task in tasks}
    todo = [task for task in tasks if found[task.seed] is None]

    def finished(task: Task, frames: Frames) -> None:
        found[task.seed] = frames
        if folder is not None:
            keep(folder, task, frames)

    run_tasks(todo, workers or default_workers(len(todo)), finished, progress, work)
    return [frames for task in tasks if (frames := found[task.seed]) is not None]


def fingerprint(task: Task) -> str:
    """Name everything that determines the outcome of a task."""
    told = [
        task.seed,
        task.scale,
        task.parameter_set,
        [(arm.key, arm.sha256, arm.months, _of_file(arm.city)) for arm in task.scenarios],
        sorted(versions().items()),
        _of_source(),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]


def keep(folder: Path, task: Task, frames: Frames) -> None:
    """Keep what a task gave; how many tables that are is written last, when all are there."""
    piece = _piece(folder, task)
    store.prepare(piece)
    for number, frame in enumerate(frames):
        store.write_table(piece / f"{number}.parquet", frame)
    store.write_json(piece / WHOLE, {"tables": len(frames)})


def kept(folder: Path | None, task: Task) -> Frames | None:
    """Give what an earlier, interrupted command has finished of a task; None where there is nothing whole."""
    if folder is None:
        return None
    piece = _piece(folder, task)
    try:
        tables = int(json.loads((piece / WHOLE).read_text(encoding="utf-8"))["tables"])
        return tuple(store.read_table(piece / f"{number}.parquet") for number in range(tables))
    except (OSError, ValueError, KeyError, TypeError, store.StoreFault):
        return None


def forget(folder: Path) -> None:
    """Remove all pieces of a folder."""
    shutil.rmtree(folder / PIECES, ignore_errors=True)


def _piece(folder: Path, task: Task) -> Path:
    return folder / PIECES / f"seed-{task.seed}-{fingerprint(task)}"


def _of_file(path: Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _of_source() -> str:
    files = sorted(path for kind in ("*.py", "*.yaml") for path in (ROOT / "sim").rglob(kind))
    return hashlib.sha256("".join(_of_file(path) for path in files).encode()).hexdigest()
