"""The table of a sweep as arrays: what each policy gave at each point and seed, and its difference to the baseline."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.sweep.design import Outcome, Sweep
from sim.indicators.catalogue import INDICATORS


def levels(sweep: Sweep, table: pd.DataFrame, outcome: Outcome) -> np.ndarray:
    """Give an outcome, (policies, points, seeds); NaN where there is no such run."""
    rank = {arm.name: place for place, arm in enumerate(sweep.arms)}
    seeds = int(table["seed"].max()) if len(table) else 1
    found = np.full((len(sweep.arms), len(sweep.units), seeds), np.nan)
    places = table["policy"].map(rank).to_numpy(dtype=np.int64)
    found[places, table["point"].to_numpy(), table["seed"].to_numpy() - 1] = table[outcome.name].to_numpy()
    return found


def harms(sweep: Sweep, table: pd.DataFrame, outcome: Outcome) -> np.ndarray:
    """Give how much worse than the baseline at a point and seed: (policies, points, seeds), below 0 is better."""
    found = levels(sweep, table, outcome)
    return worse(outcome) * (found - found[:1])


def worse(outcome: Outcome) -> float:
    """Give 1 where more of an outcome is worse, −1 where less is."""
    known = INDICATORS.get(outcome.indicator)
    return -1.0 if known is not None and known.better == "higher" else 1.0


def mean(values: np.ndarray) -> np.ndarray:
    """Give the mean over the last axis, NaN where nothing is there."""
    there = np.isfinite(values)
    count = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def swings(values: np.ndarray) -> np.ndarray:
    """Give what chance of seeds alone makes of a mean over seeds: (..., seeds) → (seeds − 1, ...); empty of one seed.

    Each is a contrast of the seeds (Helmert), scaled to the variance that chance gives the mean: what all seeds share
    falls out of it, and nothing is assumed of its distribution. NaN where a seed is missing.
    """
    seeds = values.shape[-1]
    found = [
        (values[..., :k].sum(axis=-1) - k * values[..., k]) / np.sqrt(k * (k + 1) * seeds) for k in range(1, seeds)
    ]
    return np.array(found).reshape(seeds - 1, *values.shape[:-1])


def chance(values: np.ndarray) -> float:
    """Give the share of the variance over points that is chance of seeds alone; NaN with one seed. (points, seeds)

    What a seed gives at all points alike is in no difference between points, so it does not count.
    """
    several = values[np.isfinite(values).all(axis=1)]
    if several.shape[1:] < (2,) or len(several) < 2:
        return float("nan")
    over_points = float(np.var(several.mean(axis=1), ddof=1))
    of_a_mean = float(np.mean(np.var(swings(several), axis=1, ddof=1)))
    return min(of_a_mean / over_points, 1.0) if over_points > 0 else float("nan")


def failing_by_chance(values: np.ndarray, worse_by: float) -> float:
    """Give the share of points, 0-1, at which a policy that does nothing would be worse by more than a limit by chance.

    The chance is that of the policy itself, (points, seeds): its swings, to either side alike. NaN with one seed.
    """
    found = np.abs(swings(values))
    found = found[np.isfinite(found)]
    return float((found > worse_by).mean() / 2.0) if found.size else float("nan")


def rows_of(found: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Give rows as a table whose columns are there even when no row is."""
    return pd.DataFrame(found, columns=list(columns))
