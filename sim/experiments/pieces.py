"""What is finished of a set of runs: each task is kept under a fingerprint of all that determines it, until all are.

Tables that are kept for good, a row a run, have a column that says what made each row (``made_by``).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sim.experiments import kept as stored
from sim.experiments import store
from sim.experiments.engine import Frames, Task, default_workers, run_task, run_tasks
from sim.experiments.identity import of_file, of_source
from sim.experiments.manifest import versions

PIECES = ".pieces"
MADE = "made"
"""The column of a table of runs that says what made each row."""
Work = Callable[[Task, Callable[[int], None]], Frames]
"""A kind of work: what a task gives, telling on the way how many months were lived."""


def run(
    tasks: Sequence[Task],
    workers: int | None,
    folder: Path | None,
    progress: Callable[[int], None],
    work: Work = run_task,
) -> list[Frames]:
    """Run what is not kept yet of some tasks; give what each gave, in their order. RunsFailed where some failed."""
    found = {task.name: kept(folder, work, task) for task in tasks}
    todo = [task for task in tasks if found[task.name] is None]

    def finished(task: Task, frames: Frames) -> None:
        found[task.name] = frames
        if folder is not None:
            keep(folder, work, task, frames)

    run_tasks(todo, workers or default_workers(len(todo)), finished, progress, work)
    return [frames for task in tasks if (frames := found[task.name]) is not None]


def fingerprint(work: Work, task: Task) -> str:
    """Name everything that determines what a kind of work gives of a task.

    The work is part of it: of one task, patterns are measured by one and policies compared by another.
    """
    return _name(task.seed, task.scale, task.parameter_set, *_determined(work, task.scenarios))


def made_by(work: Callable[..., Any], scenarios: Sequence[Any], *also: Any) -> str:
    """Name, in short, all that determines a row of a table of runs beside its own seed and scale.

    ``also`` is what else the table follows from, as JSON can write it.
    """
    return _name(*_determined(work, scenarios), *also)[:12]


def _determined(work: Callable[..., Any], scenarios: Sequence[Any]) -> list[Any]:
    return [
        f"{work.__module__}.{work.__qualname__}",
        [(arm.key, arm.sha256, arm.months, of_file(arm.city)) for arm in scenarios],
        sorted(versions().items()),
        of_source(),
    ]


def _name(*told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[: stored.KEY]


def keep(folder: Path, work: Work, task: Task, frames: Frames) -> None:
    """Keep what a task gave; the name of each table says how many there are."""
    mine = fingerprint(work, task)
    for number, frame in enumerate(frames):
        stored.keep(folder / PIECES, f"{mine}-{number}-{len(frames)}", store.table_bytes(frame))


def kept(folder: Path | None, work: Work, task: Task) -> Frames | None:
    """Give what an earlier, interrupted command has finished of such work; None where there is nothing whole."""
    if folder is None:
        return None
    mine = fingerprint(work, task)
    found = {key.split("-", 1)[1]: paths[0] for key, paths in stored.names(folder / PIECES).items()
             if key.partition("-")[0] == mine}  # fmt: skip
    count = int(next(iter(found)).split("-")[1]) if found else 0
    contents = [stored.content(found[name]) if (name := f"{number}-{count}") in found else None
                for number in range(count)]  # fmt: skip
    if not contents or None in contents:
        return None
    return tuple(store.table_from(content) for content in contents if content is not None)


def forget(folder: Path) -> None:
    """Remove all pieces of a folder."""
    shutil.rmtree(folder / PIECES, ignore_errors=True)
