"""Two scenarios put together: the baseline with the policies of both, to ask what these do to each other.

What two policies do together, less what each does alone, can be read only if everything is counted once. So the
policies of the baseline are there once, and what the two files share beside it is refused. City, start and months are
those of all three; a parameter may differ from the baseline in one of the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.city.file import load_city
from sim.rulebook import defaults
from sim.scenario.calls import check_calls
from sim.scenario.form import LANGUAGES
from sim.scenario.load import Page, load_scenario, pages_of
from sim.scenario.types import PolicyCall, Scenario
from sim.strict_yaml import Fault, InputFault

LIKE = ("city", "start", "months")
"""What both scenarios must have as the baseline has it."""


@dataclass(frozen=True)
class Part:
    """One of the files, what it means, and its pages: itself first, then what it extends."""

    path: Path
    scenario: Scenario
    pages: list[Page]

    def beside(self, other: Part) -> list[Page]:
        """Give the pages that another file does not consist of."""
        theirs = {page.document.path.resolve() for page in other.pages}
        return [page for page in self.pages if page.document.path.resolve() not in theirs]

    def fault(self, location: tuple[str, ...], message: str, key: bool = False) -> Fault:
        """Make a fault where the file, or the nearest it extends, says something; else at its beginning."""
        page = next((page for page in self.pages if location in page.document.values), self.pages[0])
        return page.document.fault(location, message, key)


def load_together(
    baseline: Path | str, first: Path | str, second: Path | str, *, months: int | None = None, city: str | None = None
) -> Scenario:
    """Read a baseline and two scenarios and give the baseline with the policies of the first, then of the second.

    A policy keeps the number by which it draws alone, so that chance is the same with and without the other. InputFault
    has a line for each reason why the two cannot be put together.
    """
    base, one, two = (
        Part(Path(path), load_scenario(path, months=months, city=city), pages_of(Path(path)))
        for path in (baseline, first, second)
    )
    faults = _named_twice(base, one, two)
    if not faults:
        faults = [*_unlike(base, one, two), *_counted_twice(base, one, two)]
    parameters = _parameters(base, one, two, faults)
    calls = _calls(base, one, two, faults) if not faults else []
    if faults:
        raise InputFault(dict.fromkeys(faults))
    names = {language: f"{one.scenario.title(language)} + {two.scenario.title(language)}" for language in LANGUAGES}
    told = ", ".join(part.path.name for part in (one, two))
    marks = [part.scenario.sha256 for part in (base, one, two)]
    return replace(
        base.scenario,
        key=f"{one.scenario.key}+{two.scenario.key}",
        policies=tuple(calls),
        parameters=parameters,
        text=f"# {base.path.name} with the policies of {told}, put together by --together\n",
        sha256=hashlib.sha256("+".join(marks).encode()).hexdigest(),
        names=names,
        stories={},
        together=(one.scenario.key, two.scenario.key),
        files=tuple(dict.fromkeys(file for part in (base, one, two) for file in part.scenario.files)),
    )


def _named_twice(base: Part, one: Part, two: Part) -> list[Fault]:
    """Refuse a file that stands for two of the three."""
    if one.path.resolve() == two.path.resolve():
        return [two.fault((), "is named twice; name two scenarios")]
    again = [part for part in (one, two) if not part.beside(base)]
    return [part.fault((), "is part of the baseline; name a scenario that adds to it") for part in again]


def _unlike(base: Part, one: Part, two: Part) -> list[Fault]:
    """Refuse another city, start or length than that of the baseline."""
    faults = []
    for part in (one, two):
        for name in LIKE:
            here, there = (_value(which.scenario, name) for which in (part, base))
            if here != there:
                message = f"{name} is another than in {base.path}; make the two alike, or choose another --baseline"
                faults.append(part.fault((name,), message, key=True))
    return faults


def _value(scenario: Scenario, name: str) -> Any:
    return scenario.city.resolve() if name == "city" else getattr(scenario, name)


def _counted_twice(base: Part, one: Part, two: Part) -> list[Fault]:
    """Refuse policies that both files have beside the baseline, and a baseline whose policies one of them lacks."""
    faults = []
    for part in (one, two):
        for page in base.beside(part):
            if page.form.policies:
                what = f"does not build on {page.document.path}, whose policies the baseline has; extend it"
                faults.append(part.fault(("extends",), what))
    theirs = {page.document.path.resolve() for page in one.beside(base)}
    for page in two.beside(base):
        shared = page.document.path
        if shared.resolve() in theirs and page.form.policies:
            part, other = (one, two) if shared.resolve() == two.path.resolve() else (two, one)
            what = f"builds on {shared}, and so does {other.path}: its policies would be counted twice; let both build"
            if shared.resolve() == other.path.resolve():
                what = f"builds on {shared}, whose policies would be counted twice; let both build"
            faults.append(part.fault(("extends",), f"{what} on the baseline, or give --baseline {shared}"))
    return faults


def _parameters(base: Part, one: Part, two: Part, faults: list[Fault]) -> Mapping[str, Any]:
    """Give the parameters of the three: a value that differs from the baseline may come from one of the two."""
    told = [part.scenario.parameters for part in (base, one, two)]
    found: dict[str, Any] = {}
    for name in dict.fromkeys(name for parameters in told for name in parameters):
        known = defaults()[name].value
        usual, here, there = (parameters.get(name, known) for parameters in told)
        found[name] = there if here == usual else here
        if here == usual or there == usual:
            continue
        what = (
            f"{name} is {there} here and {here} in {one.path}; together there can be one value only, so leave one out"
        )
        if here == there:
            what = f"{name} is {there} here and in {one.path} and would count twice; set it in the baseline instead"
        faults.append(two.fault(("parameters", name), what, key=True))
    return found


def _calls(base: Part, one: Part, two: Part, faults: list[Fault]) -> list[PolicyCall]:
    """Give the policies of the baseline, of the first and of the second; closures of both that overlap are faults."""
    parts = [base.pages, one.beside(base), two.beside(base)]
    said = [(page.document, page.form.policies or []) for pages in parts for page in reversed(pages)]
    before = len(base.scenario.policies)
    first = len(one.scenario.policies) - before
    city = load_city(base.scenario.city)
    calls = check_calls(said, city, base.scenario.start, base.scenario.months, faults)
    alone = [place if place < before + first else place - first for place in range(len(calls))]
    return [replace(call, drawn_as=number) for call, number in zip(calls, alone, strict=True)]
