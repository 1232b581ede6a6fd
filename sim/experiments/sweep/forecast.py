"""What a sweep will take, from a small probe: the first months of its first run, in a worker of its own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sim.experiments.crew import RunFailure, run_each
from sim.experiments.sweep.design import BURN_IN, Sweep
from sim.experiments.sweep.runs import Job

BEFORE, YEAR = 3, 12
"""Months of burn-in and of the policy in a probe; a whole year, since some indicators are measured once a quarter."""
MOST_OF_MEMORY = 0.8
OF_THE_COMMAND = 400e6
"""Bytes that the command itself takes, tables of the analysis aside (assumption)."""
CROWDED = 1.25
"""How much longer a month takes beside others on the same caches (docs/performance.md, two at once)."""


@dataclass(frozen=True)
class Probe:
    """Seconds to found a city and to live a month, and the most bytes of memory a worker took."""

    founding: float
    month: float
    memory: float


@dataclass(frozen=True)
class Forecast:
    """Runs still to make, seconds it will take, and bytes of memory at once."""

    runs: int
    seconds: float
    memory: float


def probe(job: Job, tick: Callable[[int], None]) -> Probe:
    """In a worker: found the city, live some months, let the last policy live some more; twice, to be warm."""
    from sim.model import WijkModel, burn_in

    start = replace(job.start, parameters={**job.start.parameters, BURN_IN: BEFORE})
    for _ in range(2):
        began = time.perf_counter()
        model = WijkModel(
            job.runs[-1].subject, seed=job.seed, scale=job.scale, start=burn_in(start, job.seed, job.scale)
        )
        founded = time.perf_counter()
        months = min(YEAR, model.plan.months)
        for _ in range(months):
            model.step()
        month = (time.perf_counter() - founded) / months
        found = Probe(max(founded - began - BEFORE * month, 0.0), month, _most_memory())
    return found


def probed(sweep: Sweep) -> Probe:
    """Probe a sweep; RunFailure where even its first months fail."""
    from sim.compiled import FIRST_TIME

    found: list[Probe] = []
    failures: list[str] = []
    for _ in range(2 if FIRST_TIME else 1):  # compiling takes memory that a run does not
        run_each([next(sweep.jobs(1))], probe, lambda job, told: found.append(told),
                 lambda job, reason: failures.append(reason), lambda lived: None, workers=1)  # fmt: skip
    if failures:
        raise RunFailure(f"the first months fail already: {failures[0]}")
    return found[-1]


def forecast(sweep: Sweep, seeds: int, missing: int, workers: int, measured: Probe) -> Forecast:
    """Give what the missing runs take; burn-ins count in proportion to them."""
    every = len(sweep.units) * seeds * len(sweep.arms)
    burn_ins = sweep.burn_ins * seeds
    first = next(sweep.jobs(1))
    past = first.months - len(sweep.arms) * sweep.baseline.months
    alone = burn_ins * (measured.founding + past * measured.month) + every * sweep.baseline.months * measured.month
    crowded = CROWDED if workers > 1 else 1.0
    return Forecast(missing, alone * missing / every / workers * crowded, workers * measured.memory + OF_THE_COMMAND)


def workers_that_fit(measured: Probe, memory: float) -> int:
    """Give how many workers fit in what may be used of so many bytes of memory."""
    return max(int((MOST_OF_MEMORY * memory - OF_THE_COMMAND) // measured.memory), 0)


def memory_of_machine() -> float:
    """Give the bytes of memory there are for this process, inf where nobody tells."""
    found = [float("inf")]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        found.append(float(os.sysconf("SC_PHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE"))
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            found.append(float(Path(limit).read_text(encoding="ascii")))
        except (OSError, ValueError):
            continue  # "max", or no such thing here
    return min(found)


def _most_memory() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most) * (1.0 if sys.platform == "darwin" else 1024.0)


def duration(seconds: float) -> str:
    """Write a time for people."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours" if seconds < 48 * 3600 else f"{seconds / 86400:.1f} days"
