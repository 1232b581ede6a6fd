"""Who the plain-Mesa twin is made of: residents and their ties as Python objects.

The rules are those of the processes contact, ties, encounters and loneliness; see there for what they mean.
Everything is written as one would write it in Mesa: an agent has attributes, a tie is one object that both of
its residents hold and passes its month once.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import mesa

from benchmarks.places import Focus
from sim.world.codes import HOUSEHOLD_TIE, SOCIAL_TIE, TIE_SLOTS

SOCIAL_ITEMS, ITEMS = 5, 11
ROOT_PARTS, MOST_PARTS = 1024.0, 65535
OUTSIDE = 0
"""The token of whoever lives outside the city."""


def kept(hours: float, draw: float = 0.5) -> float:
    """Give hours as the world keeps them: a whole number of 1024ths of their root, rounded as a draw says."""
    return (min(int(math.sqrt(hours) * ROOT_PARTS + draw), MOST_PARTS) / ROOT_PARTS) ** 2


@dataclass(slots=True, eq=False)
class Tie:
    """What two residents share, or one resident with somebody outside the city (``other`` is None)."""

    one: Resident
    other: Resident | None
    kind: int
    hours: float
    closeness: float = 0.0
    joined: float = 0.0
    """Hours a month by chance in foci that both joined."""
    pull: float = 0.0
    """How strongly the tie draws time, as its hours and closeness are now."""
    same_pool: bool = False
    same_block: bool = False
    same_home: bool = False
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
            together = [a for a, b in zip(one.joined, other.joined, strict=True) if a and a is b]
            shared = len(together) + (here.block is there.block)
            self.joined = min(round(64.0 * sum(focus.hours for focus in together)), 255) / 64.0
            self.same_pool, self.same_block = here.pool is there.pool, here.block is there.block
            self.same_home = here is there
        self.closeness = min(round(100.0 * access * (1.0 + own.shared_focus * shared)), 255)
        self.feel_pull(own.half_hours)

    def feel_pull(self, half_hours: float) -> None:
        """Take g(H) times closeness."""
        square = self.hours * self.hours
        self.pull = square / (square + half_hours * half_hours) * self.closeness

    def pass_month(self, model: Any) -> None:
        """Fade, and grow by the time that both had for each other, a shared roof, and chance."""
        own, one, other = model.rules, self.one, self.other
        self.month = model.month
        hours = self.hours * own.keeps[self.kind]
        coin = model.coin(model.pairs, *sorted((one.token, other.token if other else OUTSIDE)))
        draw = coin * 2048.0 % 1.0
        if other is None:
            self.hours = kept(hours + own.external_quality * one.quality * self.pull * one.elective_rate, draw)
        else:
            chosen = self.pull * min(one.elective_rate, other.elective_rate)
            under_one_roof = self.kind == HOUSEHOLD_TIE and self.same_home
            lucky, lost = (own.household_hours, 0.0) if under_one_roof else self.chance(model, coin)
            heard = chosen + (lucky if under_one_roof else 0.0)
            one.hear(other, heard)
            other.hear(one, heard)
            self.hours = kept(hours + one.quality * other.quality * (chosen + lucky) - self.hours * lost, draw)
        self.feel_pull(own.half_hours)

    def chance(self, model: Any, coin: float) -> tuple[float, float]:
        """Give the hours that chance brings this month, and the share that negative meetings cost."""
        one, other, own = self.one, self.other, model.rules
        near = (one.home.pool.hours if self.same_pool else 0.0) + (one.home.block.hours if self.same_block else 0.0)
        if other is None or near + self.joined == 0.0:
            return 0.0, 0.0
        expected = 0.5 * (near * (one.about + other.about) + self.joined * (one.drive + other.drive))
        often = expected / own.meeting_hours
        if coin * (1.0 + often) >= often:
            return 0.0, 0.0
        known = self.hours / (self.hours + own.half_hours)
        sour = one.minds(other, near > self.joined, known)
        cost = (1.0 + often) * sour * own.negative_cost
        lasting = own.meeting_hours * (1.0 + own.duration_of_ties * known)
        return (1.0 + often) * (1.0 - sour) * lasting, cost * (1.0 - 0.5 * cost)


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
        hours *= max(1.0 - self.care_given / own.care_takes_all, 0.0)
        wanted = sum([tie.pull for tie in self.ties])
        self.elective_rate = hours / wanted if wanted > 0.0 else 0.0
        lacking = min(max(1.0 - self.effective_ties / self.desired_ties, 0.0), 1.0)
        self.quality = 1.0 - own.hypervigilance * self.chronic
        self.openness = (own.openness_floor + (1.0 - own.openness_floor) * lacking) * self.quality
        self.drive = math.sqrt(self.sociability)
        presence = self.home.liveliness + (0.0 if self.joined[0] else own.presence[3]) - own.presence[4] * self.fear
        self.about = self.drive * min(max(presence, own.presence[5]), own.presence[6])
        self.speaks, self.learns = self.dutch > own.speaks_dutch, self.dutch < 1.0
        self.neighbour_meetings = self.dutch_hours = 0.0

    def keep_ties(self) -> None:
        """Let ties pass the month, sum them up, and drop those that are forgotten."""
        model, ties = self.model, self.ties
        own, month = model.rules, model.month
        for tie in ties:
            if tie.month != month:
                tie.pass_month(model)
        self.lose_somebody_outside([tie for tie in ties if tie.other is None])
        effective, local, network, nobody_close = 0.0, 0.0, 0, 1.0
        confidant = own.confidant_hours * own.confidant_hours
        for tie in ties:
            hours = tie.hours
            share = hours / (hours + own.effective_hours)
            effective += share
            if tie.same_pool and not tie.same_home:
                local += share
            network += hours >= own.network_hours
            nobody_close *= confidant / (hours * hours + confidant)
        effective += own.worker_weight * self.worker_hours / (self.worker_hours + own.effective_hours)
        nobody_close *= confidant / (self.worker_hours * self.worker_hours + confidant)
        self.effective_ties, self.local_ties, self.network = effective, local, network
        self.without_confidant = nobody_close
        slot = 0
        while slot < len(ties):
            if ties[slot].hours < own.forgotten:
                self.drop(slot)
            else:
                slot += 1

    def lose_somebody_outside(self, outside: list[Tie]) -> None:
        """Let at most one alter outside the city die, each with the same chance."""
        if outside:
            own = self.model.rules
            place = int(self.model.draw(self.model.chance, self.uid) / own.external_death)
            if place < len(outside):
                self.loss += outside[place].hours / own.hours_per_loss
                outside[place].hours = 0.0

    def clicks(self, other: Resident, focus: Focus, per_try: float, coin: float) -> bool:
        """Tell whether meeting somebody this often begins a tie."""
        drives = self.about + other.about if focus.among_neighbours else self.drive + other.drive
        chance = per_try * 0.5 * drives * self.openness * other.openness
        if coin >= chance or other in self.tie_with:
            return False
        sour = self.minds(other, focus.among_neighbours, 0.0)
        return coin < chance * (1.0 - sour) * self.affinity(other)

    def minds(self, other: Resident, near: bool, known: float) -> float:
        """Give the share of their meetings that either of two takes badly."""
        own = self.model.encounters
        mine, yours = (max(self.familiarity, known), max(other.familiarity, known)) if near else (known, known)
        taken = other.behaviour * (1.0 - mine) + self.behaviour * (1.0 - yours)
        return min(2.0 * own.negative_floor + own.negative_behaviour * taken, 1.0)

    def affinity(self, other: Resident) -> float:
        """Give what age, comfort and language leave of the chance of a tie."""
        comfort = self.tolerance[other.category] * other.tolerance[self.category]
        language = 1.0 if self.tongue == other.tongue else self.dutch * other.dutch
        return math.exp(-abs(self.years - other.years) / self.model.encounters.age_gap) * comfort * language

    def hear(self, other: Resident, hours: float) -> None:
        """Count hours with somebody who speaks Dutch well, while one is learning it."""
        if self.learns and other.speaks:
            self.dutch_hours += hours

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
        emotional += own.age_weight * (self.years - 18.0) / 10.0
        if self.on_benefit:
            social += own.without_work
            emotional += own.without_work
        self.social_feeling += (social - self.social_feeling) / own.lag
        self.emotional_feeling += (emotional - self.emotional_feeling) / own.lag
        self.score = bisect_left(self.social_thresholds, self.social_feeling)
        self.score += bisect_left(self.emotional_thresholds, self.emotional_feeling)
        self.chronic += (self.score / ITEMS - self.chronic) / own.chronic_months
        self.loss *= own.fade
