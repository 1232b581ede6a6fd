"""What a run leaves behind: the indicators per wijk and month, and per wijk and group and year."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pandas as pd

from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS, INDICATORS
from sim.indicators.groups import FIRST, OVER, PEOPLE, SUMS
from sim.indicators.groups import observe as observe_groups
from sim.indicators.loneliness import observe as observe_loneliness
from sim.indicators.tally import homes_of, per_person

OBSERVERS = (
    "cohesion",
    "contact",
    "housing",
    "support",
    "helpers",
    "nuisance",
    "segregation",
    "bridging",
    "corporatie",
)
SELDOM = ("segregation", "bridging")
"""What is measured once in QUARTER months, as it costs much and moves slowly; in between it is repeated."""
QUARTER = 3
SUMMARIES = ("inequality",)
"""Observers of the second pass: they are given what the others found."""
COUNTS = ("moved_in", "waiting", "in_care_homes")
"""Simulated counts that are shown times the scale."""
CITY = "*"
EVERYTHING = ("residents", "simulated", *INDICATORS)


def of_everyone(groups: np.ndarray) -> dict[str, np.ndarray]:
    """Give the loneliness of all adults per wijk: what is summed up of the group of everyone need not be twice."""
    sums = groups[:, GROUPS.index("everyone")]
    return observe_loneliness({name: sums[:, FIRST + k] for k, name in enumerate(GROUP_INDICATORS)}, sums[:, PEOPLE])


class Record:
    """Collects the indicators of one run."""

    def __init__(self, scenario: Any, seed: int, scale: int, city: Any, parameters: Any) -> None:
        self.scenario, self.seed, self.scale, self.parameters = scenario, seed, scale, parameters
        self.codes = [wijk.code for wijk in city.wijken] + [CITY]
        self.months: list[np.ndarray] = []
        self.group_months: list[np.ndarray] = []
        self.lately: dict[str, dict[str, np.ndarray]] = {}
        self.strong_ties: np.ndarray | None = None

    def observe(self, world: Any, month: int) -> None:
        """Measure this month on the world."""
        homes = homes_of(world)
        groups = observe_groups(world, self.parameters, homes)
        found = of_everyone(groups)
        for name in OBSERVERS:
            if name not in SELDOM or name not in self.lately or month % QUARTER == 0:
                observer = importlib.import_module(f"sim.indicators.{name}")
                self.lately[name] = observer.observe(world, self.parameters, homes)
            found.update(self.lately[name])
        found.update(self._ties_kept(world, month))
        for name in SUMMARIES:
            found.update(importlib.import_module(f"sim.indicators.{name}").summarise(world, found, homes))
        found["simulated"] = found["residents"]
        found["residents"] = found["residents"] * self.scale
        for name in COUNTS:
            found[name] = found[name] * self.scale
        self.months.append(np.stack([found[name] for name in EVERYTHING], axis=1).astype(np.float32))
        self.group_months.append(groups)

    def _ties_kept(self, world: Any, month: int) -> dict[str, np.ndarray]:
        """Compare strong ties with those of a year ago, once a year."""
        if month % 12 == 0:
            retention = importlib.import_module("sim.indicators.retention")
            self.lately["retention"], self.strong_ties = retention.observe(world, self.strong_ties)
        return self.lately["retention"]

    def month_name(self, month: int) -> str:
        """Give a month of the run as text, such as 2026-01."""
        year, first = self.scenario.start
        years, rest = divmod(first - 1 + month, 12)
        return f"{year + years}-{rest + 1:02d}"

    def wijken(self) -> pd.DataFrame:
        """Give the table of wijken."""
        months, places = len(self.months), len(self.codes)
        keys = self._keys(months * places)
        keys["month"] = np.repeat([self.month_name(m) for m in range(months)], places)
        keys["wijk"] = self.codes * months
        values = np.concatenate(self.months) if months else np.zeros((0, len(EVERYTHING)), np.float32)
        return pd.DataFrame(keys | {name: values[:, k] for k, name in enumerate(EVERYTHING)})

    def groups(self) -> pd.DataFrame:
        """Give the table of groups: sums of the months of a calendar year over people-months."""
        years = np.array([int(self.month_name(m)[:4]) for m in range(len(self.group_months))])
        tables = [self._group_year(int(year), np.flatnonzero(years == year)) for year in np.unique(years)]
        return pd.concat(tables, ignore_index=True) if tables else self._group_year(0, np.zeros(0, int))

    def _group_year(self, year: int, months: np.ndarray) -> pd.DataFrame:
        sums = sum((self.group_months[m] for m in months), np.zeros((len(self.codes), len(GROUPS), SUMS)))
        people = sums[:, :, PEOPLE].ravel()
        simulated = people / max(len(months), 1)
        keys = self._keys(len(people))
        keys |= {
            "year": np.full(len(people), year, np.int16),
            "wijk": np.repeat(self.codes, len(GROUPS)),
            "group": list(GROUPS) * len(self.codes),
            "residents": (simulated * self.scale).astype(np.float32),
            "simulated": simulated.astype(np.float32),
        }
        for k, name in enumerate(GROUP_INDICATORS):
            factor = 100.0 if INDICATORS[name].unit.startswith("%") else 1.0
            over = sums[:, :, OVER.get(name, PEOPLE)].ravel()
            keys[name] = (factor * per_person(sums[:, :, FIRST + k].ravel(), over)).astype(np.float32)
        return pd.DataFrame(keys)

    @property
    def keys(self) -> dict[str, Any]:
        """What names this run in every table."""
        return {"scenario": self.scenario.key, "seed": self.seed, "parameter_set": 0}

    def _keys(self, rows: int) -> dict[str, Any]:
        run = self.keys
        return {
            "scenario": [run["scenario"]] * rows,
            "seed": np.full(rows, run["seed"], np.int32),
            "parameter_set": np.full(rows, run["parameter_set"], np.int16),
        }
