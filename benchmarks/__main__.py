"""Measure and write docs/performance.md: ``python -m benchmarks``; ``--help`` tells how to do a part of it."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import core, locality, machine, month, start, view

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "performance.md"
END = "<!-- end -->"
PARTS = ("core", "month", "locality", "start", "view")
PAGE_SCALE = 25
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("parts", nargs="*", metavar="part", help="core, month, locality, start or view; all of them without one")
    add("--show", action="store_true", help="show what was measured and leave the page as it is")
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


def measure(part: str, chosen: argparse.Namespace) -> str:
    """Measure one part; give it as Markdown, with the machine as it was when the part began."""
    on_what = machine.describe()
    if part == "core":
        say("kernels and plain Mesa")
        found = core.page(in_a_process(core.measure, 24, chosen.warm, chosen.core_months))
    elif part == "month":
        runs = []
        for scale in chosen.scales:
            for at_once in (1, 2):
                say(f"the month at 1:{scale}, runs at once: {at_once}")
                runs.append(month.measure(scale, at_once, chosen.warm, chosen.months))
        found = month.page(runs, chosen.warm)
    elif part == "locality":
        say("what the order of rows is worth")
        orders = {s: in_a_process(locality.measure, s, chosen.warm, chosen.months) for s in chosen.scales}
        found = locality.page(orders, chosen.warm)
    elif part == "view":
        say("the page in a browser")
        found = view.page(in_a_process(view.measure, PAGE_SCALE), PAGE_SCALE)
    else:
        say("start and compilation")
        found = start.page(start.measure())
    return f"{found}\n\n{on_what}"


def say(text: str) -> None:
    """Tell what is going on, beside the result."""
    print(f"measuring {text} ...", file=sys.stderr, flush=True)


def write(part: str, text: str) -> None:
    """Put a part between its marks on the page; what stands around them is written by hand."""
    begin = f"<!-- begin: benchmarks {part} -->"
    before, rest = FILE.read_text(encoding="utf-8").split(begin, 1)
    after = rest.split(END, 1)[1]
    FILE.write_text(f"{before}{begin}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure what is asked for; a part is written as soon as it is known."""
    chosen = options()
    os.chdir(ROOT)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    for part in chosen.parts or PARTS:
        text = measure(part, chosen)
        print(f"{text}\n", flush=True)
        if not chosen.show:
            write(part, text)


if __name__ == "__main__":
    main()
