"""Closing care homes works in both directions: each channel is gone where a parameter switches it off."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model import WijkModel
from sim.processes.contact import _elective_hours
from sim.rulebook import rulebook
from sim.world.codes import CARE_HOME, FACILITY, NEARNESS_BITS, SAME_BLOCK

EVERY_HOME = {"urgent_housing.urgent_share": 1.0}
"""Of the vacant social homes: with the default two people are housed in a month at this scale."""


@pytest.fixture
def lived(closing, baseline, burnt_in):
    """Live some months at 1:100, with all care homes closed from the second month on or with none."""

    def live(closes, parameters=None, start=burnt_in, months=4):
        policies = closing(share=1.0, staff_to_home_care=0.0).policies if closes else ()
        said = EVERY_HOME | (parameters or {})
        return WijkModel(replace(baseline, key="x", policies=policies, months=24, parameters=said), 3, 100, start).run(
            months
        )

    return live


def rows_of(world, uids):
    r = world.residents
    found = {int(uid): row for row, uid in enumerate(r.uid) if r.alive[row]}
    return np.array([found[uid] for uid in sorted(uids)], dtype=int)


def in_care(world):
    """Give the uids of those who live in a care home."""
    r = world.residents
    unit = world.dwellings.unit[r.dwelling]
    rows = np.flatnonzero(r.alive & (unit >= 0))
    return {int(uid) for uid in r.uid[rows[world.units.facility[unit[rows]] == CARE_HOME]]}


def housed(plain, other):
    """Give the uids of those who had to leave and found a home, and live in a care home where none closes."""
    r = other.residents
    left = {int(uid) for uid in r.uid[r.alive & (r.lost_place >= 0)]} - in_care(other)
    return left & in_care(plain)


def gained_time(lived, parameters):
    """Elective hours of those who were housed over those of the same people where nothing closes."""
    plain, other = (lived(closes, parameters).world for closes in (False, True))
    people, own = housed(plain, other), rulebook(parameters).bound["contact"]
    assert len(people) >= 4
    for world in (plain, other):
        world.residents.care_given[:] = 0.0
    sums = [sum(_elective_hours(world, own, row) for row in rows_of(world, people)) for world in (plain, other)]
    return sums[1] / sums[0]


def test_a_home_of_ones_own_gives_back_time_unless_the_care_home_took_none(lived):
    autonomy = rulebook({}).bound["contact"].autonomy[CARE_HOME]
    assert gained_time(lived, {}) == pytest.approx(1.0 / autonomy, rel=1e-5) and autonomy < 1.0
    assert gained_time(lived, {"contact.autonomy": [1.0, 1.0, 1.0]}) == pytest.approx(1.0, rel=1e-5)


def test_support_at_hand_is_lost_unless_staff_gave_none(lived, burnt_in):
    without_staff = burnt_in.copy()
    without_staff.units.staff[:] = 0.0

    def lost(start):
        plain, other = (lived(closes, start=start).world for closes in (False, True))
        people = housed(plain, other)
        unmet = [world.residents.unmet[rows_of(world, people)].mean() for world in (plain, other)]
        given = [world.wijken.support[:, FACILITY].sum() for world in (plain, other)]
        return unmet[1] - unmet[0], given[0] - given[1]

    with_staff, without = lost(burnt_in), lost(without_staff)
    assert with_staff[0] > 1.0 and with_staff[1] > 10.0
    assert without[0] < 0.5 * with_staff[0] and without[1] < 0.1 * with_staff[1]


def test_the_living_group_is_lost_as_a_circle_and_neighbours_of_all_ages_are_found(lived):
    """Ages of those of the own block with whom people can meet: a group of frail people, or a street."""
    plain, other = (lived(closes).world for closes in (False, True))
    people = housed(plain, other)
    ages = []
    for world in (plain, other):
        r, d = world.residents, world.dwellings
        blocks = d.block[r.dwelling[rows_of(world, people)]]
        near = np.flatnonzero(r.alive & np.isin(d.block[r.dwelling], blocks))
        ages.append(r.age[near].mean() / 12)
    assert ages[0] > 75.0 > 65.0 > ages[1]


def test_ties_of_the_living_group_are_ties_of_neighbours_no_more(lived):
    plain, other = (lived(closes).world for closes in (False, True))
    people = housed(plain, other)
    counts = []
    for world in (plain, other):
        rows, t = rows_of(world, people), world.ties
        within = np.isin(t.partner[rows], rows) & (np.arange(32) < t.count[rows, None])
        counts.append(int((within & ((t.kind[rows] & NEARNESS_BITS) >= SAME_BLOCK)).sum()))
    assert counts[0] > 2 * counts[1]
