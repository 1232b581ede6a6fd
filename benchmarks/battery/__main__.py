"""Do all trials, or those that are named: ``python -m benchmarks.battery``; ``--few`` does a tenth of each."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.battery import disk, figures, kills, stub
from benchmarks.battery.starting import ROOT, Broken, Place
from sim.experiments.sweep.load import load_sweep

REAL = Path(__file__).with_name("real.yaml")
SIZE_OF_PRETENDED, SIZE_OF_REAL = 40 * disk.PAGE, 36 * 3 * disk.PAGE
"""Bytes: less than the runs of a trial take on a disk."""
PARTS = ("figures", "damage", "kills", "pairs", "full", "real", "cost")
LAST = "cost"
"""Takes time, so it is alone."""


def trials(part: str, folder: Path, few: int) -> list[Callable[[], str]]:
    """Give the trials of a part; ``few`` divides how often each is done."""

    def times(number: int) -> int:
        return max(number // few, 2)

    place = Place(folder / "pretended")
    expected = _expected(Place(folder / "reference"))
    if part == "figures":
        return [lambda: figures.same(place, (1, 2, 4), expected, cluster=True), lambda: figures.ishigami(1024, 60)]
    if part == "damage":
        known = stub.sweep("latin_hypercube", 60)
        return [lambda: disk.damage(folder / "damaged", known, stub.pretend, times(1000), times(300), 1)]
    if part == "kills":
        longer = Place(folder / "longer", points=60)
        return [
            lambda: kills.workers(longer, times(50), _expected(Place(folder / "longer_reference", points=60)), 1),
            lambda: kills.everything(place, times(200), expected, 1),
            lambda: kills.orphans(place),
            lambda: kills.politely(place, times(20), expected),
        ]
    if part == "pairs":
        return [lambda: disk.pairs(place, times(50), expected)]
    if part == "full":
        return [lambda: disk.full(place, times(20), expected, SIZE_OF_PRETENDED)]
    if part == "cost":
        return [lambda: figures.overhead(place), lambda: figures.beside(folder / "cost", few)]
    return _of_real(folder)


def _of_real(folder: Path) -> list[Callable[[], str]]:
    """Give five of each with runs of the model."""
    place = Place(folder / "real", REAL, seconds=0.3)
    expected = _expected(Place(folder / "real_reference", REAL))
    return [
        lambda: figures.same(place, (1, 2, 4), expected, cluster=True),
        lambda: kills.workers(place, 5, expected, 2),
        lambda: kills.everything(place, 5, expected, 2),
        lambda: kills.politely(place, 5, expected),
        lambda: disk.full(place, 5, expected, SIZE_OF_REAL),
        lambda: disk.pairs(place, 5, expected),
        lambda: disk.damage(folder / "real_damaged", load_sweep(REAL), stub.live_and_tell, 5, 5, 2),
    ]


def _expected(place: Place) -> str:
    if not place.folder.exists():
        place.finish()
    return place.sha256()


def carry_out(parts: Sequence[str], few: int) -> int:
    """Do the trials of some parts, tell what each found, and give how many promises were broken."""
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            for trial in trials(part, Path(folder), few):
                start = time.monotonic()
                try:
                    told = trial()
                except Broken as fault:
                    told, broken = f"BROKEN: {fault}", broken + 1
                print(f"- {part}: {told} ({time.monotonic() - start:.0f} s)", flush=True)
    return broken


def main() -> int:
    """Do the trials and give 1 where a promise was broken; without names, kills go on beside what takes no time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.battery", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all of them without one")
    parser.add_argument("--few", action="store_true", help="a tenth of each")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    began, few = time.monotonic(), 10 if asked.few else 1
    if asked.parts:
        broken = carry_out(asked.parts, few)
    else:
        beside = subprocess.Popen([sys.executable, "-m", "benchmarks.battery", "kills", *sys.argv[1:]], cwd=ROOT)
        broken = carry_out([part for part in PARTS if part not in ("kills", LAST)], few)
        broken += beside.wait() != 0
        broken += carry_out([LAST], few)
    print(f"{broken} promise(s) broken, {(time.monotonic() - began) / 60:.0f} minutes")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
