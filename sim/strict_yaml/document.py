"""Read one small YAML file into dicts, lists and texts, with the place of every key and value."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

LARGEST = 1_000_000
DEEPEST = 40
_THOUSANDS = re.compile(r"\d{3} ?EUR")
_STUMBLES = (
    (r"\\t", False, "a tab stands where spaces are needed; indent with spaces"),
    (
        "mapping values are not allowed",
        False,
        "a second ': ' in one line; put the text in quotes or check the indentation",
    ),
    (
        "quoted scalar.*end of (stream|document)|quoted scalar.*document sep",
        True,
        "a quote opens here that is not closed; close it",
    ),
    ("flow mapping: expected", True, "a {{ opens here that is not closed; add the }}, or a comma between its entries"),
    ("flow sequence: expected", True, "a [ opens here that is not closed; add the ], or a comma between its entries"),
    (
        "flow node: expected the node content",
        False,
        "an entry is missing between brackets or commas; write it, or leave the comma out",
    ),
    (r"expected <block end>, but found '([\]}}])'", False, "a {0} closes what nothing opened; leave it out"),
    (
        "expected <block end>",
        False,
        "is indented otherwise than what it belongs to; put entries that go together in one column",
    ),
    ("could not find expected ':'", True, "a key without a value stands here; write it as 'key: value'"),
    ("character '(.)' that cannot start", False, "{0} cannot begin a value; put the value in quotes"),
    ("unknown escape character", False, "a backslash has a meaning in double quotes; use single quotes"),
)
"""What the parser says, whether the fault lies where it began rather than where it ended, and what to tell people."""
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Place = tuple[int, int]
Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input file; line and column count from 1."""

    path: Path | str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class InputFault(Exception):
    """The input is at fault; ``faults`` lists all that was found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (str(fault.path), fault.line, fault.column))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Document:
    """A file as read: its data (dicts, lists and texts) and where each key and value stands."""

    path: Path
    text: str
    data: Any
    sha256: str
    keys: dict[Location, Place] = field(repr=False)
    values: dict[Location, Place] = field(repr=False)

    def where(self, location: Location, key: bool = False) -> Place:
        """Give line and column of a value (or of its key), or of the nearest thing around it."""
        for end in range(len(location), -1, -1):
            places = self.keys if key and end == len(location) else self.values
            if location[:end] in places:
                return places[location[:end]]
        return (1, 1)

    def fault(self, location: Location, message: str, key: bool = False) -> Fault:
        """Make a fault at a place of this file."""
        return Fault(self.path, *self.where(location, key), message)


def nearest(word: str, words: Iterable[str]) -> str:
    """Give a hint such as ``; did you mean months?`` where one of the words is nearly right, else nothing."""
    by_lower = {candidate.lower(): candidate for candidate in words}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""


def read(path: Path | str) -> Document:
    """Read a file; InputFault says in one line what makes it unreadable."""
    return understand(Path(path), content(path))


def understand(path: Path, raw: bytes) -> Document:
    """Make a document of what was in a file; InputFault as in ``read``."""
    text = _text(path, raw)
    builder = _Builder(path)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise InputFault([_grammar(path, error)]) from None
    except InputFault:
        raise
    except Exception as error:  # the scanner answers some hostile input with other errors than its own
        raise InputFault([Fault(path, 1, 1, f"cannot be read as YAML ({type(error).__name__})")]) from None
    if not builder.values:
        raise InputFault([Fault(path, 1, 1, "the file is empty")])
    return Document(path, text, builder.root, hashlib.sha256(raw).hexdigest(), builder.keys, builder.values)


def content(path: Path | str) -> bytes:
    """Give what is in a file; InputFault says in one line why it cannot be had."""
    path = Path(path)
    if path.is_dir():
        raise InputFault([Fault(path, 1, 1, "is a folder; name a file in it")])
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        if path.is_symlink():
            message = f"is a link to {path.readlink()}, which is not there; name the file itself"
            raise InputFault([Fault(path, 1, 1, message)]) from None
        siblings = [p.name for p in path.parent.glob("*.yaml")] if path.parent.is_dir() else []
        raise InputFault([Fault(path, 1, 1, f"there is no such file{nearest(path.name, siblings)}")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputFault([Fault(path, 1, 1, f"cannot be read: {reason}")]) from None
    if len(raw) > LARGEST:
        raise InputFault([Fault(path, 1, 1, f"is larger than {LARGEST:,} bytes; not a file for this program")])
    return raw


def _text(path: Path, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "is not a text file in UTF-8; save it as plain text"
        raise InputFault([Fault(path, line, 1, message)]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputFault([Fault(path, line, 1, "is a binary file, not YAML")])
    if found := _CONTROL.search(text):
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
        message = f"a character that cannot be seen stands here (U+{ord(found[0]):04X}); remove it"
        raise InputFault([Fault(path, line, column, message)])
    return text


def _grammar(path: Path, error: yaml.MarkedYAMLError) -> Fault:
    """Say in people's words what the parser stumbled on, at the place where it can be put right."""
    problem, context = error.problem or "cannot be read as YAML", error.context or ""
    for found, at_opening, words in _STUMBLES:
        if match := re.search(found, f"{context}: {problem}"):
            problem = words.format(*match.groups())
            mark = (error.context_mark if at_opening else None) or error.problem_mark
            break
    else:
        mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Fault(path, line, column, problem)


class _Builder:
    """Put the events of the parser together without recursion, refusing what is not for people."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root: Any = None
        self.keys: dict[Location, Place] = {}
        self.values: dict[Location, Place] = {}
        self._stack: list[tuple[Any, Location]] = []
        self._key: list[str | None] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take the next event of the parser."""
        self._refuse(event)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second document ('---') begins; keep one per file")
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
            self._key.pop()

    def _refuse(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._stop(event, f"the alias *{event.anchor} is not allowed; write the value out")
        if getattr(event, "anchor", None) is not None:
            self._stop(event, f"the anchor &{event.anchor} is not allowed; write the value out where it is needed")
        if getattr(event, "tag", None) is not None:
            self._stop(event, f"the tag {event.tag} is not allowed; write the plain value")

    def _stop(self, event: Any, message: str) -> None:
        mark = event.start_mark
        raise InputFault([Fault(self.path, mark.line + 1, mark.column + 1, message)])

    def _scalar(self, event: Any) -> None:
        if self._wants_key():
            self._take_key(event)
        else:
            self._put(event, None if event.style is None and event.value in ("", "~") else event.value)

    def _wants_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1][0], dict) and self._key[-1] is None

    def _take_key(self, event: Any) -> None:
        mapping, location = self._stack[-1]
        name = event.value
        if name == "<<":
            self._stop(event, "the merge << is not allowed; write the keys out")
        if name in mapping:
            line = self.keys[(*location, name)][0]
            self._stop(event, f"the key {name!r} stands twice (first in line {line}); keep one")
        self._key[-1] = name
        self.keys[(*location, name)] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _put(self, event: Any, value: Any) -> Location:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if not self._stack:
            self.root = value
            location: Location = ()
        else:
            parent, above = self._stack[-1]
            if isinstance(parent, dict):
                key: str | int = self._key[-1] or ""
                if value is None:
                    self._refuse_comma_in_number(parent, above, str(key))
                parent[key] = value
                self._key[-1] = None
            else:
                key = len(parent)
                parent.append(value)
            location = (*above, key)
        self.values[location] = place
        return location

    def _refuse_comma_in_number(self, mapping: dict[str, Any], location: Location, key: str) -> None:
        """Refuse {share: 0,5}: within braces YAML takes what follows the comma for a key without a value."""
        before, said = next(reversed(mapping.items()), ("", None))
        if not key[:1].isdigit() or not isinstance(said, str) or not said.lstrip("+-").isdigit():
            return
        message = f"{before} must be written with a decimal point; got {said},{key}"
        if _THOUSANDS.fullmatch(key):
            message = f"{before} must be written without a comma between thousands; write {said}_{key}"
        raise InputFault([Fault(self.path, *self.values[(*location, before)], message)])

    def _open(self, event: Any, empty: Any) -> None:
        if self._wants_key():
            self._stop(event, "a key must be a word, not a list or a mapping")
        if len(self._stack) >= DEEPEST:
            self._stop(event, f"is nested more than {DEEPEST} levels deep")
        location = self._put(event, empty)
        self._stack.append((empty, location))
        self._key.append(None)
