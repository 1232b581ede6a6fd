"""Trials of the store: a full disk, flipped bits, files cut short, and two commands in one folder."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.battery.kills import fresh
from benchmarks.battery.starting import Place, ended, must
from sim.experiments import kept
from sim.experiments.sweep.carrying import RUNS, Carrying, Job
from sim.experiments.sweep.table import reader

PAGE = 4096


def full(place: Place, times: int, expected: str, largest: int) -> str:
    """Let a small disk (tmpfs) fill up at so many points: one line, nothing partial, and it goes on."""
    hit = 0
    for k in range(times):
        disk = place.folder.with_name("disk")
        disk.mkdir(exist_ok=True)
        pages = 3 + k * max(largest // PAGE, times) // times
        _call("mount", "-t", "tmpfs", "-o", f"size={pages * PAGE}", "tmpfs", str(disk))
        try:
            own = Place(disk / "sweep", place.real, place.points, place.seconds, place.workers)
            process = own.start("--log", str(place.log))
            said = ended(process).strip().splitlines()
            faults = [line for line in said if line.startswith("run.py:")]
            must(process.returncode in (0, 2), f"ended with {process.returncode}: {said}")
            if process.returncode == 2:
                hit += 1
                must(len(faults) == 1 and "make room and give the same command again" in faults[0], f"said {said}")
                own.whole()
            _call("mount", "-o", "remount,size=64m", str(disk))
            own.finish("--log", str(place.log))
            must(own.sha256() == expected, "the final table is another")
        finally:
            _call("umount", "-l", str(disk))
    must(hit >= times - 2, f"the disk was full {hit} times of {times} only")
    return f"disk full at {hit} points (tmpfs): one line each, nothing partial, the same table with room"


def _call(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def here(folder: Path, sweep: Any, work: Callable[..., Any]) -> Carrying:
    """Carry out a sweep in this process, without workers, and give what carried it."""

    def crew(tasks: Iterable[Job], work: Any, finished: Any, failed: Any, progress: Any) -> None:
        for task in tasks:
            finished(task, work(task, progress))

    wanted = [(one.wijk, one.group, one.indicator) for one in sweep.outcomes]
    carrying = Carrying(folder, reader(wanted))
    carrying.out(sweep.jobs(sweep.seeds), work, crew, lambda months: None)
    return carrying


def damage(folder: Path, sweep: Any, work: Callable[..., Any], flips: int, cuts: int, seed: int) -> str:
    """Flip bits and cut files short in stored runs: all noticed, and those runs only done again."""
    random_one = random.Random(seed)
    before = here(folder, sweep, work).carried.rows
    kinds = ["flip"] * flips + ["cut"] * cuts
    random_one.shuffle(kinds)
    while kinds:
        paths = sorted(path for found in kept.names(folder / RUNS).values() for path in found)
        chosen = random_one.sample(paths, min(len(kinds), max(len(paths) // 3, 1)))
        for path in chosen:
            harm(path, kinds.pop(), random_one)
        carried = here(folder, sweep, work).carried
        must(carried.damaged == len(chosen), f"{carried.damaged} of {len(chosen)} damaged runs were noticed")
        must(carried.made == len(chosen), f"{carried.made} runs were done again instead of {len(chosen)}")
        must(carried.rows == before, "figures are others than before")
    return f"{flips} flipped bits and {cuts} files cut short: all noticed, those runs only done again"


def harm(path: Path, kind: str, random_one: random.Random) -> None:
    """Flip one bit of a file, or cut it short."""
    content = bytearray(path.read_bytes())
    if kind == "flip":
        content[random_one.randrange(len(content))] ^= 1 << random_one.randrange(8)
    else:
        del content[random_one.randrange(len(content)) :]
    path.write_bytes(content)


def pairs(place: Place, times: int, expected: str) -> str:
    """Start two commands at once in one folder: one works, the other leaves at once and names the first."""
    for _ in range(times):
        fresh(place)
        at = ["--at", str(time.time() + 1.2)]
        both = [place.start(*at) for _ in range(2)]
        said = [ended(process) for process in both]
        codes = sorted(process.returncode for process in both)
        must(codes == [0, 2], f"ended with {codes}: {said}")
        winner = both[0] if both[0].returncode == 0 else both[1]
        loser = said[1] if winner is both[0] else said[0]
        must(f"process {winner.pid} " in loser, f"the first is not named: {loser}")
        place.check(expected, in_flight=0)
    return f"{times} pairs at once in one folder: one winner each, named by the other"
