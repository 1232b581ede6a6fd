"""What policies want to have said before they run: that a scale is too coarse to show them.

A remark is a key and figures; its words, in each language, stand with those of the report under ``remark.``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.city.file import load_city

Figure = int | float | str


@dataclass(frozen=True)
class Remark:
    """What one policy says: the key of its words, and what they name. Equal ones are said once."""

    key: str
    figures: tuple[tuple[str, Figure], ...]


def remark_of(key: str, **figures: Figure) -> Remark:
    """Make a remark."""
    return Remark(key, tuple(figures.items()))


def remarks(scenarios: Iterable[Any], scale: int) -> list[Remark]:
    """Give what the policies of these scenarios say at a scale, each once; a city file is read once a scenario."""
    found: dict[Remark, None] = {}
    for scenario in scenarios:
        policies = [(call, importlib.import_module(f"sim.policies.{call.name}")) for call in scenario.policies]
        speaking = [(call, policy) for call, policy in policies if hasattr(policy, "remark")]
        city = load_city(scenario.city) if speaking else None
        said = (policy.remark(call, scale, city) for call, policy in speaking)
        found |= dict.fromkeys(remark for remark in said if remark is not None)
    return list(found)
