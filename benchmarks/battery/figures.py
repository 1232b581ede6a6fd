"""Trials of the answer: one fingerprint for any number of workers, known indices, what a run costs beside itself."""

from __future__ import annotations

import contextlib
import itertools
import math
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from benchmarks.battery import stub
from benchmarks.battery.kills import fresh
from benchmarks.battery.starting import ROOT, Place, must
from sim.experiments.sweep.analysis import sensitivity
from sim.experiments.sweep.carrying import Carried
from sim.experiments.sweep.results import table_of

KNOWN = {"S1": (0.3139, 0.4424, 0.0), "ST": (0.5576, 0.4424, 0.2437)}
"""Indices of the function of Ishigami and Homma with a = 7 and b = 0.1 (Saltelli et al. 2008)."""
DESIGNS, MOST_MISSES = 8, 10
PORT = 18790
REAL = Path(__file__).with_name("real.yaml")


def same(place: Place, counts: tuple[int, ...], expected: str, cluster: bool) -> str:
    """Carry out one sweep with several numbers of workers, here and on a cluster: one fingerprint."""
    ways = [*map(str, counts)]
    for count in counts:
        fresh(place)
        place.finish("--workers", str(count))
        must(place.sha256() == expected, f"{count} workers give another table")
    for count in counts if cluster else ():
        with started_cluster(count) as address:
            fresh(place)
            place.finish("--cluster", address)
            must(place.sha256() == expected, f"a cluster of {count} gives another table")
        ways.append(f"{count} of dask")
    return f"workers: {', '.join(ways)}: one sha256, {expected[:12]}"


@contextlib.contextmanager
def started_cluster(workers: int) -> Iterator[str]:
    """Have a scheduler and workers on this machine for a while."""
    address = f"tcp://127.0.0.1:{PORT}"
    python, quiet = [sys.executable, "-m"], "--no-dashboard"
    commands = [[*python, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(PORT), quiet]]
    commands += [[*python, "distributed.cli.dask_worker", address, "--nthreads", "1", quiet]] * workers
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                 for command in commands]  # fmt: skip
    try:
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(30)


def ishigami(points: int, trajectories: int) -> str:
    """Analyse Sobol and Morris designs of a known function: the truth lies within the intervals as often as it should.

    Of 72 intervals of 95% more than ten miss in one of a thousand such trials.
    """
    missed = [miss for seed in range(1, DESIGNS + 1) for miss in _misses(points, trajectories, seed)]
    every = DESIGNS * (2 * len(stub.NAMES) + len(stub.NAMES))
    must(len(missed) <= MOST_MISSES, f"{len(missed)} of {every} intervals miss: {'; '.join(missed)}")
    return f"Ishigami: {every - len(missed)} of {every} indices of Sobol and Morris within their intervals of 95%"


def _misses(points: int, trajectories: int, seed: int) -> list[str]:
    """Name the indices of one Sobol and one Morris design whose interval misses what is known."""
    levels = 8
    known = {(measure, name): truth for measure, truths in KNOWN.items()
             for name, truth in zip(stub.NAMES, truths, strict=True)}  # fmt: skip
    known |= {("mu_star", name): truth for name, truth in zip(stub.NAMES, morris_truth(levels), strict=True)}
    found = []
    for sweep in (stub.sweep("sobol", points, seed=seed), stub.sweep("morris", trajectories, levels=levels, seed=seed)):
        rows = sensitivity.of_differences(sweep, _table(sweep))
        for row in rows[rows["policy"] == "ishigami"].to_dict("records"):
            truth = known.get((row["measure"], row["uncertainty"]))
            if truth is not None and abs(row["value"] - truth) > row["reach"]:
                told = f"{row['measure']} of {row['uncertainty']} {row['value']:.3f} ± {row['reach']:.3f}"
                found.append(f"{told}, not {truth:.3f}")
    return found


def morris_truth(levels: int) -> list[float]:
    """Give the mean absolute elementary effect of each side over all places of the grid, worked out in full."""
    step = levels // 2
    found = []
    for side in range(3):
        effects = []
        for place in itertools.product(range(levels), repeat=3):
            if place[side] + step >= levels:
                continue
            other = list(place)
            other[side] += step
            ends = [_at([-math.pi + 2 * math.pi * k / (levels - 1) for k in end]) for end in (place, other)]
            effects.append(abs(ends[1] - ends[0]) / (step / (levels - 1)))
        found.append(sum(effects) / len(effects))
    return found


def _at(place: list[float]) -> float:
    return stub.figure(stub.Pretended("ishigami", (place[0], place[1], place[2]), 0.0, ""))


def _table(sweep: stub.StubSweep) -> pd.DataFrame:
    rows = {run.place: (stub.figure(run.subject),) for job in sweep.jobs(1) for run in job.runs}
    return table_of(sweep, Carried(rows=rows))


def overhead(place: Place) -> str:
    """Time what a run of no length costs beside itself: handing out, storing with its sync, reading."""
    times = []
    for points in (20, 220):
        one = Place(place.folder, None, points, 0.0, 1)
        fresh(one)
        began = time.perf_counter()
        one.finish()
        times.append(time.perf_counter() - began)
    each = 1e3 * (times[1] - times[0]) / (3 * 200)
    must(each < 30.0, f"a run costs {each:.1f} ms beside itself")
    return f"a pretended run costs {each:.1f} ms beside itself"


def beside(folder: Path, few: int) -> str:
    """Time real runs at 1:100 and 1:10: what they cost beside their simulation, and two workers against one."""
    told = []
    for scale, seeds in ((100, max(8 // few, 2)), (10, 2)):
        text = REAL.read_text(encoding="utf-8").replace("../../", f"{ROOT}/").replace("1:100", f"1:{scale}")
        text = text.replace("seeds: 2", f"seeds: {seeds}")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"scale_{scale}.yaml"
        path.write_text(text, encoding="utf-8")
        spent = {}
        for workers in (1, 2):
            place = Place(folder / f"{scale}-{workers}", path, workers=workers)
            place.finish("--times", str(folder / f"{scale}-{workers}.txt"))
            spent[workers] = _spent(folder / f"{scale}-{workers}.txt")
        runs, inside, outside = spent[1]
        each, gain = 1e3 * (outside - inside) / runs, outside / spent[2][2]
        must(each < 30.0 if scale == 100 else outside < 1.05 * inside, f"1:{scale}: {each:.1f} ms a run beside it")
        told.append(f"1:{scale}: {1e3 * inside / runs:.0f} ms a run and {each:.1f} ms beside it "
                    f"({100 * (outside / inside - 1):.1f}%), two workers {gain:.2f} times as fast")  # fmt: skip
    return "; ".join(told)


def _spent(path: Path) -> tuple[int, float, float]:
    """Give runs, seconds of simulation, and seconds from the begin of the first job to the end of the last kept."""
    runs, begins, ends, inside = 0, [], [], 0.0
    for line in path.read_text(encoding="ascii").splitlines():
        kind, count, begin, end = line.split()
        if kind == "lived":
            runs, inside = runs + int(count), inside + float(end) - float(begin)
            begins.append(float(begin))
        ends.append(float(end))
    return runs, inside, max(ends) - min(begins)
