"""What a command says before and while its runs go on: what a scale cannot show, and how many months are to be lived.

Imports stand inside, as in all commands: ``--help`` and faults of input do not wait for what only a run needs.
"""

from __future__ import annotations

import sys
from typing import Any


def progress_of(
    scenarios: list[Any], seeds: range, scale: int, workers: int | None, language: str, ablate: bool = False
) -> Any:
    """Tell what the scale cannot show of these scenarios, and give what counts the months of their comparison."""
    from sim.experiments.ablations import ablated
    from sim.experiments.engine import default_workers, months_of, tasks_of
    from sim.policies.remarks import remarks
    from sim.report.remarked import said
    from sim.report.words import Words

    words = Words(language)
    for remark in remarks(scenarios, scale):
        print(said(remark, words), file=sys.stderr, flush=True)
    many = workers or default_workers(len(seeds) * len(scenarios))
    tasks = tasks_of(scenarios, seeds, scale, many, ablated(scenarios) if ablate else {})
    months = sum(months_of(task, burn_in_months(scenarios[0])) for task in tasks)
    return counter(months, f"{len(scenarios)} scenario(s), {len(seeds)} seed(s) at 1:{scale}")


def burn_in_months(scenario: Any) -> int:
    """Give the months that the city of a scenario lives before its first."""
    from sim.rulebook import rulebook

    return int(rulebook(scenario.parameters).bound["founding"].burn_in_months)


def counter(months: int, what: str) -> Any:
    """Give what counts so many months; before it, that the first time takes longer."""
    from sim.compiled import FIRST_TIME
    from sim.experiments.progress import Progress

    if FIRST_TIME:
        print("first time: preparing the engine (one to two minutes)", file=sys.stderr, flush=True)
    return Progress(months, what)
