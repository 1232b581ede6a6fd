"""What a folder is for: the sweep it holds, what it is made with, and how many seeds it has; nothing else goes in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.experiments.identity import differences
from sim.experiments.store import write_json
from sim.files import StoreFault

BOOK = "sweep.json"
MOST_TOLD = 3


class OtherSweep(StoreFault):
    """The folder holds other runs than those asked for; the text says what differs and what to do."""


def agree(folder: Path, what: dict[str, str], made_with: dict[str, str], seeds: int) -> int:
    """Give the number of seeds of a folder: as many as asked for, or as it has already; nothing is written yet.

    OtherSweep where it is for something else. A book that cannot be read says nothing: files of runs name
    themselves, so nothing can be mixed up.
    """
    before = _read(folder / BOOK)
    if before is not None:
        differ = differences(before["with"], made_with) + _changes(before["what"], what)
        if differ:
            more = f", and {len(differ) - MOST_TOLD} more" if len(differ) > MOST_TOLD else ""
            told = f"{'; '.join(differ[:MOST_TOLD])}{more}"
            raise OtherSweep(f"{folder}: holds runs of another sweep ({told}); put it back, or give another --out")
        seeds = max(seeds, before["seeds"])
    return int(seeds)


def note(folder: Path, what: dict[str, str], made_with: dict[str, str], seeds: int) -> None:
    """Write down what a folder is for, before its first run."""
    now = {"what": what, "with": made_with, "seeds": seeds}
    if now != _read(folder / BOOK):
        write_json(folder / BOOK, now)


def _changes(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Say what changed, without the fingerprints, which tell people nothing."""
    told = []
    for name in dict.fromkeys([*before, *now]):
        if name not in now:
            told.append(f"{name} is gone")
        elif name not in before:
            told.append(f"{name} is new")
        elif before[name] != now[name]:
            told.append(f"{name}: changed")
    return told


def _read(path: Path) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        whole = isinstance(found["what"], dict) and isinstance(found["with"], dict) and found["seeds"] >= 1
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if whole else None
