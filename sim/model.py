"""The one simulation class: a step is a month, and reads like one."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any, NoReturn

import mesa
import numpy as np
import pandas as pd

from sim.agents import Professional, Resident, Rows, Volunteer, WijkGrid
from sim.city.building import with_room
from sim.city.file import load_city
from sim.city.founding import found
from sim.ledger import Line, with_budget
from sim.ledger.book import Book
from sim.ledger.purse import Purse
from sim.processes import MONTH
from sim.randomness import Draws
from sim.record import EVERYTHING, Record
from sim.rulebook import rulebook
from sim.scenario import PolicyCall, Scenario
from sim.world import guard, levers
from sim.world.order import RESERVED, in_order
from sim.world.tables import World

DEFAULT_SCALE = 5
"""One simulated resident for five: some 49,000 in Groningen."""
MONTHS_IN_ORDER = 60
"""In burn-in, rows are brought in the order of homes every so many months; it changes speed and nothing else."""
PROCESSES = {name: importlib.import_module(f"sim.processes.{name}") for name in MONTH}


class CityFull(Exception):
    """Every row of residents is taken, so that nobody could move in any more; the text says what to do."""


def silent(text: str) -> None:
    """Say nothing."""


def uncounted() -> None:
    """Count no month."""


def burn_in(
    scenario: Scenario,
    seed: int,
    scale: int,
    say: Callable[[str], None] = silent,
    lived: Callable[[], None] = uncounted,
) -> World:
    """Found the city and live through the burn-in without any policy; every arm of a seed begins here.

    ``say`` is told what is going on, ``lived`` is called after each month.
    """
    rules = rulebook(scenario.parameters)
    draws = Draws(seed)
    say("building the city")
    world = found(load_city(scenario.city), scale, draws, rules.bound)
    months = rules.bound["founding"].burn_in_months
    for month in range(-months, 0):
        if month % 12 == 0:
            say(f"burn-in, year {(month + months) // 12 + 1} of {months // 12}")
        if month % MONTHS_IN_ORDER == 0:
            world = in_order(world)
        world.city.month[0] = month
        levers.rest(world, rules.bound)
        live(world, rules.bound, draws, month)
        lived()
    return world


def live(
    world: World,
    parameters: dict[str, Any],
    draws: Draws,
    month: int,
    watch: bool = False,
    seen: Callable[[str], None] = silent,
) -> None:
    """Let each process of the month act in its order; ``watch`` turns guard mode on.

    ``seen`` is called with the name of each process after it has acted: for who looks on and writes nothing.
    """
    for name, process in PROCESSES.items():
        with guard.only(world, process.WRITES, name, watch):
            process.step(world, parameters, draws, month)
        seen(name)
    see_room(world, parameters["founding"].spare_rows, month)
    if watch:
        guard.check_invariants(world)
        guard.check_hours(world)


def see_room(world: World, spare: float, month: int) -> None:
    """Raise CityFull where no row is free: arrivals would stop, and nobody would know why."""
    if world.residents.alive[:-RESERVED].all():
        raise CityFull(f"the city is full in month {month}; give founding.spare_rows more than {spare:g}")


def _policy(call: PolicyCall) -> Any:
    return importlib.import_module(f"sim.policies.{call.name}")


class WijkModel(mesa.Model):
    """A city under one scenario; ``step()`` is a month, and ``running`` until the scenario ends.

    As in any Mesa model, ``agents`` are all residents, ``agents_by_type`` tells apart who volunteers, and
    ``grid`` is the map. They are views, and looking changes nothing (see ``sim.agents``).

    ``start`` is a burnt-in world to branch from (it is copied); without it the model burns in by itself.
    What policies will build is added to that copy, empty, so that no column grows on the way.
    ``guard_mode`` compares every column around each process and policy and checks the invariants each month.
    Whoever looks on may set ``seen``, which is called with the name of each process after it has acted.
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
        self.wijk_names = np.array([*(wijk.name for wijk in self.city.wijken), None], dtype=object)
        self.rules = rulebook(scenario.parameters)
        self.draws = Draws(seed)
        prices = self.rules.bound["prices"]
        self.calls = [replace(call, number=place, prices=prices) for place, call in enumerate(scenario.policies)]
        world = burn_in(scenario, seed, scale, say) if start is None else start
        self.world = with_room(in_order(world), self._sites(world), self.draws)
        self.record = Record(scenario, seed, scale, self.city, self.rules.bound)
        kinds, domains = [call.name for call in self.calls], [_policy(call).DOMAIN for call in self.calls]
        self.book = Book(scenario.start, kinds, domains)
        self.purse = Purse(len(self.calls))
        self.seen: Callable[[str], None] = silent
        self.month = 0

    def step(self) -> None:
        """Live one month: policies set levers, every process acts in its order, indicators are observed."""
        world, month = self.world, self.month
        world.city.month[0] = month
        levers.rest(world, self.rules.bound)
        self._let_policies_act(month)
        live(world, self.rules.bound, self.draws, month, self.guard_mode, self.seen)
        self.record.observe(world, month)
        self._note_costs(month)
        if "grid" in self.__dict__:
            self._publish(self.grid)
        self.month += 1
        self.running = self.month < self.plan.months

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

    def cost_results(self) -> pd.DataFrame:
        """Give the table of costs: euros by year, payer, domain and policy, what is saved below zero."""
        return self.book.table(self.record.keys)

    @property
    def residents(self) -> Rows:
        """Everybody who lives in the city now, volunteers among them."""
        return Rows(self, Resident, np.flatnonzero(self.world.residents.alive))

    @property
    def agents(self) -> Rows:
        """All residents. Professionals are in ``agents_by_type``: they have no age, no home and no loneliness."""
        return self.residents

    @property
    def professionals(self) -> Rows:
        """Everybody who is paid to support others."""
        return Rows(self, Professional, np.arange(len(self.world.professionals.fte)))

    @property
    def agent_types(self) -> list[type]:
        """The types of agents there are."""
        return [Resident, Volunteer, Professional]

    @property
    def agents_by_type(self) -> dict[type, Rows]:
        """Agents by their own type: ``Resident`` leaves out who volunteers."""
        everybody = self.residents
        volunteers = everybody.columns.volunteers
        return {
            Resident: everybody.where(~volunteers),
            Volunteer: everybody.where(volunteers),
            Professional: self.professionals,
        }

    @cached_property
    def grid(self) -> WijkGrid:
        """The schematic map with the indicators of the last month; made when first asked for."""
        grid = WijkGrid(self, EVERYTHING)
        self._publish(grid)
        return grid

    def register_agent(self, agent: Any) -> NoReturn:
        """Raise TypeError: agents are rows, and come with the columns."""
        raise TypeError("this model's agents are rows of model.world; an agent of another kind cannot join them")

    def _publish(self, grid: WijkGrid) -> None:
        if self.record.months:
            grid.publish(self.record.months[-1][:-1])

    def _sites(self, world: World) -> list[Any]:
        """Ask the policies that build what they will."""
        return [
            site._replace(drawn_as=call.drawn_as)
            for call in self.calls
            if hasattr(_policy(call), "sites")
            for site in _policy(call).sites(call, self._wijken(call), self.scale, world)
        ]

    def _wijken(self, call: PolicyCall) -> np.ndarray:
        names = [wijk.name for wijk in self.city.wijken]
        return np.array([names.index(name) for name in call.wijken], dtype=np.int64)

    def _let_policies_act(self, month: int) -> None:
        self.calls = self.purse.pay(self.calls, month, lambda call: self._lines(call, month), self.book)
        for call in self.calls:
            if month < call.start or (call.until is not None and month >= call.until):
                continue
            policy, wijken = _policy(call), self._wijken(call)
            with guard.only(self.world, policy.WRITES, call.name, self.guard_mode):
                policy.act(self.world, call, wijken, self.draws, month)

    def _note_costs(self, month: int) -> None:
        """Book what policies that have begun cost and save this month."""
        for call in self.calls:
            if month >= call.start:
                lines = self._lines(call, month)
                self.book.note(month, lines)
                self.purse.save(call, lines)

    def _lines(self, call: PolicyCall, month: int) -> list[Line]:
        """Ask a policy what it costs and saves in a month; it may not move anything."""
        policy, wijken = _policy(call), self._wijken(call)
        with guard.only(self.world, (), f"costs of {call.name}", self.guard_mode):
            lines = policy.costs(self.world, call, wijken, self.scale, month) if hasattr(policy, "costs") else []
        return with_budget(call, lines, policy.DOMAIN, month)
