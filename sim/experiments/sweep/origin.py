"""What the runs of a sweep come from, in full: its city, the text of every file that was read, and the parameters."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.city.file import load_city
from sim.rulebook import defaults


def origin(folder: Path, scenarios: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the scenarios of policies, the baseline first, by the name of each policy.

    Files are named as they are seen from the folder of the sweep, so that laid out so beside its own text they make
    the same sweep again. ``parameters`` are those of the model as it comes; what a scenario changes is in its text.
    """
    first = next(iter(scenarios.values()))
    city = load_city(first.city)
    texts = {path: text for scenario in scenarios.values() for path, text in scenario.files}
    return {
        "city": {"name": city.name, "code": city.gemeente, "file": Path(first.city).name, "sha256": city.sha256},
        "scenarios": {
            name: {"files": [_seen_from(folder, path) for path, _ in scenario.files], "sha256": scenario.sha256}
            for name, scenario in scenarios.items()
        },
        "texts": {_seen_from(folder, path): text for path, text in texts.items()},
        "parameters": {name: entry.value for name, entry in sorted(defaults().items())},
    }


def _seen_from(folder: Path, path: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()
