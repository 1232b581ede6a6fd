"""Run seeds over workers: one task a seed, in which every scenario branches from one burnt-in city.

The outcome of a task follows from its scenarios, seed and scale alone, so neither the number of workers nor
the order in which they finish changes a byte. A worker that is killed costs its task a second try, not the
run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

import pandas as pd

MOST_TRIES = 3
LOOK_EVERY = 0.5
Frames = tuple[pd.DataFrame, ...]
"""The tables that a task gives; which they are is between its work and whoever asked for it."""


@dataclass(frozen=True)
class Task:
    """One seed with all scenarios."""

    scenarios: tuple[Any, ...]
    seed: int
    scale: int
    parameter_set: int = 0


class RunFailure(Exception):
    """A run stopped; the text says which and why."""


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
    if workers <= 1 or len(tasks) <= 1:
        _run_here(tasks, finished, progress, work)
    else:
        _run_in_workers(tasks, workers, finished, progress, work)


def _run_here(
    tasks: list[Task],
    finished: Callable[[Task, Frames], None],
    progress: Callable[[int], None],
    work: Callable[[Task, Callable[[int], None]], Frames],
) -> None:
    lived, failures = 0, {}

    def tick(months: int) -> None:
        nonlocal lived
        lived += months
        progress(lived)

    for task in tasks:
        try:
            frames = work(task, tick)
        except RunFailure as failure:
            failures[task.seed] = str(failure)
            continue
        finished(task, frames)
    if failures:
        raise RunsFailed(failures)


_lived: Any = None


def _begin_worker(lived: Any) -> None:
    """Prepare a worker: an interrupt is the parent's affair, and months are counted in shared memory."""
    global _lived
    _lived = lived
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(place: int, task: Task, work: Callable[[Task, Callable[[int], None]], Frames]) -> Frames:
    _lived[place] = 0

    def tick(months: int) -> None:
        _lived[place] += months

    return work(task, tick)


def _run_in_workers(
    tasks: list[Task],
    workers: int,
    finished: Callable[[Task, Frames], None],
    progress: Callable[[int], None],
    work: Callable[[Task, Callable[[int], None]], Frames],
) -> None:
    context = multiprocessing.get_context("forkserver")
    lived = context.Array("q", len(tasks), lock=False)
    waiting, tries, failures = dict(enumerate(tasks)), dict.fromkeys(range(len(tasks)), 0), {}
    while waiting:
        pool = ProcessPoolExecutor(min(workers, len(waiting)), context, _begin_worker, (lived,))
        futures: dict[Future[Frames], int] = {}
        try:
            for place, task in waiting.items():
                futures[pool.submit(_work, place, task, work)] = place
            for future in _as_they_end(futures, lambda: progress(sum(lived))):
                place = futures[future]
                failure = _settle(future, tasks[place], finished)
                if failure is not None:
                    failures[tasks[place].seed] = failure
                del waiting[place]
        except BrokenProcessPool:
            for place in list(waiting):
                tries[place] += 1
                if tries[place] >= MOST_TRIES:
                    seed = waiting.pop(place).seed
                    failures[seed] = f"seed {seed}: the worker was ended {MOST_TRIES} times (too little memory?)"
        finally:
            _stop(pool)
    if failures:
        raise RunsFailed(failures)


def _as_they_end(futures: Iterable[Future[Frames]], look: Callable[[], None]) -> Iterable[Future[Frames]]:
    """Give futures as they end, looking after the progress meanwhile."""
    left = set(futures)
    while left:
        done, left = wait(left, timeout=LOOK_EVERY, return_when="FIRST_COMPLETED")
        look()
        yield from sorted(done, key=id)


def _settle(future: Future[Frames], task: Task, finished: Callable[[Task, Frames], None]) -> str | None:
    try:
        frames = future.result()
    except RunFailure as failure:
        return str(failure)
    finished(task, frames)
    return None


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers at once: what they were doing is begun anew, or not wanted any more."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + 5.0
    for process in processes:
        process.join(max(deadline - time.monotonic(), 0.0))


def default_workers(tasks: int) -> int:
    """Give one worker a core, but no more than there are tasks."""
    return max(
        1,
        min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, tasks),
    )
