"""Who pays for what: euros of a mean year less those of the baseline, run by run, so that each has an interval."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.ledger.book import BOOKED
from sim.report.results import PAIR, Results

KEYS = ["payer", "domain", "account"]
SPENT, SAVED = BOOKED


class Main(NamedTuple):
    """Who bears most of the costs, or makes most of the savings, and which share: of all runs, and in single ones."""

    payer: str
    share: float
    least: float
    most: float

    @property
    def alone(self) -> bool:
        """Whether there is no other payer in any run."""
        return self.least == 1.0


@lru_cache(maxsize=64)
def euros_of_runs(results: Results, scenario: str) -> pd.DataFrame:
    """Give euros of a mean year less the baseline: a row for each run, a column for each payer, domain and account."""
    costs = results.costs
    chosen = costs[costs["scenario"].isin([scenario, results.baseline]) & costs["account"].isin(BOOKED)]
    sign = np.where(chosen["scenario"] == scenario, 1.0, -1.0) * 12 / results.months
    sums = chosen.assign(euros=chosen["euros"] * sign).groupby([*PAIR, *KEYS])["euros"].sum().unstack(KEYS)
    wijken = results.wijken
    runs = wijken.loc[wijken["scenario"] == results.baseline, PAIR].drop_duplicates()
    return sums.reindex(pd.MultiIndex.from_frame(runs)).fillna(0.0)


def main_payer(results: Results, scenario: str, account: str) -> Main | None:
    """Give who pays most of the costs (``SPENT``) or saves most (``SAVED``); None where there are none."""
    table = euros_of_runs(results, scenario)
    own = table.loc[:, table.columns.get_level_values("account") == account]
    sums = (own * (1 if account == SPENT else -1)).T.groupby("payer").sum().T
    whole = sums.sum(axis=1)
    if sums.empty or round(float(whole.mean()), 2) <= 0:
        return None
    payer = str(sums.mean().idxmax())
    shares = (sums[payer] / whole)[whole > 0]
    return Main(payer, float(sums[payer].mean() / whole.mean()), float(shares.min()), float(shares.max()))
