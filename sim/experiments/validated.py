"""The last validation in short, for the report: how many known patterns pass in each group, and which do not.

``python -m sim.experiments.calibration --validated`` writes ``sim/report/validated.yaml`` from the values of each seed
in ``docs/calibration``, so that a report can say how the model stands beside what is known without measuring it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sim.experiments.validation import DEFAULT_SCALE, checked
from sim.files import write_text
from sim.report.checked import Checked, scored
from sim.report.known import SHORT

ROOT = Path(__file__).resolve().parents[2]
VALUES = ROOT / "docs" / "calibration" / f"validation-{DEFAULT_SCALE}.csv"
GROUPS = {
    "loneliness": ("P1", "P2", "P4", "P5", "P6", "P7", "P9", "P40"),
    "cohesion": ("P11", "P12", "P14", "P15", "P16", "P17", "P18", "P41", "P43"),
    "segregation": ("P19", "P20", "P31"),
    "support": ("P23", "P25", "P42"),
}
"""What patterns are about, by the part of their name before the dot."""
TOLD = ("held_out", "calibrated")
HEAD = "# Written by `python -m sim.experiments.calibration --validated` from {}; do not edit.\n"


def summary(values: pd.DataFrame, scale: int = DEFAULT_SCALE) -> dict[str, Any]:
    """Give scale, number of seeds and, per group and role, how many pass of how many scored; and the names of failures.

    ``values`` has columns seed, pattern and value. ValueError where a pattern belongs to no group.
    """
    rows = checked(values)
    known = {stem for stems in GROUPS.values() for stem in stems}
    if odd := [row.id for row in rows if row.id.split(".")[0] not in known]:
        raise ValueError(f"{', '.join(odd)}: belongs to no group; add it to GROUPS in sim/experiments/validated.py")
    groups = {name: _group([row for row in rows if row.id.split(".")[0] in stems]) for name, stems in GROUPS.items()}
    return {"scale": scale, "seeds": int(values["seed"].nunique()), "groups": groups}


def _group(rows: Sequence[Checked]) -> dict[str, Any]:
    counts: dict[str, Any] = {part: list(scored(rows, part)) for part in TOLD}
    failed = [row for part in TOLD for row in rows if row.part == part and row.passes is False]
    return counts | {"failed": [{"part": row.part, **row.what} for row in failed]}


def text() -> str:
    """Give what the file should hold, from the values that are kept."""
    told = summary(pd.read_csv(VALUES))
    return HEAD.format(VALUES.relative_to(ROOT)) + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=110)


def write_validated() -> None:
    """Write ``sim/report/validated.yaml``."""
    write_text(SHORT, text())
