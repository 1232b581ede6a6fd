"""Write a scenario as the text of a file that ``run.py check`` accepts and that reads back as the same scenario."""

from __future__ import annotations

import json
from typing import Any

from sim.city.file import load_city
from sim.policies import AT_ONCE, WHOLE_CITY
from sim.policies.settings import settings_of
from sim.scenario import PolicyCall, Scenario
from sim.scenario.calls import MONTHS
from sim.scenario.load import SHIPPED_CITIES


def scenario_text(scenario: Scenario) -> str:
    """Give the whole text, standing on no other file."""
    names = ", ".join(f"{language}: {_text(name)}" for language, name in sorted(scenario.names.items()))
    lines = ["# Saved from the browser. Every lever is written out; whatever is left out has its default."]
    lines += [f"name: {{{names}}}"] if names else []
    lines += [f"city: {_city(scenario)}", f"start: {_month(scenario, 0)}", f"months: {scenario.months}"]
    if scenario.policies:
        lines.append("policies:")
        for call in scenario.policies:
            lines += _call(scenario, call)
    if scenario.parameters:
        lines.append("parameters:")
        lines += [f"  {name}: {_value(value)}" for name, value in sorted(scenario.parameters.items())]
    return "\n".join(lines) + "\n"


def _city(scenario: Scenario) -> str:
    path = scenario.city.resolve()
    return path.stem if path.parent == SHIPPED_CITIES.resolve() else _text(str(path))


def _call(scenario: Scenario, call: PolicyCall) -> list[str]:
    said = {"from": _month(scenario, call.start)}
    if call.until is not None:
        said["until"] = _month(scenario, call.until)
    if call.name not in AT_ONCE:
        said["over"] = f"{call.over} months"
    if call.name not in WHOLE_CITY:
        said["wijken"] = _wijken(scenario, call)
    known = settings_of(call.name)
    for key, value in call.settings.items():
        said[key] = f"{value:g} months" if known[key].unit == MONTHS else _value(value)
    if call.budget:
        said["budget"] = "[" + ", ".join(_budget(line) for line in call.budget) + "]"
    if call.reinvest:
        said["reinvest"] = _value(call.reinvest)
    if call.cap is not None:
        said["cap"] = _euros(call.cap)
    return [f"  - {call.name}:", *(f"      {key}: {value}" for key, value in said.items())]


def _wijken(scenario: Scenario, call: PolicyCall) -> str:
    everywhere = tuple(wijk.name for wijk in load_city(scenario.city).wijken)
    return "all" if call.wijken == everywhere else "[" + ", ".join(_text(name) for name in call.wijken) + "]"


def _budget(line: Any) -> str:
    parts = [f"payer: {line.payer}"]
    if line.capital:
        parts += [f"capital: {_euros(line.capital)}", f"over: {line.over} months"]
    if line.yearly or not line.capital:
        parts.append(f"yearly: {_euros(line.yearly)}")
    return "{" + ", ".join(parts) + "}"


def _month(scenario: Scenario, month: int) -> str:
    years, rest = divmod(scenario.start[1] - 1 + month, 12)
    return f"{scenario.start[0] + years}-{rest + 1:02d}"


def _euros(value: float) -> str:
    return f"{_number(value)} EUR"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return value if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    """Write a number so that it reads back as the same: never 1e-05, which a scenario file does not know."""
    text = repr(float(value))
    if "e" in text:
        text = f"{value:.20f}".rstrip("0")
    return text.removesuffix(".0").removesuffix(".") or "0"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
