"""Self-contained HTML from stored results."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def write_report(folder: Path, manifest: dict[str, Any]) -> Path:
    """Write ``report.html`` into a folder of results and return its path.

    The file is written under another name first, so that a full disk never leaves half a report.
    """
    from sim.report.page import page  # here, so that the rest of the command line starts without pandas
    from sim.report.results import Results

    path = folder / "report.html"
    temporary = folder / f".report-{os.getpid()}.html"
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(page(Results(folder, manifest)))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
