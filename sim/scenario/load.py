"""Load a scenario: read the file and those it extends, and check everything before anything runs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.city.file import CityFile, load_city
from sim.rulebook import defaults
from sim.scenario.calls import check_calls
from sim.scenario.form import ScenarioForm
from sim.scenario.types import Scenario
from sim.strict_yaml import Document, Fault, InputFault, nearest, number_from, parse, read

MOST_FILES = 10
SHIPPED_CITIES = Path(__file__).resolve().parents[2] / "scenarios" / "cities"


@dataclass(frozen=True)
class Page:
    """A file of a scenario: what it says, and what it says in terms of the form."""

    document: Document
    form: ScenarioForm


def load_scenario(path: Path | str, *, months: int | None = None, city: str | None = None) -> Scenario:
    """Read and check a scenario; InputFault has one line for each fault.

    ``months`` and ``city`` stand for those of the file (what a command line was told).
    """
    pages = pages_of(Path(path))
    own = pages[0].document
    faults: list[Fault] = []
    start, length = first_said(pages, "start"), months or first_said(pages, "months")
    for name, value in (("start", start), ("months", length)):
        if value is None:
            faults.append(own.fault((), f"{name} is missing; add '{name}: {_EXAMPLES[name]}'"))
    city_path, city_file = _city(pages, city, faults)
    parameters = _parameters(pages, faults)
    if faults or start is None or length is None or city_file is None:
        raise InputFault(faults)
    said = [(page.document, page.form.policies or []) for page in reversed(pages)]
    calls = check_calls(said, city_file, start, length, faults)
    if faults:
        raise InputFault(faults)
    return Scenario(
        key=own.path.stem,
        city=city_path,
        start=start,
        months=length,
        policies=tuple(calls),
        parameters=parameters,
        text=own.text,
        sha256=hashlib.sha256("".join(page.document.sha256 for page in pages).encode()).hexdigest(),
        names=pages[0].form.name or {},
        stories=pages[0].form.story or {},
        files=tuple((page.document.path, page.document.text) for page in pages),
    )


_EXAMPLES = {"start": "2026-01", "months": "120"}


def check(path: Path | str) -> list[Fault]:
    """List what is wrong with a scenario or city file; an empty list means that it is in order."""
    try:
        data = read(path).data
        if isinstance(data, dict) and ("wijken" in data or "gemeente" in data):
            load_city(path)
        else:
            load_scenario(path)
    except InputFault as found:
        return found.faults
    return []


def pages_of(path: Path) -> list[Page]:
    """Read a file and what it extends, itself first."""
    pages: list[Page] = []
    seen: list[Path] = []
    while True:
        document = read(path)
        form = parse(ScenarioForm, document)
        pages.append(Page(document, form))
        seen.append(path.resolve())
        if form.extends is None:
            return pages
        path = path.parent / form.extends
        if path.resolve() in seen:
            message = f"extends runs in a circle: {path.name} is already part of this scenario"
            raise InputFault([document.fault(("extends",), message)])
        if len(pages) >= MOST_FILES:
            raise InputFault([document.fault(("extends",), f"more than {MOST_FILES} files extend each other")])
        if not path.is_file():
            near = nearest(path.name, [p.name for p in path.parent.glob("*.yaml")] if path.parent.is_dir() else [])
            raise InputFault([document.fault(("extends",), f"there is no file {form.extends}{near}")])


def first_said(pages: list[Page], name: str) -> Any:
    """Give what the file says, else what the nearest file it extends says."""
    return next((value for page in pages if (value := getattr(page.form, name)) is not None), None)


def _city(pages: list[Page], told: str | None, faults: list[Fault]) -> tuple[Path, CityFile | None]:
    """Find and read the city file: a path, or the name of a file in a folder ``cities``."""
    page = next((page for page in pages if page.form.city is not None), pages[0])
    name = told or page.form.city
    if name is None:
        faults.append(page.document.fault((), "city is missing; add 'city: groningen'"))
        return Path(), None
    folders = [folder / "cities" for folder in page.document.path.resolve().parents] + [SHIPPED_CITIES]
    shortcuts = [folder / f"{name}.yaml" for folder in folders]
    asked = [Path(name), page.document.path.parent / name] if name.endswith((".yaml", ".yml")) else shortcuts
    path = next((candidate for candidate in asked if candidate.is_file()), None)
    if path is None:
        known = sorted({found.stem for folder in folders if folder.is_dir() for found in folder.glob("*.yaml")})
        hint = nearest(name, known) or (f"; there are {', '.join(known)}" if known else "")
        message = f"no city file for {name!r}{hint}"
        place = page.document.fault(("city",), message) if told is None else Fault("--city", 1, 1, message)
        faults.append(place)
        return Path(), None
    try:
        return path, load_city(path)
    except InputFault as found:
        faults += found.faults
        return path, None


def _parameters(pages: list[Page], faults: list[Fault]) -> dict[str, Any]:
    """Check the overrides against the parameters of the model; the file goes before what it extends."""
    known = defaults()
    checked: dict[str, Any] = {}
    for page in reversed(pages):
        for name, value in (page.form.parameters or {}).items():
            location = ("parameters", name)
            if name not in known:
                message = f"no parameter is called {name!r}{nearest(name, known)}"
                faults.append(page.document.fault(location, message, key=True))
                continue
            try:
                checked[name] = known[name].with_value(as_value(known[name].value, value)).value
            except ValueError as fault:
                faults.append(page.document.fault(location, f"{name} {fault}"))
    return checked


def as_value(like: Any, value: Any) -> Any:
    """Turn texts into the kind of value that ``like`` is; ValueError says what does not fit."""
    if isinstance(like, tuple):
        return [number_from(item) for item in value] if isinstance(value, list) else value
    if isinstance(like, bool):
        return {"true": True, "false": False}.get(value, value)
    return value if isinstance(like, str) else number_from(value)
