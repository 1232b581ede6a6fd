"""Finished comparisons of the pair on the page: how certain a difference is comes from them, never from one run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.city.file import load_city
from sim.report.results import Results
from sim.scenario import Scenario

MANIFEST = "manifest.json"
DEEPEST = 3
"""Folders below that of the results in which a comparison is looked for."""


@dataclass(frozen=True)
class Compared:
    """A comparison of the pair: its results, and the key that the scenario on the right has in them."""

    results: Results
    scenario: str


def compared(folder: Path, left: Scenario, right: Scenario) -> Compared | None:
    """Give the newest comparison below a folder of exactly these two files, the left one as its baseline; or None.

    What cannot be read is passed over: the page is of use without it.
    """
    for path in _newest_first(folder):
        manifest = _read(path)
        key = _key_of_pair(manifest, left, right)
        if key is not None:
            try:
                return Compared(Results(path.parent, manifest), key)
            except (OSError, ValueError, KeyError, TypeError):
                continue
    return None


def _newest_first(folder: Path) -> list[Path]:
    found = [path for depth in range(1, DEEPEST + 1) for path in folder.glob("/".join(["*"] * depth + [MANIFEST]))]
    return sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.as_posix()))


def _read(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _key_of_pair(manifest: dict[str, Any], left: Scenario, right: Scenario) -> str | None:
    """Give the key of the right scenario in a comparison whose baseline is the left one."""
    texts = {str(entry.get("key")): entry.get("sha256") for entry in _alone(manifest)}
    baseline, city = manifest.get("baseline"), manifest.get("city")
    same_city = isinstance(city, dict) and city.get("sha256") == load_city(left.city).sha256
    if not same_city or texts.get(str(baseline)) != left.sha256:
        return None
    return next((key for key, text in texts.items() if key != baseline and text == right.sha256), None)


def _alone(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the scenarios of a comparison that are files of their own, not two put together."""
    listed = manifest.get("scenarios")
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict) and not entry.get("together"):
            yield entry
