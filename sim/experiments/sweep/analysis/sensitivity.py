"""To which uncertainties a sweep answers: differences of policies to the baseline, and their order.

What is analysed is the difference of a policy to the baseline at the same point, mean over seeds, and not the level of
an outcome: what moves both alike does not matter for choosing. Of the order of policies, the number of pairs that
stand otherwise than on average (Kendall's distance) is analysed: what moves it decides which policy is best.
Indices are those of SALib: Sobol (first order and total), Morris (mean absolute elementary effect and its spread), each
with an interval of 95% from resampling; rank correlations for a Latin hypercube. Beside each stands what chance of
seeds would give an uncertainty without effect (``floor``), and a verdict whether it is above that.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.experiments.sweep.analysis import floor
from sim.experiments.sweep.analysis.levels import chance, harms, mean, rows_of, worse
from sim.experiments.sweep.design import Sweep
from sim.experiments.sweep.points import problem

COLUMNS = ("outcome", "policy", "measure", "uncertainty", "value", "reach", "floor", "verdict")
RANKING = "*"
"""Stands for the order of all policies where a policy would be named."""
CHANCE = "*"
"""Stands for chance of seeds where an uncertainty would be named."""
RESAMPLES, SEED = 500, 1
FEWEST = 4


def of_differences(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Give the indices of each policy and outcome: ``value``, how far the interval reaches to both sides, the
    ``floor`` of chance in the same unit, and the verdict (``analysis.floor``).
    """
    found: list[dict[str, Any]] = []
    for outcome in sweep.outcomes:
        differ = worse(outcome) * harms(sweep, table, outcome)
        for place, arm in enumerate(sweep.arms[1:], start=1):
            keys = {"outcome": outcome.name, "policy": arm.name}
            pairs = floor.twins(differ[place : place + 1], floor.OF_SUMS)[:, :, 0]
            found += [keys | row for row in indices(sweep, mean(differ[place]), pairs)]
            found.append(keys | _row("share", CHANCE, chance(differ[place]), np.nan))
    return rows_of(found, COLUMNS)


def of_ranking(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Give the indices of the order of policies, the baseline among them."""
    found: list[dict[str, Any]] = []
    for outcome in sweep.outcomes:
        keys = {"outcome": outcome.name, "policy": RANKING}
        harm = harms(sweep, table, outcome)
        usual = mean(mean(harm))
        pairs = np.array([[reordered(one, usual) for one in pair] for pair in floor.twins(harm, floor.OF_ORDERS)])
        pairs = pairs.reshape(-1, 2, harm.shape[1])  # also where one seed gives none
        found += [keys | row for row in indices(sweep, reordered(mean(harm), usual), pairs)]
    return rows_of(found, COLUMNS)


def reordered(harm: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Count the pairs of policies that stand otherwise than ``usual`` (policies,): (policies, points) → (points,)."""
    count = np.zeros(harm.shape[1])
    for one in range(len(harm)):
        for other in range(one):
            count += np.sign(harm[one] - harm[other]) != np.sign(usual[one] - usual[other])
    count[~np.isfinite(harm).all(axis=0)] = np.nan
    return count


def indices(sweep: Sweep, values: np.ndarray, pairs: np.ndarray) -> list[dict[str, Any]]:
    """Analyse one figure of each point, (points,), as the design allows; ``pairs`` differ by chance alone."""
    if not sweep.uncertainties:
        return []
    names = [one.name for one in sweep.uncertainties]
    if sweep.kind in ("sobol", "morris"):
        block = len(names) + (2 if sweep.kind == "sobol" else 1)
        whole = (
            np.isfinite(values).reshape(-1, block).all(axis=1).repeat(block)
        )  # a block that lacks a run says nothing
        blocks = int(whole.sum()) // block
        if blocks < FEWEST:
            return []
        chosen, units = values[whole], sweep.units[whole]
        rows = (_sobol if sweep.kind == "sobol" else _morris)(sweep, names, units, chosen, pairs[:, :, whole])
        return rows if blocks >= floor.FEWEST[sweep.kind] else [_of_few(row) for row in rows]
    if sweep.kind == "latin_hypercube":
        return _correlations(names, sweep.units, values)
    return []


def _of_few(row: dict[str, Any]) -> dict[str, Any]:
    """Take away an interval that cannot be trusted; what is not known with one seed stays so."""
    return row | {
        "reach": np.nan,
        "verdict": floor.FEW if row["verdict"] in (floor.CLEAR, floor.CHANCE) else row["verdict"],
    }


def _sobol(
    sweep: Sweep, names: list[str], units: np.ndarray, values: np.ndarray, pairs: np.ndarray
) -> list[dict[str, Any]]:
    from SALib.analyze import sobol

    if np.ptp(values) == 0.0:
        return [_row(measure, name, 0.0, 0.0, floor.Floor(0.0, 0.0)) for measure in ("S1", "ST") for name in names]
    centred = values - values.mean()  # Sobol estimators lose precision far from zero
    found = _quietly(sobol.analyze, problem(names), centred, calc_second_order=False, num_resamples=RESAMPLES,
                     conf_level=floor.LEVEL, seed=SEED)  # fmt: skip
    base = values.reshape(-1, len(names) + 2)[:, [0, -1]]  # SALib divides by the variance of its two base samples
    total = floor.of_total(pairs, float(base.var()))
    first = floor.Floor(0.0, 0.0) if np.isfinite(total.value) else floor.Floor()  # products of chance are 0 on average
    return [_row(measure, name, found[measure][k], found[f"{measure}_conf"][k], least)
            for measure, least in (("S1", first), ("ST", total)) for k, name in enumerate(names)]  # fmt: skip


def _morris(
    sweep: Sweep, names: list[str], units: np.ndarray, values: np.ndarray, pairs: np.ndarray
) -> list[dict[str, Any]]:
    from SALib.analyze import morris

    found = _quietly(morris.analyze, problem(names), units, values, num_levels=sweep.levels, num_resamples=RESAMPLES,
                     conf_level=floor.LEVEL, seed=SEED)  # fmt: skip
    least = floor.of_effect(pairs, sweep.levels / (2 * (sweep.levels - 1)))  # the step that SALib takes
    rows = [_row("mu_star", name, found["mu_star"][k], found["mu_star_conf"][k], least) for k, name in enumerate(names)]
    return rows + [_row("sigma", name, found["sigma"][k], np.nan) for k, name in enumerate(names)]


def _correlations(names: list[str], units: np.ndarray, values: np.ndarray) -> list[dict[str, Any]]:
    """Give rank correlations; without effect they are 0 on average, also with one seed, since chance has no side.

    The verdict allows one mistake in twenty tables (0.05 over all uncertainties), so where an interval just leaves out
    0 it may say chance.
    """
    there = np.isfinite(values)
    points = int(there.sum())
    if points < 2 * FEWEST or np.ptp(values[there]) == 0.0:
        return []
    rows = []
    for side, name in enumerate(names):
        value = float(stats.spearmanr(units[there, side], values[there]).statistic)
        row = _row("rank_correlation", name, value, reach_of_correlation(value, points), floor.Floor(0.0, 0.0))
        surely = abs(value) > np.tanh(stats.norm.ppf(1.0 - 0.025 / len(names)) / np.sqrt(points - 3))
        rows.append(row | {"verdict": floor.CLEAR if surely else floor.CHANCE})
    return rows


def reach_of_correlation(value: float, points: int) -> float:
    """Give how far the interval (95%) of a rank correlation reaches, that of Fisher's transformation at its wider side.

    At 1 or −1 the transformation has no end; the nearest that so many points can have stands for it: two neighbours
    in the other order.
    """
    most = 1.0 - 12.0 / (points * (points**2 - 1))
    middle = np.arctanh(np.clip(value, -most, most))
    half = stats.norm.ppf(0.5 + floor.LEVEL / 2) / np.sqrt(points - 3)
    return float(max(abs(np.tanh(middle + sign * half) - value) for sign in (-1, 1)))


def _row(measure: str, name: str, value: Any, reach: Any, least: floor.Floor | None = None) -> dict[str, Any]:
    """Make a row; a measure that is compared with no floor has no verdict."""
    judged = "" if least is None else floor.verdict(float(value), float(reach), least)
    return {"measure": measure, "uncertainty": name, "value": float(value), "reach": float(reach),
            "floor": np.nan if least is None else least.value, "verdict": judged}  # fmt: skip


def _quietly(analyse: Any, *arguments: Any, **options: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas, about what the library does inside
        return analyse(*arguments, print_to_console=False, **options)
