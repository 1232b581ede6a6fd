"""What policies want to have said before they run: that a scale is too coarse to show them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

from sim.city.file import load_city


def remarks(scenarios: Iterable[Any], scale: int) -> list[str]:
    """Give what the policies of these scenarios say at a scale, each once; a city file is read once a scenario."""
    found: dict[str, None] = {}
    for scenario in scenarios:
        policies = [(call, importlib.import_module(f"sim.policies.{call.name}")) for call in scenario.policies]
        speaking = [(call, policy) for call, policy in policies if hasattr(policy, "remark")]
        city = load_city(scenario.city) if speaking else None
        texts = (policy.remark(call, scale, city) for call, policy in speaking)
        found |= dict.fromkeys(text for text in texts if text)
    return list(found)
