"""Means of paired differences between runs, with the intervals of a paired t test."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import stats

ERROR = 0.05
"""The chance that an interval, or any of a family of simultaneous ones, misses its true value."""


class Estimate(NamedTuple):
    """A mean difference over runs with its intervals; NaN where there are too few runs."""

    difference: float
    low: float
    high: float
    family_low: float
    family_high: float
    p: float
    spread: float
    runs: int


def estimate(values: np.ndarray, family: int = 1) -> Estimate:
    """Give mean and t intervals of paired differences; ``family`` is the number of simultaneous ones."""
    runs = len(values)
    if runs == 0:
        return Estimate(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, 0)
    mean = float(np.mean(values))
    if np.all(values == values[0]):  # among them the exactly equal: no spread, so no doubt
        exact = 1.0 if mean == 0 else np.nan if runs < 2 else 0.0
        known = mean if mean == 0 or runs > 1 else np.nan
        return Estimate(mean, known, known, known, known, exact, 0.0, runs)
    spread = float(np.std(values, ddof=1))
    error = spread / np.sqrt(runs)
    single, wide = (t_quantile(1 - ERROR / 2 / size, runs - 1) * error for size in (1, family))
    p = float(2 * stats.t.sf(abs(mean) / error, runs - 1))
    return Estimate(mean, mean - single, mean + single, mean - wide, mean + wide, p, spread, runs)


@lru_cache(maxsize=4096)
def t_quantile(share: float, freedom: int) -> float:
    """Give the value below which a ``share`` of Student's t lies, with so many degrees of freedom."""
    return float(stats.t.ppf(share, freedom))
