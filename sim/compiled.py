"""How functions are compiled, and where the machine code is kept between runs.

Numba keeps code beside a stamp of the function's own file, so code whose callees have changed since would be
taken from its store. Here the code of each module lies in a folder named after a fingerprint of that module
and of all it imports: what changed is compiled anew, with whatever calls it, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

PACKAGE = Path(__file__).resolve().parent
ALWAYS = (PACKAGE / "native.py", PACKAGE / "world" / "native.py")
"""What decides how all code sees the world and the parameters."""
IMPORTED = re.compile(r"^(?:from|import) (sim[\w.]*)(?: import (\([^)]*\)|[^\n]*))?", re.MULTILINE)


@cache
def _imports(source: Path) -> frozenset[Path]:
    """Give the files of this project that a file imports at its top."""
    found = set()
    for module, names in IMPORTED.findall(source.read_text(encoding="utf-8")):
        base = PACKAGE.joinpath(*module.split(".")[1:])
        parts = [base / name for name in re.findall(r"\w+", names)]
        found |= {path for part in [base, *parts] for path in (part.with_suffix(".py"), part / "__init__.py")}
    return frozenset(path for path in found if path.is_file())


@cache
def fingerprint(source: Path) -> str:
    """Name a module by its text and that of every module it imports, directly or not (16 hexadecimal digits)."""
    closure: set[Path] = set()
    new = {source, *ALWAYS}
    while new:
        closure |= new
        new = {path for known in new for path in _imports(known)} - closure
    digest = hashlib.sha256()
    for path in sorted(closure):
        digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _store() -> Path | None:
    """Choose a folder for compiled code: that of the user's caches, else a temporary one; None without either."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for parent in (base, Path(tempfile.gettempdir())):
        folder = parent / "ongedeeld"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        return folder
    return None


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function when it is first called: kept on disk, division as in NumPy, no fast math.

    It may not make arrays, so nothing in it is counted to be freed: the counting cost an atomic operation for
    each array that an inner loop names, a third of the time of a month.
    """
    return _compiled(function, _nrt=False)


def within(function: Callable[..., Any]) -> Any:
    """Compile like ``kernel`` a function whose code is put in the place of each call to it."""
    return _compiled(function, _nrt=False, forceinline=True)


def allocating(function: Callable[..., Any]) -> Any:
    """Compile like ``kernel`` a function that makes arrays of its own."""
    return _compiled(function, _nrt=True)


def _compiled(function: Callable[..., Any], **options: Any) -> Any:
    store = _store()
    if "NUMBA_CACHE_DIR" not in os.environ and store is not None:
        numba.config.CACHE_DIR = str(_folder_of(Path(function.__code__.co_filename), store))  # type: ignore[attr-defined]
    return numba.njit(cache=True, error_model="numpy", **options)(function)


@cache
def _folder_of(source: Path, store: Path) -> Path:
    return store / (fingerprint(source) if source.is_relative_to(PACKAGE) else "elsewhere")


def _first_time() -> bool:
    store = _store()
    month = PACKAGE / "processes" / "ties.py"
    return "NUMBA_CACHE_DIR" not in os.environ and (store is None or not _folder_of(month, store).exists())


FIRST_TIME = _first_time()
"""Whether the month had yet to be compiled, for the source as it is now, when this module was loaded."""
