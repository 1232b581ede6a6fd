"""How unequal wijken are, in loneliness and in cohesion: one figure for the city, from what was found per wijk.

The gap is the 90th less the 10th percentile of residents ordered by the figure of their wijk, the spread a
standard deviation over residents. Severe loneliness is the expected one, which has less noise. Concentration by
income (Wagstaff, Paci & Van Doorslaer 1991): twice the covariance of severe loneliness and the rank of the wijk by
mean income, over mean loneliness; below zero where it weighs on wijken with low incomes, at most 1 either way.
Wijken with fewer than 300 simulated residents are left out, as chance would make them the extremes; where all are
small, all count.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.indicators.tally import Homes, homes_of, of_the_city, per_person, sum_by_wijk

ENOUGH = 300
LOW, HIGH = 0.1, 0.9
OF = {"severely_lonely": "severely_lonely_expected", "cohesion": "cohesion"}


def summarise(world: Any, found: dict[str, np.ndarray], homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give each indicator for the city, from the indicators and the (simulated) residents found per wijk."""
    people, income = found["residents"][:-1].astype(np.float64), mean_income(world, homes or homes_of(world))
    counted = (people >= ENOUGH if (people >= ENOUGH).any() else people > 0) & np.isfinite(income)
    share = people[counted] / max(people[counted].sum(), 1.0)
    levels = {name: found[source][:-1][counted] for name, source in OF.items()}
    values = {f"{name}_gap": gap(level, share) for name, level in levels.items()}
    values |= {f"{name}_spread": deviation(level, share) for name, level in levels.items()}
    values["severely_lonely_by_income"] = concentration(levels["severely_lonely"], income[counted], share)
    return {name: of_the_city(value, len(people)) for name, value in values.items()}


def mean_income(world: Any, homes: Homes) -> np.ndarray:
    """Give the mean fifth of incomes of adults by wijk."""
    return per_person(sum_by_wijk(world.residents.income, homes.of_adults, len(homes.adults)), homes.adults)


def gap(value: np.ndarray, share: np.ndarray) -> float:
    """Give P90 - P10; a wijk stands at the middle of its share of residents, between wijken a straight line."""
    if not len(value):
        return math.nan
    order = np.argsort(value, kind="stable")
    middles = np.cumsum(share[order]) - share[order] / 2.0
    low, high = np.interp((LOW, HIGH), middles, value[order])
    return float(high - low)


def deviation(value: np.ndarray, share: np.ndarray) -> float:
    """Give the standard deviation over residents of the value of their wijk."""
    return float(np.sqrt(share @ (value - share @ value) ** 2)) if len(value) else math.nan


def concentration(value: np.ndarray, income: np.ndarray, share: np.ndarray) -> float:
    """Give the concentration index; wijken of one income share the middle rank."""
    mean = float(share @ value)
    if not mean > 0.0:
        return math.nan
    rank = (income < income[:, None]) @ share + (income == income[:, None]) @ share / 2.0
    return float(2.0 * (share @ (value * rank)) / mean - 1.0)
