"""The one simulation class: a step is a month, and reads like one."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import mesa
import numpy as np
import pandas as pd

from sim.city.building import with_room
from sim.city.file import load_city
from sim.city.founding import found
from sim.processes import MONTH
from sim.randomness import Draws
from sim.record import Record
from sim.rulebook import rulebook
from sim.scenario import PolicyCall, Scenario
from sim.world import guard, levers
from sim.world.tables import World

DEFAULT_SCALE = 10
"""One simulated resident for ten; 1:5 becomes the default once it takes less than two minutes on two cores."""
PROCESSES = {name: importlib.import_module(f"sim.processes.{name}") for name in MONTH}


def silent(text: str) -> None:
    """Say nothing."""


def burn_in(scenario: Scenario, seed: int, scale: int, say: Callable[[str], None] = silent) -> World:
    """Found the city and live through the burn-in without any policy; every arm of a seed begins here."""
    rules = rulebook(scenario.parameters)
    draws = Draws(seed)
    say("building the city")
    world = found(load_city(scenario.city), scale, draws, rules.bound)
    months = rules.bound["founding"].burn_in_months
    for month in range(-months, 0):
        if month % 12 == 0:
            say(f"burn-in, year {(month + months) // 12 + 1} of {months // 12}")
        world.city.month[0] = month
        levers.rest(world, rules.bound)
        live(world, rules.bound, draws, month)
    return world


def live(world: World, parameters: dict[str, Any], draws: Draws, month: int, watch: bool = False) -> None:
    """Let each process of the month act in its order; ``watch`` turns guard mode on."""
    for name, process in PROCESSES.items():
        with guard.only(world, process.WRITES, name, watch):
            process.step(world, parameters, draws, month)
    if watch:
        guard.check_invariants(world)


def _policy(call: PolicyCall) -> Any:
    return importlib.import_module(f"sim.policies.{call.name}")


class WijkModel(mesa.Model):
    """A city under one scenario; ``step()`` is a month.

    ``start`` is a burnt-in world to branch from (it is copied); without it the model burns in by itself.
    What policies will build is added to that copy, empty, so that no column grows on the way.
    ``guard_mode`` hashes every column around each process and policy and checks the invariants each month.
    The scenario is kept as ``plan``, since Mesa keeps something else under ``scenario``.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        scale: int = DEFAULT_SCALE,
        start: World | None = None,
        guard_mode: bool = False,
        say: Callable[[str], None] = silent,
    ) -> None:
        super().__init__(rng=seed)
        self.plan, self.scale, self.guard_mode = scenario, scale, guard_mode
        self.city = load_city(scenario.city)
        self.rules = rulebook(scenario.parameters)
        self.draws = Draws(seed)
        self.calls = [replace(call, number=place) for place, call in enumerate(scenario.policies)]
        world = burn_in(scenario, seed, scale, say) if start is None else start
        self.world = with_room(world, self._sites(), self.draws)
        self.record = Record(scenario, seed, scale, self.city, self.rules.bound)
        self.month = 0

    def step(self) -> None:
        """Live one month: policies set levers, every process acts in its order, indicators are observed."""
        world, month = self.world, self.month
        world.city.month[0] = month
        levers.rest(world, self.rules.bound)
        self._let_policies_act(month)
        live(world, self.rules.bound, self.draws, month, self.guard_mode)
        self.record.observe(world, month)
        self.month += 1

    def run(self, months: int | None = None) -> WijkModel:
        """Live through so many months, or through all that the scenario has left."""
        for _ in range(self.plan.months - self.month if months is None else months):
            self.step()
        return self

    def results(self) -> pd.DataFrame:
        """Give the table of wijken: one row a month and wijk, the city as ``*``."""
        return self.record.wijken()

    def group_results(self) -> pd.DataFrame:
        """Give the table of groups: one row a year, wijk and group, means over the months of the year."""
        return self.record.groups()

    def _sites(self) -> list[Any]:
        """Ask the policies that build what they will."""
        return [
            site
            for call in self.calls
            if hasattr(_policy(call), "sites")
            for site in _policy(call).sites(call, self._wijken(call), self.scale)
        ]

    def _wijken(self, call: PolicyCall) -> np.ndarray:
        names = [wijk.name for wijk in self.city.wijken]
        return np.array([names.index(name) for name in call.wijken], dtype=np.int64)

    def _let_policies_act(self, month: int) -> None:
        for call in self.calls:
            if month < call.start or (call.until is not None and month >= call.until):
                continue
            policy, wijken = _policy(call), self._wijken(call)
            with guard.only(self.world, policy.WRITES, call.name, self.guard_mode):
                policy.act(self.world, call, wijken, self.draws, month)
