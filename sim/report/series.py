"""Levels and differences over time: means over the runs and the band in which 5–95% of them lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from sim.report.results import CITY, PAIR, Results

Step = Literal["years", "quarters", "months"]
BAND = (0.05, 0.95)


@dataclass(frozen=True)
class Line:
    """One line of a panel: a mean and a band for each period."""

    mean: list[float]
    low: list[float]
    high: list[float]


@dataclass(frozen=True)
class Series:
    """All lines of one indicator: by scenario and wijk the levels, and the differences with the baseline."""

    periods: list[str]
    levels: dict[tuple[str, str], Line]
    differences: dict[tuple[str, str], Line]


def step(months: int) -> Step:
    """Return how finely time is drawn: by year where there are years enough."""
    return "years" if months >= 48 else "quarters" if months >= 12 else "months"


def period(month: str, by: Step) -> str:
    """Return the period a month falls in: 2026, 2026-04 (the first month of its quarter) or 2026-05."""
    if by == "years":
        return month[:4]
    return month if by == "months" else f"{month[:5]}{(int(month[5:7]) - 1) // 3 * 3 + 1:02d}"


@lru_cache(maxsize=4)
def series(results: Results, indicator: str) -> Series:
    """Return the lines of an indicator for the city and every wijk, the same for both languages."""
    by = step(results.months)
    frame = results.wijken[["scenario", "wijk", *PAIR, "month", indicator]].astype({indicator: "float64"})
    names = {month: period(str(month), by) for month in frame["month"].unique()}
    frame = frame.assign(period=frame["month"].map(names).astype(str))
    runs = frame.groupby(["scenario", "wijk", *PAIR, "period"], observed=True)[indicator].mean().unstack("period")
    levels, differences = {}, {}
    for scenario in (results.baseline, *results.scenarios):
        for wijk in (CITY, *(place.code for place in results.places)):
            own, base = _runs(runs, scenario, wijk), _runs(runs, results.baseline, wijk)
            levels[scenario, wijk] = _line(own, len(runs.columns))
            differences[scenario, wijk] = _line(own - base, len(runs.columns))
    return Series(list(runs.columns), levels, differences)


def _runs(runs: pd.DataFrame, scenario: str, wijk: str) -> pd.DataFrame:
    try:
        return pd.DataFrame(runs.xs((scenario, wijk)))
    except KeyError:
        return runs.iloc[:0].droplevel([0, 1])


def _line(runs: pd.DataFrame, periods: int) -> Line:
    if runs.dropna(how="all").empty:
        nothing = [float("nan")] * periods
        return Line(nothing, nothing, nothing)
    low, high = (runs.quantile(share).tolist() for share in BAND)
    return Line(runs.mean().tolist(), low, high)


def reach(lines: list[Line]) -> tuple[float, float]:
    """Return the lowest and the highest point of all bands, (0, 0) where there are none."""
    points = np.array([value for line in lines for value in (*line.low, *line.high)])
    points = points[np.isfinite(points)]
    return (float(points.min()), float(points.max())) if len(points) else (0.0, 0.0)
