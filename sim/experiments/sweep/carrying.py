"""Carry out the runs of a sweep: what is kept is read and checked, what is missing is run, what fails is set apart.

The only one who writes in the folder is the command itself, and it has the folder alone. A run is there when its file
is (``sim.experiments.kept``), so there is nothing to repair after a kill: the same command looks what is there and
does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from sim.experiments import kept
from sim.experiments.crew import Work
from sim.experiments.store import prepare, write_json
from sim.experiments.sweep.runs import Job, Outcome, Run

RUNS, FAILED = "runs", "failed"


class Crew(Protocol):
    """Whoever does jobs: workers on this machine or on many."""

    def __call__(
        self,
        tasks: Iterable[Job],
        work: Work,
        finished: Callable[[Job, list[Outcome]], None],
        failed: Callable[[Job, str], None],
        progress: Callable[[int], None],
    ) -> None:
        """Do all of them and report each as it ends."""
        ...


@dataclass
class Carried:
    """What came of it: what ``read`` made of each run by policy, point and seed, why others failed, and how many."""

    rows: dict[tuple[str, int, int], Any] = field(default_factory=dict)
    failures: list[tuple[Run, str]] = field(default_factory=list)
    found: int = 0
    damaged: int = 0
    made: int = 0


class Carrying:
    """One command at work in a folder."""

    def __init__(self, folder: Path, read: Callable[[bytes], Any]) -> None:
        self.folder, self.read = folder, read
        kept.tidy(folder / RUNS)
        self.there = kept.names(folder / RUNS)
        self.carried = Carried()

    def out(self, jobs: Iterable[Job], work: Work, crew: Crew, progress: Callable[[int], None]) -> Carried:
        """Carry out jobs; StoreFault where a run cannot be kept, and then what is finished is kept."""
        crew(self._missing(jobs), work, self._finished, self._failed, progress)
        for path in (self.folder / FAILED).glob("*.json"):
            told = json.loads(path.read_text(encoding="utf-8"))
            if (told["policy"], told["point"], told["seed"]) in self.carried.rows:
                path.unlink(missing_ok=True)  # killed between keeping a run and forgetting that it failed before
        return self.carried

    def is_there(self, run: Run) -> bool:
        """Whether a file for a run lies here, read or not."""
        return run.key in self.there

    def _missing(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Give what is left of jobs when the runs that are kept have been taken in."""
        for job in jobs:
            left = tuple(run for run in job.runs if not self._taken_in(run))
            if left:
                yield replace(job, runs=left)

    def _taken_in(self, run: Run) -> bool:
        whole = False
        for path in self.there.get(run.key, ()):
            content = kept.content(path)
            if content is None or whole:  # damaged; or, which should not be, there twice
                self.carried.damaged += content is None
                path.unlink(missing_ok=True)
            else:
                self.carried.rows[run.place] = self.read(content)
                whole = True
        self.carried.found += whole
        return whole

    def _finished(self, job: Job, outcomes: list[Outcome]) -> None:
        runs = {run.key: run for run in job.runs}
        for outcome in outcomes:
            if outcome.content is None:
                self._set_apart(runs[outcome.key], outcome.reason)
            else:
                kept.keep(self.folder / RUNS, outcome.key, outcome.content)
                self.carried.rows[runs[outcome.key].place] = self.read(outcome.content)
                self.carried.made += 1
                (self.folder / FAILED / f"{outcome.key}.json").unlink(missing_ok=True)

    def _failed(self, job: Job, reason: str) -> None:
        for run in job.runs:
            self._set_apart(run, reason)

    def _set_apart(self, run: Run, reason: str) -> None:
        """Write down why a run failed; the same command tries it again."""
        self.carried.failures.append((run, reason))
        prepare(self.folder / FAILED)
        told = {"policy": run.policy, "point": run.point, "seed": run.seed, "reason": reason}
        write_json(self.folder / FAILED / f"{run.key}.json", told)
