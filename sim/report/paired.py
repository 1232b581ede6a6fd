"""Means of paired differences that no table holds, with the interval that the tables use: that of a t test."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import stats

ERROR = 0.05


class Paired(NamedTuple):
    """A mean difference over runs, its single 95% interval, and the chance of one so far from zero without effect."""

    mean: float
    low: float
    high: float
    p: float
    runs: int


def paired_mean(values: np.ndarray) -> Paired:
    """Give the mean of paired differences with its interval; a single run has none."""
    runs = len(values)
    if not runs:
        return Paired(math.nan, math.nan, math.nan, math.nan, 0)
    mean = float(np.mean(values))
    if np.all(values == values[0]):
        known = mean if mean == 0 or runs > 1 else math.nan
        return Paired(mean, known, known, 1.0 if mean == 0 else math.nan if runs < 2 else 0.0, runs)
    error = float(np.std(values, ddof=1)) / math.sqrt(runs)
    half = float(stats.t.ppf(1 - ERROR / 2, runs - 1)) * error
    return Paired(mean, mean - half, mean + half, float(2 * stats.t.sf(abs(mean) / error, runs - 1)), runs)
