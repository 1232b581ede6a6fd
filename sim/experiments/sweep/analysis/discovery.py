"""In which worlds each policy fails: boxes of what is uncertain, with their coverage and density."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.sweep.analysis import prim
from sim.experiments.sweep.analysis.counted import ALONG_PATHS, counted
from sim.experiments.sweep.analysis.levels import failing_by_chance, harms, mean, rows_of
from sim.experiments.sweep.design import Sweep
from sim.experiments.sweep.uncertain import Uncertainty

COLUMNS = ("outcome", "policy", "points", "fails", "by_chance", "verdict", "coverage", "density", "inside", "limits")
FEWEST_POINTS, FEWEST_CASES = 40, 10
"""A box from fewer worlds, or of fewer failures, would be drawn around chance (assumption)."""
ALL = "*"
"""Stands for all outcomes at once where an outcome would be named."""


def discovery(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each policy and outcome, and for failing on all outcomes at once; ``verdict`` says if there is a
    box: box, none (no limit is sure), rarely, nearly_always, few_points, or paths (of a design along paths).

    ``by_chance`` is the share of points, 0-1, at which a policy that does nothing would fail; NaN where nobody knows.
    """
    every = {one.name: harms(sweep, table, one) for one in sweep.outcomes}
    limits = {one.name: one.worse_by for one in sweep.outcomes}
    found: list[dict[str, Any]] = []
    for place, arm in enumerate(sweep.arms[1:], start=1):
        harm = {name: mean(values[place]) for name, values in every.items()}
        there = np.isfinite(list(harm.values())).all(axis=0) & counted(sweep)
        cases = {name: values[there] > limits[name] for name, values in harm.items()}
        chance = {name: failing_by_chance(values[place][there], limits[name]) for name, values in every.items()}
        if len(cases) > 1:
            cases[ALL] = np.all(list(cases.values()), axis=0)
        for name, fails in cases.items():
            told = {"outcome": name, "policy": arm.name, "by_chance": chance.get(name, np.nan)}
            found.append(told | _found(sweep, sweep.coordinates[there], fails))
    return rows_of(found, COLUMNS)


def _found(sweep: Sweep, places: np.ndarray, cases: np.ndarray) -> dict[str, Any]:
    hits = int(cases.sum())
    row: dict[str, Any] = {"points": len(cases), "fails": hits, "coverage": np.nan, "density": np.nan, "inside": 0,
                           "limits": "[]"}  # fmt: skip
    if len(cases) < FEWEST_POINTS or not sweep.uncertainties:
        return row | {"verdict": "few_points"}
    if sweep.kind == ALONG_PATHS:
        return row | {"verdict": "paths"}
    if hits < FEWEST_CASES:
        return row | {"verdict": "rarely"}
    if len(cases) - hits < FEWEST_CASES:
        return row | {"verdict": "nearly_always"}
    listed = frozenset(side for side, one in enumerate(sweep.uncertainties) if one.values is not None)
    box = prim.find(places, cases, listed)
    if not box.limits:
        return row | {"verdict": "none"}
    told = [_limit(sweep.uncertainties[side], limit, places[:, side]) for side, limit in sorted(box.limits.items())]
    return row | {"verdict": "box", "coverage": box.coverage, "density": box.density, "inside": box.points,
                  "limits": json.dumps(told)}  # fmt: skip


def _limit(one: Uncertainty, limit: Any, column: np.ndarray) -> dict[str, Any]:
    """Tell a limit by name: ``in`` some values, or ``low`` and ``high``, None where the box reaches the end."""
    if isinstance(limit, frozenset):
        return {"name": one.name, "in": [one.shown(value) for value in sorted(limit)]}
    low, high = (None if not np.isfinite(end) else float(end) for end in limit)
    return {"name": one.name, "low": low, "high": high, "times": one.times}
