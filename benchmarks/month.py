"""What a whole month costs: time by process, memory by resident, alone and with a second run beside it.

Each run is a process of its own, as in the product, where every seed is one; no run uses more than one
thread. Runs at once wait for each other before they are measured.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from statistics import median
from types import SimpleNamespace
from typing import Any

from benchmarks.clock import seconds
from sim.processes import MONTH

INDICATORS = "indicators"
SUPPORT = {"sheltered_work", "day_places", *MONTH[MONTH.index("familiarity") : MONTH.index("loneliness")]}
"""Processes of support, attitudes and incidents: what the month was without them is told apart."""
LONGEST_WAIT = 1800.0
_barrier: Any = None


@dataclass(frozen=True)
class Run:
    """What one run of the product cost."""

    scale: int
    residents: int
    founding: float
    took: list[float]
    parts: dict[str, float]
    column_bytes: int
    peak_bytes: int

    @property
    def nanoseconds(self) -> float:
        """Time for one resident and one month: the middle one of the months."""
        return 1e9 * median(self.took) / self.residents


def measure(scale: int, at_once: int, warm: int, months: int) -> list[Run]:
    """Let so many runs live at once, each with a seed of its own."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(at_once)
    with ProcessPoolExecutor(at_once, context, _begin, (barrier,)) as pool:
        runs = [pool.submit(live, scale, seed, warm, months) for seed in range(1, at_once + 1)]
        return [run.result() for run in runs]


def _begin(barrier: Any) -> None:
    global _barrier
    _barrier = barrier


def live(scale: int, seed: int, warm: int, months: int) -> Run:
    """Found a city, warm it up, and measure the months after."""
    from sim.model import WijkModel
    from sim.scenario import load_scenario

    scenario = load_scenario("scenarios/baseline.yaml")
    scenario = replace(scenario, parameters={**scenario.parameters, "founding.burn_in_months": warm})
    said: list[float] = []
    model = WijkModel(scenario, seed=seed, scale=scale, say=lambda _: said.append(time.process_time()))
    model.step()  # what is compiled first is not to be timed
    parts = watch(model)
    if _barrier is not None:
        _barrier.wait(LONGEST_WAIT)
    took = [seconds(model.step) for _ in range(months)]
    return Run(
        scale,
        int(model.world.residents.alive.sum()),
        said[1] - said[0] if len(said) > 1 else float("nan"),
        took,
        {name: total / months for name, total in parts.items()},
        sum(column.nbytes for column in model.world.columns().values()),
        peak_memory(),
    )


def watch(model: Any) -> Counter[str]:
    """Put a stopwatch around every process of the month and around the indicators of a model."""
    from sim import model as product

    parts: Counter[str] = Counter()

    def timed(name: str, act: Callable[..., Any]) -> Callable[..., None]:
        def acting(*arguments: Any) -> None:
            parts[name] += seconds(act, *arguments)

        return acting

    for name, process in list(product.PROCESSES.items()):
        product.PROCESSES[name] = SimpleNamespace(WRITES=process.WRITES, step=timed(name, process.step))
    model.record.observe = timed(INDICATORS, model.record.observe)
    return parts


def peak_memory() -> int:
    """Give the most memory this process has had, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def page(measured: list[list[Run]], warm: int) -> str:
    """Write what was found as Markdown: ``measured`` has one list of runs for each scale and number at once."""
    months = len(measured[0][0].took)
    return "\n".join(
        [
            "### A month",
            "",
            "The whole month with its indicators: all processes, one thread a run. The middle one of",
            f"{months} months, after {warm + 1} months to warm up. *Two at once* is how the product uses two cores:",
            "a process for each seed. *Founding* is making the city, before any month.",
            "",
            "| scale | residents | runs at once | seconds a month | ns a resident and month | founding, s "
            "| bytes a resident | most memory a run, MB |",
            "|---|---|---|---|---|---|---|---|",
            *map(_row, measured),
            "",
            *_shares([runs[0] for runs in measured if len(runs) == 1]),
        ]
    )


def _row(runs: list[Run]) -> str:
    first = runs[0]
    slowest = max(runs, key=lambda run: run.nanoseconds)
    cells = (
        f"1:{first.scale}",
        f"{first.residents:,}",
        f"{len(runs)}",
        f"{median(slowest.took):.3f}",
        f"{slowest.nanoseconds:,.0f}",
        f"{slowest.founding:.1f}",
        f"{first.column_bytes / first.residents:,.0f}",
        f"{max(run.peak_bytes for run in runs) / 1e6:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def _shares(alone: list[Run]) -> list[str]:
    """Write what each process costs a resident and month (mean of the months), and its share."""
    if not alone:
        return []
    lines = [
        "What each part costs: ns a resident and month (mean of the months), and its share.",
        "",
        f"| | {' | '.join(f'1:{run.scale}' for run in alone)} |",
        f"|---|{'---|' * len(alone)}",
    ]
    for name in alone[0].parts:
        lines.append(_share(alone, name.replace("_", " "), {name}))
    everything = set(alone[0].parts)
    lines.append(_share(alone, "*without support, attitudes and incidents*", everything - SUPPORT))
    lines.append(_share(alone, "*all*", everything))
    return lines


def _share(alone: list[Run], title: str, names: set[str]) -> str:
    cells = []
    for run in alone:
        spent = sum(run.parts[name] for name in names)
        cells.append(f"{1e9 * spent / run.residents:,.0f} ({100 * spent / sum(run.parts.values()):.0f}%)")
    return f"| {title} | {' | '.join(cells)} |"
