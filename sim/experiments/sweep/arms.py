"""The policies of a sweep: the scenarios it names, and each combination of the fields that take several values."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.experiments.sweep.design import Arm
from sim.experiments.sweep.form import PolicyForm, SweepForm
from sim.policies.settings import settings_of
from sim.scenario import Scenario, load_scenario
from sim.scenario.calls import MONTHS
from sim.scenario.form import span_from
from sim.strict_yaml import Document, Fault, InputFault, nearest

MOST_ARMS = 200
ALIKE = ("city", "start", "months")


def arms(document: Document, form: SweepForm, faults: list[Fault]) -> list[Arm]:
    """Give the baseline and all policies; nothing where one of them cannot be read."""
    base = _load(document, form.baseline, ("baseline",), form.months, faults)
    found = [Arm(base.key, base.names, base)] if base is not None else []
    for place, policy in enumerate(form.policies):
        whole = isinstance(document.data["policies"][place], str)
        location = ("policies", place) if whole else ("policies", place, "scenario")
        scenario = _load(document, policy.scenario, location, form.months, faults)
        if scenario is None or base is None:
            continue
        differ = [name for name in ALIKE if getattr(scenario, name) != getattr(base, name)]
        if differ:
            faults.append(document.fault(location, f"{scenario.key} and the baseline differ in {', '.join(differ)}"))
        elif dict(scenario.parameters) != dict(base.parameters):
            message = f"{scenario.key} has parameters of its own; put them under uncertainties, so that all have them"
            faults.append(document.fault(location, message))
        else:
            found += _combined(document, place, policy, scenario, faults)
    _refuse_twins(document, found, faults)
    return found


def _load(document: Document, name: str, location: Any, months: int | None, faults: list[Fault]) -> Scenario | None:
    path = Path(name) if Path(name).is_absolute() else document.path.parent / name
    if not path.is_file():
        near = nearest(path.name, [p.name for p in path.parent.glob("*.yaml")] if path.parent.is_dir() else [])
        faults.append(document.fault(location, f"there is no file {name}{near}"))
        return None
    try:
        return load_scenario(path, months=months)
    except InputFault as found:
        faults += found.faults
        return None


def _combined(document: Document, place: int, policy: PolicyForm, scenario: Scenario, faults: list[Fault]) -> list[Arm]:
    """Give an arm for each combination of values of the fields."""
    before = len(faults)
    columns = [
        [(name, said, _read(document, ("policies", place, "fields", name), k, name, said, scenario, faults))
         for k, said in enumerate(values)]
        for name, values in (policy.fields or {}).items()
    ]  # fmt: skip
    size = 1
    for column in columns:
        size *= len(column)
    if size > MOST_ARMS:
        message = f"makes {size:,} combinations, more than {MOST_ARMS}; give fewer values"
        faults.append(document.fault(("policies", place, "fields"), message))
    return [_arm(scenario, chosen) for chosen in itertools.product(*columns)] if len(faults) == before else []


def _read(
    document: Document, location: Any, k: int, name: str, said: Any, scenario: Scenario, faults: list[Fault]
) -> Any:
    """Read one value of ``policy.field``; faults are noted at the name, or at the value."""
    policy, _, key = name.partition(".")
    kinds = [call.name for call in scenario.policies]
    known = settings_of(policy) if policy in kinds else {}
    if key not in known:
        names = [f"{kind}.{setting}" for kind in kinds for setting in settings_of(kind)]
        hint = nearest(name, names) or f"; there are {', '.join(names) or 'none'}"
        faults.append(document.fault(location, f"{scenario.key} has no field {name!r}{hint}", key=True))
        return None
    try:
        return known[key].read(str(span_from(said)) if known[key].unit == MONTHS else said)
    except ValueError as fault:
        faults.append(document.fault((*location, k), f"{name} {fault}"))
        return None


def _arm(scenario: Scenario, chosen: tuple[tuple[str, Any, Any], ...]) -> Arm:
    if not chosen:
        return Arm(scenario.key, scenario.names, scenario)
    calls = tuple(
        replace(call, settings={**call.settings, **{name.partition(".")[2]: value for name, _, value in chosen
                                                    if name.partition(".")[0] == call.name}})
        for call in scenario.policies
    )  # fmt: skip
    last = [name.partition(".")[2] for name, _, _ in chosen]
    names = last if len(set(last)) == len(last) else [name for name, _, _ in chosen]
    told = ", ".join(f"{name} {said}" for name, (_, said, _) in zip(names, chosen, strict=True))
    titles = {language: f"{title} ({told})" for language, title in scenario.names.items()}
    return Arm(f"{scenario.key} ({told})", titles, replace(scenario, policies=calls))


def _refuse_twins(document: Document, found: list[Arm], faults: list[Fault]) -> None:
    names = [arm.name for arm in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(document.fault(("policies",), f"two policies are called {name}; name each file and value once"))
