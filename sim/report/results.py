"""The stored results of a comparison as the report reads them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.indicators.catalogue import COLUMNS
from sim.ledger.book import BOOKED

CITY = "*"
LEAST_RUNS = 5
LEAST_SIMULATED = 300
PAIR = ["parameter_set", "seed"]
FINAL = "final"  # period of a difference over the months of a verdict
WINDOW = 12  # months at the end over which a verdict is taken


@dataclass(frozen=True)
class Difference:
    """One row of differences.parquet. Numbers that are absent are NaN."""

    scenario: str
    indicator: str
    wijk: str
    group: str
    baseline_level: float = math.nan
    scenario_level: float = math.nan
    difference: float = math.nan
    low: float = math.nan
    high: float = math.nan
    family_low: float = math.nan
    family_high: float = math.nan
    p: float = math.nan
    p_adjusted: float = math.nan
    runs: float = 0
    runs_lower: float = 0
    runs_higher: float = 0
    simulated: float = 0
    runs_needed: float = math.nan
    runs_needed_low: float = math.nan
    runs_needed_high: float = math.nan
    verdict: str = ""

    @property
    def interval(self) -> tuple[float, float]:
        """The interval that decides: that of the family where there is one, else the single one."""
        return deciding(self)

    @property
    def good(self) -> bool | None:
        """Whether the difference is for the better; None where it is zero or no side is better."""
        return for_the_better(self.indicator, self.difference)


@dataclass(frozen=True)
class Interaction:
    """One row of interactions.parquet: two policies together, beside the sum of each alone."""

    scenario: str
    first: str
    second: str
    kind: str
    indicator: str
    first_difference: float = math.nan
    second_difference: float = math.nan
    sum: float = math.nan
    sum_low: float = math.nan
    sum_high: float = math.nan
    together: float = math.nan
    interaction: float = math.nan
    low: float = math.nan
    high: float = math.nan
    family_low: float = math.nan
    family_high: float = math.nan
    runs: float = 0
    runs_lower: float = 0
    runs_higher: float = 0
    runs_needed: float = math.nan
    runs_needed_low: float = math.nan
    runs_needed_high: float = math.nan
    verdict: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """The differences: first, second, their sum, both together, and the gap."""
        return self.first_difference, self.second_difference, self.sum, self.together, self.interaction

    @property
    def interval(self) -> tuple[float, float]:
        """The interval that decides: that of the family where there is one, else the single one."""
        return deciding(self)

    @property
    def good(self) -> bool | None:
        """Whether the gap is for the better; None where it is zero or no side is better."""
        return for_the_better(self.indicator, self.interaction) if self.kind == "outcome" else None


def deciding(row: Difference | Interaction) -> tuple[float, float]:
    """Give the interval of the family where there is one, else the single one."""
    if math.isfinite(row.family_low) and math.isfinite(row.family_high):
        return row.family_low, row.family_high
    return row.low, row.high


def for_the_better(indicator: str, difference: float) -> bool | None:
    """Tell whether a difference is for the better; None where it is zero or no side is better."""
    better = COLUMNS[indicator].better
    if better == "neither" or not difference:
        return None
    return (difference < 0) == (better == "lower")


class Measure(NamedTuple):
    """One row of cost_summary.parquet: a mean year against the baseline; no number where ``verdict`` says why not."""

    measure: str
    value: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Wijk:
    """A wijk as it stands on the tile map; ``number`` is the last part of its CBS code."""

    code: str
    name: str
    short: str
    row: int
    column: int

    @property
    def number(self) -> str:
        """The two digits by which the map names the wijk where there is no room for more."""
        return self.code[-2:]


class Results:
    """The tables and the manifest of one comparison, with the questions the report asks of them."""

    def __init__(self, folder: Path, manifest: dict[str, Any]):
        self.manifest = manifest
        self.wijken = pd.read_parquet(folder / "wijken.parquet")
        self.groups = pd.read_parquet(folder / "groups.parquet")
        self.differences = pd.read_parquet(folder / "differences.parquet")
        self.costs = pd.read_parquet(folder / "costs.parquet")
        self.cost_summary = pd.read_parquet(folder / "cost_summary.parquet")
        listed = [entry["key"] for entry in manifest["scenarios"]]
        self.baseline: str = manifest["baseline"]
        self.scenarios = [key for key in listed if key != self.baseline]
        self.pairs = [entry["key"] for entry in manifest["scenarios"] if entry.get("together")]
        self._interactions = self._read_interactions(folder) if self.pairs else []
        tried = "ablations" in manifest
        self.ablations = pd.read_parquet(folder / "ablations.parquet") if tried else None
        self.months = int(manifest["months"])
        self.scale = int(manifest["scale"])

    def title(self, scenario: str, language: str) -> str:
        """Return the title of a scenario in a language, in the other where that is missing, else its key."""
        for entry in self.manifest["scenarios"]:
            title = entry.get("title")
            if entry["key"] == scenario and isinstance(title, dict):
                return str(title.get(language) or next(iter(title.values()), scenario))
            if entry["key"] == scenario and title:
                return str(title)
        return scenario

    def _read_interactions(self, folder: Path) -> list[Interaction]:
        table = pd.read_parquet(folder / "interactions.parquet")
        rows: list[Any] = table[list(Interaction.__dataclass_fields__)].to_dict("records")
        return [Interaction(**row) for row in rows]

    def parts(self, pair: str) -> tuple[str, str]:
        """Return the two scenarios that one puts together."""
        row = self.interaction(pair, "net")
        return row.first, row.second

    def interactions(self, pair: str, kind: str) -> list[Interaction]:
        """Return what two policies do together: their outcomes, or their measures of a mean year."""
        return [row for row in self._interactions if row.scenario == pair and row.kind == kind]

    def interaction(self, pair: str, indicator: str) -> Interaction:
        """Return what two policies do together to one outcome or measure."""
        return next(row for row in self._interactions if row.scenario == pair and row.indicator == indicator)

    @cached_property
    def places(self) -> list[Wijk]:
        """The wijken in the order of their CBS codes: never by outcome."""
        places = [
            Wijk(w["code"], w["name"], w.get("short") or w["name"], int(w["tile"][0]), int(w["tile"][1]))
            for w in self.manifest["city"]["wijken"]
        ]
        return sorted(places, key=lambda wijk: wijk.code)

    @cached_property
    def runs(self) -> int:
        """The number of runs of a scenario: seeds times parameter sets."""
        return len(self.wijken.loc[self.wijken["scenario"] == self.baseline, PAIR].drop_duplicates())

    @cached_property
    def parameter_sets(self) -> int:
        """How many sets of parameters were run: with one, every band shows chance only."""
        return max(1, self.wijken["parameter_set"].nunique())

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str, str, str], Difference]:
        table = self.differences
        fields = list(Difference.__dataclass_fields__)
        rows = map(_filled, table[[name for name in fields if name in table.columns]].itertuples(index=False))
        return {
            (r.scenario, r.indicator, r.wijk, r.group, period): Difference(**r._asdict())
            for r, period in zip(rows, table["period"].astype(str), strict=True)
        }

    def difference(
        self, scenario: str, indicator: str, wijk: str = CITY, group: str = "everyone", period: str = FINAL
    ) -> Difference | None:
        """Return the difference over the last twelve months, or in a year; None where it was not computed.

        That of a group is over ``group_year`` in either case.
        """
        return self._rows.get((scenario, indicator, wijk, group, period))

    @cached_property
    def window(self) -> int:
        """Over how many months at the end a verdict is taken."""
        return min(WINDOW, self.months)

    @cached_property
    def group_year(self) -> tuple[str, list[str]]:
        """The calendar year over which groups are compared, and its months: the last of the longest ones."""
        months = sorted(self.wijken["month"].unique())
        years = {name[:4]: [month for month in months if month[:4] == name[:4]] for name in months}
        return max(years.items(), key=lambda year: (len(year[1]), year[0]))

    def paired(self, scenario: str, indicator: str, wijk: str = CITY) -> np.ndarray:
        """Return the difference of each run with the baseline run of the same seed, sorted by run."""
        chosen = self.wijken[self.wijken["wijk"] == wijk]
        months = sorted(chosen["month"].unique())[-WINDOW:]
        final = chosen[chosen["month"].isin(months)].astype({indicator: "float64"})
        means = final.groupby(["scenario", *PAIR], observed=True)[indicator].mean()
        if not {scenario, self.baseline} <= set(means.index.get_level_values(0)):
            return np.empty(0)
        return (means.loc[scenario] - means.loc[self.baseline]).dropna().to_numpy()

    def measure(self, scenario: str, name: str) -> Measure:
        """Return a measure of costs."""
        table = self.cost_summary
        (row,) = table[(table["scenario"] == scenario) & (table["measure"] == name)].to_dict("records")
        return Measure(name, row["value"], row["low"], row["high"], str(row["verdict"]))

    def payers(self, scenario: str) -> dict[str, tuple[float, float]]:
        """Return costs and savings (below zero) of each payer in a mean year, less those of the baseline."""
        found: dict[str, tuple[float, float]] = {}
        for key, sign in ((scenario, 1), (self.baseline, -1)):
            own = self.costs[(self.costs["scenario"] == key) & self.costs["account"].isin(BOOKED)]
            for payer, euros in own.groupby("payer")["euros"]:
                before = found.get(str(payer), (0.0, 0.0))
                parts = (euros[euros > 0].sum(), euros[euros < 0].sum())
                year = sign * 12 / self.months / self.runs
                found[str(payer)] = (before[0] + year * parts[0], before[1] + year * parts[1])
        return found

    def adults(self, scenario: str) -> float:
        """Return how many adults live in the city at the end, mean of the runs."""
        table = self.groups
        chosen = table[(table["scenario"] == scenario) & (table["wijk"] == CITY) & (table["group"] == "everyone")]
        last = chosen[chosen["year"] == chosen["year"].max()]
        return float(last["residents"].mean()) if len(last) else math.nan


def _filled(row: Any) -> Any:
    """Replace what a row lacks (None, in a column of text) by nothing said, so that its type holds."""
    return row if row.verdict is not None and row.verdict == row.verdict else row._replace(verdict="")
