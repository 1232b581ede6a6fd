"""What a worker does for a sweep: it burns a city in, lets each policy live on from it, and keeps the end of each.

Of a run are kept: every indicator of every wijk and of the city, mean of the last twelve months; every indicator of
every group in the city in the last year; and euros a year. Months are not: a million runs must fit on a disk.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.crew import RunFailure
from sim.experiments.identity import differences, environment, of_file
from sim.experiments.store import table_bytes
from sim.experiments.sweep.runs import Job, Outcome

CITY, EVERYONE, EUROS = "*", "everyone", "euros"
LAST_MONTHS = 12
_burnt: dict[Any, Any] = {}
"""The burnt-in city of last time: the next job often differs from it in the future only."""


def live(job: Job, tick: Callable[[int], None]) -> list[Outcome]:
    """Live through all runs of a job; one that fails does not stop the others. RunFailure where none can begin."""
    differ = differences(job.environment, environment())
    city = Path(job.start.city)
    if not city.is_file():
        differ.append(f"there is no {city}")
    elif of_file(city) != job.city:
        differ.append(f"{city} is another")
    if differ:
        where = f"the worker on {platform.node()} is not like the others"
        raise RunFailure(f"{job.name}: {where} ({'; '.join(differ)}); install the same there")
    start = _burn_in(job, tick)
    return [_outcome(job, run, start, tick) for run in job.runs]


def _burn_in(job: Job, tick: Callable[[int], None]) -> Any:
    from sim.model import burn_in  # here, so that the command line starts without mesa and numba
    from sim.rulebook import rulebook

    alike = (str(job.start.city), tuple(sorted(job.start.parameters.items())), job.seed, job.scale)
    if alike in _burnt:
        tick(rulebook(job.start.parameters).bound["founding"].burn_in_months)
    else:
        _burnt.clear()  # before the next is made: there is room for one
        _burnt[alike] = burn_in(job.start, job.seed, job.scale, lived=lambda: tick(1))
    return _burnt[alike]


def _outcome(job: Job, run: Any, start: Any, tick: Callable[[int], None]) -> Outcome:
    from sim.model import WijkModel

    try:
        model = WijkModel(run.subject, seed=job.seed, scale=job.scale, start=start)
        for _ in range(run.subject.months):
            model.step()
            tick(1)
        return Outcome(run.key, table_bytes(figures(model)))
    except Exception as error:
        return Outcome(run.key, None, f"{type(error).__name__}: {error}".splitlines()[0])


def figures(model: Any) -> pd.DataFrame:
    """Give what is kept of a run: a row for each wijk, group and outcome (columns wijk, group, outcome, value)."""
    from sim.indicators.catalogue import GROUP_INDICATORS, INDICATORS

    wijken, groups = model.results(), model.group_results()
    last = wijken[wijken["month"].isin(sorted(wijken["month"].unique())[-LAST_MONTHS:])]
    names = ["simulated", *INDICATORS]
    means = last.astype(dict.fromkeys(names, "float64")).groupby("wijk", sort=False)[names].mean()
    ends = groups[(groups["year"] == groups["year"].max()) & (groups["wijk"] == CITY) & (groups["group"] != EVERYONE)]
    parts = [
        _long(means.reset_index().assign(group=EVERYONE), names),
        _long(ends, ["simulated", *GROUP_INDICATORS]),
        pd.DataFrame({"wijk": CITY, "group": EVERYONE, "outcome": EUROS, "value": [_euros(model)]}),
    ]
    return pd.concat(parts, ignore_index=True)


def _long(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    values = table[names].to_numpy(dtype=np.float64)
    return pd.DataFrame({
        "wijk": np.repeat(table["wijk"].to_numpy(), len(names)),
        "group": np.repeat(table["group"].to_numpy(), len(names)),
        "outcome": np.tile(np.array(names, dtype=object), len(table)),
        "value": values.ravel(),
    })  # fmt: skip


def _euros(model: Any) -> float:
    """Give what is spent less what is saved, in euros a year."""
    from sim.ledger.book import BOOKED

    costs = model.cost_results()
    return 12.0 * float(costs.loc[costs["account"].isin(BOOKED), "euros"].sum()) / model.plan.months
