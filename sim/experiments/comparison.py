"""Paired differences: the same seed in two scenarios, so that chance which both share falls away.

The difference of a run is the mean of the last twelve months under a scenario less that under the baseline
of the same seed (and parameter set); for groups, which are kept by calendar year, that of the last whole
year. Its interval is that of a paired t test over runs. The primary outcomes of the whole city form one
family with all scenarios: their ``family`` intervals are Bonferroni's (each at 1 − 0.05 / size of the family),
so the chance that any of them misses its true value is at most 5%. Maps are
corrected by Benjamini & Hochberg (1995) over the wijken of one map. Everything else is exploratory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.experiments.power import needed
from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS, INDICATORS, PRIMARY
from sim.paired import ERROR, estimate

CITY, EVERYONE = "*", "everyone"
LAST_MONTHS = 12
FEWEST_RUNS = 5
FEWEST_SIMULATED = 300
RUN = ["parameter_set", "seed"]
COLUMNS = (
    "scenario", "baseline", "indicator", "wijk", "group", "period", "baseline_level", "scenario_level",
    "difference", "low", "high", "family_low", "family_high", "p", "p_adjusted", "runs", "runs_lower",
    "runs_higher", "simulated", "runs_needed", "runs_needed_low", "runs_needed_high", "verdict",
)  # fmt: skip


def paired(wijken: pd.DataFrame, scenario: str, baseline: str, indicator: str, wijk: str = CITY) -> np.ndarray:
    """Give the difference of each run (in order of parameter set and seed), mean of the last twelve months."""
    rows = wijken[(wijken["wijk"] == wijk) & wijken["month"].isin(last_months(wijken))]
    means = rows.astype({indicator: "float64"}).groupby(["scenario", *RUN], observed=True)[indicator].mean()
    return (means.loc[scenario] - means.loc[baseline]).dropna().to_numpy()


def differences(wijken: pd.DataFrame, groups: pd.DataFrame, baseline: str, scenarios: Sequence[str]) -> pd.DataFrame:
    """Give all paired differences to the baseline, one row each (columns as in COLUMNS)."""
    family = max(len(scenarios) * len(PRIMARY), 1)
    last = wijken[wijken["month"].isin(last_months(wijken))]
    final = Levels(last, "wijk", list(INDICATORS))
    years = wijken.assign(year=wijken["month"].str[:4])
    yearly = {
        str(year): Levels(rows, "wijk", list(INDICATORS))
        for year, rows in years[years["wijk"] == CITY].groupby("year", sort=True)
    }
    ends = groups[groups["year"] == last_year(wijken)]
    ends = ends.assign(cell=ends["wijk"] + "/" + ends["group"])
    of_groups = Levels(ends, "cell", list(GROUP_INDICATORS))
    found: list[dict[str, Any]] = []
    for scenario in scenarios:
        for indicator in INDICATORS:
            found += _of_map(final, scenario, baseline, indicator, family)
            found += [_row(levels, scenario, baseline, indicator, CITY, period=year) for year, levels in yearly.items()]
        for indicator in GROUP_INDICATORS:
            found += _of_groups(of_groups, scenario, baseline, indicator)
    return pd.DataFrame(found, columns=list(COLUMNS))


class Levels:
    """Mean of each indicator per scenario, cell and run, as one array a scenario and indicator.

    Rows of an array are cells, columns runs in order of parameter set and seed; NaN where a run has no such cell.
    Arrays, since a look-up in a table by labels takes a millisecond and there are tens of thousands.
    """

    def __init__(self, rows: pd.DataFrame, cell: str, indicators: list[str]) -> None:
        wanted = dict.fromkeys([*indicators, "simulated"], "float64")
        means = rows.astype(wanted).groupby(["scenario", cell, *RUN], observed=True)[list(wanted)].mean()
        table = means.unstack(RUN)
        self.cells = list(dict.fromkeys(rows[cell]))
        self.row = {name: place for place, name in enumerate(self.cells)}
        self.values: dict[tuple[str, str], np.ndarray] = {}
        for scenario in dict.fromkeys(rows["scenario"]):
            own = table.loc[scenario].reindex(self.cells)
            for name in wanted:
                self.values[str(scenario), name] = own[name].sort_index(axis=1).to_numpy()

    def of(self, scenario: str, cell: str, indicator: str) -> np.ndarray:
        """Give the level of each run (float64; NaN where there is none)."""
        return self.values[scenario, indicator][self.row[cell]]

    def mean(self, scenario: str, cell: str, indicator: str) -> float:
        """Give the mean level over the runs that have one."""
        return mean_of(self.of(scenario, cell, indicator))


def mean_of(values: np.ndarray) -> float:
    """Give the mean of what is known of values that may be NaN; NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else np.nan


def last_months(wijken: pd.DataFrame) -> list[str]:
    """Give the months over which outcomes are averaged."""
    return sorted(wijken["month"].unique())[-LAST_MONTHS:]


def last_year(wijken: pd.DataFrame) -> int:
    """Give the calendar year over which groups are averaged: the last whole one, else the last of the longest ones.

    A run of thirteen months so compares groups over twelve of them, not over the one of the new year.
    """
    months = pd.Series(wijken["month"].unique()).str[:4].astype(int).value_counts()
    return int(months[months == months.max()].index.max())


def _of_map(levels: Levels, scenario: str, baseline: str, indicator: str, family: int) -> list[dict[str, Any]]:
    """Give the city and its wijken for one indicator; the city alone where wijken have no such figure."""
    city = (
        outcome(levels, scenario, baseline, indicator, family)
        if indicator in PRIMARY
        else _row(levels, scenario, baseline, indicator, CITY)
    )
    wijken = [cell for cell in levels.cells if cell != CITY and not INDICATORS[indicator].city_only]
    rows = [_row(levels, scenario, baseline, indicator, cell) for cell in wijken]
    tested = [row for row in rows if np.isfinite(row["p"]) and row["simulated"] >= FEWEST_SIMULATED]
    adjusted = stats.false_discovery_control([row["p"] for row in tested]) if tested else []
    for row, p in zip(tested, adjusted, strict=True):
        row["p_adjusted"] = float(p)
    for row in rows:
        row["verdict"] = _mark(row)
    return [city, *rows]


def outcome(levels: Levels, scenario: str, baseline: str, indicator: str, family: int) -> dict[str, Any]:
    """Compare the city on a primary outcome, one of a ``family`` with simultaneous intervals, and give its verdict."""
    row = _row(levels, scenario, baseline, indicator, CITY, family)
    return row | {"verdict": _verdict(row)}


def _of_groups(levels: Levels, scenario: str, baseline: str, indicator: str) -> list[dict[str, Any]]:
    """Give each group, in the city and per wijk."""
    rows = []
    for cell in levels.cells:
        wijk, group = cell.split("/", 1)
        if group != EVERYONE:
            row = _row(levels, scenario, baseline, indicator, cell)
            rows.append(row | {"wijk": wijk, "group": group})
    return rows


def _row(
    levels: Levels,
    scenario: str,
    baseline: str,
    indicator: str,
    cell: str,
    family: int = 0,
    period: str = "final",
) -> dict[str, Any]:
    """Compare one cell; ``family`` 0 gives no simultaneous interval.

    Levels are means over the runs that both arms have, so that they differ by the difference beside them; where there
    is no such run, each over its own.
    """
    here, there = levels.of(scenario, cell, indicator), levels.of(baseline, cell, indicator)
    both = np.isfinite(here) & np.isfinite(there)
    values = (here - there)[both]
    found = estimate(values, max(family, 1))
    return {
        "scenario": scenario,
        "baseline": baseline,
        "indicator": indicator,
        "wijk": cell,
        "group": EVERYONE,
        "period": period,
        "baseline_level": mean_of(there[both] if both.any() else there),
        "scenario_level": mean_of(here[both] if both.any() else here),
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        "family_low": found.family_low if family else np.nan,
        "family_high": found.family_high if family else np.nan,
        "p": found.p,
        "p_adjusted": np.nan,
        "runs": found.runs,
        "runs_lower": int((values < 0).sum()),
        "runs_higher": int((values > 0).sum()),
        "simulated": min(levels.mean(name, cell, "simulated") for name in (scenario, baseline)),
        **needed(found.spread, found.runs, INDICATORS[indicator].matters, family),
        "verdict": "",
    }


def _side(row: dict[str, Any]) -> str:
    better = INDICATORS[row["indicator"]].better
    if better == "neither":
        return "changed"
    return "better" if (row["difference"] < 0) == (better == "lower") else "worse"


def _same(row: dict[str, Any]) -> bool:
    return row["runs"] > 0 and row["runs_lower"] == row["runs_higher"] == 0


def _verdict(row: dict[str, Any]) -> str:
    """Give the verdict on a primary outcome of the city: only an interval beside zero is one."""
    if _same(row):
        return "same"
    if row["runs"] < FEWEST_RUNS:
        return "too_few_runs"
    beside = row["family_low"] > 0 or row["family_high"] < 0
    return _side(row) if beside else "not_distinguishable"


def _mark(row: dict[str, Any]) -> str:
    """Give the mark of a wijk on the map."""
    if not row["simulated"] >= FEWEST_SIMULATED:
        return "too_small"
    if _same(row):
        return "same"
    if row["runs"] < FEWEST_RUNS:
        return "too_few_runs"
    if row["p_adjusted"] < ERROR:
        return f"certain_{_side(row)}"
    return f"indication_{_side(row)}" if row["p"] < ERROR else "not_distinguishable"


assert EVERYONE in GROUPS
