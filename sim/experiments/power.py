"""How many runs find a difference that matters, and how little few runs know of that.

The number follows from the spread of paired differences between runs, and is as uncertain as that spread: variances of
n normal draws are spread as chi-square with n − 1 degrees of freedom (n − 1 = 4: a true 60 is put between 14 and 143 in
nine of ten comparisons). It so has a range, from the 95% interval of the spread.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import stats

from sim.paired import ERROR, t_quantile

POWER = 0.8
FEWEST, MOST_RUNS = 2, 100_000


def needed(spread: float, runs: int, matters: float | None, family: int) -> dict[str, float]:
    """Give the columns on runs needed: the number, and the ends of its 95% range; NaN where nothing can be said.

    ``spread`` is the standard deviation of the paired differences of ``runs`` runs; fewer than two have none.
    """
    spreads: tuple[float, ...] = (np.nan, np.nan, np.nan)
    if runs > 1 and matters and family:
        spreads = (spread, *(spread * factor for factor in _spread_interval(runs - 1)))
    names = ("runs_needed", "runs_needed_low", "runs_needed_high")
    return {name: runs_needed(each, matters or np.nan, family) for name, each in zip(names, spreads, strict=True)}


def runs_needed(spread: float, matters: float, family: int = 1) -> float:
    """Give how many runs in all find a true difference of ``matters`` with a power of 80%.

    The smallest n with (t of the interval + t of the power) · spread / √n ≤ ``matters``; at least 2, at most MOST_RUNS.
    Both quantiles and the error fall as n grows, so halving finds it.
    """
    if not np.isfinite(spread):
        return float("nan")
    low, high = FEWEST, MOST_RUNS
    while low < high:
        middle = (low + high) // 2
        if reach(middle, family) * spread <= matters:
            high = middle
        else:
            low = middle + 1
    return float(low)


def reach(runs: int, family: int) -> float:
    """Give the true difference that so many runs find with a power of 80%, in standard deviations of a run."""
    return (t_quantile(1 - ERROR / 2 / family, runs - 1) + t_quantile(POWER, runs - 1)) / float(np.sqrt(runs))


@lru_cache(maxsize=4096)
def _spread_interval(freedom: int) -> tuple[float, float]:
    """Give by what a measured spread is multiplied at both ends of its 95% interval."""
    low, high = np.sqrt(freedom / stats.chi2.ppf([1 - ERROR / 2, ERROR / 2], freedom))
    return float(low), float(high)
