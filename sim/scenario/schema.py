"""A JSON Schema of scenario files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from sim.ledger import PAYERS
from sim.policies import BUNDLES, CAPPED, POLICIES
from sim.policies.settings import settings_of
from sim.rulebook import defaults
from sim.scenario.calls import MONTHS
from sim.scenario.form import LONGEST, LONGEST_STORY
from sim.scenario.where import BY


def json_schema() -> dict[str, Any]:
    """Give the schema, made from the same definitions as the checks."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ongedeeld scenario",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "name": _texts(2000),
            "story": _texts(LONGEST_STORY),
            "extends": {"type": "string", "description": "a scenario on which this one builds"},
            "city": {"type": "string", "description": "name of a file in scenarios/cities, or a path"},
            "start": _MONTH,
            "months": {"type": "integer", "minimum": 1, "maximum": LONGEST},
            "policies": {"type": "array", "items": {"oneOf": [_policy(name) for name in POLICIES]}},
            "parameters": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: _value(parameter) for name, parameter in sorted(defaults().items())},
            },
        },
    }


_MONTH = {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
_SPAN = {"type": "string", "pattern": r"^\d+ ?(months?|years?)$"}
_EUROS = {"type": "string", "pattern": r"^[\d_.]+ ?EUR$"}
_BUDGET_LINE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["payer"],
    "properties": {"payer": {"enum": list(PAYERS)}, "capital": _EUROS, "over": _SPAN, "yearly": _EUROS},
    "dependentRequired": {"capital": ["over"], "over": ["capital"]},
}
_RULES = [
    {
        "type": "object",
        "additionalProperties": False,
        "required": [order, "number"],
        "properties": {order: {"enum": list(BY)}, "number": {"type": "integer", "minimum": 1}},
    }
    for order in ("most", "least")
]


def _texts(longest: int) -> dict[str, Any]:
    """Describe a text, or one in each language, of so many letters at most."""
    text = {"type": "string", "maxLength": longest}
    languages = {"type": "object", "additionalProperties": False, "properties": {"en": text, "nl": text}}
    return {"oneOf": [text, languages]}


def _policy(name: str) -> dict[str, Any]:
    own = {key: _SPAN if s.unit == MONTHS else _value(s) for key, s in settings_of(name).items()}
    common = {
        "from": _MONTH,
        "until": _MONTH,
        "over": _SPAN,
        "wijken": {"oneOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}}, *_RULES]},
    }
    if name not in BUNDLES:
        common |= {
            "budget": {"type": "array", "items": _BUDGET_LINE},
            "reinvest": {"type": "number", "minimum": 0, "maximum": 1},
        }
    if name in CAPPED:
        common |= {"cap": _EUROS}
    call = {"type": "object", "additionalProperties": False, "required": ["from"], "properties": common | own}
    return {"type": "object", "additionalProperties": False, "required": [name], "properties": {name: call}}


def _value(parameter: Any) -> dict[str, Any]:
    described = {"description": f"{parameter.unit} ({parameter.status})", "default": parameter.value}
    if parameter.choices is not None:
        return {"enum": list(parameter.choices), **described}
    if isinstance(parameter.value, bool):
        return {"type": "boolean", **described}
    low, high = parameter.range
    number = {"type": "number", "minimum": low, "maximum": high}
    if isinstance(parameter.value, tuple):
        size = len(parameter.value)
        described["default"] = list(parameter.value)
        return {"type": "array", "items": number, "minItems": size, "maxItems": size, **described}
    return {**number, **described}
