"""Who becomes a couple, who moves in with whom, and which couples part."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, hours_between, move_in, street

from sim.processes import partnership
from sim.randomness import Draws, uniform
from sim.world.bonds import find
from sim.world.codes import (
    CARE_ROOM,
    HOUSEHOLD_TIE,
    KIN_TIE,
    LEAVES_HOME,
    LOST_PLACE,
    MAN,
    NOBODY,
    NOT_URGENT,
    SEPARATED,
    SETTLED,
    SHARED_HOUSE,
    SOCIAL_TIE,
    TYPE_BITS,
    WOMAN,
)
from sim.world.guard import check_invariants
from sim.world.households import withdraw

ALL_LOOK = BOUND["partnership"]._replace(search=np.full(5, 12.0), same_sex=0.0, separation=0.0)
ALL_PART = BOUND["partnership"]._replace(search=np.zeros(5), separation=12.0)


def singles(*sexes, age=30 * 12, **options):
    """People of one age, one a home."""
    world = street(len(sexes), rows=len(sexes) + 8, **options)
    world.residents.sex[: len(sexes)], world.residents.age[: len(sexes)] = sexes, age
    return world


def live(world, own=ALL_LOOK, month=0, seed=1):
    partnership.step(world, BOUND | {"partnership": own}, Draws(seed), month)
    check_invariants(world)
    return world.residents


def kind_between(world, one, other):
    return world.ties.kind[one, find(world, one, other)] & TYPE_BITS


def test_a_man_and_a_woman_who_look_move_in_together():
    world = singles(MAN, WOMAN)
    r = live(world, month=3)
    assert r.partner[:2].tolist() == [1, 0] and r.dwelling[0] == r.dwelling[1]
    assert sorted(world.dwellings.occupants.tolist()) == [0, 2] and sorted(r.moved[:2].tolist()) == [0, 3]
    assert kind_between(world, 0, 1) == HOUSEHOLD_TIE
    assert hours_between(world, 0, 1) == pytest.approx(ALL_LOOK.start_hours, rel=ROUNDED)


def test_friends_who_become_a_couple_keep_their_hours():
    world = singles(MAN, WOMAN)
    befriend(world, 0, 1, 400.0, SOCIAL_TIE)
    live(world)
    assert kind_between(world, 0, 1) == HOUSEHOLD_TIE
    assert hours_between(world, 0, 1) == pytest.approx(400.0, rel=ROUNDED)


@pytest.mark.parametrize(("sexes", "same", "couple"), [
    ((MAN, MAN), 0.0, False), ((MAN, MAN), 1.0, True), ((WOMAN, WOMAN), 1.0, True), ((MAN, WOMAN), 1.0, False),
])  # fmt: skip
def test_both_look_for_somebody_of_the_sex_of_the_other(sexes, same, couple):
    assert (live(singles(*sexes), ALL_LOOK._replace(same_sex=same)).partner[0] != NOBODY) == couple


def test_nobody_is_chosen_who_looks_for_the_other_sex():
    """200 people of whom 0.3 look for their own: in each couple both have what they look for."""
    world, draws = street(200), Draws(1)
    world.residents.sex[:200] = np.arange(200) % 2
    r = live(world, ALL_LOOK._replace(same_sex=0.3))
    own = np.array([uniform(draws.key("preference"), uid) < 0.3 for uid in r.uid[:200]])
    found = np.flatnonzero(r.partner[:200] != NOBODY)
    assert len(found) > 100
    assert np.array_equal(r.sex[found] == r.sex[r.partner[found]], own[found])


def test_people_meet_within_the_same_five_years_of_age():
    world = singles(MAN, WOMAN, WOMAN)
    world.residents.age[:3] = 35 * 12, 35 * 12 - 1, 40 * 12 - 1
    assert live(world).partner[:3].tolist() == [2, NOBODY, 0]


def test_nobody_gets_two_partners_and_who_is_left_stays_single():
    r = live(singles(MAN, MAN, MAN, WOMAN, WOMAN))
    assert np.count_nonzero(r.partner[:5] != NOBODY) == 4
    assert np.all(r.partner[3:5] != NOBODY)


@pytest.mark.parametrize("band", range(5))
def test_each_age_looks_with_a_chance_of_its_own(band):
    """A man and a woman of the first months of each band and of its last."""
    starts = np.array([18, 25, 35, 50, 65]) * 12
    ages = np.column_stack([starts, np.append(starts[1:] - 1, 1200)]).ravel()
    world = singles(*(MAN, WOMAN) * 10, age=np.repeat(ages, 2))
    r = live(world, ALL_LOOK._replace(search=12.0 * (np.arange(5) == band)))
    assert np.flatnonzero(r.partner[:20] != NOBODY).tolist() == list(range(4 * band, 4 * band + 4))


def test_a_month_sees_a_twelfth_of_the_yearly_chance():
    """1,200 men and 1,200 women, 2.4 a year: of the sex of which fewer look everybody finds somebody.

    That is 240 with a standard error of 13.9 on either side; within 5 of those, false alarm 1.2e-6.
    """
    world = street(2400)
    world.residents.sex[:2400] = np.arange(2400) % 2
    found = np.count_nonzero(live(world, ALL_LOOK._replace(search=np.full(5, 2.4))).partner[:2400] != NOBODY) / 2
    assert abs(found - 240) < 69


def test_one_person_less_changes_couples_in_one_circle_only():
    """200 people in eleven circles, each of some twenty; without circles nearly every couple would be another."""
    world, own = street(200), ALL_LOOK._replace(circle=20)
    world.residents.sex[:200] = np.arange(200) // 2 % 2
    without = world.copy()
    withdraw(without, 0)
    found = [live(each, own).partner[1:200] for each in (world, without)]
    assert 0 < np.count_nonzero(found[0] != found[1]) <= 30 < np.count_nonzero(found[0] != NOBODY)


def test_minors_and_people_who_have_a_partner_do_not_look():
    world = singles(MAN, WOMAN, WOMAN)
    world.residents.age[:2] = 18 * 12 - 1
    assert live(world).partner[:2].tolist() == [NOBODY, NOBODY]
    world = singles(MAN, WOMAN, MAN)
    world.residents.partner[:2] = 1, 0
    assert live(world).partner[:3].tolist() == [1, 0, NOBODY]


def test_who_is_about_to_leave_after_parting_does_not_look():
    world = singles(MAN, WOMAN)
    world.residents.seeking[0] = SEPARATED
    assert live(world).partner[0] == NOBODY


def test_people_in_facilities_do_not_look():
    world = singles(MAN, WOMAN)
    world.dwellings.kind[0] = CARE_ROOM
    assert live(world).partner[0] == NOBODY


def test_who_lives_in_one_home_does_not_become_a_couple():
    world = singles(MAN)
    move_in(world, 1, 0, age=30 * 12)
    world.residents.sex[1] = WOMAN
    assert live(world).partner[0] == NOBODY


def test_two_who_both_rent_a_room_or_live_with_parents_have_nowhere_to_go():
    assert live(singles(MAN, WOMAN, kind=SHARED_HOUSE)).partner[0] == NOBODY
    world = singles(MAN, WOMAN)
    move_in(world, 2, 0, age=60 * 12)
    move_in(world, 3, 1, age=70 * 12)
    assert live(world).partner[0] == NOBODY


def with_parents():
    """A man who lives with a parent and a brother, and a woman with a home of her own, who waits for another."""
    world = singles(MAN, WOMAN)
    move_in(world, 2, 0, age=60 * 12)
    move_in(world, 3, 0, age=100)
    for other in (2, 3):
        befriend(world, 0, other, 300.0, HOUSEHOLD_TIE)
    world.residents.seeking[0], world.residents.urgent[:2] = LEAVES_HOME, LOST_PLACE
    return world


def test_who_lives_with_parents_goes_to_whom_has_a_home_and_goes_alone():
    world = with_parents()
    r = live(world)
    assert r.dwelling[:4].tolist() == [1, 1, 0, 0] and r.partner[0] == 1
    assert r.seeking[0] == SETTLED and r.urgent[:2].tolist() == [NOT_URGENT, LOST_PLACE]


def test_those_who_are_left_at_home_become_kin_and_keep_all_hours():
    world = with_parents()
    live(world)
    assert [kind_between(world, 0, other) for other in (1, 2, 3)] == [HOUSEHOLD_TIE, KIN_TIE, KIN_TIE]
    assert [hours_between(world, 0, other) for other in (2, 3)] == pytest.approx([300.0] * 2, rel=ROUNDED)


def two_families(seats=(4, 4), children=(1, 1)):
    """A man and a woman, each with so many children at home, in homes of so many seats."""
    world = singles(MAN, WOMAN)
    world.dwellings.seats[:2], row = seats, 2
    for home, number in enumerate(children):
        for _ in range(number):
            move_in(world, row, home, age=100)
            row += 1
    return world


def test_children_come_along_and_are_tied_to_everybody_there():
    world = two_families()
    r = live(world)
    assert len(set(r.dwelling[:4])) == 1 and r.partner[0] == 1
    pairs = [(0, 3), (1, 2), (2, 3)]
    assert [hours_between(world, *pair) for pair in pairs] == pytest.approx([ALL_LOOK.child_hours] * 3, rel=ROUNDED)
    assert all(kind_between(world, *pair) == HOUSEHOLD_TIE for pair in pairs)
    assert hours_between(world, 0, 1) == pytest.approx(ALL_LOOK.start_hours, rel=ROUNDED)


@pytest.mark.parametrize(("seats", "home"), [((4, 2), 0), ((2, 4), 1)])
def test_the_home_that_has_room_for_all_is_where_they_live(seats, home):
    assert set(live(two_families(seats)).dwelling[:4]) == {home}


def test_no_couple_forms_where_neither_home_has_room_for_all():
    r = live(two_families((4, 3), (2, 1)))
    assert r.partner[0] == NOBODY and r.dwelling[:2].tolist() == [0, 1]


def couple(*ages, homes=1, **options):
    """Two who live together, with a tie of 500 hours."""
    world = street(2, homes=homes, rows=6, **options)
    world.residents.age[:2] = ages
    world.residents.partner[:2] = 1, 0
    befriend(world, 0, 1, 500.0, HOUSEHOLD_TIE)
    return world


def test_one_of_a_couple_that_parts_looks_for_a_dwelling_and_stays_until_it_is_found():
    world = couple(40 * 12, 40 * 12)
    r = live(world, ALL_PART)
    assert sorted(r.seeking[:2].tolist()) == [SETTLED, SEPARATED]
    assert r.partner[:2].tolist() == [1, 0] and r.dwelling[0] == r.dwelling[1]
    assert hours_between(world, 0, 1) == pytest.approx(500.0, rel=ROUNDED)


def test_no_second_of_a_couple_begins_to_look_in_a_later_month():
    world = couple(40 * 12, 40 * 12)
    for month in range(12):
        r = live(world, ALL_PART, month)
    assert sorted(r.seeking[:2].tolist()) == [SETTLED, SEPARATED]


@pytest.mark.parametrize(
    ("age", "parts"), [(25 * 12 - 1, False), (25 * 12, True), (65 * 12 - 1, True), (65 * 12, False)]
)
def test_couples_of_25_to_64_part_and_others_do_not(age, parts):
    assert live(couple(age, age), ALL_PART).seeking[:2].any() == parts


def test_who_does_not_live_together_at_home_does_not_part():
    assert not live(couple(40 * 12, 40 * 12, homes=2), ALL_PART).seeking[:2].any()
    assert not live(couple(40 * 12, 40 * 12, kind=SHARED_HOUSE), ALL_PART).seeking[:2].any()


def test_a_couple_of_which_one_looks_already_does_not_part():
    for who in (0, 1):
        world = couple(40 * 12, 40 * 12)
        world.residents.seeking[who] = LEAVES_HOME
        assert SEPARATED not in live(world, ALL_PART).seeking[:2]


def test_couples_part_at_a_twelfth_of_the_yearly_rate_and_either_of_the_two_leaves():
    """900 couples, 2.4 a year, and who leaves of those: both within 4 standard errors, false alarm 6e-5 each."""
    world = street(1800, homes=900)
    r = world.residents
    r.partner[:1800] = np.roll(np.arange(1800), 900)
    live(world, ALL_PART._replace(separation=2.4))
    first, second = (np.count_nonzero(r.seeking[rows] == SEPARATED) for rows in (slice(900), slice(900, 1800)))
    parted = first + second
    assert abs(parted / 900 - 0.2) < 4.0 * np.sqrt(0.2 * 0.8 / 900)
    assert abs(first / parted - 0.5) < 4.0 * np.sqrt(0.25 / parted)
