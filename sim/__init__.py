"""Ongedeeld: an agent-based simulation of mixed-neighbourhood policy.

``from sim import load_scenario, WijkModel, compare``. The parts are loaded when they are asked for, since
Mesa and the compiler take seconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.compare import compare
    from sim.model import WijkModel
    from sim.scenario import load_scenario

__all__ = ["WijkModel", "compare", "load_scenario"]

_HOMES = {"WijkModel": "sim.model", "compare": "sim.experiments.compare", "load_scenario": "sim.scenario"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
