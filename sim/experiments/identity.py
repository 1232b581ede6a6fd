"""What determines the figures of a run beside its scenario: the text of the model and what it is run with."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sim.experiments.manifest import ROOT, versions

LIVED_BY = ("model.py", "agents.py", "record.py", "rulebook.py", "parameters.py", "randomness.py", "compiled.py",
            "native.py", "world", "city", "processes", "policies", "indicators", "ledger", "scenario",
            "experiments/sweep/living.py")  # fmt: skip
"""The parts of ``sim`` that a run of a sweep passes through; others, such as the report, do not change its figures."""


@cache
def of_source(parts: tuple[str, ...] = ("",)) -> str:
    """Give the fingerprint of the code and the parameters in some parts of ``sim``, all of it if none are named."""
    files = sorted({path for part in parts for path in _texts(ROOT / "sim" / part)})
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\0{of_file(path)}\n".encode())
    return digest.hexdigest()


def _texts(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return [found for kind in ("*.py", "*.yaml") for found in path.rglob(kind)]


def of_file(path: Path) -> str:
    """Give the fingerprint of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@cache
def environment() -> dict[str, str]:
    """Tell with what runs are made: the text of the model, the packages, and the kind of machine.

    Two machines of one kind may still differ in the last digit of a logarithm where their C libraries do, so the
    version of that is part of it.
    """
    libc = " ".join(platform.libc_ver()) if os.name == "posix" else platform.release()
    return {
        "code of the model": of_source(LIVED_BY)[:16],
        "machine": f"{platform.system()} {platform.machine()}",
        "C library": libc.strip() or "unknown",
        **versions(),
    }


def differences(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Tell in words what of two such descriptions differs."""
    return [
        f"{name} was {before.get(name, 'not there')}, is {now.get(name, 'not there')}"
        for name in dict.fromkeys([*before, *now])
        if before.get(name) != now.get(name)
    ]
