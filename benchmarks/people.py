"""Who and what the plain-Mesa twin is made of: residents, their ties, homes, and foci as Python objects.

The rules are those of the processes contact, ties and loneliness; see there for what they mean. Everything
is written as one would write it in Mesa: an agent has attributes, a tie is one object that both of its
residents hold, a focus is a list of seats. A tie passes its month once, a meeting happens once for both.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

import mesa

from sim.world.codes import HOUSEHOLD_TIE, SOCIAL_TIE, TIE_SLOTS

SOCIAL_ITEMS, ITEMS = 5, 11


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


@dataclass(slots=True, eq=False)
class Focus:
    """A circle of people who meet: seats, taken by residents or empty."""

    number: int
    among_neighbours: bool
    tries: int
    per_try: float
    duration: float
    seats: list[Resident | None] = field(default_factory=list)
    key: Any = None
    turns: list[int] = field(default_factory=list)
    """Of each try of this month: the sum of the positions of two who meet."""


@dataclass(slots=True, eq=False)
class Tie:
    """What two residents share, or one resident with somebody outside the city (``other`` is None)."""

    one: Resident
    other: Resident | None
    kind: int
    hours: float
    closeness: float = 0.0
    pull: float = 0.0
    """How strongly the tie draws time, as its hours and closeness are now."""
    same_pool: bool = False
    same_home: bool = False
    by_chance: float = 0.0
    bad: float = 0.0
    month: int | None = None
    """The last month it passed."""
    measured: int | None = None
    """The last month in which it was measured."""

    def measure(self, own: Any) -> None:
        """See how near two residents are to each other."""
        one, other = self.one, self.other
        access, shared = own.phone_social if self.kind == SOCIAL_TIE else own.phone_kin, 0
        if other is not None:
            here, there = one.home, other.home
            distance = math.hypot(here.x - there.x, here.y - there.y)
            reach = own.reach * (1.0 - own.reach_frailty * max(one.frailty, other.frailty))
            access = max(math.exp(-distance / reach), access)
            shared = sum(a is b for a, b in zip(one.joined, other.joined, strict=True) if a) + (
                here.block is there.block
            )
            self.same_pool, self.same_home = here.pool is there.pool, here is there
        self.closeness = min(round(100.0 * (access * (1.0 + own.shared_focus * shared))), 255) / 100.0
        self.feel_pull(own.half_hours)

    def feel_pull(self, half_hours: float) -> None:
        """Take g(H) times closeness."""
        square = self.hours * self.hours
        self.pull = square / (square + half_hours * half_hours) * self.closeness

    def pass_month(self, own: Any, month: int) -> None:
        """Fade, and grow by the time that both had for each other and by meetings."""
        self.month = month
        one, other = self.one, self.other
        hours = self.hours * own.keeps[self.kind]
        if other is None:
            self.hours = hours + own.external_quality * one.quality * self.pull * one.elective_rate
        else:
            chosen = self.pull * min(one.elective_rate, other.elective_rate)
            quality = one.quality * other.quality
            one.speak(other, chosen)
            if self.bad > 0.0:
                hours *= math.exp(-self.bad * own.negative_cost)
            hours += quality * (chosen + self.by_chance)
            if self.kind == HOUSEHOLD_TIE and self.same_home:
                hours += own.household_hours * quality
            self.hours, self.by_chance, self.bad = hours, 0.0, 0.0
        self.feel_pull(own.half_hours)


class Resident(mesa.Agent):
    """A resident, with the methods that make up its month."""

    def __init__(self, model: mesa.Model, **attributes: Any) -> None:
        super().__init__(model)
        self.__dict__.update(attributes)
        self.ties: list[Tie] = []
        self.tie_with: dict[Resident, Tie] = {}

    def measure_ties(self) -> None:
        """See anew how near others are, if something changed."""
        if self.changed:
            self.changed, month = False, self.model.month
            for tie in self.ties:
                if tie.measured != month:  # the other may have done so
                    tie.measured = month
                    tie.measure(self.model.contact)

    def plan(self) -> None:
        """Divide the elective time of the month, and take the mood in which others are met."""
        own = self.model.contact
        hours = own.elective_hours * self.sociability * (1.0 - own.frailty_cost * self.frailty) * self.home.autonomy
        wanted = sum([tie.pull for tie in self.ties])
        self.elective_rate = hours / wanted if wanted > 0.0 else 0.0
        lacking = min(max(1.0 - self.effective_ties / self.desired_ties, 0.0), 1.0)
        self.openness = own.openness_floor + (1.0 - own.openness_floor) * lacking
        self.quality = 1.0 - own.hypervigilance * self.chronic
        self.drive = math.sqrt(self.sociability)
        presence = self.home.liveliness + (0.0 if self.joined[0] else own.presence[3]) - own.presence[4] * self.fear
        self.about = self.drive * min(max(presence, own.presence[5]), own.presence[6])
        self.neighbour_meetings = self.dutch_hours = 0.0

    def meet(self) -> None:
        """Meet whoever sits across in each focus. Of two it is the one with the lower seat at home who sees to it."""
        seat = self.seat
        for focus, position in self.circles:
            seats = focus.seats
            for attempt, turn in enumerate(focus.turns):
                # Below zero Python counts from the end, so that this is modulo the number of seats.
                other = seats[turn - position]
                if other is not None and seat < other.seat:
                    self.meet_with(other, focus, position, (turn - position) % len(seats), attempt)

    def meet_with(self, other: Resident, focus: Focus, position: int, across: int, attempt: int) -> None:
        """Have the meetings that one pairing of the month stands for."""
        own = self.model.rules
        if focus.among_neighbours:
            meetings = focus.per_try * (self.about + other.about)
            self.neighbour_meetings += meetings
            other.neighbour_meetings += meetings
        else:
            meetings = focus.per_try * (self.drive + other.drive)
        tie = self.tie_with.get(other)
        known = tie.hours / (tie.hours + own.half_hours) if tie else 0.0
        sour = min(self.minds(other, focus, known) + other.minds(self, focus, known), 1.0)
        good = meetings * (1.0 - sour)
        shared = good * focus.duration * (1.0 + own.duration_of_ties * known)
        self.speak(other, shared)
        if tie:
            tie.by_chance += shared
            tie.bad += meetings * sour
            return
        strangers = good * self.openness * other.openness * self.quality * other.quality
        low, high = (position, across) if position < across else (across, position)
        coin = self.model.coin(focus.key, 1 + low, high * 64 + attempt)
        if coin < strangers and coin < 1.0 - math.exp(-strangers * self.affinity(other)):
            self.model.take_to_each_other(self, other, focus)

    def minds(self, other: Resident, focus: Focus, known: float) -> float:
        """Give the chance to take a meeting with another badly."""
        own = self.model.rules
        familiar = max(self.familiarity, known) if focus.among_neighbours else known
        return own.negative_floor + own.negative_behaviour * other.behaviour * (1.0 - familiar)

    def affinity(self, other: Resident) -> float:
        """Give what age, comfort and language leave of the chance of a tie."""
        comfort = self.tolerance[other.category] * other.tolerance[self.category]
        language = 1.0 if self.tongue == other.tongue else self.dutch * other.dutch
        return math.exp(-abs(self.years - other.years) / self.model.rules.age_gap) * comfort * language

    def speak(self, other: Resident, hours: float) -> None:
        """Count hours with each other for whom the other is a speaker of Dutch."""
        enough = self.model.rules.speaks_dutch
        if other.dutch > enough:
            self.dutch_hours += hours
        if self.dutch > enough:
            other.dutch_hours += hours

    def keep_ties(self) -> None:
        """Let ties pass the month, drop those that are forgotten, and sum up the rest."""
        model, ties = self.model, self.ties
        own, month = model.rules, model.month
        effective, local, network, nobody_close, slot = 0.0, 0.0, 0, 1.0, 0
        confidant = own.confidant_hours * own.confidant_hours
        while slot < len(ties):
            tie = ties[slot]
            if tie.month != month:
                tie.pass_month(own, month)
            hours = tie.hours
            if tie.other is None and model.draw(model.outside[slot], self.uid) < own.external_death:
                self.loss += hours / own.hours_per_loss
                hours = 0.0
            if hours < own.forgotten:
                self.drop(slot)
                continue
            share = hours / (hours + own.effective_hours)
            effective += share
            if tie.same_pool:
                local += share
            network += hours >= own.network_hours
            nobody_close *= confidant / (hours * hours + confidant)
            slot += 1
        self.effective_ties, self.local_ties, self.network = effective, local, network
        self.without_confidant = nobody_close

    def hold(self, tie: Tie) -> None:
        """Hold a tie from now on."""
        self.ties.append(tie)
        if tie.other is not None:
            self.tie_with[tie.other if tie.one is self else tie.one] = tie
        self.changed = True

    def drop(self, slot: int) -> None:
        """Hold a tie no longer; the last takes its place, as in the kernels: draws are by place."""
        tie = self.ties[slot]
        self.ties[slot] = self.ties[-1]
        self.ties.pop()
        if tie.other is not None:
            del self.tie_with[tie.other if tie.one is self else tie.one]

    def make_room(self) -> bool:
        """See that one more tie can be held; the weakest social tie gives way. False if none can."""
        if len(self.ties) < TIE_SLOTS:
            return True
        social = [tie for tie in self.ties if tie.kind == SOCIAL_TIE]
        if not social:
            return False
        weakest = min(social, key=lambda tie: tie.hours)
        for resident in (weakest.one, weakest.other):
            if resident is not None:
                resident.drop(resident.ties.index(weakest))
        return True

    def feel(self) -> None:
        """Feel lonely or not, and answer the eleven items."""
        own = self.model.loneliness
        lacking = min(max(1.0 - self.effective_ties / self.desired_ties, 0.0), 1.0)
        social = own.social_base + own.social_weight * lacking + self.trait_social
        emotional = own.emotional_base + own.emotional_weight * self.without_confidant + self.trait_emotional
        emotional += own.loss_weight * self.loss + own.frailty_weight * self.frailty
        self.social_feeling += (social - self.social_feeling) / own.lag
        self.emotional_feeling += (emotional - self.emotional_feeling) / own.lag
        self.score = bisect_left(self.social_thresholds, self.social_feeling)
        self.score += bisect_left(self.emotional_thresholds, self.emotional_feeling)
        self.chronic += (self.score / ITEMS - self.chronic) / own.chronic_months
        self.loss *= own.fade
