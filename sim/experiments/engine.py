"""Run tasks over workers: one task a seed, in which every scenario branches from one burnt-in city.

Seeds that would keep some workers waiting at the end are shared: each share of the scenarios burns in by itself, which
gives the same city. The outcome of a task follows from the task alone, so neither the number of workers nor the order
in which they finish changes a byte. A worker that is killed costs its own task a second try and nothing else. Workers
watch the process that hired them and end with it, however it ends.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from sim.experiments.crew import RunFailure as RunFailure
from sim.experiments.crew import run_each

Frames = tuple[pd.DataFrame, ...]
"""The tables that a task gives; which they are is between its work and whoever asked for it."""


SMALLEST_SHARED = 50
"""The scale 1:k from which on seeds are shared: at smaller ones a seed has ended before another worker has begun."""


@dataclass(frozen=True)
class Task:
    """One seed with all scenarios, or with a share of them: the first share is 1, and 0 is no share.

    ``variant`` names what all its scenarios do otherwise than those of other tasks of the seed.
    """

    scenarios: tuple[Any, ...]
    seed: int
    scale: int
    parameter_set: int = 0
    share: int = 0
    variant: str = ""

    @property
    def name(self) -> str:
        """What a failure calls it."""
        share = f"share {self.share}" if self.share else ""
        return ", ".join(part for part in (f"seed {self.seed}", self.variant, share) if part)


def tasks_of(
    scenarios: Sequence[Any],
    seeds: Sequence[int],
    scale: int,
    workers: int,
    variants: Mapping[str, Sequence[Any]] = MappingProxyType({}),
) -> list[Task]:
    """Give a task for each seed, and for each seed of what else is to be run (``variants``: scenarios by name).

    Tasks that remain when all workers have had as many are shared among these.
    """
    arms = {"": scenarios, **variants}
    tasks = [Task(tuple(arms[name]), int(seed), scale, variant=name) for name in arms for seed in seeds]
    rest = len(tasks) % workers
    shares = min(workers // rest, len(scenarios)) if rest and scale <= SMALLEST_SHARED else 1
    if shares == 1:
        return tasks
    whole = len(tasks) - rest
    return tasks[:whole] + [share for task in tasks[whole:] for share in _shared(task, shares)]


def _shared(task: Task, shares: int) -> Iterator[Task]:
    """Divide the scenarios of a task, in their order, as evenly as can be."""
    ends = [len(task.scenarios) * share // shares for share in range(shares + 1)]
    for share, (first, behind) in enumerate(itertools.pairwise(ends), 1):
        yield replace(task, scenarios=task.scenarios[first:behind], share=share)


class RunsFailed(Exception):
    """Some tasks failed; the others are finished and kept. ``failures`` has a text for each seed."""

    def __init__(self, failures: dict[int, str]) -> None:
        self.failures = failures
        super().__init__("\n".join(failures[seed] for seed in sorted(failures)))


def run_task(task: Task, tick: Callable[[int], None]) -> Frames:
    """Run all scenarios of one seed and give wijken, groups and costs; ``tick`` is told how many months were lived."""
    from sim.model import WijkModel, burn_in  # here, so that the command line starts without mesa and numba

    starts: dict[Any, Any] = {}
    found = []
    for scenario in task.scenarios:
        try:
            alike = (str(scenario.city), tuple(sorted(scenario.parameters.items())))
            if alike not in starts:
                starts = {alike: burn_in(scenario, task.seed, task.scale, lived=lambda: tick(1))}
            model = WijkModel(scenario, seed=task.seed, scale=task.scale, start=starts[alike])
            for _ in range(scenario.months):
                model.step()
                tick(1)
        except Exception as error:
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            raise RunFailure(f"seed {task.seed}, scenario {scenario.key}: {what}") from error
        found.append((model.results(), model.group_results(), model.cost_results()))
    return tuple(pd.concat(tables, ignore_index=True) for tables in zip(*found, strict=True))


def months_of(task: Task, burn_in_months: int) -> int:
    """Give how many months a task lives through, for progress and forecast."""
    starts = {(str(s.city), tuple(sorted(s.parameters.items()))) for s in task.scenarios}
    return burn_in_months * len(starts) + sum(scenario.months for scenario in task.scenarios)


def run_tasks(
    tasks: list[Task],
    workers: int,
    finished: Callable[[Task, Frames], None],
    progress: Callable[[int], None],
    work: Callable[[Task, Callable[[int], None]], Frames] = run_task,
) -> None:
    """Run tasks; ``finished`` gets each as it ends, ``progress`` the months lived so far by all.

    RunsFailed at the end where some failed. An interrupt stops the workers and is passed on.
    """
    failures: dict[int, str] = {}

    def failed(task: Task, reason: str) -> None:
        failures[task.seed] = reason

    if workers <= 1 or len(tasks) <= 1:
        _run_here(tasks, finished, failed, progress, work)
    else:
        run_each(tasks, work, finished, failed, progress, workers)
    if failures:
        raise RunsFailed(failures)


def _run_here(
    tasks: list[Task],
    finished: Callable[[Task, Frames], None],
    failed: Callable[[Task, str], None],
    progress: Callable[[int], None],
    work: Callable[[Task, Callable[[int], None]], Frames],
) -> None:
    lived = 0

    def tick(months: int) -> None:
        nonlocal lived
        lived += months
        progress(lived)

    for task in tasks:
        try:
            frames = work(task, tick)
        except RunFailure as failure:
            failed(task, str(failure))
            continue
        finished(task, frames)


def default_workers(tasks: int) -> int:
    """Give one worker a core, but no more than there are tasks."""
    return max(
        1,
        min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, tasks),
    )
