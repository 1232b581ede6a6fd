"""Parameters: every number of the model with its unit, range, status and source, in the YAML beside the code.

``load(Mortality, path)`` reads ``mortality.yaml`` into the NamedTuple ``Mortality`` whose fields are the
parameters that the kernels of ``mortality.py`` read. The fields and the keys of the YAML must be the same
set, so no key exists that nothing reads and no number is used that has no source.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import yaml

Status = Literal["measured", "calibrated", "assumed"]
Value = float | int | bool | str | tuple[float, ...]
STATUSES = ("measured", "calibrated", "assumed")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where the library was built with it: all files are read at each start."""
KEYS = {"value", "unit", "range", "choices", "status", "source"}


@dataclass(frozen=True)
class Parameter:
    """One number (or list of numbers, or word) of the model and where it comes from.

    ``range`` is inclusive and holds for each element of a list; ``choices`` are the words allowed instead. A number
    that is shipped as a whole one stays whole.
    """

    name: str
    value: Value
    unit: str
    status: Status
    source: str
    range: tuple[float, float] | None = None
    choices: tuple[str, ...] | None = None

    def with_value(self, value: Any) -> Parameter:
        """Return the same parameter with another value; ValueError says what is wrong with it."""
        return replace(self, value=self._checked(value))

    def _checked(self, value: Any) -> Value:
        if self.choices is not None:
            if value not in self.choices:
                raise ValueError(f"must be one of {', '.join(self.choices)}; got {value!r}")
            return str(value)
        if isinstance(self.value, tuple):
            if not isinstance(value, list | tuple) or len(value) != len(self.value):
                raise ValueError(f"must be a list of {len(self.value)} numbers; got {value!r}")
            return tuple(self._number(item) for item in value)
        if isinstance(self.value, bool):
            if not isinstance(value, bool):
                raise ValueError(f"must be true or false; got {value!r}")
            return value
        number = self._number(value)
        if not isinstance(self.value, int):
            return number
        if number != int(number):
            raise ValueError(f"must be a whole number; got {value:g}")
        return int(number)

    def _number(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
            raise ValueError(f"must be a number; got {value!r}")
        assert self.range is not None
        low, high = self.range
        if not low <= value <= high:
            raise ValueError(f"must lie between {low:g} and {high:g} ({self.unit}); got {value:g}")
        return float(value)


def read(path: Path) -> dict[str, Parameter]:
    """Read one parameter file; ValueError names the entry that lacks its unit, range, status or source."""
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or {}
    return {name: _entry(path, name, fields) for name, fields in entries.items()}


def _entry(path: Path, name: str, fields: dict[str, Any]) -> Parameter:
    where = f"{path.name}: {name}"
    if unknown := set(fields) - KEYS:
        raise ValueError(f"{where}: unknown {sorted(unknown)}")
    if missing := {"value", "unit", "status", "source"} - set(fields):
        raise ValueError(f"{where}: missing {sorted(missing)}")
    if fields["status"] not in STATUSES:
        raise ValueError(f"{where}: status must be one of {STATUSES}")
    if ("range" in fields) == ("choices" in fields) and not isinstance(fields["value"], bool):
        raise ValueError(f"{where}: give either a range or choices")
    value = fields["value"]
    parameter = Parameter(
        name=name,
        value=tuple(value) if isinstance(value, list) else value,
        unit=str(fields["unit"]),
        status=fields["status"],
        source=str(fields["source"]),
        range=tuple(fields["range"]) if "range" in fields else None,
        choices=tuple(fields["choices"]) if "choices" in fields else None,
    )
    try:
        return parameter.with_value(value)
    except ValueError as fault:
        raise ValueError(f"{where}: {fault}") from None


def override(parameters: dict[str, Parameter], name: str, value: Any) -> dict[str, Parameter]:
    """Return the parameters with one value changed; KeyError suggests a name that is nearly right."""
    if name not in parameters:
        near = difflib.get_close_matches(name, parameters, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise KeyError(f"no parameter {name!r}{hint}")
    return {**parameters, name: parameters[name].with_value(value)}


def bind[Table](table: type[Table], parameters: dict[str, Parameter]) -> Table:
    """Fill a NamedTuple with parameter values, as a block that compiled code can read: lists are float64 arrays.

    ValueError where the fields of the tuple and the entries of the file are not the same set.
    """
    fields = set(table._fields)  # type: ignore[attr-defined]
    if fields != set(parameters):
        unread, absent = sorted(set(parameters) - fields), sorted(fields - set(parameters))
        raise ValueError(f"{table.__name__}: nothing reads {unread}; not in the file: {absent}")
    from sim.native import Block  # here, so that files can be checked without loading the compiler

    values = {name: _plain(parameter.value) for name, parameter in parameters.items()}
    return cast("Table", Block(table(**values)))


def _plain(value: Value) -> Any:
    return np.array(value, dtype=np.float64) if isinstance(value, tuple) else value
