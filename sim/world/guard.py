"""Guard mode: what a part does not declare it may not change, and what must hold holds each month.

Columns are copied before and compared after, since read-only arrays would make every kernel compile anew; bytes
are compared, since a number that is none is not equal to itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from sim.world.codes import EXTERNAL, HOUSEHOLD, MATCHED, NETWORK, NEVER, NOBODY, NOWHERE, VOLUNTEERS
from sim.world.columns import declared
from sim.world.tables import World

ROUNDING = 1e-4
"""Part of all hours that sums in float32 may differ by."""


class GuardError(AssertionError):
    """A part wrote what it does not declare, or an invariant does not hold."""


@contextmanager
def only(world: World, writes: tuple[str, ...], name: str, watch: bool) -> Iterator[None]:
    """Let a part write the columns it declares (``table.column`` or ``table.*``) and no other."""
    before = {column: values.tobytes() for column, values in _others(world, writes)} if watch else {}
    yield
    if watch:
        changed = [column for column, values in _others(world, writes) if before[column] != values.tobytes()]
        if changed:
            raise GuardError(f"{name} wrote {', '.join(changed)} without declaring it")


def _others(world: World, writes: tuple[str, ...]) -> Iterator[tuple[str, np.ndarray]]:
    """Give the columns that are not declared, by name."""
    for name, column in world.columns().items():
        if name not in writes and f"{name.split('.')[0]}.*" not in writes:
            yield name, column


def check_invariants(world: World) -> None:
    """Check what must hold after every month; GuardError names the first that does not."""
    for check in (_ranges, _homes, _foci, _partners, _buddies, _ties, _uids):
        check(world)


def check_hours(world: World) -> None:
    """Check at the end of a month that hours of support are conserved: needed = got + unmet, given = got.

    What residents give includes the company that policies arrange; members of volunteer teams are not among them.
    """
    r, support = world.residents, world.wijken.support.astype(np.float64).sum(axis=0)
    need, unmet, given = (c[r.alive].astype(np.float64).sum() for c in (r.need, r.unmet, r.care_given))
    slack = ROUNDING * max(need, 1.0)
    _require(np.all(r.unmet[r.alive] <= r.need[r.alive]), "somebody lacks more support than they need")
    _require(abs(need - unmet - support.sum()) < slack, "hours of support got and unmet are not those needed")
    by_residents = support[HOUSEHOLD] + support[NETWORK] + world.wijken.company.astype(np.float64).sum()
    outside_teams = len(world.projects.programme) or world.wijken.platform[:, MATCHED].any()
    at_most = support[VOLUNTEERS] if outside_teams else 0.0
    _require(-slack < given - by_residents < at_most + slack, "hours given to others are not those they got")


def _require(holds: Any, what: str) -> None:
    if not holds:
        raise GuardError(what)


def _ranges(world: World) -> None:
    alive = world.residents.alive
    for table_name, table in world.tables().items():
        for name, column in declared(type(table)).items():
            values = table._asdict()[name]
            if table_name in ("residents", "ties"):
                values = values[alive]
            inside = (values >= column.low) & (values <= column.high)
            _require(np.all(inside), f"{table_name}.{name} leaves {column.low:g} to {column.high:g}")


def _homes(world: World) -> None:
    r, d, s = world.residents, world.dwellings, world.seats
    rows = np.flatnonzero(r.alive)
    _require(not r.alive[[NOBODY, EXTERNAL]].any(), "the rows of nobody and of alters outside are lived in")
    _require(np.all(r.dwelling[rows] != NOWHERE), "somebody has no dwelling")
    _require(np.all(s.occupant[r.seat[rows]] == rows), "a seat at home does not know who sits in it")
    _require(np.all(s.place[r.seat[rows]] == r.dwelling[rows]), "a seat at home belongs to another dwelling")
    taken = s.occupant[_seats_at_home(world)]
    _require(np.count_nonzero(taken != NOBODY) == len(rows), "seats at home are taken by nobody alive")
    occupants = np.bincount(r.dwelling[rows], minlength=len(d.seats))
    _require(np.array_equal(occupants, d.occupants), "the count of occupants is wrong")


def _seats_at_home(world: World) -> np.ndarray:
    """Mark the seats in dwellings; where a policy has built they do not all lie in front."""
    d = world.dwellings
    seats = d.seats.astype(np.int64)
    within = np.arange(seats.sum()) - np.repeat(np.cumsum(seats) - seats, seats)
    at_home = np.zeros(len(world.seats.occupant), dtype=bool)
    at_home[np.repeat(d.first_seat, seats) + within] = True
    return at_home


def _foci(world: World) -> None:
    r, s = world.residents, world.seats
    rows, slots = np.nonzero((r.focus != NOWHERE) & r.alive[:, None])
    seats = r.focus[rows, slots]
    _require(np.all(s.occupant[seats] == rows), "a seat of a focus does not know who sits in it")
    _require(np.count_nonzero(s.occupant[~_seats_at_home(world)] != NOBODY) == len(rows), "a seat is taken by nobody")


def _partners(world: World) -> None:
    r = world.residents
    rows = np.flatnonzero(r.alive & (r.partner != NOBODY))
    _require(np.all(r.alive[r.partner[rows]]), "a partner is not alive")
    _require(np.all(r.partner[r.partner[rows]] == rows), "a partner has another partner")


def _buddies(world: World) -> None:
    r = world.residents
    rows = np.flatnonzero(r.alive & (r.buddy != NOBODY))
    others = r.buddy[rows]
    _require(np.all(r.alive[others]), "a buddy is not alive")
    _require(np.all(r.buddy[others] == rows), "a buddy belongs to another pair")
    gives = r.buddy_since != NEVER
    _require(np.all(gives[rows] != gives[others]), "of two buddies not exactly one gives")
    _require(not np.any(gives & r.alive & (r.buddy == NOBODY)), "somebody is the buddy of nobody")


def _ties(world: World) -> None:
    t, alive = world.ties, world.residents.alive
    used = (np.arange(t.partner.shape[1]) < t.count[:, None]) & alive[:, None]
    rows, slots = np.nonzero(used)
    others = t.partner[rows, slots]
    _require(np.all((others == EXTERNAL) | (others >= 0)), "a tie leads to nobody")
    inside = others >= 0
    rows, slots, others = rows[inside], slots[inside], others[inside]
    _require(np.all(alive[others]), "a tie leads to somebody who is gone")
    _require(np.all(rows != others), "somebody has a tie with themselves")
    pairs = rows.astype(np.int64) * len(alive) + others
    _require(len(np.unique(pairs)) == len(pairs), "a tie stands twice")
    order = np.argsort(pairs)
    mirrored = np.argsort(others.astype(np.int64) * len(alive) + rows)
    _require(np.array_equal(np.sort(pairs), (others.astype(np.int64) * len(alive) + rows)[mirrored]), "no mirror")
    for name in ("root_hours", "kind", "closeness", "by_focus"):
        values = t._asdict()[name][rows, slots]
        _require(np.array_equal(values[order], values[mirrored]), f"the two sides of a tie differ in {name}")


def _uids(world: World) -> None:
    uids = world.residents.uid[world.residents.alive]
    _require(len(np.unique(uids)) == len(uids), "two residents have one uid")
