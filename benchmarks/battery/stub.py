"""Runs that only pretend: a sweep through the real engine and store whose figures are a known function.

The policy ``ishigami`` gives the function of Ishigami and Homma (1990) at the point, so that the analysis can be held
against what is known; the baseline gives nothing. Each run writes down that it began, to count what is done twice.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiments.identity import environment
from sim.experiments.store import table_bytes
from sim.experiments.sweep.design import Arm, Outcome, Sweep
from sim.experiments.sweep.points import sampled
from sim.experiments.sweep.runs import Job, Run, key_of
from sim.experiments.sweep.runs import Outcome as Came
from sim.experiments.sweep.uncertain import Uncertainty
from sim.parameters import Parameter

NAMES = ("one.first", "one.second", "two.third")
FIGURE, POLICIES = "severely_lonely", ("baseline", "ishigami", "half")
A, B = 7.0, 0.1
"""The constants of the function in the literature; its first-order indices are 0.314, 0.442 and 0."""


@dataclass(frozen=True)
class Pretended:
    """What a pretended run knows: its policy, its place, how long it lasts, and where it says that it began."""

    policy: str
    place: tuple[float, ...]
    seconds: float
    log: str


@dataclass(frozen=True)
class StubSweep(Sweep):
    """A sweep of pretended runs that last ``seconds`` and log in ``log``."""

    seconds: float = 0.0
    log: str = ""

    @property
    def months(self) -> int:
        """How long a run is, as the page says."""
        return 1

    def told(self) -> dict[str, str]:
        """Tell what may not change."""
        return {"the points of the design": key_of(self.coordinates.tolist()), "the scale": f"1:{self.scale}"}

    def origin(self) -> dict[str, Any]:
        """Tell what pretended runs come from: nothing that was read."""
        return {}

    def jobs(self, seeds: int) -> Iterator[Job]:
        """Give a job for each point and seed."""
        for seed in range(1, seeds + 1):
            for point, place in enumerate(self.coordinates):
                world = key_of([environment(), place.tolist(), seed, self.scale])
                subjects = [Pretended(arm.name, tuple(place), self.seconds, self.log) for arm in self.arms]
                runs = [Run(key_of([one.policy, world]), one.policy, point, seed, one) for one in subjects]
                yield Job(point, seed, tuple(runs), None, self.scale, 1, environment())


def sweep(
    kind: str, points: int, seeds: int = 1, seconds: float = 0.0, log: str = "", levels: int = 4, seed: int = 1
) -> StubSweep:
    """Make a sweep of pretended runs over the cube of the function, from −π to π on each side."""
    angles = [Parameter(name, 0.0, "radians", "assumed", "pretended", (-4.0, 4.0)) for name in NAMES]
    uncertain = [Uncertainty(angle, angle.name, k > 0, -math.pi, math.pi) for k, angle in enumerate(angles)]
    units = sampled(kind, NAMES, points, levels, seed)
    arms = tuple(Arm(name, {"en": name}, None) for name in POLICIES)
    return StubSweep("stub", arms, tuple(uncertain), kind, units, seeds, 1, (Outcome(FIGURE),), levels,
                     seconds=seconds, log=log)  # fmt: skip


def pretend(job: Job, tick: Callable[[int], None]) -> list[Came]:
    """Do a job: last a while, and give the figures."""
    found = []
    for run in job.runs:
        began(run.subject.log, run)
        time.sleep(run.subject.seconds)
        value = figure(run.subject)
        table = pd.DataFrame({"wijk": "*", "group": "everyone", "outcome": [FIGURE], "value": [value]})
        found.append(Came(run.key, table_bytes(table)))
    tick(job.months)
    return found


def figure(subject: Pretended) -> float:
    """Give the figure of a run: that of the function, half of it, or nothing."""
    first, second, third = subject.place
    known = math.sin(first) + A * math.sin(second) ** 2 + B * third**4 * math.sin(first)
    return {"baseline": 0.0, "ishigami": known, "half": 0.5 * known}[subject.policy]


def began(log: str, run: Run) -> None:
    """Write down, in one indivisible write, which process began which run."""
    if log:
        handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(handle, f"{os.getpid()} {run.key}\n".encode())
        os.close(handle)


def begun(log: Path) -> list[tuple[int, str]]:
    """Read which process began which run, in order."""
    lines = log.read_text(encoding="ascii").splitlines() if log.exists() else []
    return [(int(line.split()[0]), line.split()[1]) for line in lines]


def live_and_tell(job: Job, tick: Callable[[int], None]) -> list[Came]:
    """Do a job of real runs, and write down where the environment says that they began."""
    from sim.experiments.sweep.living import live

    for run in job.runs:
        began(os.environ.get("BATTERY_LOG", ""), run)
    begin = time.time()
    found = live(job, tick)
    timed("lived", len(found), begin)
    return found


def timed(kind: str, count: int, begin: float) -> None:
    """Write down from when to when something lasted, where the environment asks for it."""
    path = os.environ.get("BATTERY_TIMES")
    if path:
        with Path(path).open("a", encoding="ascii") as file:
            file.write(f"{kind} {count} {begin} {time.time()}\n")
