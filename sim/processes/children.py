"""Children enter the model at four, in the households of women of childbearing age plus four.

The chance is ``entry`` a year for a woman of 24-43, times ``partnered`` or ``single``. A child's uid
follows from its mother and the month, so that a child born in two arms is the same child. It shares the
household's ties and inherits each parent's tie with kin with chance ``kin_inherited``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sim.compiled import kernel
from sim.randomness import extend, uid_from, uniform
from sim.world import bonds
from sim.world.chances import by_age, met
from sim.world.codes import EXTERNAL, KIN_TIE, NOBODY, NOWHERE, SCHOOL_AGE, TYPE_BITS, WOMAN
from sim.world.households import live_together, lives_apart
from sim.world.people import draw_vulnerability, equip, free_row
from sim.world.places import has_room, settle

WRITES = ("residents.*", "dwellings.occupants", "seats.occupant", "ties.*")


class Children(NamedTuple):
    """Parameters of ``children.yaml``."""

    entry: float
    partnered: float
    single: float
    from_age: int
    to_age: int
    kin_inherited: float
    kin_hours: float
    household_hours: float


def step(world, parameters, draws, month):
    """Let this month's children enter."""
    key, identity = draws.key("children", month), draws.key("child", month)
    own, people = parameters["children"], parameters["people"]
    rows = met(world, key, _most_likely_by_age(own))
    _enter(world, own, people, rows, key, identity, draws.key("people"), month)


@lru_cache(maxsize=16)
def _most_likely_by_age(own):
    """Give a chance of a child this month at each month of age that nobody's exceeds."""
    most = own.entry / 12.0 * max(own.single, own.partnered)
    return by_age((own.from_age * 12, (own.to_age + 1) * 12), (most, 0.0))


@kernel
def _enter(world, own, people, rows, key, identity, traits, month):
    r = world.residents
    row = free_row(world, 0)
    for i in rows:
        if row < 0:
            return
        if r.sex[i] != WOMAN:
            continue
        chance = own.entry / 12.0 * (own.single if r.partner[i] == NOBODY else own.partnered)
        if uniform(key, r.uid[i]) < chance and _can_hold_child(world, i):
            _begin_child(world, own, people, identity, traits, i, row, month)
            row = free_row(world, row)


@kernel
def _can_hold_child(world, mother):
    dwelling = world.residents.dwelling[mother]
    return dwelling != NOWHERE and not lives_apart(world, dwelling) and has_room(world, dwelling)


@kernel
def _begin_child(world, own, people, identity, traits, mother, child, month):
    r = world.residents
    uid = uid_from(identity, r.uid[mother])
    dwelling = r.dwelling[mother]
    r.uid[child] = uid
    r.sex[child] = 1 if uniform(extend(identity, 1), uid) < 0.5 else 0
    r.age[child] = SCHOOL_AGE
    r.income[child] = r.income[mother]
    r.education[child] = r.education[mother]
    r.works[child] = uniform(extend(identity, 2), uid) < 0.8
    r.tongue[child] = r.tongue[mother]
    r.frailty[child] = 0
    tenure = world.dwellings.tenure[dwelling]
    r.vulnerability[child] = draw_vulnerability(people, traits, uid, SCHOOL_AGE, tenure, r.income[child])
    equip(world, people, traits, child, month)
    settle(world, child, dwelling, month)
    live_together(world, child, own.household_hours)
    _inherit_kin(world, own, extend(identity, 3), mother, child)
    if r.partner[mother] != NOBODY:
        _inherit_kin(world, own, extend(identity, 4), r.partner[mother], child)


@kernel
def _inherit_kin(world, own, key, parent, child):
    ties = world.ties
    key = extend(key, world.residents.uid[child])
    for slot in range(ties.count[parent]):
        if ties.kind[parent, slot] & TYPE_BITS != KIN_TIE or uniform(key, slot) >= own.kin_inherited:
            continue
        other = ties.partner[parent, slot]
        if other == EXTERNAL:
            bonds.tie_outside(world, child, KIN_TIE, own.kin_hours)
        elif other != child and bonds.find(world, child, other) < 0 and ties.count[other] < bonds.FULL:
            bonds.tie(world, child, other, KIN_TIE, own.kin_hours)
