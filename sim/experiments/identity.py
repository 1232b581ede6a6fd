"""What determines the figures of a run beside its scenario: the text of the model and what it is run with."""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache
from pathlib import Path

from sim.experiments.manifest import ROOT, versions

APART = ("docs", "experiments", "report", "view")
"""The parts of ``sim`` that the model never imports (the layers in pyproject.toml see to it), so no run passes them."""
LIVING = ("experiments/sweep/living.py", "experiments/store.py")
"""What all the same decides which figures of a run of a sweep are kept, and as which bytes."""


def of_source() -> str:
    """Give the fingerprint of the code and the parameters of all of ``sim``."""
    return _of(_texts())


def of_model() -> str:
    """Give the fingerprint of the code and the parameters that a run of a sweep passes through."""
    return _of(lived_by())


def lived_by() -> tuple[Path, ...]:
    """Give the files that a run of a sweep passes through: all but what stands apart, so that a new part is one too."""
    living = {ROOT / "sim" / name for name in LIVING}
    return tuple(path for path in _texts() if path.relative_to(ROOT / "sim").parts[0] not in APART or path in living)


@cache
def _texts() -> tuple[Path, ...]:
    return tuple(sorted(path for kind in ("*.py", "*.yaml") for path in (ROOT / "sim").rglob(kind)))


@cache
def _of(paths: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0{of_file(path)}\n".encode())
    return digest.hexdigest()


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
        "code of the model": of_model()[:16],
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
