"""What is known of a scenario before it runs and whoever reads its results has to know as well."""

from __future__ import annotations

import importlib
from typing import Any

from sim.policies.remarks import remarks


def beforehand(scenario: Any, scale: int) -> dict[str, Any]:
    """Give what the manifest tells of a scenario beside what stands in its file: its price, and what a scale hides."""
    said = [{"key": remark.key, "figures": dict(remark.figures)} for remark in remarks([scenario], scale)]
    return {"priced": any(_has_price(call) for call in scenario.policies), "remarks": said}


def _has_price(call: Any) -> bool:
    """Tell whether a policy can cost or save anything: by its prices, a budget or a cap."""
    policy = importlib.import_module(f"sim.policies.{call.name}")
    return hasattr(policy, "costs") or bool(call.budget) or call.cap is not None
