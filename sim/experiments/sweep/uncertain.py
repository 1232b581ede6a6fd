"""What is uncertain in a sweep: a parameter of the model, in the past too or from the start of the scenario only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.parameters import Parameter
from sim.scenario.load import as_value
from sim.strict_yaml import nearest, number_from

KEYS = ("from", "to", "times", "scale")
EXAMPLE = "{from: 0.5, to: 1.5}, {times: [0.8, 1.2]} or a list of values"
FOUNDING = ("founding", "households", "staffing")
"""Parameter files that shape the city when it is founded, before the burn-in."""


@dataclass(frozen=True)
class Uncertainty:
    """A parameter that differs from point to point.

    ``future``: it holds from the start of the scenario, and not in the burn-in. Between ``low`` and ``high``, of the
    value or of a factor on it (``times``), or one of ``values``.
    """

    parameter: Parameter
    name: str
    future: bool
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    times: bool = False
    values: tuple[Any, ...] | None = None

    def coordinate(self, unit: float) -> float:
        """Turn a place from 0 to 1 into the number by which points are told apart: value, factor, or place in a list.

        Rounded to twelve digits, so that another version of the sampler does not make another run of it.
        """
        if self.values is not None:
            return float(min(int(unit * len(self.values)), len(self.values) - 1))
        if self.log:
            found = math.exp(math.log(self.low) + unit * (math.log(self.high) - math.log(self.low)))
        else:
            found = self.low + unit * (self.high - self.low)
        found = float(f"{found:.12g}")
        return round(found) if self._whole else found

    @property
    def _whole(self) -> bool:
        value = self.parameter.value
        return isinstance(value, int) and not isinstance(value, bool) and not self.times

    def value(self, coordinate: float) -> Any:
        """Give the value of the parameter; ValueError where it may not have it."""
        if self.values is not None:
            return self.values[int(coordinate)]
        if self.times:
            like: Any = self.parameter.value
            scaled: Any = [item * coordinate for item in like] if isinstance(like, tuple) else like * coordinate
            if isinstance(like, int):
                scaled = round(scaled)
            return self.parameter.with_value(scaled).value
        return self.parameter.with_value(coordinate).value

    def shown(self, coordinate: float) -> str:
        """Write a coordinate for people."""
        return str(self.values[int(coordinate)]) if self.values is not None else f"{coordinate:.3g}"


def uncertainty(parameter: Parameter, name: str, said: Any, future: bool) -> Uncertainty:
    """Read what a file says of an uncertainty; ValueError says what does not fit."""
    if future and name.split(".", 1)[0] in FOUNDING:
        raise ValueError("shapes the city at its founding, which the future cannot; put it under parameters")
    if isinstance(said, list):
        values = tuple(parameter.with_value(as_value(parameter.value, one)).value for one in said)
        if len(values) < 2 or len({repr(value) for value in values}) < len(values):
            raise ValueError("needs two or more different values")
        return Uncertainty(parameter, name, future, values=values)
    if not isinstance(said, dict) or not said:
        raise ValueError(f"must be {EXAMPLE}")
    for key in said:
        if key not in KEYS:
            raise ValueError(f"has an unknown key {key!r}{nearest(key, KEYS) or f'; it is {EXAMPLE}'}")
    if parameter.choices is not None or isinstance(parameter.value, bool):
        raise ValueError("is no number; give a list of values")
    found = _between(parameter, name, said, future)
    for end in (found.low, found.high):
        found.value(end)
    return found


def _between(parameter: Parameter, name: str, said: dict[str, Any], future: bool) -> Uncertainty:
    times = "times" in said
    if times == ("from" in said or "to" in said):
        raise ValueError(f"must be {EXAMPLE}")
    if isinstance(parameter.value, tuple) and not times:
        raise ValueError("is a list of numbers; give a factor on all of them, such as {times: [0.8, 1.2]}")
    ends = said["times"] if times else [said.get("from"), said.get("to")]
    if not isinstance(ends, list) or len(ends) != 2:
        raise ValueError("times must be a list of two factors, such as [0.8, 1.2]")
    low, high = (number_from(end) for end in ends)
    if not low < high:
        raise ValueError(f"begins at {low:g} and ends at {high:g}; the first must be the smaller")
    if said.get("scale", "linear") not in ("linear", "log"):
        raise ValueError(f"scale must be linear or log; got {said['scale']!r}")
    log = said.get("scale") == "log"
    if log and low <= 0:
        raise ValueError("cannot be on a log scale from zero or below")
    return Uncertainty(parameter, name, future, low, high, log, times)
