"""What one waits for before the first month: starting Python, importing, and compiling."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 5
COMMANDS = {
    "`python -c pass` (Python alone)": ["-c", "pass"],
    "`import sim`": ["-c", "import sim"],
    "`python run.py --help`": ["run.py", "--help"],
    "`import sim.model`": ["-c", "import sim.model"],
}


@dataclass(frozen=True)
class Start:
    """Seconds of commands, and of the parts of a first month with an empty store of compiled code and a full one."""

    commands: dict[str, float]
    empty: dict[str, float]
    full: dict[str, float]


def measure() -> Start:
    """Time every command, and the first month twice in a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        store = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
        store["XDG_CACHE_HOME"] = folder
        empty, full = _first_month(store), _first_month(store)
        commands = {name: _middle(command, store) for name, command in COMMANDS.items()}
    return Start(commands, empty, full)


def _middle(command: list[str], environment: dict[str, str]) -> float:
    return median(_seconds(command, environment)[0] for _ in range(REPEATS))


def _first_month(environment: dict[str, str]) -> dict[str, float]:
    seconds, said = _seconds(["-m", "benchmarks.first_month"], environment)
    return json.loads(said) | {"all": seconds}


def _seconds(command: list[str], environment: dict[str, str]) -> tuple[float, str]:
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return time.perf_counter() - begin, done.stdout


def page(start: Start) -> str:
    """Write what was found as Markdown."""
    return "\n".join(
        [
            "### Before the first month",
            "",
            f"The middle one of {REPEATS} starts, files already read by the system:",
            "",
            "| | seconds |",
            "|---|---|",
            *(f"| {name} | {seconds:.2f} |" for name, seconds in start.commands.items()),
            "",
            "The first month of a small city (1:100) with and without compiled code kept from before, once each:",
            "",
            "| | nothing kept, s | all kept, s |",
            "|---|---|---|",
            *(f"| {name} | {seconds:.1f} | {start.full[name]:.1f} |" for name, seconds in start.empty.items()),
        ]
    )
