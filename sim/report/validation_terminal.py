"""What ``run.py validate`` says on the terminal: a line for each pattern in at most 80 columns, held out first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from sim.report.checked import PARTS, Checked, scored
from sim.report.words import Words

WIDTH = 80
NAME, TARGET, TOLERANCE, RESULT = 39, 7, 15, 8
MARKS = {"passes": "+", "fails": "x", "passes_unsure": "+?", "fails_unsure": "x?"}


def validation_text(rows: Sequence[Checked], manifest: dict[str, Any], language: str) -> str:
    """Tell each pattern with its target, tolerance, result and verdict, and count what passes."""
    words = Words(language)
    lines = [f"{manifest['city']['name']} 1:{manifest['scale']}   {len(manifest['seeds'])} x"]
    for part in PARTS:
        passed, count = scored(rows, part)
        lines += ["", words(f"validation.{part}", passed=passed, scored=count, failed=count - passed)]
        columns = [words(f"validation.{key}").lower() for key in ("pattern", "target", "tolerance", "result")]
        lines.append(_line(*columns))
        lines += [_row(row, words) for row in rows if row.part == part]
    held, fitted = scored(rows, "held_out"), scored(rows, "calibrated")
    lead = words("validation.lead", passed=held[0], scored=held[1], fitted=fitted[0], all=fitted[1])
    return "\n".join([*lines, "", *wrap(lead, WIDTH), words("validation.marks")])


def _row(row: Checked, words: Words) -> str:
    result = words.number(row.mean, row.decimals) if math.isfinite(row.mean) else ""
    target = "" if row.target is None else words.number(row.target, row.decimals)
    mark = MARKS.get(row.verdict(), "")
    name = row.what[words.language]
    return _line(name if len(name) <= NAME else f"{name[: NAME - 2]}..", target, row.tolerance(words), result, mark)


def _line(name: str, target: str, tolerance: str, result: str, mark: str = "") -> str:
    return f"{name:<{NAME}} {target:>{TARGET}}  {tolerance:<{TOLERANCE}} {result:>{RESULT}}  {mark}".rstrip()
