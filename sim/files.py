"""Files that are there whole or not at all.

A file is written under another name, flushed to the disk and then renamed, so neither a full disk nor a lost
machine leaves half of it under its final name.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

TEMPORARY = "."
"""What the names of files begin with that are not whole yet."""
FULL = (errno.ENOSPC, errno.EDQUOT)


class StoreFault(Exception):
    """A folder or file cannot be written or read; the text says which and why."""


def passed(point: str, path: Path) -> None:
    """Do nothing: here the tests of safety end the process, after each step of writing."""


def write_file(path: Path, fill: Callable[[Path], None]) -> Path:
    """Let ``fill`` write a file and give it its name only when all of it is on the disk."""
    temporary = path.with_name(f"{TEMPORARY}{path.name}-{os.getpid()}")
    try:
        fill(temporary)
        passed("written", path)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        passed("synced", path)
        temporary.replace(path)
        passed("renamed", path)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreFault(f"{path}: cannot be written ({told(error)})") from None
    finally:
        temporary.unlink(missing_ok=True)
    return path


def told(error: OSError) -> str:
    """Say what is wrong, and what helps where the disk is full."""
    return f"{error.strerror}{'; make room and give the same command again' if error.errno in FULL else ''}"


def sync_folder(folder: Path) -> None:
    """Make sure that the names of the files in a folder are on the disk."""
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
