"""Measure and write docs/performance.md: ``python -m benchmarks``; ``--help`` tells how to do a part of it."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import core, machine, month, start

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- begin: benchmarks -->", "<!-- end -->"
PARTS = ("core", "month", "start")
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("parts", nargs="*", metavar="part", help="core, month or start; all, and written to the page, without one")
    add("--scales", type=int, nargs="+", default=[25, 5, 1], help="residents one stands for (default: 25 5 1)")
    add("--warm", type=int, default=24, help="months to warm up (default: 24)")
    add("--months", type=int, default=12, help="months to measure the whole month (default: 12)")
    add("--core-months", type=int, default=6, help="months to measure kernels and twin (default: 6)")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return chosen


def in_a_process(act: Any, *arguments: Any) -> Any:
    """Do something in a process of its own, so that no part is warm from another."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(act, *arguments).result()


def measure(chosen: argparse.Namespace) -> str:
    """Measure the chosen parts; give them as Markdown."""
    found = [machine.describe()]
    parts = chosen.parts or PARTS
    if "core" in parts:
        say("kernels and plain Mesa")
        found.append(core.page(in_a_process(core.measure, 24, chosen.warm, chosen.core_months)))
    if "month" in parts:
        runs = []
        for scale in chosen.scales:
            for at_once in (1, 2):
                say(f"the month at 1:{scale}, runs at once: {at_once}")
                runs.append(month.measure(scale, at_once, chosen.warm, chosen.months))
        found.append(month.page(runs, chosen.warm))
    if "start" in parts:
        say("start and compilation")
        found.append(start.page(start.measure()))
    return "\n\n".join(found)


def say(text: str) -> None:
    """Tell what is going on, beside the result."""
    print(f"measuring {text} ...", file=sys.stderr, flush=True)


def write(text: str) -> None:
    """Put the tables between the marks of the page; what stands around them is written by hand."""
    page = FILE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    FILE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure what is asked for."""
    chosen = options()
    os.chdir(ROOT)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    text = measure(chosen)
    print(text)
    if not chosen.parts:
        write(text)
        print(f"written to {FILE.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
