"""On what was measured: processor, cores, memory and versions, and nothing that tells whose machine it is."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path


def describe() -> str:
    """Describe this machine and day in one sentence."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "mesa"))
    parts = (
        _processor(),
        f"{_cores()} logical cores",
        _memory(),
        platform.system(),
        f"Python {platform.python_version()}",
        versions,
    )
    today = date.today()
    return f"Measured on {today.day} {today:%B %Y}: {'; '.join(part for part in parts if part)}.{_load()}"


def _processor() -> str:
    """Give the model of the processor as the system names it."""
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory"
    except (AttributeError, ValueError):
        return ""


def _load() -> str:
    """Say whether the machine had other work: then seconds say little."""
    try:
        load = os.getloadavg()[0]
    except (AttributeError, OSError):
        return ""
    return f" When it began, other work kept {load:.1f} cores busy." if load >= 0.25 else " It had no other work."
