"""A known pattern beside what the model gives: what the validation page and the terminal are told of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.report.words import Words

PARTS = ("held_out", "calibrated", "other")
"""Held out first: what chose nothing says most. The other patterns are plumbing and what is not modelled."""


@dataclass(frozen=True)
class Checked:
    """One pattern with its result. ``passes`` is None where it is not scored.

    ``why`` tells why nothing measures it, where that is so. ``certain``: the whole interval is on the verdict's side.
    """

    id: str
    what: dict[str, str]
    unit: str
    target: float | None
    low: float | None
    high: float | None
    role: str
    source: str
    year: int
    mean: float
    interval: tuple[float, float]
    passes: bool | None
    certain: bool
    why: str = ""

    @property
    def part(self) -> str:
        """The part of the page in which it stands."""
        return self.role if self.role in PARTS else "other"

    @property
    def decimals(self) -> int:
        """Decimals with which its figures are written."""
        return 1 if self.unit in ("%", "pp") else 2

    def number(self, words: Words, value: float | None) -> str:
        """Write one of its figures, in per cent where it is one."""
        if value is None or not math.isfinite(value):
            return ""
        shown = words.number(value, self.decimals)
        return words("format.percent", x=shown) if self.unit == "%" else shown

    def tolerance(self, words: Words) -> str:
        """Write its tolerance: between two figures, or on one side of one."""
        low, high = (None if end is None else words.number(end, self.decimals) for end in (self.low, self.high))
        if low is not None and high is not None:
            return words("format.between", low=low, high=high)
        if low is not None:
            return words("validation.at_least", x=low)
        return "" if high is None else words("validation.at_most", x=high)

    def verdict(self) -> str:
        """Name its verdict: passes, fails, either with ``_unsure``, or why there is none."""
        if self.why:
            return "not_yet"
        if self.passes is None:
            return "not_scored" if math.isfinite(self.mean) else "not_measured"
        return ("passes" if self.passes else "fails") + ("" if self.certain else "_unsure")


def scored(rows: Sequence[Checked], part: str) -> tuple[int, int]:
    """Count how many patterns of a part pass, and how many were scored."""
    verdicts = [row.passes for row in rows if row.part == part and row.passes is not None]
    return sum(verdicts), len(verdicts)
