"""How functions are compiled, and where the machine code is kept between runs."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numba

PACKAGE = Path(__file__).parent


def _fingerprint() -> str:
    """Name the source as it is now: numba keeps code of a function whose callees have changed since."""
    sources = sorted(PACKAGE.rglob("*.py"))
    digest = hashlib.sha256()
    for source in sources:
        if source.parts[-2] not in ("report", "experiments", "view", "scenario"):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _keep_code() -> bool:
    """Choose a folder for compiled code: that of the user's caches, else a temporary one. Tell if it is new."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return False
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for parent in (base, Path(tempfile.gettempdir())):
        folder = parent / "ongedeeld" / _fingerprint()
        known = folder.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
        return not known
    return True


FIRST_TIME = _keep_code()
"""Whether nothing had been compiled yet for the source as it is now."""

kernel = numba.njit(cache=True, error_model="numpy")
"""The decorator of every compiled function: kept on disk, division as in NumPy, no fast math."""
