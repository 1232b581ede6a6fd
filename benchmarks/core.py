"""The kernels and their plain-Mesa twin side by side: the same months from the same world, in one run.

Kernels and twin take turns, a month each. A month of the kernels is short, so it is lived on copies too, and
the middle time counts. The ratio is that of the quickest months: what else a machine does can only add time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from benchmarks.clock import seconds

TOLERANCE = 1e-5
"""Largest relative difference of a mean: the world keeps six to seven digits, the twin fifteen."""
COPIES = 8
Figures = dict[str, float]


@dataclass(frozen=True)
class Core:
    """What one run found: seconds of each month, and the figures at its end."""

    scale: int
    residents: int
    kernels: list[float]
    twin: list[float]
    figures: tuple[Figures, Figures]

    def ratio(self, of: Callable[[list[float]], float]) -> float:
        """How many times longer the twin takes, of the quickest months (``min``) or the middle ones."""
        return of(self.twin) / of(self.kernels)


def measure(scale: int = 24, warm: int = 24, months: int = 6, seed: int = 3) -> Core:
    """Warm a small city up with the whole month, then live the core of some months in both ways."""
    from benchmarks.twin import TwinModel
    from sim.randomness import Draws
    from sim.rulebook import rulebook

    parameters, draws = rulebook({}).bound, Draws(seed)
    world = warm_city(scale, warm, parameters, draws)
    live_core(world.copy(), parameters, draws, 0)  # what is compiled first is not to be timed
    twin = TwinModel(world, parameters, draws)
    kernels_took, twin_took = [], []
    for month in range(months):
        copies = (world.copy() if copy < COPIES else world for copy in range(COPIES + 1))  # made when its turn comes
        kernels_took.append(median(seconds(live_core, each, parameters, draws, month) for each in copies))
        twin_took.append(seconds(twin.step))
    figures = figures_of_world(world), figures_of_twin(twin)
    check(*figures)
    return Core(scale, len(twin.agents), kernels_took, twin_took, figures)


def warm_city(scale: int, months: int, parameters: Any, draws: Any) -> Any:
    """Found the city of the first scenario and let it live some whole months."""
    from sim.city.file import load_city
    from sim.city.founding import found
    from sim.model import live
    from sim.scenario import load_scenario
    from sim.world import levers

    world = found(load_city(load_scenario("scenarios/baseline.yaml").city), scale, draws, parameters)
    for month in range(-months, 0):
        world.city.month[0] = month
        levers.rest(world, parameters)
        live(world, parameters, draws, month)
    return world


def live_core(world: Any, parameters: Any, draws: Any, month: int) -> None:
    """Live the core of one month with the kernels."""
    from sim.processes import contact, encounters, loneliness, ties

    for process in (contact, ties, encounters, loneliness):
        process.step(world, parameters, draws, month)


def figures_of_world(world: Any) -> Figures:
    """Sum up a world."""
    from sim.world.hours import all_hours

    r, t = world.residents, world.ties
    alive = r.alive
    used = t.partner[alive] != -1
    return {
        "mean score": float((r.social_score[alive].astype(int) + r.emotional_score[alive]).mean()),
        "mean effective ties": float(r.effective_ties[alive].mean(dtype=float)),
        "mean hours of a tie": float(all_hours(t)[alive][used].mean(dtype=float)),
        "ties held": float(t.count[alive].sum(dtype=int)),
    }


def figures_of_twin(twin: Any) -> Figures:
    """Sum up the twin."""
    people = twin.agents
    held = [tie.hours for resident in people for tie in resident.ties]
    return {
        "mean score": float(np.mean([resident.score for resident in people])),
        "mean effective ties": float(np.mean([resident.effective_ties for resident in people])),
        "mean hours of a tie": float(np.mean(held)),
        "ties held": float(len(held)),
    }


def check(mine: Figures, theirs: Figures) -> None:
    """See that kernels and twin agree; AssertionError says where they do not."""
    for name, value in mine.items():
        if abs(theirs[name] - value) > TOLERANCE * abs(value):
            raise AssertionError(f"{name}: {value:.9g} by the kernels, {theirs[name]:.9g} by the twin")


def page(core: Core) -> str:
    """Write what was found as Markdown."""
    rows = [
        f"| {name} | {1000 * min(took):,.1f} | {1000 * median(took):,.1f} | {1e9 * min(took) / core.residents:,.0f} |"
        for name, took in (("kernels", core.kernels), ("plain-Mesa twin", core.twin))
    ]
    agreed = [f"| {name} | {value:,.7g} | {core.figures[1][name]:,.7g} |" for name, value in core.figures[0].items()]
    return "\n".join(
        [
            "### Kernels and plain Mesa",
            "",
            f"Contact, ties, encounters and loneliness of {core.residents:,} residents (Groningen at 1:{core.scale}),",
            f"{len(core.kernels)} months. **The kernels are {core.ratio(min):.0f} times as fast** in the quickest",
            f"month of each, {core.ratio(median):.0f} times in the middle one.",
            "",
            "| | quickest month, ms | middle one, ms | quickest, ns a resident and month |",
            "|---|---|---|---|",
            *rows,
            "",
            f"At the end of these months (allowed: {TOLERANCE:g} of the value):",
            "",
            "| | kernels | twin |",
            "|---|---|---|",
            *agreed,
        ]
    )
