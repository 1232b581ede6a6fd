"""Which of many differences a title may name, and how many look like one by chance alone.

A title that names whatever a single 95% interval sets beside zero speaks of chance in every second scenario without
any effect: there are some ten outcomes and thirteen groups. It names what is left after Benjamini & Hochberg (1995)
over all it could name, as the map of wijken does, and nothing with fewer runs than a verdict takes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy import stats

from sim.report.results import LEAST_RUNS, Difference

ERROR = 0.05
"""Share of false names among the names of a title, and share of single intervals beside zero without any effect."""


def named(rows: Sequence[Difference]) -> list[Difference]:
    """Return the differences that a title may name, in the order given."""
    tested = _tested(rows)
    if not tested:
        return []
    adjusted = stats.false_discovery_control([row.p for row in tested])
    return [row for row, p in zip(tested, adjusted, strict=True) if p < ERROR]


def too_few_runs(rows: Sequence[Difference]) -> bool:
    """Whether there is something to compare, but no difference with enough runs to be named."""
    return bool(rows) and all(row.runs < LEAST_RUNS for row in rows)


def by_chance(rows: Sequence[Difference]) -> float:
    """Return how many single intervals would leave out zero if nothing differed."""
    return ERROR * len(_tested(rows))


def _tested(rows: Sequence[Difference]) -> list[Difference]:
    return [row for row in rows if math.isfinite(row.p) and row.runs >= LEAST_RUNS]
