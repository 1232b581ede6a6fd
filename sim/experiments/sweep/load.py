"""Load a sweep: read its file and the scenarios it names, and check everything before anything runs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from sim.city.file import load_city
from sim.experiments.sweep import points as placing
from sim.experiments.sweep.arms import arms
from sim.experiments.sweep.design import Outcome, Sweep
from sim.experiments.sweep.form import DesignForm, OutcomeForm, SweepForm
from sim.experiments.sweep.living import EUROS
from sim.experiments.sweep.uncertain import Uncertainty, uncertainty
from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS, INDICATORS, PRIMARY
from sim.rulebook import defaults
from sim.scenario.load import as_value
from sim.strict_yaml import Document, Fault, InputFault, nearest, number_from, parse, read

KEYS = ("design", "uncertainties")
"""By these a file is known as a sweep."""
DEFAULT_LEVELS = {"grid": 3, "morris": 4}


def is_sweep(path: Path) -> bool:
    """Whether a file says that it is a sweep; what cannot be read is none."""
    try:
        data = read(path).data
    except InputFault:
        return False
    return isinstance(data, dict) and any(key in data for key in KEYS)


def check(path: Path) -> list[Fault]:
    """List what is wrong with a sweep file and with the scenarios it names."""
    try:
        load_sweep(path)
    except InputFault as found:
        return found.faults
    return []


def load_sweep(path: Path) -> Sweep:
    """Read and check a sweep; InputFault has one line for each fault."""
    document = read(path)
    form = parse(SweepForm, document)
    faults: list[Fault] = []
    found = arms(document, form, faults)
    uncertain = _uncertainties(document, form, faults)
    units = _units(document, form.design, uncertain, faults)
    asked = form.outcomes or [OutcomeForm(indicator=name) for name in PRIMARY]
    base = found[0].scenario if found else None
    outcomes = [_outcome(document, place, one, base, faults) for place, one in enumerate(asked)]
    if faults or units is None:
        raise InputFault(dict.fromkeys(faults))
    return Sweep(
        key=document.path.stem,
        arms=tuple(found),
        uncertainties=tuple(uncertain),
        kind=form.design.kind,
        units=units,
        seeds=form.seeds,
        scale=form.scale,
        outcomes=tuple(outcomes),
        levels=form.design.levels or DEFAULT_LEVELS.get(form.design.kind, 0),
        titles=form.name or {},
        stories=form.story or {},
        text=document.text,
        file=document.path,
    )


def _uncertainties(document: Document, form: SweepForm, faults: list[Fault]) -> list[Uncertainty]:
    known = defaults()
    found: list[Uncertainty] = []
    for part, future in (("parameters", False), ("futures", True)):
        for name, said in (getattr(form.uncertainties, part) or {}).items():
            location = ("uncertainties", part, name)
            if name not in known:
                near = nearest(name, known)
                faults.append(document.fault(location, f"no parameter is called {name!r}{near}", key=True))
            elif any(one.name == name for one in found):
                faults.append(document.fault(location, f"{name} stands under parameters too; keep one", key=True))
            else:
                try:
                    found.append(uncertainty(known[name], name, said, future))
                except ValueError as fault:
                    faults.append(document.fault(location, f"{name} {fault}"))
    return found


def _units(document: Document, form: DesignForm, known: list[Uncertainty], faults: list[Fault]) -> np.ndarray | None:
    """Place the points; None where the design does not fit."""
    before = len(faults)
    allowed = {"points": form.kind not in ("grid", "morris"), "trajectories": form.kind == "morris",
               "levels": form.kind in DEFAULT_LEVELS}  # fmt: skip
    for key, fits in allowed.items():
        if getattr(form, key) is not None and not fits:
            faults.append(document.fault(("design", key), f"{form.kind} has no {key}; leave it out", key=True))
    if form.kind == "list":
        return _listed(document, form, known, faults)
    if not known and not faults:
        faults.append(document.fault((), "nothing is uncertain here; add 'uncertainties: ...', or 'kind: list'"))
    if isinstance(form.points, list):
        faults.append(document.fault(("design", "points"), "points must be a whole number; a list is for 'kind: list'"))
    size = form.trajectories if form.kind == "morris" else form.points
    if form.kind in placing.SAMPLED and size is None:
        lacks = "trajectories: 20" if form.kind == "morris" else "points: 128"
        faults.append(document.fault(("design",), f"{form.kind} does not say how many; add '{lacks}'"))
    if len(faults) > before or not known:
        return None
    fault = _size(form, known, size)
    if fault:
        faults.append(document.fault(("design",), fault))
        return None
    levels = form.levels or DEFAULT_LEVELS.get(form.kind, 0)
    if form.kind == "grid":
        return placing.grid([(len(one.values), True) if one.values else (levels, False) for one in known])
    assert isinstance(size, int)
    return placing.sampled(form.kind, [one.name for one in known], size, levels, form.seed)


def _size(form: DesignForm, known: list[Uncertainty], size: Any) -> str | None:
    """Tell what is wrong with the number of points."""
    if form.kind == "grid":
        levels = form.levels or DEFAULT_LEVELS["grid"]
        number = math.prod(len(one.values) if one.values else levels for one in known)
    else:
        number = placing.count(form.kind, len(known), size)
    if number > placing.MOST_POINTS:
        return f"makes {number:,} points, more than {placing.MOST_POINTS:,}; choose fewer, or latin_hypercube"
    if form.kind == "sobol" and size & (size - 1):
        near = 1 << max(size.bit_length() - 1, 1)
        return f"points of a sobol design must be a power of two, such as {near}; got {size}"
    if form.kind == "morris" and (form.levels or 4) % 2:
        return f"levels of a morris design must be even; got {form.levels}"
    return None


def _listed(document: Document, form: DesignForm, known: list[Uncertainty], faults: list[Fault]) -> np.ndarray | None:
    """Read points that are written out; each names every uncertainty."""
    if not isinstance(form.points, list) or not form.points:
        faults.append(document.fault(("design",), "kind: list needs points, such as [{ties.decay: 0.05}]"))
        return None
    names = [one.name for one in known]
    units = np.zeros((len(form.points), len(known)))
    for place, said in enumerate(form.points):
        location = ("design", "points", place)
        if not isinstance(said, dict) or set(said) != set(names):
            message = f"a point gives a value for each of {', '.join(names) or 'nothing'}"
            faults.append(document.fault(location, message))
            continue
        for side, one in enumerate(known):
            try:
                units[place, side] = _unit(one, said[one.name])
            except ValueError as fault:
                faults.append(document.fault((*location, one.name), f"{one.name} {fault}"))
    return units


def _unit(one: Uncertainty, said: Any) -> float:
    if one.values is not None:
        same = [place for place, value in enumerate(one.values) if as_value(value, said) == value]
        if not same:
            raise ValueError(f"must be one of {', '.join(map(str, one.values))}; got {said!r}")
        return (same[0] + 0.5) / len(one.values)
    number = number_from(said)
    if not one.low <= number <= one.high:
        raise ValueError(f"must lie between {one.low:g} and {one.high:g}; got {number:g}")
    if one.log:
        return (math.log(number) - math.log(one.low)) / (math.log(one.high) - math.log(one.low))
    return (number - one.low) / (one.high - one.low)


def _outcome(document: Document, place: int, form: OutcomeForm, baseline: Any, faults: list[Fault]) -> Outcome:
    """Check an outcome against the catalogue, the groups and the wijken of the city."""
    where = ("outcomes", place)
    group = form.group or "everyone"
    known = [*INDICATORS, EUROS] if form.group is None else list(GROUP_INDICATORS)
    if form.indicator not in known:
        of = "" if form.group is None else " of a group"
        hint = nearest(form.indicator, known) or "; they stand in sim/indicators/catalogue.py"
        faults.append(document.fault((*where, "indicator"), f"no indicator{of} is called {form.indicator!r}{hint}"))
    elif form.indicator != EUROS and INDICATORS[form.indicator].better == "neither":
        message = f"{form.indicator} has no better side, so no policy is better or worse in it"
        faults.append(document.fault((*where, "indicator"), message))
    if group not in GROUPS:
        hint = nearest(group, GROUPS) or f"; there are {', '.join(GROUPS)}"
        faults.append(document.fault((*where, "group"), f"no group is called {group!r}{hint}"))
    code = called = "*"
    if form.wijk is not None and baseline is not None:
        wijken = {name: wijk for wijk in load_city(baseline.city).wijken for name in (wijk.name, wijk.code)}
        if form.group is not None:
            faults.append(document.fault((*where, "wijk"), "groups are kept for the whole city only; leave wijk out"))
        elif form.wijk not in wijken:
            message = f"no wijk is called {form.wijk!r}{nearest(form.wijk, wijken)}"
            faults.append(document.fault((*where, "wijk"), message))
        else:
            code, called = wijken[form.wijk].code, wijken[form.wijk].name
    return Outcome(form.indicator, group, code, form.worse_by, called)
