"""What the order of rows is worth: the same months of the same city, neighbours side by side or scattered.

No result depends on the order of rows, so all copies live the same lives; they take turns, a month each.
"""

from __future__ import annotations

from statistics import median
from typing import Any

from benchmarks.clock import seconds
from benchmarks.core import warm_city


def measure(scale: int, warm: int, months: int, seed: int = 1) -> dict[str, float]:
    """Give nanoseconds a resident and month by order of rows, the middle one of some months."""
    import numpy as np

    from sim.randomness import Draws
    from sim.rulebook import rulebook
    from sim.world.order import RESERVED, in_order, reordered

    parameters, draws = rulebook({}).bound, Draws(seed)
    lived = warm_city(scale, warm, parameters, draws)
    anyhow = np.random.default_rng(seed).permutation(len(lived.residents.uid) - RESERVED)
    worlds = {
        "in the order of homes": in_order(lived),
        f"as {warm} months of moves leave them": lived,
        "shuffled": reordered(lived, anyhow),
    }
    took: dict[str, list[float]] = {name: [] for name in worlds}
    for month in range(months):
        for name, world in worlds.items():
            took[name].append(seconds(_live, world, parameters, draws, month) / world.residents.alive.sum())
    return {name: 1e9 * median(times) for name, times in took.items()}


def _live(world: Any, parameters: Any, draws: Any, month: int) -> None:
    from sim.model import live
    from sim.world import levers

    world.city.month[0] = month
    levers.rest(world, parameters)
    live(world, parameters, draws, month)


def page(found: dict[int, dict[str, float]], warm: int) -> str:
    """Write what was found as Markdown."""
    scales = list(found)
    rows = [
        f"| {name} | " + " | ".join(f"{found[scale][name]:,.0f}" for scale in scales) + " |"
        for name in found[scales[0]]
    ]
    return "\n".join(
        [
            "### Neighbours side by side",
            "",
            f"The month without indicators, ns a resident and month, after {warm} months to warm up. Rows of residents",
            "",
            "| | " + " | ".join(f"1:{scale}" for scale in scales) + " |",
            "|---|" + "---|" * len(scales),
            *rows,
        ]
    )
