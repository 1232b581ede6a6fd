"""A sweep as it is once its file has been read and found right: policies, points, seeds, and the jobs they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiments.identity import environment, of_file
from sim.experiments.sweep.origin import origin
from sim.experiments.sweep.runs import Job, Run, key_of
from sim.experiments.sweep.uncertain import Uncertainty
from sim.rulebook import defaults

BURN_IN = "founding.burn_in_months"


@dataclass(frozen=True)
class Arm:
    """A policy as the sweep knows it: a scenario, with some of its fields changed."""

    name: str
    titles: Mapping[str, str]
    scenario: Any


@dataclass(frozen=True)
class Outcome:
    """A figure that is looked at; ``worse_by`` is from when a policy fails on it.

    ``wijk`` is the code by which tables know it, ``wijk_name`` what people call it.
    """

    indicator: str
    group: str = "everyone"
    wijk: str = "*"
    worse_by: float = 0.0
    wijk_name: str = "*"

    @property
    def name(self) -> str:
        """The name of its column."""
        group = "" if self.group == "everyone" else f" of {self.group}"
        return f"{self.indicator}{group}{'' if self.wijk == '*' else f' in {self.wijk}'}"


@dataclass(frozen=True)
class Sweep:
    """A designed set of runs. ``units`` are its points in the cube, (points, uncertainties); arms begin with the
    baseline. ``text`` is what its ``file`` says.
    """

    key: str
    arms: tuple[Arm, ...]
    uncertainties: tuple[Uncertainty, ...]
    kind: str
    units: np.ndarray
    seeds: int
    scale: int
    outcomes: tuple[Outcome, ...]
    levels: int = 4
    titles: Mapping[str, str] = field(default_factory=dict)
    stories: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    file: Path = Path()

    def title(self, language: str) -> str:
        """Give the name in a language, in the other where it has only that, else the key."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.key)

    @property
    def months(self) -> int:
        """How long each run is."""
        return int(self.baseline.months)

    @property
    def baseline(self) -> Any:
        """The scenario that policies are compared with."""
        return self.arms[0].scenario

    @cached_property
    def coordinates(self) -> np.ndarray:
        """Where each point stands on each uncertainty, (points, uncertainties): values, factors or places in lists."""
        found = np.empty_like(self.units)
        for side, uncertainty in enumerate(self.uncertainties):
            found[:, side] = [uncertainty.coordinate(unit) for unit in self.units[:, side]]
        return found

    def parameters(self, point: int, future: bool) -> dict[str, Any]:
        """Give what a point says of parameters: in the burn-in, or from the start of the scenario too."""
        return {
            one.name: one.value(place)
            for one, place in zip(self.uncertainties, self.coordinates[point], strict=True)
            if future or not one.future
        }

    def jobs(self, seeds: int) -> Iterator[Job]:
        """Give all jobs, those that share a burn-in behind each other."""
        for group in self._groups():
            past = {**self.baseline.parameters, **self.parameters(group[0], future=False)}
            start = replace(self.baseline, policies=(), parameters=past)
            months = int(past.get(BURN_IN, defaults()[BURN_IN].value)) + len(self.arms) * self.baseline.months
            for seed in range(1, seeds + 1):
                for point in group:
                    runs = self._runs(point, seed, past)
                    yield Job(point, seed, runs, start, self.scale, months, environment(), self._city)

    def _groups(self) -> list[list[int]]:
        """Give the points in groups of one burn-in."""
        past = [side for side, one in enumerate(self.uncertainties) if not one.future]
        groups: dict[bytes, list[int]] = {}
        for point, place in enumerate(self.coordinates[:, past]):
            groups.setdefault(place.tobytes(), []).append(point)
        return list(groups.values())

    @cached_property
    def burn_ins(self) -> int:
        """How many different burn-ins there are, for one seed."""
        return len(self._groups())

    def _runs(self, point: int, seed: int, past: dict[str, Any]) -> tuple[Run, ...]:
        changed = {**self.baseline.parameters, **self.parameters(point, future=True)}
        world = key_of([sorted(changed.items()), sorted(past.items()), seed, self.scale])
        return tuple(
            Run(key_of([policy, world]), arm.name, point, seed, replace(arm.scenario, parameters=changed))
            for arm, policy in zip(self.arms, self._policies, strict=True)
        )

    @cached_property
    def _policies(self) -> list[str]:
        """What each arm is and with what it is run: as read, so that a comment in a file makes no other run of it."""
        base = self.baseline
        return [key_of([environment(), self._city, base.start, base.months, calls]) for calls in self._calls]

    @cached_property
    def _city(self) -> str:
        return of_file(self.baseline.city)

    @cached_property
    def _calls(self) -> list[Any]:
        return [[asdict(call) for call in arm.scenario.policies] for arm in self.arms]

    def origin(self) -> dict[str, Any]:
        """Tell in full what the runs come from (``sim.experiments.sweep.origin``)."""
        return origin(self.file.parent, {arm.name: arm.scenario for arm in self.arms})

    def told(self) -> dict[str, str]:
        """Tell in fingerprints what the runs of this sweep are, part by part: what may not change in a folder."""
        return {
            "the city file": self._city[:16],
            "the scale": f"1:{self.scale}",
            "the months": str(self.baseline.months),
            "the first month": str(self.baseline.start),
            "the uncertainties": _short([(one.name, one.future) for one in self.uncertainties]),
            "the points of the design": _short(self.coordinates.tolist()),
            **{f"the policy {arm.name}": _short([calls, sorted(arm.scenario.parameters.items())])
               for arm, calls in zip(self.arms, self._calls, strict=True)},
        }  # fmt: skip


def _short(told: Any) -> str:
    return key_of(told)[:16]
