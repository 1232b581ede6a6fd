"""Write a chosen point into the parameter files: the values alone, so that comments and sources stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sim.experiments.calibration.plan import Plan
from sim.files import write_text
from sim.rulebook import file_of

DIGITS = 3
"""Significant digits with which values are shipped: a fit knows no more."""


def ship(plan: Plan, point: np.ndarray, file_for: Callable[[str], Path] = file_of) -> list[Path]:
    """Write a point (free,) into the files of its parameters; give the files that were written."""
    texts: dict[Path, str] = {}
    for name, value in plan.overrides(point).items():
        stem, key = name.split(".", 1)
        path = file_for(stem)
        text = texts.get(path) or path.read_text(encoding="utf-8")
        texts[path] = _with_value(text, key, _written(value))
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)


def _written(value: float | list[float]) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_written(item) for item in value) + "]"
    return repr(float(f"{value:.{DIGITS}g}"))


def _with_value(text: str, key: str, value: str) -> str:
    """Give the text with another value of one entry; ValueError where the entry is not written as expected."""
    found, times = re.subn(rf"(?m)^({key}:\n  value: ).*$", lambda match: match[1] + value, text)
    if times != 1:
        raise ValueError(f"{key}: its value is not on the line after its name")
    return found
