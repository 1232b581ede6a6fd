"""Find the generated blocks of a file, and put other text in them without touching what stands around."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

BEGIN, END = "<!-- generated: {} -->", "<!-- end -->"
MARKER = re.compile(r"<!--\s*(generated|end)\b.*")
NAMED = re.compile(r"<!-- generated: (.+) -->")


class DocsFault(Exception):
    """A file of documentation cannot be generated; the text says where and what to do."""


def filled(text: str, texts: Mapping[str, str], where: str) -> tuple[str, list[str]]:
    """Give the text with its blocks filled from ``texts``, and the names of those that were different.

    DocsFault, beginning with ``where``, if the markers are not one pair for each of ``texts``.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    found = _blocks(lines, texts, where)
    if missing := [name for name in texts if name not in found]:
        raise DocsFault(
            f"{where}: lacks the block '{missing[0]}'; add {BEGIN.format(missing[0])} and {END}, a line each"
        )
    out, place, changed = [], 0, []
    for name, (first, last) in found.items():
        wanted = ["", *texts[name].split("\n"), ""]
        out += [*lines[place:first], *wanted]
        place = last
        if lines[first:last] != wanted:
            changed.append(name)
    return newline.join([*out, *lines[place:]]), changed


def _blocks(lines: Sequence[str], known: Mapping[str, str], where: str) -> dict[str, tuple[int, int]]:
    """Give the first line of each block and the line after its last, markers left out, in their order."""
    found: dict[str, tuple[int, int]] = {}
    name, begun = "", 0
    for number, line in enumerate(lines, start=1):
        if not MARKER.match(line):
            continue
        at = f"{where}:{number}"
        if line.strip() == END:
            if not name:
                raise DocsFault(f"{at}: {END} ends no block; remove it or add the line that begins the block")
            found[name], name = (begun, number - 1), ""
            continue
        if name:
            raise DocsFault(f"{at}: the block '{name}' has not ended yet; add {END} before this line")
        name, begun = _name(line, found, known, at), number
    if name:
        raise DocsFault(f"{where}:{begun}: the block '{name}' does not end; add {END} after it")
    return found


def _name(line: str, found: Mapping[str, object], known: Mapping[str, str], at: str) -> str:
    match = NAMED.fullmatch(line.strip())
    if match is None:
        raise DocsFault(f"{at}: is no marker; write {BEGIN.format('NAME')} or {END}")
    if match[1] not in known:
        raise DocsFault(f"{at}: no block is called '{match[1]}'; there are {', '.join(known)}")
    if match[1] in found:
        raise DocsFault(f"{at}: the block '{match[1]}' stands twice; remove one of the two")
    return match[1]
