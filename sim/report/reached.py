"""Whom a scenario reaches: who lives where its policies hold, who lost a place, and who lives in what was built.

Runs keep no list of whoever is helped, so these are the people that the tables can count, not all that gain or lose.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sim.report.results import CITY, PAIR, Results

BY_POLICY = ("lost_place", "in_projects")
"""Groups that only a policy makes: nobody is in them in a city where nothing closes and nothing is built."""


class People(NamedTuple):
    """Adults in a calendar year: mean of the runs, and the fewest and most in a run."""

    year: int
    mean: float
    fewest: float
    most: float


def wijken_reached(results: Results, scenario: str) -> list[str] | None:
    """Give the codes of the wijken where any policy holds, in their order; None where the manifest does not say."""
    entry = next(entry for entry in results.manifest["scenarios"] if entry["key"] == scenario)
    calls = entry.get("policy_calls")
    if calls is None:
        return None
    named = {name for call in calls for name in call["wijken"]}
    return [place.code for place in results.places if place.name in named]


def living_in(results: Results, scenario: str, codes: list[str]) -> People | None:
    """Give the adults who live in some wijken in the year over which groups are compared."""
    rows = _rows(results, scenario, "everyone")
    year = int(results.group_year[0])
    return _counted(rows[rows["wijk"].isin(codes) & (rows["year"] == year)], year)


def most_in(results: Results, scenario: str, group: str) -> People | None:
    """Give the adults of a group in the year in which it has most; None where it never has any."""
    rows = _rows(results, scenario, group)
    rows = rows[rows["wijk"] == CITY]
    years = [(float(rows.loc[rows["year"] == year, "residents"].mean()), int(year)) for year in rows["year"].unique()]
    most, year = max(years, default=(0.0, 0))
    if most < 1:
        return None
    return _counted(rows[rows["year"] == year], year)


def _rows(results: Results, scenario: str, group: str) -> pd.DataFrame:
    table = results.groups
    return table[(table["scenario"] == scenario) & (table["group"] == group)]


def _counted(rows: pd.DataFrame, year: int) -> People | None:
    if rows.empty:
        return None
    runs = rows.astype({"residents": "float64"}).groupby(PAIR)["residents"].sum()
    return People(year, float(runs.mean()), float(runs.min()), float(runs.max()))
