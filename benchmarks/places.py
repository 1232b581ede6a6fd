"""Where the plain-Mesa twin lives and meets: homes, and foci as lists of seats, as one would write them in Mesa."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.people import Resident


@dataclass(slots=True, eq=False)
class Home:
    """A dwelling, with what its place means to who lives there."""

    x: float
    y: float
    block: Focus
    pool: Focus
    autonomy: float
    """Factor on elective time: 1 but for rooms in a facility."""
    liveliness: float
    """Presence that anybody in this wijk has."""
    household: bool
    """Whether those who live here are one household, and no neighbours of each other."""


@dataclass(slots=True, eq=False)
class Focus:
    """A circle of people who meet: seats, taken by residents or empty."""

    number: int
    among_neighbours: bool
    tries: int
    each: float
    """Meetings a month of each pair with drives of 1."""
    duration: float
    seats: list[Resident | None] = field(default_factory=list)

    @property
    def hours(self) -> float:
        """Hours a month that chance gives a pair of strangers."""
        return self.each * self.duration

    def meet(self, model: Any, key: Any) -> None:
        """Count what the month brings everybody here, and let some strangers take to each other."""
        present = [resident for resident in self.seats if resident]
        self.count_meetings(present)
        for attempt in range(self.tries):
            self.pair(model, model.deeper(key, attempt))

    def count_meetings(self, present: list[Resident]) -> None:
        """Count meetings with neighbours, and hours with speakers of Dutch, as expected from who is here."""
        drives = [resident.about if self.among_neighbours else resident.drive for resident in present]
        if present and present[0].home.block is self:
            total, people = sum(drives), len(present)
            at_home: dict[Home, list[float]] = {}
            for resident, drive in zip(present, drives, strict=True):
                at_home.setdefault(resident.home, []).append(drive)
            for resident, drive in zip(present, drives, strict=True):
                own = at_home[resident.home] if resident.home.household else [drive]
                resident.neighbour_meetings += self.each * 0.5 * (total - sum(own) + (people - len(own)) * drive)
        learners = [pair for pair in zip(present, drives, strict=True) if pair[0].learns]
        if learners:
            speakers = [pair for pair in zip(present, drives, strict=True) if pair[0].speaks]
            for resident, drive in learners:
                heard = [other for speaker, other in speakers if self.are_strangers(resident, speaker)]
                resident.dutch_hours += self.hours * 0.5 * (sum(heard) + len(heard) * drive)

    def are_strangers(self, one: Resident, other: Resident) -> bool:
        """Tell whether two here are two people who, among neighbours, are not of one household."""
        together = self.among_neighbours and one.home is other.home and one.home.household
        return one is not other and not together

    def pair(self, model: Any, key: Any) -> None:
        """Let each seat meet the one across once; of a pair the seat that comes first sees to it."""
        seats, size = self.seats, len(self.seats)
        per_try = self.each * size / self.tries
        turn = model.turn(key, 0, size)
        for position, resident in enumerate(seats):
            across = turn - position if position <= turn else turn - position + size
            if resident is None or across <= position or (other := seats[across]) is None:
                continue
            if resident.clicks(other, self, per_try, model.coin(key, position, across)):
                model.take_to_each_other(resident, other, self)
