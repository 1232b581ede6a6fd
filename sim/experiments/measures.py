"""How each known pattern is measured on a run: functions of what was seen (``sim.experiments.seen``), in per cent
unless the pattern is a ratio, points or a sign. Those of people are means over the yearly tables, so that one
month's chance weighs little.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd

from sim.experiments.seen import Seen
from sim.indicators.retention import kept
from sim.world.codes import ASKING, NONE_ENDED, OFFERING, OWNER, PRIVATE, SOCIAL

Measure = Callable[[Seen], float]
Group = Callable[[pd.DataFrame], "pd.Series[bool]"]
MOSTLY_SOCIAL = 2.0 / 3.0
"""Share of corporation homes from which RIGO/Aedes (2018, 2020) speak of areas apart."""
LARGE_WIJK = 5000
"""Residents from which the wijk figures of other cities were taken."""
SETTLED, RETIRED = 27.0, 67.0
"""Years of age between which somebody without work is no student and no pensioner."""
POOR_HEALTH = 2
NATIONAL_TENURES = {OWNER: 0.57, SOCIAL: 0.29, PRIVATE: 0.14}
"""Shares of the dwellings of the country (CBS 2022, from memory)."""


def everybody(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose all adults."""
    return people["age"] > 0.0


def aged(low: float, high: float = 200.0) -> Group:
    """Choose adults from one age in years up to another."""
    return lambda people: people["age"].between(low, high, inclusive="left")


def benefit_or_poor_health(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose those past study and before pension who have no work and one of the lowest incomes, or who are frail."""
    on_benefit = ~people["works"] & (people["income"] == 0)
    return people["age"].between(SETTLED, RETIRED, inclusive="left") & (on_benefit | (people["frailty"] >= POOR_HEALTH))


def in_need_at_home(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose those with a home of their own who need support because of their health (who would apply for Wmo)."""
    return (people["frailty"] >= 1) & people["in_need"] & ~people["in_facility"]


def in_mostly_social(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose those in pools where corporations own two thirds of the homes."""
    return _share_of_pool(people, people["tenure"] == SOCIAL) >= MOSTLY_SOCIAL


def most_vulnerable_tenth(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose the tenth of adults who live in the pools with the largest shares of vulnerable adults."""
    shares = _share_of_pool(people, people["vulnerable"])
    return shares >= shares.quantile(0.9)


def _share_of_pool(people: pd.DataFrame, chosen: pd.Series[bool]) -> pd.Series[float]:
    return chosen.groupby(people["pool"]).transform("mean")


def share(column: str, group: Group = everybody) -> Measure:
    """Measure the % of a group for which a column holds (or its mean chance)."""
    return lambda seen: _mean([100.0 * _average(people, column, group) for people in seen.years])


def mean(column: str, group: Group = everybody) -> Measure:
    """Measure the mean of a column over a group."""
    return lambda seen: _mean([_average(people, column, group) for people in seen.years])


def ratio(column: str, over: Group, under: Group = everybody) -> Measure:
    """Measure the mean of a column in one group over that in another, over all years together."""
    return lambda seen: mean(column, over)(seen) / mean(column, under)(seen)


def less(first: Measure, second: Measure) -> Measure:
    """Measure one figure less another."""
    return lambda seen: first(seen) - second(seen)


def _average(people: pd.DataFrame, column: str, group: Group) -> float:
    return float(people.loc[group(people), column].mean())


def _mean(values: list[float]) -> float:
    kept_ones = [value for value in values if np.isfinite(value)]
    return float(np.mean(kept_ones)) if kept_ones else float("nan")


def severe_of_lonely(seen: Seen) -> float:
    """Measure the share of lonely adults who are severely lonely."""
    return share("severe")(seen) / share("lonely")(seen)


def without_partner(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose those who lost or left a partner, as far back as the run goes, and have none now."""
    return ~people["partnered"] & (people["parted"] != NONE_ENDED)


def parted_by(how: int) -> Group:
    """Choose those without a partner whose last partnership ended in one way."""
    return lambda people: ~people["partnered"] & (people["parted"] == how)


def ties_kept_all_years(seen: Seen) -> float:
    """Measure the % of the strong ties of those who stayed in the city that are still strong ``YEARS`` later.

    As in a panel, the ties are those of who can be asked again; ties with those who died or left the city meanwhile
    count as gone (so do kin who left, although they often stay near: the figure is a little low).
    """
    stayed = np.isin(seen.ties_before, seen.here).sum(axis=1)
    both = seen.ties_before[stayed == 2]
    return kept(both, seen.ties_after, seen.here) * 2.0 * len(both) / float(stayed.sum())


def nearby_of_network(seen: Seen) -> float:
    """Measure which % of the strong ties of adults are with people of the own pool, household left out."""
    return _mean([100.0 * people["nearby"].sum() / people["network"].sum() for people in seen.years])


def moved_within(low: float, high: float) -> Measure:
    """Measure the % of an age group who moved within the city in the last twelve months."""

    def found(people: pd.DataFrame) -> float:
        own = people[aged(low, high)(people)]
        return 100.0 * float(((own["moved"] < 12) & (own["moved"] < own["arrived"])).mean())

    return lambda seen: _mean([found(people) for people in seen.years])


def moved(low: float, high: float) -> Measure:
    """Measure the moves of an age group in a year, %: within the city, and half of all that lead in or out of it.

    In the country a move between two cities is counted once; here one end of it is seen. Who left is who is gone, less
    the deaths expected.
    """
    group = aged(low, high)

    def across(earlier: pd.DataFrame, later: pd.DataFrame) -> float:
        before, after = earlier[group(earlier)], later[group(later)]
        left = (~before["uid"].isin(later["uid"])).mean() - before["deaths"].mean()
        return 50.0 * float(left + (after["arrived"] < 12).mean())

    def found(seen: Seen) -> float:
        tables = [seen.start, *seen.years]
        return moved_within(low, high)(seen) + _mean([across(*pair) for pair in pairwise(tables)])

    return found


def at_start(column: str) -> Measure:
    """Measure how many times the national share is that of areas where corporations own two thirds, at the start.

    The national share is that of the model's tenures, weighed as they are in the country.
    """

    def found(seen: Seen) -> float:
        people = seen.start
        by_tenure = people[column].groupby(people["tenure"]).mean()
        nation = sum(weight * float(by_tenure[tenure]) for tenure, weight in NATIONAL_TENURES.items())
        return _average(people, column, in_mostly_social) / nation

    return found


def spread_over_wijken(seen: Seen) -> float:
    """Measure the standard deviation of % lonely over large wijken, less what so few people add by chance."""
    return 100.0 * spread_beyond_chance([wijken[["lonely"]].droplevel(0, axis=1) for wijken in _large_wijken(seen)])


def spread_beyond_chance(years: list[pd.DataFrame]) -> float:
    """Give the standard deviation of shares (0 to 1) over wijken, less what so few people add by chance.

    ``years`` have a row a wijk: the share (mean) and of how many (size). Each year's variance is lessened by its own
    chance, which is as large whether people answer anew every year or not; then variances are averaged over years. The
    root keeps its sign: below zero, wijken differ less than by chance. Cut off at zero in each seed, wijken that are
    all alike would have a spread in the mean over seeds.
    """
    beyond = _mean([_variance_beyond_chance(shares) for shares in years])
    return float(np.copysign(np.sqrt(abs(beyond)), beyond))


def _variance_beyond_chance(shares: pd.DataFrame) -> float:
    """Give the variance of shares over rows, less that of drawing so few people.

    Both parts are free of bias: p (1 - p) / (size - 1), with the share found, has p (1 - p) / size as its mean.
    """
    chance = shares["mean"] * (1.0 - shares["mean"]) / (shares["size"] - 1.0)
    return float(shares["mean"].var(ddof=1) - chance.mean())


def lonely_by_high_income(seen: Seen) -> float:
    """Measure the correlation over large wijken of % lonely and the share with one of the highest incomes."""
    tables = _large_wijken(seen)
    found = sum(tables[1:], start=tables[0]) / len(tables)
    return float(np.corrcoef(found["lonely", "mean"], found["high", "mean"])[0, 1])


def _large_wijken(seen: Seen) -> list[pd.DataFrame]:
    """Give, for each year, a row a large wijk: share and number of adults (mean, size) for lonely and high incomes."""
    residents = np.array([wijk.population for wijk in seen.city.wijken])
    large = np.flatnonzero(residents >= LARGE_WIJK)
    tables = [people[people["wijk"].isin(large)].assign(high=people["income"] == 4) for people in seen.years]
    return [table.groupby("wijk")[["lonely", "high"]].agg(["mean", "size"]) for table in tables]


def cohesion_in(*urbanity: str) -> Measure:
    """Measure cohesion in wijken of some classes of urbanity (CBS); not a number where the city has none."""

    def found(seen: Seen) -> float:
        chosen = [k for k, wijk in enumerate(seen.city.wijken) if wijk.urbanity in urbanity]
        return mean("cohesion", lambda people: people["wijk"].isin(chosen))(seen)

    return found


def volunteers_by_income_of_wijk(seen: Seen) -> float:
    """Measure the correlation over wijken of the share that volunteers and the share with a low income."""
    people = pd.concat(seen.years).assign(low=lambda table: table["income"] <= 1)
    by_wijk = people.groupby("wijk")[["volunteers", "low"]].mean()
    return float(np.corrcoef(by_wijk["volunteers"], by_wijk["low"])[0, 1])


def yearly_change_of_neighbours(seen: Seen) -> float:
    """Measure the change a year of weekly contact with neighbours, in percentage points."""
    levels = [100.0 * float(people["neighbours"].mean()) for people in seen.years]
    return float(np.polyfit(range(len(levels)), levels, 1)[0]) if len(levels) > 1 else float("nan")


def in_income(*fifths: int) -> Group:
    """Choose those in some fifths of the national incomes, 0 the lowest."""
    return lambda people: people["income"].isin(fifths)


def with_education(level: int) -> Group:
    """Choose those with low (0), middle (1) or high (2) education."""
    return lambda people: people["education"] == level


def owners(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose those who live in a home they own."""
    return people["tenure"] == OWNER


def tenants(people: pd.DataFrame) -> pd.Series[bool]:
    """Choose those who rent."""
    return people["tenure"].isin([SOCIAL, PRIVATE])


def lived_here(low: float, high: float = 1e9) -> Group:
    """Choose those who moved last so many years ago."""
    return lambda people: people["moved"].between(12.0 * low, 12.0 * high, inclusive="left")


def offers_per_request(seen: Seen) -> float:
    """Measure how many members of a help platform can come for each who has work to ask for, over all years."""
    offering = sum(float(counted[OFFERING]) for counted in seen.platform)
    asking = sum(float(counted[ASKING]) for counted in seen.platform)
    return offering / asking if asking else float("nan")


def leave_projects(seen: Seen) -> float:
    """Measure the % of tenants of a project who are gone a year later, from its second year on."""
    return _mean([100.0 * float((~np.isin(early, late)).mean()) for early, late in pairwise(seen.tenants[1:])])
