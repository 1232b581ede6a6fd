"""For whom sheltered work is meant, who goes first, where they sit, and when a place ends."""

from itertools import pairwise

import numpy as np
import pytest
from handmade import BOUND, sit, street, with_workplaces

from sim.processes import participation, sheltered_work
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.world.codes import (
    CARE_HOME,
    CARE_ROOM,
    DAY,
    LVB,
    NEW,
    NOBODY,
    NOWHERE,
    OLD80,
    PSY,
    RETIREMENT,
    SHELTER,
    SHELTER_BED,
    SHELTERED_HOUSING,
    SHELTERED_ROOM,
    SOCIAL_WORKPLACE,
    WORKPLACE,
)
from sim.world.sheltered_work import at_employers, coached, meant_for, place_held

OWN = BOUND["sheltered_work"]
NOBODY_STOPS = {f"sheltered_work.{name}": 0.0 for name in ("leaves", "ends_with_coach", "ends_without_coach")}
EVERYBODY_LOOKS = rulebook(NOBODY_STOPS | {"sheltered_work.looks": 0.5}).bound
SOCIAL, ORDINARY = 2, 3
"""Rows of the two workplaces of ``town_of``."""


def town_of(people, seats=12, **arguments):
    """People for whom sheltered work is meant, a social workplace and an ordinary one, with nobody in either."""
    world = with_workplaces(street(people, **arguments), SOCIAL_WORKPLACE, WORKPLACE, seats=seats)
    world.residents.vulnerability[:people] = LVB
    return world


def lived(world, months=1, parameters=EVERYBODY_LOOKS):
    for month in range(months):
        sheltered_work.step(world, parameters, Draws(1), month)
    return world


def places(world, people):
    return [place_held(world, i) for i in range(people)]


def uids_at(world, kind):
    r = world.residents
    return {int(r.uid[i]) for i in range(len(r.uid)) if place_held(world, i) == kind}


@pytest.mark.parametrize("bits", [PSY, LVB, PSY | NEW])
def test_it_is_meant_for_people_with_mental_health_problems_or_a_mild_disability(bits):
    world = street(1)
    world.residents.vulnerability[0] = bits
    assert meant_for(world, 0)


@pytest.mark.parametrize("bits", [0, NEW, OLD80])
def test_it_is_not_meant_for_others(bits):
    world = street(1)
    world.residents.vulnerability[0] = bits
    assert not meant_for(world, 0)


@pytest.mark.parametrize(("column", "value"), [("works", True), ("age", 215), ("age", RETIREMENT)])
def test_it_is_not_meant_for_who_wants_ordinary_work_or_is_not_of_working_age(column, value):
    world = town_of(1)
    getattr(world.residents, column)[0] = value
    assert not meant_for(world, 0)


@pytest.mark.parametrize(
    ("kind", "facility", "meant"),
    [
        (CARE_ROOM, CARE_HOME, False),
        (SHELTERED_ROOM, SHELTERED_HOUSING, True),
        (SHELTER_BED, SHELTER, False),
    ],
)
def test_of_facilities_only_sheltered_housing_sends_people_to_work(kind, facility, meant):
    world = street(1, kind=kind, facility=facility)
    world.residents.vulnerability[0] = PSY
    assert meant_for(world, 0) == meant


def test_who_looks_finds_the_last_free_seat():
    world = town_of(1)
    seats = world.seats.occupant[world.foci.start[SOCIAL] : world.foci.start[SOCIAL] + 12]
    seats[:11] = 3  # somebody else
    seats[11] = NOBODY
    assert places(lived(world, 24), 1) == [SOCIAL_WORKPLACE]


def test_without_open_places_nobody_sits_with_an_employer_and_no_seat_is_taken_twice():
    world = lived(town_of(20), 24)
    assert at_employers(world) == 0 and len(uids_at(world, SOCIAL_WORKPLACE)) == 12
    taken = world.seats.occupant[world.residents.focus[:20, DAY][world.residents.focus[:20, DAY] != NOWHERE]]
    assert len(np.unique(taken)) == 12


def test_a_workplace_that_is_closed_takes_nobody():
    world = town_of(5)
    world.focus_levers.closed[SOCIAL] = True
    assert places(lived(world, 12), 5) == [NOWHERE] * 5


def test_everybody_loses_a_place_that_closes_and_nobody_else_does():
    world = with_workplaces(town_of(4), SOCIAL_WORKPLACE)
    for i, focus in enumerate((SOCIAL, SOCIAL, 4)):
        sit(world, i, DAY, focus)
    world.focus_levers.closed[SOCIAL] = True
    sheltered_work._leave_places(world, 0.0, 0.0, np.uint64(1))
    assert places(world, 4) == [NOWHERE, NOWHERE, SOCIAL_WORKPLACE, NOWHERE]
    assert world.residents.lost_work[:4].tolist() == [True, True, False, False]


def closed_with(open_places, people=10):
    """Half of them lose their workplace, the others never had one; so many places open with an employer."""
    world = town_of(people)
    for i in range(people // 2):
        sit(world, i, DAY, SOCIAL)
    world.focus_levers.closed[SOCIAL] = True
    world.wijk_levers.employer_places[0] = open_places
    return lived(world)


def test_who_lost_a_place_goes_first_and_more_places_are_for_the_same_people_and_more():
    found = [uids_at(closed_with(open_places), WORKPLACE) for open_places in range(6)]
    assert [len(uids) for uids in found] == [0, 1, 2, 3, 4, 5]
    assert all(fewer < more for fewer, more in pairwise(found))
    assert found[5] == {0, 1, 2, 3, 4}


def test_who_finds_a_place_has_lost_none_any_more():
    assert closed_with(2).residents.lost_work[:10].sum() == 3


def test_parts_of_places_are_rounded_for_the_city_as_a_whole():
    world = town_of(8, wijken=3)
    world.focus_levers.closed[SOCIAL] = True
    world.wijk_levers.employer_places[:] = 0.5, 0.5, 0.6
    assert at_employers(lived(world, 12)) == 2


def test_who_finds_no_seat_in_the_wijk_of_the_place_finds_one_elsewhere():
    """The second wijk, where the places are, has no workplace at all."""
    world = town_of(3, wijken=2)
    world.focus_levers.closed[SOCIAL] = True
    world.wijk_levers.employer_places[1] = 3.0
    assert at_employers(lived(world, 24)) == 3


def test_places_beyond_the_seats_there_are_stay_open():
    world = town_of(5, seats=2)
    world.focus_levers.closed[SOCIAL] = True
    world.wijk_levers.employer_places[0] = 5.0
    assert at_employers(lived(world, 24)) == 2


def test_coaches_have_their_hours_for_each_place_and_less_where_more_people_hold_one():
    world = town_of(4)
    assert coached(world) == 0.0
    for i in range(4):
        sit(world, i, DAY, ORDINARY)
    world.wijk_levers.employer_places[0], world.wijk_levers.coach_hours[0] = 8.0, 12.0
    assert coached(world) == pytest.approx(1.5)
    world.wijk_levers.employer_places[0] = 2.0
    assert coached(world) == pytest.approx(3.0)


@pytest.mark.parametrize(("share", "ends"), [(0.0, OWN.ends_without_coach), (1.0, OWN.ends_with_coach), (3.0, None)])
def test_a_coach_keeps_places_up_to_full_hours(share, ends):
    expected = OWN.ends_with_coach if ends is None else ends
    assert sheltered_work.ends(OWN, share * OWN.full_coach) == pytest.approx(expected)
    middle = (OWN.ends_with_coach + OWN.ends_without_coach) / 2.0
    assert sheltered_work.ends(OWN, OWN.full_coach / 2.0) == pytest.approx(middle)


@pytest.mark.parametrize("hours", [0.0, 1.5])
def test_places_end_as_often_as_the_chance_says(hours):
    """3,000 people in a month: within 4.5 standard errors, a false alarm in 150,000."""
    people = 3000
    world = town_of(people, seats=people)
    for i in range(people):
        world.residents.focus[i, DAY] = world.foci.start[ORDINARY] + i
        world.seats.occupant[world.foci.start[ORDINARY] + i] = i
    chance = sheltered_work.ends(OWN, hours) / 12.0
    sheltered_work._leave_places(world, 0.0, 12.0 * chance, Draws(1).key("x"))
    left = people - at_employers(world)
    assert abs(left - people * chance) < 4.5 * np.sqrt(people * chance * (1.0 - chance))


def test_changing_jobs_is_for_who_wants_ordinary_work():
    """Ten years at the largest chance: of ten ordinary workers 95 in 100 have left (none is as likely as 1e-13)."""
    world = town_of(20, seats=20)
    world.residents.works[10:20] = True
    for i in range(20):
        sit(world, i, DAY, ORDINARY)
    own = rulebook({"participation.leaves_work": 0.3}).bound["participation"]
    for month in range(120):
        keys = participation._keys(Draws(1).key("participation", month), 0)
        for i in np.flatnonzero(world.residents.focus[:20, DAY] != NOWHERE):
            participation._leave_day(world, own, keys, i)
    has_left = world.residents.focus[:20, DAY] == NOWHERE
    assert not has_left[:10].any() and has_left[10:].any()


def test_retirement_ends_sheltered_work():
    world = town_of(1)
    sit(world, 0, DAY, SOCIAL)
    world.residents.age[0] = RETIREMENT
    participation.step(world, BOUND, Draws(1), 0)
    assert world.residents.focus[0, DAY] == NOWHERE and world.seats.occupant[world.foci.start[SOCIAL]] == NOBODY


def test_in_which_wijk_and_on_which_seat_a_place_with_an_employer_lies_are_two_draws():
    """Two wijken of 40 places: of 400 who look, the mean seat in each wijk within 5 standard errors of the middle."""
    world = with_workplaces(street(1, wijken=2), WORKPLACE, WORKPLACE, seats=40)
    w = world.wijken
    w.first_focus[:, WORKPLACE], w.foci[:, WORKPLACE] = (2, 3), 1
    world.wijk_levers.employer_places[:] = 40
    found = {0: [], 1: []}
    for uid in range(400):
        world.residents.uid[0] = uid
        seat = sheltered_work._seat_at_employer(world, Draws(1).key("sheltered_work", 0), 0)
        focus = int(world.seats.place[seat])
        found[focus - 2].append(int(seat - world.foci.start[focus]))
    for seats in found.values():
        assert len(seats) > 150
        assert np.mean(seats) == pytest.approx(19.5, abs=5.0 * 11.6 / np.sqrt(len(seats)))
