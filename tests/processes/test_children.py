"""Which households a child of four enters, what it has from them, and whom it knows."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, hours_between, move_in, street

from sim.processes import children
from sim.randomness import Draws
from sim.world.bonds import tie_outside
from sim.world.codes import (
    CARE_HOME,
    CARE_ROOM,
    EXTERNAL,
    HOUSEHOLD_TIE,
    KIN_TIE,
    MAN,
    SCHOOL_AGE,
    SHARED_HOUSE,
    SOCIAL_TIE,
    TYPE_BITS,
    WOMAN,
)
from sim.world.guard import check_invariants

CERTAIN = BOUND["children"]._replace(entry=12.0, partnered=1.0, single=1.0, kin_inherited=1.0)


def women(people, rows=None, **options):
    """Women of thirty, one a home, and rows for as many children."""
    world = street(people, rows=rows or 2 * people + 2, **options)
    world.residents.sex[:people], world.residents.age[:people] = WOMAN, 30 * 12
    return world


def live(world, own=CERTAIN, month=0, seed=1):
    """Live a month; give who has come, by row."""
    before = world.residents.alive.copy()
    children.step(world, BOUND | {"children": own}, Draws(seed), month)
    check_invariants(world)
    return np.flatnonzero(world.residents.alive & ~before)


def as_couple(world, one, other):
    world.residents.partner[[one, other]] = other, one
    befriend(world, one, other, 500.0, HOUSEHOLD_TIE)


def ties_of(world, row):
    """Give the kind of each tie, by whom it is with."""
    used = slice(world.ties.count[row])
    return dict(zip(world.ties.partner[row, used].tolist(), world.ties.kind[row, used] & TYPE_BITS, strict=True))


def test_a_child_of_four_comes_to_live_with_its_mother():
    world = women(1)
    r = world.residents
    r.tongue[0], r.income[0], r.education[0] = 3, 4, 2
    assert live(world, month=7).tolist() == [1]
    assert r.age[1] == SCHOOL_AGE and r.dwelling[1] == r.dwelling[0]
    assert (r.tongue[1], r.income[1], r.education[1]) == (3, 4, 2) and r.arrived[1] == 7


def test_women_have_children_from_the_first_month_of_24_to_the_last_of_43_and_men_have_none():
    world = women(6)
    world.residents.age[:6] = 24 * 12 - 1, 24 * 12, 43 * 12, 44 * 12 - 1, 44 * 12, 30 * 12
    world.residents.sex[5] = MAN
    assert world.residents.dwelling[live(world)].tolist() == [1, 2, 3]


@pytest.mark.parametrize(("partnered", "single", "mothers"), [(1.0, 0.0, [0]), (0.0, 1.0, [2]), (0.0, 0.0, [])])
def test_the_chance_of_a_woman_with_a_partner_is_not_that_of_one_without(partnered, single, mothers):
    world = women(3)
    world.residents.sex[1] = MAN
    as_couple(world, 0, 1)
    came = live(world, CERTAIN._replace(partnered=partnered, single=single))
    assert world.residents.dwelling[came].tolist() == mothers


def test_a_month_brings_a_twelfth_of_the_yearly_chance():
    """900 single women with 3 · 0.8 children a year: within 4 standard errors of 0.2, false alarm 6e-5."""
    came = live(women(900), CERTAIN._replace(entry=3.0, single=0.8, partnered=5.0))
    assert abs(len(came) / 900 - 0.2) < 4.0 * np.sqrt(0.2 * 0.8 / 900)


def test_no_child_comes_where_no_seat_is_free():
    world = women(1)
    world.dwellings.seats[0] = 1
    assert len(live(world)) == 0


def test_no_child_comes_to_a_shared_house_or_to_a_facility():
    assert len(live(women(2, kind=SHARED_HOUSE))) == 0
    world = women(2, kind=CARE_ROOM, facility=CARE_HOME)
    assert len(live(world)) == 0


def test_no_more_children_come_than_there_are_rows():
    assert len(live(women(3, rows=7))) == 2


def test_a_child_of_the_same_mother_and_month_is_the_same_in_a_world_with_others_in_it():
    alone, among = women(1), women(4)
    among.residents.uid[:4] = 9, 8, 7, 0
    (one,), found = live(alone, month=5), live(among, month=5)
    other = found[among.residents.dwelling[found] == 3][0]
    for name in ("uid", "sex", "works", "vulnerability", "sociability", "behaviour", "talents", "desired_ties"):
        assert getattr(alone.residents, name)[one] == getattr(among.residents, name)[other], name


def test_children_of_one_mother_in_two_months_are_two_children():
    world = women(1, rows=6)
    uids = [world.residents.uid[live(world, month=month)[0]] for month in (5, 17)]
    assert uids[0] != uids[1]


def test_a_child_has_a_tie_with_everybody_at_home_and_with_no_neighbour():
    world = women(2, rows=10)
    world.residents.sex[1] = MAN
    move_in(world, 2, 0, age=100)
    (child,) = live(world)
    assert ties_of(world, child) == {0: HOUSEHOLD_TIE, 2: HOUSEHOLD_TIE}
    assert hours_between(world, child, 0) == pytest.approx(CERTAIN.household_hours, rel=ROUNDED)


def with_family(couple):
    """A mother in home 0 and a man in home 1; kin of hers in 2, of his in 3, of both in 4, a friend of hers in 5."""
    world = women(6, rows=20)
    world.residents.sex[1:6] = MAN
    if couple:
        as_couple(world, 0, 1)
    for one, other, kind in ((0, 2, KIN_TIE), (1, 3, KIN_TIE), (0, 4, KIN_TIE), (1, 4, KIN_TIE), (0, 5, SOCIAL_TIE)):
        befriend(world, one, other, 250.0, kind)
    return world


def test_a_child_inherits_kin_of_both_parents_once_and_no_friends():
    world = with_family(couple=True)
    (child,) = live(world)
    assert ties_of(world, child) == {0: HOUSEHOLD_TIE, 2: KIN_TIE, 3: KIN_TIE, 4: KIN_TIE}
    assert hours_between(world, child, 4) == pytest.approx(CERTAIN.kin_hours, rel=ROUNDED)


def test_a_child_of_a_single_mother_inherits_her_kin_alone():
    world = with_family(couple=False)
    (child,) = live(world)
    assert ties_of(world, child) == {0: HOUSEHOLD_TIE, 2: KIN_TIE, 4: KIN_TIE}


def test_a_child_inherits_nobody_with_a_chance_of_nothing():
    world = with_family(couple=True)
    (child,) = live(world, CERTAIN._replace(kin_inherited=0.0))
    assert ties_of(world, child) == {0: HOUSEHOLD_TIE}


def test_each_tie_with_kin_is_inherited_with_its_own_chance():
    """300 mothers with three kin outside the city: within 4 standard errors of the chance, false alarm 6e-5."""
    world = women(300)
    for mother in range(300):
        for _ in range(3):
            tie_outside(world, mother, KIN_TIE, 150.0)
    came = live(world, CERTAIN._replace(kin_inherited=0.35))
    inherited = world.ties.count[came] - 1
    assert abs(inherited.sum() / 900 - 0.35) < 4.0 * np.sqrt(0.35 * 0.65 / 900)
    assert set(inherited) == {0, 1, 2, 3}


def test_kin_outside_the_city_are_inherited_and_friends_there_are_not():
    world = women(1)
    for kind in (KIN_TIE, KIN_TIE, SOCIAL_TIE):
        tie_outside(world, 0, kind, 150.0)
    (child,) = live(world)
    outside = world.ties.partner[child] == EXTERNAL
    assert outside.sum() == 2 and np.all(world.ties.kind[child, outside] & TYPE_BITS == KIN_TIE)


def test_kin_who_live_in_the_same_home_stay_household():
    world = women(1, rows=6)
    move_in(world, 1, 0, age=800)
    befriend(world, 0, 1, 250.0, KIN_TIE)
    (child,) = live(world)
    assert ties_of(world, child) == {0: HOUSEHOLD_TIE, 1: HOUSEHOLD_TIE}


def test_kin_whose_slots_are_full_lose_no_tie_to_a_child():
    world = women(2, rows=6)
    world.residents.sex[1] = MAN
    befriend(world, 0, 1, 250.0, KIN_TIE)
    while world.ties.count[1] < world.ties.partner.shape[1]:
        tie_outside(world, 1, SOCIAL_TIE, 5.0)
    (child,) = live(world)
    assert ties_of(world, child) == {0: HOUSEHOLD_TIE}
