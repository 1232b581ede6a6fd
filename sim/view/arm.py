"""One of the two worlds on the page: a model, and what is remembered of the months it lived.

All memory is taken at the start, for as many months as the scenario has, so that watching longer takes no more. The
record of the model itself keeps only its last month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.model import WijkModel
from sim.record import EVERYTHING, Record
from sim.scenario import Scenario
from sim.view.chronicle import Chronicle
from sim.world.codes import ADULT, LIVE_IN_FACILITIES, NOWHERE
from sim.world.tables import World

NOT_ASKED = 255
"""The score of nobody, and of children: they are not asked how lonely they are."""
PLACE = {name: place for place, name in enumerate(EVERYTHING)}


@dataclass(frozen=True)
class Happening:
    """Something that a policy did, in a month of the run: ``what`` it was, where, and how many."""

    month: int
    what: str
    wijk: int
    count: int
    policy: str = ""


class Arm:
    """A scenario that is lived through. ``months`` are those lived so far.

    ``history`` (months + 1, wijken + 1, indicators) float32: row 0 is the start, before any month; the city is the
    last place. ``scores`` (months, residents) uint8 are loneliness scores by row, ``NOT_ASKED`` where nobody of
    18 or over lives. ``costs`` (months + 1) are euros so far.
    """

    def __init__(self, scenario: Scenario, seed: int, scale: int, start: World) -> None:
        self.model = WijkModel(scenario, seed=seed, scale=scale, start=start)
        world, months = self.model.world, scenario.months
        places = len(self.model.city.wijken) + 1
        self.history = np.full((months + 1, places, len(EVERYTHING)), np.nan, dtype=np.float32)
        self.scores = np.full((months, len(world.residents.uid)), NOT_ASKED, dtype=np.uint8)
        self.costs = np.zeros(months + 1)
        self.happenings: list[Happening] = _announced(scenario)
        self.chronicle = Chronicle(self.model)
        self.model.seen = self.chronicle.note
        before = Record(scenario, seed, scale, self.model.city, self.model.rules.bound)
        before.observe(world, 0)
        self.history[0] = before.months[0]
        self._open = _open_places(world)

    @property
    def months(self) -> int:
        """Months lived so far."""
        return int(self.model.month)

    @property
    def scenario(self) -> Scenario:
        """What is lived through."""
        return self.model.plan

    def step(self) -> None:
        """Live a month and remember it."""
        model, month = self.model, self.model.month
        model.step()
        self.chronicle.end_month(month)
        self.history[month + 1] = model.record.months[-1]
        model.record.months.clear()
        model.record.group_months.clear()
        r = model.world.residents
        self.scores[month] = np.where(r.alive & (r.age >= ADULT), r.social_score + r.emotional_score, NOT_ASKED)
        self.costs[month + 1] = model.book.net()
        self._note_places(month)

    def series(self, indicator: str, place: int) -> np.ndarray:
        """Give an indicator of a wijk (-1: the city) at the start and after each month lived: (months + 1,)."""
        return self.history[: self.months + 1, place, PLACE[indicator]]

    def values(self, indicator: str) -> np.ndarray:
        """Give an indicator as it is now, per wijk and for the city: (wijken + 1,)."""
        return self.history[self.months, :, PLACE[indicator]]

    def _note_places(self, month: int) -> None:
        """Note which places closed or opened this month, by kind and wijk."""
        now = _open_places(self.model.world)
        for what, wijk in sorted({*now, *self._open}):
            change = now.get((what, wijk), 0) - self._open.get((what, wijk), 0)
            if change:
                way = "opens" if change > 0 else "closes"
                self.happenings.append(Happening(month, f"{what}_{way}", wijk, abs(change)))
        self._open = now


def _announced(scenario: Scenario) -> list[Happening]:
    """Give what the scenario itself says will happen: policies that begin and end."""
    found = []
    for call in scenario.policies:
        found.append(Happening(call.start, "policy_begins", NOWHERE, 1, call.name))
        if call.until is not None and call.until < scenario.months:
            found.append(Happening(call.until, "policy_ends", NOWHERE, 1, call.name))
    return sorted(found, key=lambda one: one.month)


def _open_places(world: Any) -> dict[tuple[str, int], int]:
    """Count places in facilities that are open, and dwellings of projects that are let, by wijk."""
    d, u = world.dwellings, world.units
    found: dict[tuple[str, int], int] = {}
    places = np.where(world.levers.unit_closed, 0, u.places)
    for kind, wijk, count in zip(u.facility.tolist(), u.wijk.tolist(), places.tolist(), strict=True):
        key = (LIVE_IN_FACILITIES[kind], wijk)
        found[key] = found.get(key, 0) + count
    for wijk in d.wijk[(d.project >= 0) & d.open].tolist():
        found["project", wijk] = found.get(("project", wijk), 0) + 1
    return found
