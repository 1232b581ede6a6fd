"""What happened to whom in one arm, noted while each process of the month acts. It looks and writes nothing.

Notes are kept by row, since a row is one person from coming to going; seven bytes a note. Who went is kept by uid too,
so that somebody can be asked for after they died or left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.world.codes import NOBODY, VOLUNTEERING

KINDS = (
    "came", "died", "left", "moved", "lost_place", "widowed", "parted", "together", "volunteers", "stopped",
    "incident", "turned_four",
)  # fmt: skip
(CAME, DIED, LEFT, MOVED, LOST_PLACE, WIDOWED, PARTED, TOGETHER, VOLUNTEERS, STOPPED, INCIDENT,
 TURNED_FOUR) = range(len(KINDS))  # fmt: skip
BEGINNINGS = ("came", "turned_four")
"""How somebody comes into the model: from elsewhere, or as a child of four."""
MOVERS = ("partnership", "children", "leaving_home", "migration", "programme_housing", "urgent_housing",
          "statushouders", "admission", "moving")  # fmt: skip
HELPERS = ("facility_care", "household_care", "network_care", "volunteer_care", "professional_care")
"""The processes that meet need, in their order; each leaves less of it unmet."""
Array = np.ndarray


@dataclass(frozen=True)
class Event:
    """Something that happened to somebody in a month of the run; ``wijk`` is where they then lived, -1 if nowhere."""

    month: int
    kind: str
    wijk: int


class Chronicle:
    """Listens to a model: set ``model.seen`` to ``chronicle.note`` and call ``begin`` before each step.

    ``given`` (sources, residents) are the hours a week that each source gave in the last month.
    """

    def __init__(self, model: Any) -> None:
        self._world = model.world
        self._months: list[tuple[Array, Array, Array]] = []
        self._gone: list[tuple[Array, Array, Array]] = []
        self._gone_months: list[int] = []
        r = self._world.residents
        self.given = np.zeros((len(HELPERS), len(r.uid)), dtype=np.float32)
        self._unmet = np.zeros(len(r.uid), dtype=np.float32)
        self._start = r.uid.copy()
        self._before = {name: getattr(r, name).copy() for name in ("alive", "uid", "dwelling", "partner")}
        self._volunteers = r.focus[:, VOLUNTEERING].copy()
        self._now: list[tuple[Array, int]] = []

    def note(self, process: str) -> None:
        """Compare with what was before this process."""
        if process == "mortality":
            self._note_gone(DIED)
            self._note_partners(WIDOWED)
        elif process in MOVERS:
            self._note_gone(LEFT, TURNED_FOUR if process == "children" else CAME)
            self._note_partners(PARTED)
            self._note_homes()
        elif process == "need":
            self._unmet[:] = self._world.residents.unmet
        elif process in HELPERS:
            unmet = self._world.residents.unmet
            self.given[HELPERS.index(process)] = self._unmet - unmet
            self._unmet[:] = unmet

    def end_month(self, month: int) -> None:
        """Note what columns say by themselves, and close the month."""
        r = self._world.residents
        here, team = r.alive, r.focus[:, VOLUNTEERING]
        joined = (team != NOBODY) != (self._volunteers != NOBODY)
        self._add(np.flatnonzero(here & joined & (team != NOBODY)), VOLUNTEERS)
        self._add(np.flatnonzero(here & joined & (team == NOBODY)), STOPPED)
        self._add(np.flatnonzero(here & (r.lost_place == month)), LOST_PLACE)
        self._add(np.flatnonzero(here & (r.incident == month)), INCIDENT)
        self._volunteers[:] = team
        rows = np.concatenate([rows for rows, _ in self._now]) if self._now else np.zeros(0, int)
        kinds = np.concatenate([np.full(len(rows), kind) for rows, kind in self._now]) if self._now else rows
        homes = r.dwelling[rows]
        wijken = np.where(homes >= 0, self._world.dwellings.wijk[homes], -1)
        self._months.append((rows.astype(np.int32), kinds.astype(np.uint8), wijken.astype(np.int16)))
        self._now = []

    def row_of(self, uid: int) -> int | None:
        """Give the row of who has or had this uid, None where nobody ever did in this arm."""
        r = self._world.residents
        here = np.flatnonzero((r.uid == uid) & r.alive)
        if len(here):
            return int(here[0])
        gone = self._went(uid)
        if gone is not None:
            return gone[0]
        began = np.flatnonzero(self._start == uid)
        return int(began[0]) if len(began) else None

    def gone(self, uid: int) -> tuple[int, str] | None:
        """Give the month in which somebody died or left, and which of the two; None for who is here or never was."""
        found = self._went(uid)
        return None if found is None else (found[1], found[2])

    def of(self, uid: int) -> list[Event]:
        """Give what happened to somebody, in order."""
        row, last = self.row_of(uid), self.gone(uid)
        if row is None:
            return []
        events: list[Event] = []
        for month, (rows, kinds, wijken) in enumerate(self._months):
            for place in np.flatnonzero(rows == row):
                kind = int(kinds[place])
                if KINDS[kind] in BEGINNINGS:
                    events = []
                events.append(Event(month, KINDS[kind], int(wijken[place])))
                if kind in (DIED, LEFT) and last is not None and last[0] == month:
                    return events
        return events

    def _went(self, uid: int) -> tuple[int, int, str] | None:
        for month, (rows, uids, kinds) in zip(self._gone_months, self._gone, strict=True):
            place = np.flatnonzero(uids == uid)
            if len(place):
                return int(rows[place[0]]), month, KINDS[int(kinds[place[0]])]
        return None

    def _note_gone(self, kind: int, beginning: int = CAME) -> None:
        r, before = self._world.residents, self._before
        other = r.uid != before["uid"]
        gone = np.flatnonzero(before["alive"] & (~r.alive | other))
        if len(gone):
            self._add(gone, kind)
            self._gone.append((gone.astype(np.int32), before["uid"][gone], np.full(len(gone), kind, np.uint8)))
            self._gone_months.append(int(self._world.city.month[0]))
        came = np.flatnonzero(r.alive & (~before["alive"] | other))
        self._add(came, beginning)
        for rows in (gone, came):
            self._volunteers[rows] = r.focus[rows, VOLUNTEERING]
            before["dwelling"][rows], before["partner"][rows] = r.dwelling[rows], r.partner[rows]
        before["alive"][:], before["uid"][:] = r.alive, r.uid

    def _note_partners(self, ended: int) -> None:
        partner, before = self._world.residents.partner, self._before["partner"]
        self._add(np.flatnonzero((before != NOBODY) & (partner == NOBODY)), ended)
        self._add(np.flatnonzero((before == NOBODY) & (partner != NOBODY)), TOGETHER)
        before[:] = partner

    def _note_homes(self) -> None:
        r, before = self._world.residents, self._before["dwelling"]
        self._add(np.flatnonzero(r.alive & (r.dwelling != before)), MOVED)
        before[:] = r.dwelling

    def _add(self, rows: Array, kind: int) -> None:
        if len(rows):
            self._now.append((rows, kind))
