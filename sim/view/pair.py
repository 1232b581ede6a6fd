"""Two arms that branch from one city: the same people, the same chance, the same clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sim.scenario import Scenario
from sim.view.arm import Arm
from sim.view.worlds import Worlds

MARKS = ("○", "◆")


@dataclass(frozen=True)
class Setup:
    """What is lived through: two scenarios, a seed and a scale."""

    scenarios: tuple[Scenario, Scenario]
    seed: int
    scale: int


class Pair:
    """Two arms in step. Whoever reads them holds ``lock``, so that no month is half lived."""

    def __init__(self, setup: Setup, worlds: Worlds, say: Callable[[str, float], None]) -> None:
        self.setup = setup
        arms = []
        for scenario in setup.scenarios:
            start = worlds.get(scenario, setup.seed, setup.scale, say)
            arms.append(Arm(scenario, setup.seed, setup.scale, start))
        self.left, self.right = arms
        self.lock = threading.RLock()

    @property
    def arms(self) -> tuple[Arm, Arm]:
        """Both, the left one first."""
        return self.left, self.right

    @property
    def months(self) -> int:
        """Months lived so far."""
        return self.left.months

    @property
    def length(self) -> int:
        """Months that both scenarios have."""
        return min(arm.scenario.months for arm in self.arms)

    @property
    def over(self) -> bool:
        """Whether the shorter scenario has ended."""
        return self.months >= self.length

    def step(self) -> None:
        """Live one month in both."""
        with self.lock:
            for arm in self.arms:
                arm.step()

    def month_name(self, months: int | None = None) -> str:
        """Give the last month lived (or the one after so many) as 2027-01; the first month while nothing was lived."""
        lived = self.months if months is None else months
        return self.left.model.record.month_name(max(lived - 1, 0))

    @property
    def equal(self) -> bool:
        """Whether the two do the same by construction: same city, policies and parameters."""
        a, b = (arm.scenario for arm in self.arms)
        return (a.city, a.start, a.policies, dict(a.parameters)) == (b.city, b.start, b.policies, dict(b.parameters))
