"""How policies hold up over all points: regret, how often each is best, and how often it fails.

The regret of a policy at a point is how much worse it is than the best of all policies there, the baseline among
them (Savage 1951). Means over seeds are compared, so with few seeds part of the largest regret is chance. Intervals
(95%) resample points: they tell how sure the figures are with so many worlds, not how sure the worlds are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.sweep.analysis.levels import harms, mean, rows_of, worse
from sim.experiments.sweep.design import Outcome, Sweep

COLUMNS = ("outcome", "policy", "points", "difference", "mean_regret", "mean_regret_low", "mean_regret_high",
           "high_regret", "most_regret", "best", "fails", "fails_low", "fails_high")  # fmt: skip
HIGH = 0.9
RESAMPLES, SEED = 1000, 1


def robustness(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each outcome and policy; shares of points are 0-1, regret is in the unit of the outcome."""
    found: list[dict[str, Any]] = []
    for outcome in sweep.outcomes:
        harm = mean(harms(sweep, table, outcome))
        harm = harm[:, np.isfinite(harm).all(axis=0)]
        if harm.shape[1]:
            found += _of_outcome(sweep, outcome, harm)
    return rows_of(found, COLUMNS)


def regrets(harm: np.ndarray) -> np.ndarray:
    """Give how much worse each policy is than the best at each point: (policies, points)."""
    return harm - harm.min(axis=0)


def _of_outcome(sweep: Sweep, outcome: Outcome, harm: np.ndarray) -> list[dict[str, Any]]:
    points = harm.shape[1]
    regret = regrets(harm)
    best = (regret == 0.0) / (regret == 0.0).sum(axis=0)  # equals share
    fails = harm > outcome.worse_by
    drawn = np.random.default_rng(SEED).integers(points, size=(RESAMPLES, points))
    rows = []
    for place, arm in enumerate(sweep.arms):
        low, high = np.quantile(regret[place][drawn].mean(axis=1), (0.025, 0.975))
        few, many = np.quantile(fails[place][drawn].mean(axis=1), (0.025, 0.975))
        rows.append({
            "outcome": outcome.name, "policy": arm.name, "points": points,
            "difference": worse(outcome) * float(harm[place].mean()),
            "mean_regret": float(regret[place].mean()), "mean_regret_low": float(low), "mean_regret_high": float(high),
            "high_regret": float(np.quantile(regret[place], HIGH)), "most_regret": float(regret[place].max()),
            "best": float(best[place].mean()),
            "fails": float(fails[place].mean()), "fails_low": float(few), "fails_high": float(many),
        })  # fmt: skip
    return rows
