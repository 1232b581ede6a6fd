"""The plain-Mesa twin of the core of the month: contact, ties, encounters and loneliness, one Mesa agent a resident.

It starts from a world and gives the same figures as the kernels, since it draws the same: each draw is a
hash of what it is for, not of an order. The draws are those of ``sim.randomness``, called compiled, one at a
time: written out in Python they take about five times as long, and the twin is not to be slow on purpose.

The twin calculates with 64 bits throughout; the world keeps its columns in 32. So figures agree to about
six digits (hours of a tie to a step of those in which they are kept), and who is tied to whom agrees exactly until
a coin falls between two such figures.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from benchmarks.people import SOCIAL_ITEMS, Resident, Tie, kept
from benchmarks.places import Focus, Home
from sim.compiled import kernel
from sim.processes.loneliness import SETTLED
from sim.randomness import LOW_HALF, Draws, below, branch, coin, uniform
from sim.world.codes import (
    EXTERNAL,
    NEARNESS_BITS,
    NOWHERE,
    POOL,
    RETIREMENT,
    SAME_BLOCK,
    SAME_DWELLING,
    SAME_POOL,
    SHARED_HOUSE,
    SOCIAL_TIE,
    THRESHOLD_PARTS,
    TOKEN,
    TYPE_BITS,
)
from sim.world.hours import all_hours
from sim.world.meetings import behaviour_seen
from sim.world.tables import World

TAKEN_OVER = (
    "uid", "seat", "frailty", "sociability", "desired_ties", "dutch", "tongue", "category", "familiarity", "fear",
    "care_given", "worker_hours", "tolerance", "effective_ties", "without_confidant", "local_ties", "network",
    "chronic", "loss", "social_feeling", "emotional_feeling", "trait_social", "trait_emotional",
)  # fmt: skip
"""Columns of residents that become attributes as they are."""


@kernel
def coin_of(key, low, high):
    """Give the coin of two seats in one pairing, or of two in a tie by their tokens, the lower one first."""
    return coin(np.uint32(key & LOW_HALF), np.uint32(low), np.uint32(high))


class TwinModel(mesa.Model):
    """A city as Mesa objects; ``step()`` is a month of contact, ties, encounters and loneliness, and no more."""

    def __init__(self, world: World, parameters: dict[str, Any], draws: Draws, month: int = 0) -> None:
        super().__init__(rng=draws.seed)
        self.draws, self.month = draws, month
        self.coin, self.draw = coin_of, uniform
        self.turn, self.deeper = below, branch
        self.contact, self.encounters = _plain(parameters["contact"]), _plain(parameters["encounters"])
        self.rules = _plain(parameters["ties"])
        self.rules.half_hours = self.contact.half_hours
        self.rules.keeps = [math.exp(-decay) for decay in self.rules.decay]
        self.loneliness = _plain(parameters["loneliness"])
        self.loneliness.fade = math.exp(-1.0 / self.loneliness.loss_months)
        self.begun: list[tuple[Resident, Resident, float]] = []
        self.foci = _foci(world, self.encounters)
        self.residents = _residents(self, world, _homes(world, self.contact, self.foci))
        _seat(world, self.foci, self.residents)
        _tie(world, self.residents, self.rules.half_hours)

    def step(self) -> None:
        """Live a month: everybody plans, keeps or drops ties, meets, begins new ones, and feels."""
        self.chance = self.draws.key("ties", self.month)
        self.pairs = self.draws.key("pairs", self.month)
        self.agents.do("measure_ties")
        self.agents.do("plan")
        self.agents.do("keep_ties")
        key = self.draws.key("encounters", self.month)
        for focus in self.foci:
            focus.meet(self, branch(key, focus.number))
        self._begin_ties()
        self.agents.do("feel")
        self.month += 1

    def take_to_each_other(self, one: Resident, other: Resident, focus: Focus) -> None:
        """Note that two who met want a tie; it begins when everybody has met."""
        self.begun.append((one, other, self.encounters.new_tie_hours + focus.duration))

    def _begin_ties(self) -> None:
        for one, other, hours in self.begun:
            if other not in one.tie_with and one.make_room() and other.make_room():
                tie = Tie(one, other, SOCIAL_TIE, kept(hours))
                one.hold(tie)
                other.hold(tie)
        self.begun.clear()


def _plain(block: Any) -> SimpleNamespace:
    """Give parameters as Python numbers and lists, which Python reads faster than arrays."""
    fields = {name: getattr(block, name) for name in block._fields}
    return SimpleNamespace(**{n: v.tolist() if isinstance(v, np.ndarray) else v for n, v in fields.items()})


def _foci(world: World, own: SimpleNamespace) -> list[Focus]:
    foci = []
    for number, (kind, is_open) in enumerate(zip(world.foci.kind.tolist(), world.foci.open.tolist(), strict=True)):
        each = own.per_month[kind] / (own.group_size[kind] - 1.0)
        foci.append(Focus(number, kind <= POOL, int(own.tries[kind]) if is_open else 0, each, own.duration[kind]))
    return foci


def _homes(world: World, own: SimpleNamespace, foci: list[Focus]) -> list[Home]:
    d, w = world.dwellings, world.wijken
    weights = own.presence
    livelinesses = [
        weights[0] + weights[1] * places + weights[2] * green
        for places, green in zip(w.meeting_places.tolist(), w.green.tolist(), strict=True)
    ]
    facilities = world.units.facility.tolist()
    columns = (d.x, d.y, d.block, d.pool, d.unit, d.wijk, d.kind)
    return [
        Home(x, y, foci[block], foci[pool], _freedom(own, facilities, unit), livelinesses[wijk], kind < SHARED_HOUSE)
        for x, y, block, pool, unit, wijk, kind in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _freedom(own: SimpleNamespace, facilities: list[int], unit: int) -> float:
    return 1.0 if unit == NOWHERE else own.autonomy[facilities[unit]]


def _residents(model: TwinModel, world: World, homes: list[Home]) -> dict[int, Resident]:
    """Make an agent of each resident alive; give them by row."""
    r = world.residents
    rows = np.flatnonzero(r.alive)
    columns = {name: getattr(r, name)[rows].tolist() for name in TAKEN_OVER}
    columns |= {
        "behaviour": [
            behaviour_seen(*mine) for mine in zip(r.behaviour[rows], r.unmet[rows], r.need[rows], strict=True)
        ],
        "changed": (r.changed[rows] > 0).tolist(),
        "years": (r.age[rows] / 12.0).tolist(),
        "on_benefit": _on_benefit(r, rows).tolist(),
        "token": r.face[rows, TOKEN].astype(int).tolist(),
        "home": [homes[dwelling] for dwelling in r.dwelling[rows].tolist()],
        "score": (r.social_score[rows].astype(int) + r.emotional_score[rows]).tolist(),
        # Thresholds never change: in order, the number below a feeling is found by halving.
        "social_thresholds": np.sort((r.thresholds[rows, :SOCIAL_ITEMS] + 0.5) / THRESHOLD_PARTS, axis=1).tolist(),
        "emotional_thresholds": np.sort((r.thresholds[rows, SOCIAL_ITEMS:] + 0.5) / THRESHOLD_PARTS, axis=1).tolist(),
    }
    values = zip(*columns.values(), strict=True)
    return {
        row: Resident(model, **dict(zip(columns, mine, strict=True)))
        for row, mine in zip(rows.tolist(), values, strict=True)
    }


def _on_benefit(r: Any, rows: np.ndarray) -> np.ndarray:
    """Tell who is past study and before pension, without work and of the lowest incomes; nobody ages here."""
    of_age = (r.age[rows] >= SETTLED) & (r.age[rows] < RETIREMENT)
    return of_age & ~r.works[rows] & (r.income[rows] == 0)


def _seat(world: World, foci: list[Focus], residents: dict[int, Resident]) -> None:
    """Put residents on their seats, and let them know in which foci they sit and where."""
    occupants = [residents.get(row) for row in world.seats.occupant.tolist()]
    places = world.seats.place.tolist()
    for focus, start, size in zip(foci, world.foci.start.tolist(), world.foci.size.tolist(), strict=True):
        focus.seats = occupants[start : start + size]
    for row, resident in residents.items():
        taken = world.residents.focus[row].tolist()
        resident.joined = [None if seat == NOWHERE else foci[places[seat]] for seat in taken]


def _tie(world: World, residents: dict[int, Resident], half_hours: float) -> None:
    """Give residents their ties, in the order of their slots; a tie inside the city is one object."""
    t = world.ties
    for row, resident in residents.items():
        used = slice(0, int(t.count[row]))
        columns = (c[row, used] for c in (t.partner, t.kind, all_hours(t), t.closeness, t.by_focus))
        changed = resident.changed
        for partner, kind, hours, closeness, joined in zip(*(column.tolist() for column in columns), strict=True):
            other = None if partner == EXTERNAL else residents[partner]
            tie = other.tie_with.get(resident) if other else None
            if tie is None:
                tie = Tie(resident, other, kind & TYPE_BITS, hours, closeness, joined / 64.0)
                near = kind & NEARNESS_BITS
                tie.same_pool, tie.same_block = near >= SAME_POOL, near >= SAME_BLOCK
                tie.same_home = near == SAME_DWELLING
                tie.feel_pull(half_hours)
            resident.hold(tie)
        resident.changed = changed
