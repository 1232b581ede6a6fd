"""What scenarios cost against the baseline, and what that is per resident, lonely person-year and hour of support.

Everything is a mean year of the run, for real numbers. Lonely person-years are those of adults with a score of 3 or
more: the share in each scenario, of the adults of the baseline, so that more homes are not more loneliness and fewer
rooms not less. Net euros, lonely person-years avoided, hours of support given and informal hours (household, network
and volunteers, without a price) are paired differences to the baseline of the same seed, with single 95% intervals.
Euros per person-year or hour are given only where that difference is distinguishable and for the better, and costs are
distinguishably more, with intervals simultaneous over the scenarios, so that one of many is not called a gain or a
saving by chance; else ``verdict`` says why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.comparison import CITY, EVERYONE, FEWEST_RUNS, RUN
from sim.ledger.book import BOOKED
from sim.paired import Estimate, estimate
from sim.world.codes import SUPPORT_SOURCES

COLUMNS = ("scenario", "baseline", "measure", "value", "low", "high", "runs", "verdict")
MEASURES = (
    "net",
    "costs",
    "savings",
    "per_resident",
    "lonely_years_avoided",
    "per_lonely_year",
    "support_hours",
    "per_support_hour",
    "informal_hours",
    "reinvested",
    "wanting",
)
INFORMAL = ("household", "network", "volunteers")
WEEKS = 365 / 7 / 12
"""Weeks in a month."""


def cost_summary(costs: pd.DataFrame, wijken: pd.DataFrame, groups: pd.DataFrame, arms: Sequence[Any]) -> pd.DataFrame:
    """Give one row a scenario and measure (columns as in COLUMNS). ``arms`` are the scenarios, the baseline first."""
    levels = mean_years(costs, wijken, groups, arms[0].key)
    years = wijken["month"].nunique() / 12
    found: list[dict[str, Any]] = []
    for arm in arms[1:]:
        rows = _measures(levels, arm.key, arms[0].key, len(arms) - 1)
        runs = len(levels.loc[arm.key])
        rows |= {account: _in_account(costs, arm.key, account, years * runs, runs) for account in MEASURES[-2:]}
        named = {"scenario": arm.key, "baseline": arms[0].key}
        found += [named | {"measure": measure, **rows[measure]} for measure in MEASURES]
    return pd.DataFrame(found, columns=list(COLUMNS))


def mean_years(costs: pd.DataFrame, wijken: pd.DataFrame, groups: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Give each run of each scenario in one row: what a mean year has of euros, lonely person-years and hours."""
    city = wijken[wijken["wijk"] == CITY]
    years = city["month"].nunique() / 12
    run = ["scenario", *RUN]
    people = city["residents"].astype("float64")
    given = {name: city[f"by_{name}"].astype("float64") * people / 1000 * WEEKS for name in SUPPORT_SOURCES}
    months = city.assign(
        residents=people,
        support_hours=sum(given.values()),
        informal_hours=sum(given[name] for name in INFORMAL),
    )
    table = months.groupby(run)[["support_hours", "informal_hours"]].sum() / years
    table["residents"] = months.groupby(run)["residents"].mean()
    table["lonely_years"] = _lonely_years(city, groups, baseline).groupby(run).sum() / years
    booked = costs[costs["account"].isin(BOOKED)]
    euros = booked.assign(costs=booked["euros"].clip(lower=0), savings=(-booked["euros"]).clip(lower=0))
    sums = euros.groupby(run)[["euros", "costs", "savings"]].sum() / years
    return table.join(sums.reindex(table.index).fillna(0.0))


def _lonely_years(city: pd.DataFrame, groups: pd.DataFrame, baseline: str) -> pd.Series:
    """Give the lonely person-years of each calendar year of each run: share of lonely adults times its months, of as
    many adults as the baseline of the same seed has."""
    everyone = groups[(groups["wijk"] == CITY) & (groups["group"] == EVERYONE)]
    everyone = everyone[["scenario", *RUN, "year", "residents", "lonely"]].astype({"residents": "f8", "lonely": "f8"})
    adults = everyone[everyone["scenario"] == baseline].drop(columns=["scenario", "lonely"])
    both = everyone.drop(columns="residents").merge(adults, on=[*RUN, "year"], how="left")
    lived = city.drop_duplicates("month")["month"].str[:4].astype(int).value_counts()
    both["lonely_years"] = both["lonely"] / 100 * both["residents"] * both["year"].map(lived) / 12
    return both.set_index(["scenario", *RUN])["lonely_years"]


def _measures(levels: pd.DataFrame, scenario: str, baseline: str, family: int) -> dict[str, dict[str, Any]]:
    here, there = levels.loc[scenario].sort_index(), levels.loc[baseline].sort_index()
    net, costs, savings, support, informal = (
        estimate((here[name] - there[name]).to_numpy(), family)
        for name in ("euros", "costs", "savings", "support_hours", "informal_hours")
    )
    avoided = estimate((there["lonely_years"] - here["lonely_years"]).to_numpy(), family)
    each = estimate(((here["euros"] - there["euros"]) / here["residents"]).to_numpy())
    return {
        "net": _row(net),
        "costs": _row(costs),
        "savings": _row(savings),
        "per_resident": _row(each),
        "lonely_years_avoided": _row(avoided),
        "per_lonely_year": _ratio(net, avoided),
        "support_hours": _row(support),
        "per_support_hour": _ratio(net, support),
        "informal_hours": _row(informal),
    }


def _row(found: Estimate) -> dict[str, Any]:
    return {"value": found.difference, "low": found.low, "high": found.high, "runs": found.runs, "verdict": side(found)}


def side(found: Estimate) -> str:
    """Say whether a difference is more or less than nothing, or why that cannot be said."""
    if found.runs and found.difference == 0 and found.spread == 0:
        return "same"
    if found.runs < FEWEST_RUNS:
        return "too_few_runs"
    if found.low > 0 or found.high < 0:
        return "more" if found.difference > 0 else "less"
    return "not_distinguishable"


def _among_all(found: Estimate) -> Estimate:
    """Give an estimate with the interval that holds for all scenarios together."""
    return found._replace(low=found.family_low, high=found.family_high)


def _ratio(net: Estimate, gained: Estimate) -> dict[str, Any]:
    """Give euros for each unit gained; no number without euros, a sure gain and sure costs, or where it saves as well.

    What may cost and may save has no price and is not called a saving: both ask for an interval beside zero.
    """
    verdict = "unpriced" if side(net) == "same" else side(_among_all(gained))
    if verdict == "more":
        verdict = {"more": "", "less": "saves"}.get(side(_among_all(net)), "not_distinguishable")
    value = np.nan if verdict else net.difference / gained.difference
    return {"value": value, "low": np.nan, "high": np.nan, "runs": gained.runs, "verdict": verdict}


def _in_account(costs: pd.DataFrame, scenario: str, account: str, years: float, runs: int) -> dict[str, Any]:
    """Give the mean year of what savings of other policies pay above caps, or of what nobody pays."""
    euros = costs.loc[(costs["scenario"] == scenario) & (costs["account"] == account), "euros"]
    return {"value": float(euros.sum()) / years, "low": np.nan, "high": np.nan, "runs": runs, "verdict": ""}
