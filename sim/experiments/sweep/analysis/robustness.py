"""How policies hold up over all points: regret, how often each is best, and how often it fails.

The regret of a policy at a point is how much worse it is than the best of all policies there, the baseline among
them (Savage 1951). Means over seeds are compared, so with few seeds part of the largest regret is chance; how often a
policy that does nothing would fail by that chance stands beside how often this one does.

Intervals (95%) are over worlds (``analysis.counted``): they tell how sure the figures are with so many, and these
seeds, not how sure the worlds are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.sweep.analysis.counted import ALONG_PATHS, DRAWN, counted, of_share
from sim.experiments.sweep.analysis.levels import failing_by_chance, harms, mean, rows_of, worse
from sim.experiments.sweep.design import Outcome, Sweep

COLUMNS = ("outcome", "policy", "points", "difference", "mean_regret", "mean_regret_low", "mean_regret_high",
           "high_regret", "most_regret", "best", "fails", "fails_low", "fails_high", "fails_by_chance")  # fmt: skip
HIGH = 0.9
RESAMPLES, SEED = 1000, 1


def robustness(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each outcome and policy; shares of points are 0-1, regret is in the unit of the outcome.

    No rows for a design along paths; NaN for intervals where worlds were not drawn, and for ``fails_by_chance`` with
    one seed.
    """
    found: list[dict[str, Any]] = []
    for outcome in sweep.outcomes if sweep.kind != ALONG_PATHS else ():
        every = harms(sweep, table, outcome)[:, counted(sweep)]
        there = np.isfinite(mean(every)).all(axis=0)
        if there.any():
            found += _of_outcome(sweep, outcome, every[:, there])
    return rows_of(found, COLUMNS)


def regrets(harm: np.ndarray) -> np.ndarray:
    """Give how much worse each policy is than the best at each point: (policies, points)."""
    return harm - harm.min(axis=0)


def _of_outcome(sweep: Sweep, outcome: Outcome, every: np.ndarray) -> list[dict[str, Any]]:
    harm = mean(every)
    points = harm.shape[1]
    regret = regrets(harm)
    best = (regret == 0.0) / (regret == 0.0).sum(axis=0)  # equals share
    fails = harm > outcome.worse_by
    drawn = sweep.kind in DRAWN
    rows = []
    for place, arm in enumerate(sweep.arms):
        low, high = _of_mean(regret[place]) if drawn else (np.nan, np.nan)
        few, many = of_share(int(fails[place].sum()), points) if drawn else (np.nan, np.nan)
        rows.append({
            "outcome": outcome.name, "policy": arm.name, "points": points,
            "difference": worse(outcome) * float(harm[place].mean()),
            "mean_regret": float(regret[place].mean()), "mean_regret_low": low, "mean_regret_high": high,
            "high_regret": float(np.quantile(regret[place], HIGH)), "most_regret": float(regret[place].max()),
            "best": float(best[place].mean()),
            "fails": float(fails[place].mean()), "fails_low": few, "fails_high": many,
            "fails_by_chance": failing_by_chance(every[place], outcome.worse_by),
        })  # fmt: skip
    return rows


def _of_mean(values: np.ndarray) -> tuple[float, float]:
    drawn = np.random.default_rng(SEED).integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)
