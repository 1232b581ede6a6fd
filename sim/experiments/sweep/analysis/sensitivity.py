"""To which uncertainties a sweep answers: differences of policies to the baseline, and their order.

What is analysed is the difference of a policy to the baseline at the same point, mean over seeds, and not the level of
an outcome: what moves both alike does not matter for choosing. Of the order of policies, the number of pairs that
stand otherwise than on average (Kendall's distance) is analysed: what moves it decides which policy is best.
Indices are those of SALib: Sobol (first order and total), Morris (mean absolute elementary effect and its spread), each
with an interval of 95% from resampling; rank correlations for a Latin hypercube.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.experiments.sweep.analysis.levels import chance, harms, mean, rows_of, worse
from sim.experiments.sweep.design import Sweep
from sim.experiments.sweep.points import problem

COLUMNS = ("outcome", "policy", "measure", "uncertainty", "value", "reach")
RANKING = "*"
"""Stands for the order of all policies where a policy would be named."""
CHANCE = "*"
"""Stands for chance of seeds where an uncertainty would be named."""
RESAMPLES, LEVEL, SEED = 500, 0.95, 1
FEWEST = 4


def of_differences(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Give the indices of each policy and outcome: ``value`` and how far the interval reaches to both sides."""
    found: list[dict[str, Any]] = []
    for outcome in sweep.outcomes:
        differ = worse(outcome) * harms(sweep, table, outcome)
        for arm, values in zip(sweep.arms[1:], differ[1:], strict=True):
            keys = {"outcome": outcome.name, "policy": arm.name}
            found += [keys | row for row in indices(sweep, mean(values))]
            found.append(keys | {"measure": "share", "uncertainty": CHANCE, "value": chance(values), "reach": np.nan})
    return rows_of(found, COLUMNS)


def of_ranking(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Give the indices of the order of policies, the baseline among them."""
    found: list[dict[str, Any]] = []
    for outcome in sweep.outcomes:
        keys = {"outcome": outcome.name, "policy": RANKING}
        found += [keys | row for row in indices(sweep, reordered(mean(harms(sweep, table, outcome))))]
    return rows_of(found, COLUMNS)


def reordered(harm: np.ndarray) -> np.ndarray:
    """Count the pairs of policies that stand otherwise than on average: (policies, points) → (points,)."""
    usual = mean(harm)
    count = np.zeros(harm.shape[1])
    for one in range(len(harm)):
        for other in range(one):
            count += np.sign(harm[one] - harm[other]) != np.sign(usual[one] - usual[other])
    count[~np.isfinite(harm).all(axis=0)] = np.nan
    return count


def indices(sweep: Sweep, values: np.ndarray) -> list[dict[str, Any]]:
    """Analyse one figure of each point, (points,), as the design allows."""
    if not sweep.uncertainties:
        return []
    names = [one.name for one in sweep.uncertainties]
    if sweep.kind in ("sobol", "morris"):
        block = len(names) + (2 if sweep.kind == "sobol" else 1)
        whole = (
            np.isfinite(values).reshape(-1, block).all(axis=1).repeat(block)
        )  # a block that lacks a run says nothing
        if whole.sum() < FEWEST * block:
            return []
        chosen, units = values[whole], sweep.units[whole]
        return (_sobol if sweep.kind == "sobol" else _morris)(sweep, names, units, chosen)
    if sweep.kind == "latin_hypercube":
        return _correlations(names, sweep.units, values)
    return []


def _sobol(sweep: Sweep, names: list[str], units: np.ndarray, values: np.ndarray) -> list[dict[str, Any]]:
    from SALib.analyze import sobol

    if np.ptp(values) == 0.0:
        return [_row(measure, name, 0.0, 0.0) for measure in ("S1", "ST") for name in names]
    centred = values - values.mean()  # Sobol estimators lose precision far from zero
    found = _quietly(sobol.analyze, problem(names), centred, calc_second_order=False, num_resamples=RESAMPLES,
                     conf_level=LEVEL, seed=SEED)  # fmt: skip
    return [_row(measure, name, found[measure][k], found[f"{measure}_conf"][k])
            for measure in ("S1", "ST") for k, name in enumerate(names)]  # fmt: skip


def _morris(sweep: Sweep, names: list[str], units: np.ndarray, values: np.ndarray) -> list[dict[str, Any]]:
    from SALib.analyze import morris

    found = _quietly(morris.analyze, problem(names), units, values, num_levels=sweep.levels, num_resamples=RESAMPLES,
                     conf_level=LEVEL, seed=SEED)  # fmt: skip
    rows = [_row("mu_star", name, found["mu_star"][k], found["mu_star_conf"][k]) for k, name in enumerate(names)]
    return rows + [_row("sigma", name, found["sigma"][k], np.nan) for k, name in enumerate(names)]


def _correlations(names: list[str], units: np.ndarray, values: np.ndarray) -> list[dict[str, Any]]:
    """Give rank correlations; the interval is that of Fisher's transformation, at its wider side."""
    there = np.isfinite(values)
    if there.sum() < 2 * FEWEST or np.ptp(values[there]) == 0.0:
        return []
    rows = []
    for side, name in enumerate(names):
        value = float(stats.spearmanr(units[there, side], values[there]).statistic)
        half = stats.norm.ppf(0.5 + LEVEL / 2) / np.sqrt(there.sum() - 3)
        reach = max(abs(np.tanh(np.arctanh(value) + sign * half) - value) for sign in (-1, 1))
        rows.append(_row("rank_correlation", name, value, float(reach)))
    return rows


def _row(measure: str, name: str, value: Any, reach: Any) -> dict[str, Any]:
    return {"measure": measure, "uncertainty": name, "value": float(value), "reach": float(reach)}


def _quietly(analyse: Any, *arguments: Any, **options: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas, about what the library does inside
        return analyse(*arguments, print_to_console=False, **options)
