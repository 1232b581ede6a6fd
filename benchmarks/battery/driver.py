"""The command under trial: a sweep of pretended or of real runs, that may be told to end itself at a moment.

``python -m benchmarks.battery.driver FOLDER`` does what ``run.py sweep`` does, with the same handling of faults and
interrupts; ``--end-at written:3`` kills the whole process group when the third file has been written.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from benchmarks.battery import stub
from sim import files
from sim.experiments.commands import interruptible
from sim.experiments.crew import Work
from sim.experiments.sweep.command import run_sweep
from sim.experiments.sweep.design import Sweep

DONE, FAILED, AT_FAULT, INTERRUPTED = 0, 1, 2, 130


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.battery.driver", description=__doc__)
    add = parser.add_argument
    add("folder", type=Path)
    add("--real", type=Path, help="a sweep file instead of pretended runs")
    add("--points", type=int, default=20, help="pretended points, of three runs each")
    add("--seconds", type=float, default=0.05, help="how long a pretended run lasts")
    add("--log", default="", help="where runs say that they began")
    add("--workers", type=int, default=2)
    add("--cluster")
    add("--add-seeds", type=int, default=0)
    add("--end-at", help="POINT:N kills everything at a step (written, synced, renamed) of the Nth file")
    add("--times", help="where real runs say how long they lasted")
    add("--at", type=float, default=0.0, help="time (seconds since 1970) at which to begin")
    return parser.parse_args()


def end_at(told: str) -> None:
    """Kill this process and its workers, without any warning, at a step of writing."""
    step, number = told.split(":")
    if os.getpgid(0) != os.getpid():
        os.setpgid(0, 0)  # whoever started this is spared
    left = int(number)

    def passed(point: str, path: Path) -> None:
        nonlocal left
        left -= point == step
        if left == 0:
            os.killpg(os.getpgid(0), signal.SIGKILL)

    files.passed = passed


def main() -> int:
    """Carry out the sweep; what is printed and returned is what ``run.py`` prints and returns."""
    asked = options()
    interruptible()
    if asked.end_at:
        end_at(asked.end_at)
    sweep, work = _sweep(asked)
    time.sleep(max(asked.at - time.time(), 0.0))
    try:
        done = run_sweep(sweep, asked.folder, "battery", asked.workers, asked.cluster, asked.add_seeds, work, False)
        stub.timed("kept", 0, time.time())
    except files.StoreFault as fault:
        print(f"run.py: {fault}", file=sys.stderr)
        return AT_FAULT
    except KeyboardInterrupt:
        print("interrupted; to go on: the same command", file=sys.stderr)
        return INTERRUPTED
    return FAILED if done.carried.failures else DONE


def _sweep(asked: argparse.Namespace) -> tuple[Sweep, Work]:
    if asked.real is None:
        return stub.sweep("latin_hypercube", asked.points, 1, asked.seconds, asked.log), stub.pretend
    from sim.experiments.sweep.load import load_sweep

    os.environ["BATTERY_LOG"] = asked.log
    if asked.times:
        os.environ["BATTERY_TIMES"] = asked.times
    return load_sweep(asked.real), stub.live_and_tell


if __name__ == "__main__":
    sys.exit(main())
