"""What a folder of results says about itself: everything it takes to get the same bytes again."""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.city.file import load_city
from sim.rulebook import defaults

ROOT = Path(__file__).resolve().parents[2]
PRICES = "prices."
"""Beginning of the names of parameters that the ledger reads and nobody acts on."""
PACKAGES = ("mesa", "numba", "numpy", "pandas", "plotly", "pyarrow", "pydantic", "scipy")


def describe(
    command: str, scenarios: Sequence[Any], baseline: str, seeds: Sequence[int], scale: int, lang: str
) -> dict[str, Any]:
    """Describe a run of several scenarios, the baseline first."""
    first = scenarios[0]
    city = load_city(first.city)
    return {
        "project": "Ongedeeld",
        "version": _version("ongedeeld"),
        "command": command,
        "lang": lang,
        "city": {
            "name": city.name,
            "code": city.gemeente,
            "file": Path(first.city).name,
            "sha256": city.sha256,
            "wijken": [
                {"code": wijk.code, "name": wijk.name, "short": wijk.label, "tile": list(wijk.tile)}
                for wijk in city.wijken
            ],
        },
        "scale": scale,
        "seeds": [int(seed) for seed in seeds],
        "months": first.months,
        "start": month_name(first.start, 0),
        "end": month_name(first.start, first.months - 1),
        "baseline": baseline,
        "scenarios": [_scenario(scenario, scenarios[0]) for scenario in scenarios],
        "parameter_sets": ["fitted"],
        "versions": versions(),
        "commit": commit(),
        "parameters": _parameters(),
    }


def month_name(start: tuple[int, int], month: int) -> str:
    """Name a month of a run."""
    years, rest = divmod(start[1] - 1 + month, 12)
    return f"{start[0] + years}-{rest + 1:02d}"


def versions() -> dict[str, str]:
    """Give the versions on which the figures depend."""
    return {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def commit() -> str | None:
    """Give the commit of the source, with a mark where files differ from it; None outside a checkout."""
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            cwd=ROOT, capture_output=True, text=True, timeout=10, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() or None


def _scenario(scenario: Any, baseline: Any) -> dict[str, Any]:
    """Describe a scenario: its text, those of the files it extends, and what all these come to."""
    return {
        "key": scenario.key,
        "title": {lang: scenario.title(lang) for lang in ("nl", "en")},
        "text": scenario.text,
        "sha256": scenario.sha256,
        "extends": [{"file": name, "text": text} for name, text in scenario.extended],
        "policies": [call.name for call in scenario.policies],
        "policy_calls": [_policy(call, scenario.start) for call in scenario.policies],
        "together": list(scenario.together),
        "parameters": {name: _plain(value) for name, value in sorted(scenario.parameters.items())},
        "own_burn_in": _people_by(scenario) != _people_by(baseline),
    }


def _policy(call: Any, start: tuple[int, int]) -> dict[str, Any]:
    """Describe a policy with everything that was said of it and the shipped settings for the rest."""
    return {
        "name": call.name,
        "from": month_name(start, call.start),
        "over_months": call.over,
        "until": None if call.until is None else month_name(start, call.until),
        "wijken": list(call.wijken),
        "settings": {name: _plain(value) for name, value in sorted(call.settings.items())},
        "budget": [asdict(line) for line in call.budget],
        "reinvest": call.reinvest,
        "cap": call.cap,
    }


def _people_by(scenario: Any) -> dict[str, Any]:
    """Give the parameters by which the people of a city come about: all that differ from the shipped, prices aside."""
    shipped = defaults()
    own = {name: value for name, value in scenario.parameters.items() if value != shipped[name].value}
    return {name: value for name, value in own.items() if not name.startswith(PRICES)}


def _parameters() -> dict[str, Any]:
    return {
        name: {
            "value": _plain(entry.value),
            "unit": entry.unit,
            "range": list(entry.range) if entry.range else None,
            "choices": list(entry.choices) if entry.choices else None,
            "status": entry.status,
            "source": entry.source,
        }
        for name, entry in sorted(defaults().items())
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
