"""Files that are there whole or not at all.

A file is written under another name, flushed to the disk and then renamed, so neither a full disk nor a lost
machine leaves half of it under its final name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


class StoreFault(Exception):
    """A folder or file cannot be written or read; the text says which and why."""


def write_file(path: Path, fill: Callable[[Path], None]) -> Path:
    """Let ``fill`` write a file and give it its name only when all of it is on the disk."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        fill(temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreFault(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> Path:
    """Write a text, whole or not at all; its ends of lines stay what they are."""

    def fill(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8", newline="")

    return write_file(path, fill)
