"""Finished work on disk: a file under a name that says what it is and what is in it.

The name of a file is the fingerprint of all that determines the work, then the fingerprint of the bytes. So what
is asked is found without a list that could be out of date, and a single flipped bit is noticed wherever it is. A
file that is not what its name says counts as not there, and is removed when the work has been done again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sim.files import TEMPORARY, StoreFault, sync_folder, told, write_file

KEY = 32
"""Hexadecimal digits of a fingerprint: 128 bits, so that among a million runs no two share one by chance."""
ENDING = "parquet"


def fingerprint(content: bytes) -> str:
    """Name some bytes."""
    return hashlib.sha256(content).hexdigest()[:KEY]


def keep(folder: Path, key: str, content: bytes) -> Path:
    """Write finished work; StoreFault where there is no room."""
    path = folder / key[:2] / f"{key}.{fingerprint(content)}.{ENDING}"
    if not path.parent.is_dir():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(folder)
        except OSError as error:
            raise StoreFault(f"{path.parent}: cannot be made ({told(error)})") from None
    return write_file(path, lambda temporary: _fill(temporary, content))


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def names(folder: Path) -> dict[str, list[Path]]:
    """Give what lies in a folder by the fingerprint of the work, unread."""
    found: dict[str, list[Path]] = {}
    for path in _files(folder):
        key, _, rest = path.name.partition(".")
        if not path.name.startswith(TEMPORARY) and rest.endswith(ENDING):
            found.setdefault(key, []).append(path)
    return found


def content(path: Path) -> bytes | None:
    """Give the bytes of a file if they are those that its name says, else None."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    return found if path.name.split(".")[1] == fingerprint(found) else None


def tidy(folder: Path) -> None:
    """Remove what was half written when a process was killed; only for whoever has the folder alone."""
    for path in _files(folder):
        if path.name.startswith(TEMPORARY):
            path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.is_dir():
            yield from sorted(place.iterdir())
