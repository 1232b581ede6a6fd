"""How trials start the command, watch it, kill it, and look what it left."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.battery.stub import begun
from sim.experiments import kept
from sim.experiments.sweep.carrying import RUNS
from sim.experiments.sweep.results import TABLE

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300.0
"""Seconds after which a command counts as hanging."""


class Broken(AssertionError):
    """A promise was not kept; the text says which."""


@dataclass
class Place:
    """A folder for trials: pretended runs, or the runs of a sweep file (``real``)."""

    folder: Path
    real: Path | None = None
    points: int = 20
    seconds: float = 0.05
    workers: int = 2
    more: list[str] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Where runs say that they began."""
        return self.folder.with_name(f"{self.folder.name}.log")

    def start(self, *more: str) -> subprocess.Popen[str]:
        """Start the command in a process group of its own."""
        pretended = ["--points", str(self.points), "--seconds", str(self.seconds)]
        told = ["--real", str(self.real)] if self.real else pretended
        command = [sys.executable, "-m", "benchmarks.battery.driver", str(self.folder), "--log", str(self.log),
                   "--workers", str(self.workers), *told, *self.more, *more]  # fmt: skip
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                start_new_session=True)  # fmt: skip

    def finish(self, *more: str, code: int = 0) -> str:
        """Run the command to its end and give what it said; Broken where it hangs or ends otherwise."""
        process = self.start(*more)
        said = ended(process)
        if process.returncode != code:
            raise Broken(f"ended with {process.returncode} instead of {code}: {said}")
        return said

    def sha256(self) -> str:
        """Give the fingerprint of the final table."""
        return hashlib.sha256((self.folder / TABLE).read_bytes()).hexdigest()

    def check(self, expected: str, in_flight: int) -> None:
        """See that nothing was lost, doubled or done again that was not in flight; Broken where it was."""
        must(self.sha256() == expected, "the final table is another")
        files = kept.names(self.folder / RUNS)
        must(all(len(paths) == 1 for paths in files.values()), "a run is there twice")
        must(all(kept.content(path) is not None for paths in files.values() for path in paths), "a run is damaged")
        must(not list((self.folder / RUNS).glob("*/.*")), "something half written is left")
        again = Counter(key for _, key in begun(self.log))
        must(set(files) == set(again), "runs and files are not the same")
        must(sum(again.values()) - len(again) <= in_flight,
             f"{sum(again.values()) - len(again)} runs were done again, {in_flight} were in flight")  # fmt: skip

    def whole(self) -> None:
        """See, after a kill, that no file with a final name is anything but whole."""
        for paths in kept.names(self.folder / RUNS).values():
            must(all(kept.content(path) is not None for path in paths), "a file is not what its name says")


def must(holds: bool, promise: str) -> None:
    """Raise Broken where something does not hold."""
    if not holds:
        raise Broken(promise)


def ended(process: subprocess.Popen[str]) -> str:
    """Wait for a command and give what it said; Broken where it hangs."""
    try:
        out, err = process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        kill(process)
        raise Broken("hangs") from None
    return out + err


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a command and all that it started, without any warning."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def children(process: subprocess.Popen[str]) -> list[int]:
    """Give the processes of the group of a command, without itself (Linux)."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit() and int(place.name) != process.pid:
            with contextlib.suppress(OSError, IndexError, ValueError):
                fields = (place / "stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
                if int(fields[2]) == process.pid and fields[0] != "Z":
                    found.append(int(place.name))
    return found


def gone(process: subprocess.Popen[str], within: float) -> bool:
    """Whether all that a command started is gone within some seconds."""
    deadline = time.monotonic() + within
    while children(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def until_begun(place: Place, process: subprocess.Popen[str], runs: int) -> bool:
    """Wait until so many runs have begun in all; False where the command ended first."""
    deadline = time.monotonic() + LONGEST
    while len(begun(place.log)) < runs and time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        time.sleep(0.005)
    return True
