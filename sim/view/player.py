"""Plays a pair in a thread of its own, so that neither the page nor other tabs wait for a month.

A tab that does not draw any more (closed, or hidden for long) is waited for, and then the play pauses: the computer is
not kept busy for nobody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sim.view.pair import Pair, Setup
from sim.view.worlds import Worlds

DRAWN_WITHIN = 20.0
"""Seconds after which a page that says nothing is taken to be gone."""
SPEEDS = (1, 2, 5, 10, 0)
"""Months a second; 0 is as fast as the page can draw."""


@dataclass(frozen=True)
class State:
    """Where the play is. ``status`` is building, paused, playing, finished or stopped; ``part`` (0-1) of building."""

    status: str
    step: str = ""
    part: float = 0.0
    fault: str = ""


class Player:
    """Owns the pair of a tab. All methods return at once; ``changed`` is called in the thread of the player."""

    def __init__(self, setup: Setup, worlds: Worlds, changed: Callable[[], None]) -> None:
        self.worlds, self.changed = worlds, changed
        self.pair: Pair | None = None
        self.state = State("building")
        self.speed = 5
        self._wake = threading.Condition()
        self._setup: Setup | None = setup
        self._steps, self._playing, self._closed = 0, False, False
        self._sent, self._drawn = 0, 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work, once whoever listens is ready."""
        self._thread = threading.Thread(target=self._work, name="player", daemon=True)
        self._thread.start()

    def play(self) -> None:
        """Go on, month after month."""
        self._tell(_playing=True)

    def pause(self) -> None:
        """Stop after the month that is being lived."""
        self._tell(_playing=False, _steps=0)

    def step(self) -> None:
        """Live one month."""
        self._tell(_playing=False, _steps=self._steps + 1)

    def reset(self, setup: Setup) -> None:
        """Begin anew; the last good pair stays until the new one is there."""
        self._tell(_playing=False, _steps=0, _setup=setup)

    def drawn(self, frame: int) -> None:
        """Hear that the page has drawn a frame."""
        self._tell(_drawn=max(frame, self._drawn))

    def close(self) -> None:
        """End the thread."""
        self._tell(_closed=True, _playing=False)

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._playing

    def frame(self) -> int:
        """Number what is being shown now; the page says when it has drawn it."""
        return self._sent

    def _tell(self, **changes: object) -> None:
        with self._wake:
            for name, value in changes.items():
                setattr(self, name, value)
            self._wake.notify_all()

    def _work(self) -> None:
        while True:
            if self.state.status == "playing" and not self._playing:
                self._show(State("paused"))
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._setup is not None or self._playing or self._steps > 0)
                if self._closed:
                    return
                setup, self._setup = self._setup, None
            try:
                if setup is not None:
                    self._build(setup)
                else:
                    self._live()
            except Exception as error:  # said on the page, in words; the thread has to go on for the next try
                self._tell(_playing=False, _steps=0)
                what = str(error).splitlines()[0] if str(error) else type(error).__name__
                self._show(State("stopped", fault=what))

    def _build(self, setup: Setup) -> None:
        self._show(State("building", "building"))

        def say(step: str, part: float) -> None:
            self._show(State("building", step, part))

        self.pair = Pair(setup, self.worlds, say)
        self._show(State("paused"))

    def _live(self) -> None:
        pair, began = self.pair, time.monotonic()
        if pair is None or pair.over or self.state.status == "stopped":
            self._tell(_playing=False, _steps=0)
            self._show(
                State("finished" if pair is not None and pair.over else self.state.status, fault=self.state.fault)
            )
            return
        pair.step()
        with self._wake:
            self._steps = max(self._steps - 1, 0)
            if pair.over:
                self._playing = False
        self._sent += 1
        self._show(State("finished" if pair.over else "playing" if self._playing else "paused"))
        if self._playing:
            self._keep_pace(began)

    def _keep_pace(self, began: float) -> None:
        """Wait for the page to draw, and for the time of a month to pass; whatever is asked meanwhile goes first."""
        frame = self._sent

        def asked() -> bool:
            return self._closed or not self._playing or self._setup is not None

        with self._wake:
            if not self._wake.wait_for(lambda: asked() or self._drawn >= frame, DRAWN_WITHIN):
                self._playing = False
            left = began + 1.0 / self.speed - time.monotonic() if self.speed else 0.0
            if left > 0:
                self._wake.wait_for(asked, left)

    def _show(self, state: State) -> None:
        self.state = state
        self.changed()
