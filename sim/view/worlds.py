"""Burnt-in cities, kept for all tabs: the same city, parameters, seed and scale need living through once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from sim.model import burn_in
from sim.rulebook import rulebook
from sim.scenario import Scenario
from sim.world.tables import World

MOST_KEPT = 4
"""Two arms with parameters of their own, and what was looked at before; a city at 1:1 takes 170 MB."""


class Worlds:
    """The cities that were burnt in last. Whoever asks for one that is being made waits for it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, World] = OrderedDict()
        self._making: dict[Any, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, scenario: Scenario, seed: int, scale: int, say: Callable[[str, float], None]) -> World:
        """Give a burnt-in city to branch from; ``say`` is told what is going on and how much of it is done (0-1)."""
        key = (str(scenario.city), tuple(sorted(scenario.parameters.items())), seed, scale)
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            world = self._known(key)
            if world is None:
                world = self._make(scenario, seed, scale, say)
                self._keep(key, world)
        return world

    def _known(self, key: Any) -> World | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Any, world: World) -> None:
        with self._lock:
            self._kept[key] = world
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    @staticmethod
    def _make(scenario: Scenario, seed: int, scale: int, say: Callable[[str, float], None]) -> World:
        months, lived, last = int(rulebook(scenario.parameters).bound["founding"].burn_in_months), 0, "building"

        def told(text: str) -> None:
            nonlocal last
            last = "burn_in" if text.startswith("burn-in") else "building"
            say(last, lived / months)

        def counted() -> None:
            nonlocal lived
            lived += 1

        return burn_in(scenario, seed, scale, told, counted)
