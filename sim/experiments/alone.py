"""A folder for one command at a time, by a lock of the operating system: who is killed does not hold it any more."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.files import StoreFault, told

LOCK = ".lock"
LOOKS, PAUSE = 5, 0.02
"""How often and how long (seconds) to look again for the name of who was here first: it may just be writing it."""


class Taken(StoreFault):
    """Another command works in the folder; the text names it."""


@contextlib.contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Have a folder to oneself; Taken, at once, where another command has it.

    The file stays when the lock is given back: removing it would let two commands lock two files of one name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreFault(f"{folder}: cannot be written ({told(error)}); choose another with --out") from None
    try:
        if not _locked(handle):
            raise Taken(f"{folder}: {_who(handle)} works here; wait for it, or choose another folder with --out")
        with contextlib.suppress(OSError):  # a full disk: then the first goes without a name
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"process {os.getpid()} on {platform.node()} ({command})\n".encode(), 0)
        yield
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _who(handle: int) -> str:
    for _ in range(LOOKS):
        said = os.pread(handle, 1000, 0).decode(errors="replace").strip()
        if said:
            return said
        time.sleep(PAUSE)
    return "another command"


def _locked(handle: int) -> bool:
    if sys.platform == "win32":
        return _locked_on_windows(handle)
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _locked_on_windows(handle: int) -> bool:
    msvcrt: Any = __import__("msvcrt")
    os.lseek(handle, 2**20, os.SEEK_SET)  # beyond the name, which others must be able to read
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
