"""Tell on stderr how far a computation is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from tqdm import tqdm

EVERY_SECONDS = 20.0
SURE_FROM = 0.05
"""Share of the months after which there is a forecast: the first ones also wait for the compiler."""


class Progress:
    """Counts months lived by all runs. The clock serves the eye only; no result depends on it."""

    def __init__(self, months: int, what: str, stream: TextIO | None = None) -> None:
        self.months, self.stream = months, stream or sys.stderr
        self.began = self.told = time.monotonic()
        self.lived_when_told = 0
        self.bar = tqdm(total=months, unit="month", desc=what, file=self.stream) if self.stream.isatty() else None
        if self.bar is None:
            print(f"{what}: {months:,} months to live through", file=self.stream, flush=True)

    def __call__(self, lived: int) -> None:
        """Show that so many months were lived in all."""
        if self.bar is not None:
            self.bar.update(lived - self.bar.n)
        elif (since := time.monotonic() - self.told) >= EVERY_SECONDS:
            self._line(lived, (lived - self.lived_when_told) / since)
            self.told, self.lived_when_told = time.monotonic(), lived

    def _line(self, lived: int, pace: float) -> None:
        """Tell how far it is and, at the pace since the last line, how long it will take."""
        passed = time.monotonic() - self.began
        known = pace > 0.0 and lived >= SURE_FROM * self.months
        rest = f", about {(self.months - lived) / pace:.0f} s to go" if known else ""
        print(f"  {lived:,} of {self.months:,} months after {passed:.0f} s{rest}", file=self.stream, flush=True)

    def close(self) -> None:
        """End the bar."""
        if self.bar is not None:
            self.bar.close()
