"""What two policies do together beyond the sum of what each does alone: the interaction, run by run.

With the same seed in all four arms it is (both − baseline) − (first − baseline) − (second − baseline): for outcomes of
the mean of the last twelve months of the city, for euros, hours and lonely person-years of a mean year. Intervals are
those of a paired t test over runs, as for differences; the primary outcomes of all pairs are a family of their own.
Where that interval lies beside zero the two do ``more`` or ``less`` than the sum; where one raises what the other
lowers, or the sum may be nothing, they only leave the outcome ``higher`` or ``lower`` than it. Where the interval lies
within the smallest difference that matters they do ``as_much``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.comparison import CITY, FEWEST_RUNS, Levels, last_months
from sim.experiments.cost_summary import mean_years
from sim.experiments.power import needed
from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.paired import Estimate, estimate

COLUMNS = (
    "scenario", "first", "second", "baseline", "kind", "indicator", "first_difference", "second_difference", "sum",
    "sum_low", "sum_high", "together", "interaction", "low", "high", "family_low", "family_high", "p", "runs",
    "runs_lower", "runs_higher", "runs_needed", "runs_needed_low", "runs_needed_high", "verdict",
)  # fmt: skip
OUTCOME, MEASURE = "outcome", "measure"
MEASURES = {
    "net": ("euros", 1),
    "costs": ("costs", 1),
    "savings": ("savings", 1),
    "lonely_years_avoided": ("lonely_years", -1),
    "support_hours": ("support_hours", 1),
    "informal_hours": ("informal_hours", 1),
}
"""Measures of a mean year as in the cost summary: of which figure they are the difference, and with which sign."""
ROUNDING = 4 * float(np.finfo(np.float32).eps)
"""Share of a level below which an interaction is the rounding of four stored figures (float32), not a finding."""


def interactions(wijken: pd.DataFrame, groups: pd.DataFrame, costs: pd.DataFrame, arms: Sequence[Any]) -> pd.DataFrame:
    """Give one row for each outcome and measure of each arm that puts two others together (columns as in COLUMNS).

    ``arms`` are the scenarios, the baseline first; without such an arm there are no rows.
    """
    pairs = [arm for arm in arms if arm.together]
    found: list[dict[str, Any]] = []
    if pairs:
        last = wijken[wijken["month"].isin(last_months(wijken)) & (wijken["wijk"] == CITY)]
        outcomes, years = Levels(last, "wijk", list(INDICATORS)), mean_years(costs, wijken, groups, arms[0].key)
    for arm in pairs:
        keys = (arm.key, *arm.together, arms[0].key)
        named = dict(zip(("scenario", "first", "second", "baseline"), keys, strict=True))
        for name, indicator in INDICATORS.items():
            levels = np.array([outcomes.of(key, CITY, name) for key in keys])
            family = len(pairs) * len(PRIMARY) if name in PRIMARY else 0
            found.append(named | {"kind": OUTCOME, "indicator": name} | row(levels, indicator.matters, family))
        for name, (figure, sign) in MEASURES.items():
            levels = np.array([sign * years.loc[key].sort_index()[figure].to_numpy("float64") for key in keys])
            found.append(named | {"kind": MEASURE, "indicator": name} | row(levels, None, 0))
    return pd.DataFrame(found, columns=list(COLUMNS))


def row(levels: np.ndarray, matters: float | None, family: int) -> dict[str, Any]:
    """Compare levels of both, first, second and baseline (4 × runs); ``family`` 0 gives no simultaneous interval."""
    levels = levels[:, np.isfinite(levels).all(axis=0)]
    both, first, second, base = levels
    alone, sums = (first - base, second - base), (first - base) + (second - base)
    gaps = (both - base) - alone[0] - alone[1]
    gaps[np.abs(gaps) <= ROUNDING * np.abs(levels).max(axis=0)] = 0.0
    gap, whole = estimate(gaps, max(family, 1)), estimate(sums)
    return {
        "first_difference": estimate(alone[0]).difference,
        "second_difference": estimate(alone[1]).difference,
        "sum": whole.difference,
        "sum_low": whole.low,
        "sum_high": whole.high,
        "together": estimate(both - base).difference,
        "interaction": gap.difference,
        "low": gap.low,
        "high": gap.high,
        "family_low": gap.family_low if family else np.nan,
        "family_high": gap.family_high if family else np.nan,
        "p": gap.p,
        "runs": gap.runs,
        "runs_lower": int((gaps < 0).sum()),
        "runs_higher": int((gaps > 0).sum()),
        **needed(gap.spread, gap.runs, matters, max(family, 1)),
        "verdict": _verdict(gap, whole, float(alone[0].sum() * alone[1].sum()) >= 0, matters, family),
    }


def _verdict(gap: Estimate, whole: Estimate, one_way: bool, matters: float | None, family: int) -> str:
    """Say how the two together compare with their sum, or why that cannot be said.

    ``one_way``: each alone moves the outcome the same way, so that more of it and less of it mean something.
    """
    if gap.runs and gap.difference == 0 and gap.spread == 0:
        return "same"
    if gap.runs < FEWEST_RUNS:
        return "too_few_runs"
    low, high = (gap.family_low, gap.family_high) if family else (gap.low, gap.high)
    if low > 0 or high < 0:
        if one_way and (whole.low > 0 or whole.high < 0):
            return "more" if (gap.difference > 0) == (whole.difference > 0) else "less"
        return "higher" if gap.difference > 0 else "lower"
    return "as_much" if matters is not None and max(-low, high) < matters else "not_distinguishable"
