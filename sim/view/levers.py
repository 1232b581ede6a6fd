"""The levers of the policies on the page and the assumptions that matter: what can be moved, and what that gives.

A key is ``policy:ARM:CALL:SETTING`` (``over`` is the length of the phase) or ``assume:PARAMETER``. Assumptions are
about people and not about policy, so they hold on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.parameters import Parameter
from sim.policies import AT_ONCE
from sim.policies.settings import settings_of
from sim.rulebook import defaults
from sim.scenario import Scenario
from sim.view.words import PageWords

ASSUMPTIONS = (
    "contact.elective_hours",
    "contact.phone_kin",
    "network_care.asks",
    "volunteering.willing",
    "participation.joins",
    "familiarity.recognises",
    "attitudes.warms",
    "loneliness.loss_weight",
)
"""Parameters that decide much and that people outside research can have an opinion on."""
NOT_LEVERS = ("week_of_fte", "month_of_fte", "groups_a_centre")
"""Settings that only turn one unit into another."""
LONGEST_PHASE = 120
STEPS = 100
Shown = dict[str, Any]


class LeverFault(Exception):
    """A lever cannot be moved so; the text says why."""


def changed_scenario(file: Scenario, arm: int, changes: Mapping[str, Any]) -> Scenario:
    """Give the scenario of a file with what was moved on the page; LeverFault where a value does not fit."""
    calls, parameters = list(file.policies), dict(file.parameters)
    for key, value in changes.items():
        kind, _, rest = key.partition(":")
        if kind == "assume" and rest in ASSUMPTIONS:
            parameters[rest] = _checked(defaults()[rest], rest, value)
        elif kind == "policy":
            _move(calls, arm, rest.split(":"), value)
        else:
            raise LeverFault(f"there is no lever {key!r}")
    return replace(file, policies=tuple(calls), parameters=parameters)


def _move(calls: list[Any], arm: int, parts: list[str], value: Any) -> None:
    if len(parts) != 3 or not (parts[0] in ("0", "1") and parts[1].isdigit()):
        raise LeverFault(f"there is no lever {':'.join(parts)!r}")
    side, place, name = int(parts[0]), int(parts[1]), parts[2]
    if side != arm or place >= len(calls):
        return
    call = calls[place]
    if name == "over":
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LONGEST_PHASE:
            raise LeverFault(f"over must lie between 1 and {LONGEST_PHASE} months; got {value!r}")
        calls[place] = replace(call, over=value)
    elif name in settings_of(call.name):
        known = settings_of(call.name)[name]
        calls[place] = replace(call, settings={**call.settings, name: _checked(known, name, value)})


def _checked(known: Parameter, name: str, value: Any) -> Any:
    try:
        return known.with_value(value).value
    except ValueError as fault:
        raise LeverFault(f"{name} {fault}") from None


def levers(file: Scenario, arm: int, changes: Mapping[str, Any], words: PageWords) -> list[Shown]:
    """Give the levers of each policy of a scenario, as the page shows them."""
    found = []
    moved = changed_scenario(file, arm, changes)
    for place, call in enumerate(moved.policies):
        prefix = f"policy:{arm}:{place}"
        own = [] if call.name in AT_ONCE else [_phase(f"{prefix}:over", call.over, words)]
        for name, known in settings_of(call.name).items():
            if name not in NOT_LEVERS and not isinstance(known.value, tuple):
                own.append(_lever(f"{prefix}:{name}", known, words.lever(call.name, name), call.settings[name], words))
        found.append({"title": words.named("policy", call.name), "levers": own})
    return found


def assumptions(file: Scenario, changes: Mapping[str, Any], words: PageWords) -> list[Shown]:
    """Give the assumptions that can be moved, as the page shows them."""
    known, moved = defaults(), changed_scenario(file, 1, changes).parameters
    return [
        _lever(
            f"assume:{name}", known[name], words.named("assumption", name), moved.get(name, known[name].value), words
        )
        for name in ASSUMPTIONS
    ]


def _phase(key: str, value: int, words: PageWords) -> Shown:
    return {
        "key": key, "label": words.own("levers.over"), "kind": "number", "value": value, "shown": words.number(value),
        "low": 1, "high": LONGEST_PHASE, "step": 1, "low_shown": "1", "high_shown": str(LONGEST_PHASE), "source": "",
    }  # fmt: skip


def _lever(key: str, known: Parameter, label: str, value: Any, words: PageWords) -> Shown:
    status = words.own(f"levers.status.{known.status}")
    shown: Shown = {
        "key": key,
        "label": label,
        "value": value,
        "source": f"{words.of_lever('source', known.source)} ({status})",
        "unit": words.of_lever("unit", known.unit),
    }
    if known.choices is not None:
        options = [{"value": choice, "label": words.named("choice", choice)} for choice in known.choices]
        return shown | {"kind": "choice", "options": options}
    if isinstance(known.value, bool):
        return shown | {"kind": "yes", "shown": words.own("levers.yes" if value else "levers.no")}
    assert known.range is not None
    low, high = known.range
    whole = isinstance(known.value, int)
    step = 1 if whole else (high - low) / STEPS
    return shown | {
        "kind": "number", "low": low, "high": high, "step": step, "whole": whole, "shown": _number(value, words),
        "low_shown": _number(low, words), "high_shown": _number(high, words),
    }  # fmt: skip


def _number(value: float, words: PageWords) -> str:
    """Write a value with as many decimals as it has, four at most."""
    decimals = next((d for d in range(4) if round(value, d) == value), 4)
    return words.number(value, decimals)
