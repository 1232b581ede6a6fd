"""What is fitted, to what, and how hard: ``calibration.yaml``, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.experiments.patterns import Pattern, patterns
from sim.rulebook import defaults

PLAN = Path(__file__).with_name("calibration.yaml")
ELEMENT = re.compile(r"^(?P<name>[\w.]+)(?:\[(?P<place>\d+)\])?$")


@dataclass(frozen=True)
class Plan:
    """The plan of a fit. ``free`` maps a parameter, or an element of a list (``ties.decay[2]``), to its limits."""

    scale: int
    runs: int
    waves: int
    discrepancy: float
    ruled_out_from: float
    trained_on: float
    free: dict[str, tuple[float, float]]
    left_out: dict[str, str]

    @property
    def names(self) -> list[str]:
        """The free parameters, in order."""
        return list(self.free)

    @cached_property
    def low(self) -> np.ndarray:
        """Lower limits (free,)."""
        return np.array([limits[0] for limits in self.free.values()], dtype=np.float64)

    @cached_property
    def high(self) -> np.ndarray:
        """Upper limits (free,)."""
        return np.array([limits[1] for limits in self.free.values()], dtype=np.float64)

    @cached_property
    def targets(self) -> list[Pattern]:
        """Patterns to fit to: those marked as calibrated that have a tolerance on both sides and are not left out."""
        return [p for p in patterns().values() if p.role == "calibrated" and p.id not in self.left_out]

    @cached_property
    def aims(self) -> np.ndarray:
        """What the targets are (targets,)."""
        return np.array([p.target for p in self.targets], dtype=np.float64)

    @cached_property
    def misses(self) -> np.ndarray:
        """Standard deviation by which the model may miss each target (targets,)."""
        return np.array([self.discrepancy * (p.high - p.low) / 2.0 for p in self.targets])  # type: ignore[operator]

    def scaled(self, points: np.ndarray) -> np.ndarray:
        """Map points (n, free) onto the unit cube."""
        return (points - self.low) / (self.high - self.low)

    def overrides(self, point: np.ndarray) -> dict[str, Any]:
        """Turn a point (free,) into parameters as a scenario gives them."""
        found: dict[str, Any] = {}
        for name, value in zip(self.names, point, strict=True):
            whole, place = _parts(name)
            if place is None:
                found[whole] = float(value)
            else:
                items = list(found.get(whole, defaults()[whole].value))
                items[place] = float(value)
                found[whole] = items
        return found

    def shipped(self) -> np.ndarray:
        """Give the values that are shipped now (free,)."""
        return np.array([_value(name) for name in self.names])


def _parts(name: str) -> tuple[str, int | None]:
    match = ELEMENT.match(name)
    if match is None:
        raise ValueError(f"{PLAN.name}: {name} is no name of a parameter")
    place = match["place"]
    return match["name"], None if place is None else int(place)


def _value(name: str) -> float:
    whole, place = _parts(name)
    value: Any = defaults()[whole].value
    return float(value if place is None else value[place])


def read_plan(path: Path = PLAN) -> Plan:
    """Read the plan; ValueError where a parameter does not exist or its limits leave the range it may have."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    plan = Plan(**{**content, "free": {name: tuple(limits) for name, limits in content["free"].items()}})
    for name, (low, high) in plan.free.items():
        whole, _ = _parts(name)
        if whole not in defaults():
            raise ValueError(f"{path.name}: there is no parameter {whole}")
        allowed = defaults()[whole].range
        if allowed is not None and not allowed[0] <= low < high <= allowed[1]:
            raise ValueError(f"{path.name}: {name} must stay between {allowed[0]:g} and {allowed[1]:g}")
    if unknown := set(plan.left_out) - set(patterns()):
        raise ValueError(f"{path.name}: no such patterns: {', '.join(sorted(unknown))}")
    return plan
