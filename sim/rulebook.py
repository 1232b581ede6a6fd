"""All parameters of the model in one place: found in the YAML files, overridden, and bound for the kernels.

Every file ``<name>.yaml`` beside a module holds the parameters of that module; its NamedTuple has the name
in camel case (``urgent_housing.yaml`` → ``UrgentHousing``). In a scenario a parameter is ``<name>.<entry>``.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.parameters import Parameter, bind, override, read
from sim.processes import MONTH

MODULES = {
    **{name: f"sim.processes.{name}" for name in MONTH},
    "people": "sim.world.people",
    "caring": "sim.world.caring",
    "lifetable": "sim.world.lifetable",
    "founding": "sim.city.founding",
    "households": "sim.city.settings",
    "staffing": "sim.city.staffing",
    "cohesion": "sim.indicators.cohesion",
    "prices": "sim.ledger.prices",
}
"""Where the NamedTuple of each parameter file stands."""


@dataclass(frozen=True)
class Rulebook:
    """Parameters by their full name, and the bound NamedTuples by the name of their file."""

    parameters: dict[str, Parameter]
    bound: dict[str, Any]


@cache
def defaults() -> dict[str, Parameter]:
    """Read every parameter file: full name → parameter."""
    return {f"{stem}.{name}": entry for stem in MODULES for name, entry in read(file_of(stem)).items()}


def rulebook(overrides: Mapping[str, Any]) -> Rulebook:
    """Put overrides over the defaults and bind them; KeyError or ValueError say what is wrong."""
    parameters = defaults()
    for name, value in overrides.items():
        parameters = override(parameters, name, value)
    return Rulebook(parameters, {stem: _bind(stem, parameters) for stem in MODULES})


def _bind(stem: str, parameters: dict[str, Parameter]) -> Any:
    mine = {name.split(".", 1)[1]: p for name, p in parameters.items() if name.split(".", 1)[0] == stem}
    table = getattr(importlib.import_module(MODULES[stem]), camel(stem))
    return bind(table, mine)


def camel(stem: str) -> str:
    """Give the name of the NamedTuple that holds the parameters of a file."""
    return "".join(part.capitalize() for part in stem.split("_"))


def file_of(stem: str) -> Path:
    """Give the parameter file of a module."""
    here = Path(__file__).parent
    package = MODULES[stem].split(".")[1]
    return here / package / f"{stem}.yaml"
