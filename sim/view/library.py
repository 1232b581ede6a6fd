"""The scenario files that the page may open and write: those that lie in one folder, and no others.

A page names a file; the name is looked up among what lies there and is never made into a path.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from sim.files import write_text
from sim.report.words import LANGUAGES
from sim.scenario import Scenario, load_scenario
from sim.strict_yaml import InputFault
from sim.view.scenario_text import scenario_text

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
MOST_FILES = 500
APART = ("cities", "sweeps")
"""Folders in which no scenarios lie."""


class LibraryFault(Exception):
    """A file cannot be opened or written; the text says which, why and what to do."""


@dataclass(frozen=True)
class Entry:
    """A scenario file: its name within the folder, and what it is called in each language."""

    name: str
    titles: dict[str, str]
    stories: dict[str, str]


class Library:
    """The scenarios in ``folder`` and the folders below it; comparisons of them lie in ``results``, beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.results = self.folder.parent / "results"
        self._entries: dict[tuple[str, int, int], Entry] = {}

    def names(self) -> list[str]:
        """Give the names of all files, those at the top first: ``baseline.yaml``, ``policies/clubs.yaml``."""
        found = [path for path in self.folder.rglob("*.yaml") if path.is_file() and self._inside(path)]
        names = [path.relative_to(self.folder).as_posix() for path in found]
        return sorted((n for n in names if n.split("/")[0] not in APART), key=lambda n: (n.count("/"), n))[:MOST_FILES]

    def load(self, name: str) -> Scenario:
        """Read a scenario by its name; LibraryFault has a line for each fault."""
        if name not in self.names():
            raise LibraryFault(f"there is no scenario {name!r} in scenarios/; choose one of the list")
        try:
            return load_scenario(self.folder / name)
        except InputFault as found:
            said = "\n".join(str(fault) for fault in found.faults)
            raise LibraryFault(said.replace(f"{self.folder}{os.sep}", "scenarios/")) from None

    def entries(self) -> list[Entry]:
        """Give every file with its titles and its story; one with a fault has its name, and says what when opened."""
        found = {}
        for name in self.names():
            state = (self.folder / name).stat()
            key = (name, state.st_mtime_ns, state.st_size)
            found[key] = self._entries.get(key) or self._entry(name)
        self._entries = found
        return list(found.values())

    def _entry(self, name: str) -> Entry:
        try:
            scenario = self.load(name)
        except LibraryFault:
            return Entry(name, dict.fromkeys(LANGUAGES, "?"), {})
        stories = {language: scenario.story(language) for language in LANGUAGES} if scenario.stories else {}
        return Entry(name, {language: scenario.title(language) for language in LANGUAGES}, stories)

    def name_of(self, path: Path) -> str:
        """Give the name of a file that somebody named at the command line; LibraryFault if it lies elsewhere."""
        whole = path.resolve()
        if not whole.is_file():
            raise LibraryFault(f"{path}: there is no such file; scenarios lie in {self.folder}")
        name = whole.relative_to(self.folder).as_posix() if whole.is_relative_to(self.folder) else ""
        if name not in self.names():
            raise LibraryFault(f"{path}: the browser opens files in {self.folder} only; copy it there")
        return name

    def save(self, scenario: Scenario, name: str) -> str:
        """Write a scenario under a new name and give the name of the file; it is read back before it is kept."""
        if not NAME.fullmatch(name):
            raise LibraryFault("a name has small letters, digits, - and _ only, and at most 60 of them")
        path = self.folder / f"{name}.yaml"
        if path.exists():
            raise LibraryFault(f"scenarios/{path.name} is there already; choose another name")
        text = scenario_text(scenario)
        trial = self.folder / f".{name}-{os.getpid()}.yaml"
        try:
            write_text(trial, text)
            _compare(load_scenario(trial), scenario)
            os.link(trial, path)  # fails where somebody else was first
        except FileExistsError:
            raise LibraryFault(f"scenarios/{path.name} is there already; choose another name") from None
        except (InputFault, OSError) as fault:
            raise LibraryFault(f"scenarios/{path.name} cannot be written: {fault}") from None
        finally:
            trial.unlink(missing_ok=True)
        return path.name

    def _inside(self, path: Path) -> bool:
        """Tell whether a file lies in the folder once links are followed, and is not hidden."""
        hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
        return not hidden and path.resolve().is_relative_to(self.folder)


def fit_together(first: Scenario, second: Scenario) -> None:
    """Refuse two scenarios that cannot have the same people and the same clock; LibraryFault says why."""
    for what, a, b in (("city", first.city.resolve(), second.city.resolve()), ("start", first.start, second.start)):
        if a != b:
            raise LibraryFault(f"{first.key} and {second.key} have another {what}: choose two with the same")


def _compare(read: Scenario, meant: Scenario) -> None:
    """Make sure that what was written is what is on the page."""
    for what in ("start", "months", "policies", "parameters"):
        if getattr(read, what) != getattr(meant, what):
            raise LibraryFault(f"what was written has other {what} than the page; nothing was kept")
