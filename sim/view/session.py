"""What one tab has chosen, and what it may be asked to do. Every tab has a session of its own.

The page sends commands: a mapping with ``do`` and what goes with it. Each is checked here; what does not fit is left
undone, since whoever can send one could send anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.indicators.catalogue import INDICATORS
from sim.policies.remarks import remarks
from sim.report.words import LANGUAGES
from sim.view.comparisons import Compared, compared
from sim.view.levers import LeverFault, changed_scenario
from sim.view.library import Library, LibraryFault, fit_together
from sim.view.pair import Pair, Setup
from sim.view.player import SPEEDS, Player
from sim.view.words import PageWords
from sim.view.worlds import Worlds

SCALES = (100, 50, 25, 10, 5, 2, 1)
MODES = ("side", "diff")
SHOWN_INDICATORS = tuple(name for name, one in INDICATORS.items() if not one.city_only)
BASELINE = "baseline.yaml"
LARGEST_UID = 2**62


@dataclass
class Chosen:
    """Choices of a tab. ``place`` is the level: ("city",), ("wijk", number) or ("person", uid).

    ``changes`` are levers and assumptions moved since the files were read, by their key; ``story`` is the place in the
    row of stories, None outside them. ``arm`` is what a phone shows where only one fits: 0, 1 or 2 (the difference).
    ``sure`` asks for a comparison over many runs in the map of the difference.
    """

    names: list[str]
    seed: int
    scale: int
    language: str = "nl"
    indicator: str = "severely_lonely"
    mode: str = "side"
    arm: int = 0
    place: tuple[Any, ...] = ("city",)
    changes: dict[str, Any] = field(default_factory=dict)
    story: int | None = None
    by_wijk: bool = False
    sure: bool = False


class Session:
    """A tab: its choices, its player and what it was told last. ``listen`` sets who hears of changes."""

    def __init__(self, library: Library, worlds: Worlds, chosen: Chosen) -> None:
        self.library, self.chosen = library, chosen
        self.entries = library.entries()
        self.stories = [entry for entry in self.entries if entry.stories]
        self.fault = self.saved = ""
        self.applied: dict[str, Any] = {}
        self._heard: Callable[[], None] = lambda: None
        self.files = [library.load(name) for name in chosen.names]
        self._look_up()
        self.player = Player(self._setup(), worlds, lambda: self._heard())

    def listen(self, heard: Callable[[], None]) -> None:
        """Call ``heard`` whenever there is something new to show, and begin to build the city."""
        self._heard = heard
        self.player.start()

    def close(self) -> None:
        """End: the tab is gone."""
        self._heard = lambda: None
        self.player.close()

    @property
    def pair(self) -> Pair | None:
        """What is being watched, None until the first city is there."""
        return self.player.pair

    @property
    def words(self) -> PageWords:
        """The words of the chosen language."""
        return PageWords(self.chosen.language)

    @property
    def told_out(self) -> bool:
        """Whether a story has been lived to its end: it closes with the difference."""
        return self.chosen.story is not None and self.pair is not None and self.pair.over

    @property
    def compared(self) -> Compared | None:
        """A finished comparison of what is being watched; none where a lever was moved, since nobody compared that."""
        watched = self.pair.setup.scenarios if self.pair is not None else ()
        return self._found if watched == tuple(self.files) else None

    @property
    def pending(self) -> bool:
        """Whether something was moved that holds only after a reset."""
        return self.chosen.changes != self.applied

    def titles(self) -> tuple[str, str]:
        """Give what the two arms that are shown are called: those of the last good city, while another is built."""
        shown = self.files if self.pair is None else self.pair.setup.scenarios
        first, second = (scenario.title(self.chosen.language) for scenario in shown)
        return first, second

    def titles_chosen(self) -> tuple[str, str]:
        """Give what the two files that are chosen are called."""
        first, second = (file.title(self.chosen.language) for file in self.files)
        return first, second

    def do(self, command: Any) -> None:
        """Carry out a command of the page."""
        if not isinstance(command, Mapping):
            return
        name = command.get("do")
        if name == "drawn":
            self.player.drawn(_whole(command.get("frame")))
            return
        action = ACTIONS.get(name) if isinstance(name, str) else None
        if action is None:
            return
        self.fault = ""
        try:
            action(self, command)
        except (LibraryFault, LeverFault) as fault:
            self.fault = str(fault)
        self._heard()

    def begin(self, names: list[str] | None = None) -> None:
        """Begin anew, with other files where they are named."""
        if names is not None:
            first, second = (self.library.load(name) for name in names)
            fit_together(first, second)
            self.files = [first, second]
            self.chosen.names, self.chosen.changes = names, {}
        setup = self._setup()
        self.applied = dict(self.chosen.changes)
        self._look_up()
        self.player.reset(setup)

    def _look_up(self) -> None:
        """Read what lies in files about what is chosen: once, not at every drawing."""
        self._found = compared(self.library.results, *self.files)
        self.remarks = remarks(self.files, self.chosen.scale)

    def _setup(self) -> Setup:
        left, right = (changed_scenario(file, arm, self.chosen.changes) for arm, file in enumerate(self.files))
        return Setup((left, right), self.chosen.seed, self.chosen.scale)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _play(session: Session, command: Mapping[str, Any]) -> None:
    if session.player.playing:
        session.player.pause()
    else:
        session.player.play()


def _step(session: Session, command: Mapping[str, Any]) -> None:
    session.player.step()


def _reset(session: Session, command: Mapping[str, Any]) -> None:
    session.begin()


def _choose(key: str, allowed: tuple[Any, ...]) -> Callable[[Session, Mapping[str, Any]], None]:
    """Make an action that sets one of the choices, if the value is one of those allowed."""

    def action(session: Session, command: Mapping[str, Any]) -> None:
        if command.get("value") in allowed and not isinstance(command.get("value"), bool):
            setattr(session.chosen, key, command["value"])

    return action


def _speed(session: Session, command: Mapping[str, Any]) -> None:
    if command.get("value") in SPEEDS:
        session.player.speed = command["value"]


def _scale(session: Session, command: Mapping[str, Any]) -> None:
    if command.get("value") in SCALES and command["value"] != session.chosen.scale:
        session.chosen.scale = command["value"]
        session.begin()


def _open_file(session: Session, command: Mapping[str, Any]) -> None:
    arm, name = command.get("arm"), command.get("value")
    if arm in (0, 1) and isinstance(name, str):
        names = list(session.chosen.names)
        names[arm] = name
        session.begin(names)


def _go(session: Session, command: Mapping[str, Any]) -> None:
    """Open a level: the address after the # of the page, such as wijk/10 or person/4711."""
    address = command.get("value")
    kind, _, number = address[:40].partition("/") if isinstance(address, str) else ("", "", "")
    if kind in ("wijk", "person") and number.isascii() and number.isdigit() and int(number) < LARGEST_UID:
        session.chosen.place = (kind, int(number))
    else:
        session.chosen.place = ("city",)


def _lever(session: Session, command: Mapping[str, Any]) -> None:
    """Move a lever; it holds after the next reset."""
    key, value = command.get("key"), command.get("value")
    if not isinstance(key, str):
        return
    changes = {**session.chosen.changes, key: value}
    for arm, file in enumerate(session.files):
        changed_scenario(file, arm, changes)  # refuses what does not fit, before it is kept
    session.chosen.changes = changes


def _levers_back(session: Session, command: Mapping[str, Any]) -> None:
    session.chosen.changes = {}


def _save(session: Session, command: Mapping[str, Any]) -> None:
    name = command.get("value")
    scenario = changed_scenario(session.files[1], 1, session.chosen.changes)
    saved = session.library.save(scenario, name if isinstance(name, str) else "")
    session.saved = session.words.own("levers.saved", f=saved)
    session.entries = session.library.entries()


def _story(session: Session, command: Mapping[str, Any]) -> None:
    """Go to a story, or leave them where there is no such place in the row."""
    place = command.get("value")
    if session.stories and isinstance(place, int) and 0 <= place < len(session.stories):
        session.chosen.story, session.chosen.place, session.chosen.mode = place, ("city",), "side"
        session.begin([BASELINE, session.stories[place].name])
    else:
        session.chosen.story = None


def _by_wijk(session: Session, command: Mapping[str, Any]) -> None:
    session.chosen.by_wijk = command.get("value") is True


def _sure(session: Session, command: Mapping[str, Any]) -> None:
    session.chosen.sure = command.get("value") is True


ACTIONS: dict[str, Callable[[Session, Mapping[str, Any]], None]] = {
    "play": _play,
    "step": _step,
    "reset": _reset,
    "speed": _speed,
    "scale": _scale,
    "file": _open_file,
    "go": _go,
    "lever": _lever,
    "levers_back": _levers_back,
    "save": _save,
    "story": _story,
    "by_wijk": _by_wijk,
    "sure": _sure,
    "language": _choose("language", LANGUAGES),
    "indicator": _choose("indicator", SHOWN_INDICATORS),
    "mode": _choose("mode", MODES),
    "arm": _choose("arm", (0, 1, 2)),
}
