"""Homes that are renewed: who has to leave, when works begin, what comes back, and who comes back to it."""

import numpy as np
import pytest
from handmade import BOUND, in_two_blocks, move_in, street

from sim.processes import renewal_housing, urgent_housing
from sim.randomness import Draws
from sim.world.codes import (
    LEAVES_SHELTER,
    LOST_PLACE,
    NEVER,
    NOBODY,
    NOT_URGENT,
    OWNER,
    PRIVATE,
    SHELTER_BED,
    SOCIAL,
)
from sim.world.guard import check_invariants
from sim.world.households import move
from sim.world.order import reordered

ALL_RETURN = BOUND["renewal_housing"]._replace(returns=1.0)


def two_blocks(people=3):
    """Six flats of four seats, three a block; the first block is named by levers below."""
    return in_two_blocks(street(people, homes=6, rows=14), 3)


def ask(world, homes=(0, 1, 2), tenure=SOCIAL, works=3, may_return=True):
    """Name homes to be renewed until the levers are moved again."""
    levers = world.dwelling_levers
    levers.renewed_as[:] = 0
    for home in homes:
        levers.renewed_as[home], levers.works[home], levers.may_return[home] = 1 + tenure, works, may_return
        levers.call[home] = 2


def live(world, month, own=ALL_RETURN, seed=1):
    renewal_housing.step(world, BOUND | {"renewal_housing": own}, Draws(seed), month)


def leave(world, *moves, month):
    """Let people go to other homes, in the same month."""
    for resident, home in moves:
        move(world, resident, home, month)


def test_a_household_is_queued_by_its_oldest_and_told_once():
    world = two_blocks(1)
    move_in(world, 1, 0, age=700)
    move_in(world, 2, 0, age=100)
    ask(world)
    live(world, 5)
    live(world, 6)
    r = world.residents
    assert r.urgent[:3].tolist() == [NOT_URGENT, LOST_PLACE, NOT_URGENT] and r.urgent_since[1] == 5
    assert r.lost_place[:3].tolist() == [5, 5, 5]


def test_who_is_left_of_a_household_keeps_its_place_in_the_queue():
    world = two_blocks(1)
    move_in(world, 1, 0, age=700)
    ask(world)
    live(world, 5)
    leave(world, (1, 3), month=6)
    live(world, 7)
    assert world.residents.urgent[:2].tolist() == [LOST_PLACE, NOT_URGENT] and world.residents.urgent_since[0] == 5


def test_children_without_an_adult_are_queued_too():
    world = two_blocks(1)
    world.residents.age[0] = 100
    ask(world)
    live(world, 5)
    assert world.residents.urgent[0] == LOST_PLACE


def test_who_waited_already_keeps_the_place_in_the_queue():
    world = two_blocks(1)
    world.residents.urgent[0], world.residents.urgent_since[0] = LEAVES_SHELTER, 2
    ask(world)
    live(world, 5)
    assert world.residents.urgent_since[0] == 2


def test_homes_that_are_to_be_emptied_are_let_no_more_and_others_are():
    world = two_blocks()
    ask(world)
    live(world, 5)
    assert world.dwellings.open.tolist() == [False] * 3 + [True] * 3


def test_works_begin_in_a_block_only_when_nobody_lives_in_it():
    world = two_blocks(2)
    d = world.dwellings
    ask(world)
    live(world, 5)
    leave(world, (0, 3), month=5)
    live(world, 6)
    assert np.all(d.delivered == NEVER) and d.vacated.tolist() == [6, -1, -1, -1, -1, -1]
    leave(world, (1, 4), month=6)
    live(world, 7)
    assert d.delivered.tolist() == [10, 10, 10, -1, -1, -1] and d.renewed_by.tolist() == [2, 2, 2, -1, -1, -1]
    assert d.vacated.tolist() == [6, 7, -1, -1, -1, -1], "nobody lived in the third home"


def test_an_owner_in_the_block_stays_and_holds_nothing_up():
    world = two_blocks(3)
    world.dwellings.tenure[2] = OWNER
    ask(world, homes=(0, 1))
    live(world, 5)
    leave(world, (0, 3), (1, 4), month=5)
    live(world, 6)
    assert world.dwellings.delivered.tolist() == [9, 9, -1, -1, -1, -1]
    assert world.residents.dwelling[2] == 2 and world.residents.urgent[2] == NOT_URGENT


@pytest.mark.parametrize("tenure", [OWNER, SOCIAL, PRIVATE])
def test_homes_come_back_after_the_works_with_their_tenure_and_rent(tenure):
    world = two_blocks(0)
    ask(world, tenure=tenure)
    for month in range(5, 9):
        live(world, month)
        assert np.all(world.dwellings.open[:3] == (month == 8)) and world.dwellings.open[3:].all()
        ask(world, homes=())
    assert np.all(world.dwellings.tenure[:3] == tenure) and np.all(world.dwellings.tenure[3:] == SOCIAL)
    assert np.all(world.dwellings.rent[:3] == BOUND["renewal_housing"].rent[tenure])


def test_a_home_that_is_named_no_longer_is_let_again_and_who_lives_there_stays():
    world = two_blocks(2)
    before = world.copy()
    ask(world)
    live(world, 5)
    ask(world, homes=())
    live(world, 6)
    for name, column in world.columns().items():
        assert np.array_equal(column, before.columns()[name]) or name.startswith("dwelling_levers"), name


def test_works_that_have_begun_are_finished_without_a_lever():
    world = two_blocks(0)
    ask(world)
    live(world, 5)
    ask(world, homes=())
    live(world, 6)
    assert not world.dwellings.open[:3].any() and np.all(world.dwellings.delivered[:3] == 8)


def emptied(people=2, **asked):
    """A world in which works begin in month 6, everybody of the first block having moved to a home of the second."""
    world = two_blocks(people)
    ask(world, **asked)
    live(world, 5)
    leave(world, *((person, person + 3) for person in range(people)), month=5)
    live(world, 6)
    return world


def back(world, **options):
    """Live on until homes are ready in month 9; give who lives in the first block, by home."""
    ask(world, homes=())
    for month in (7, 8, 9):
        live(world, month, **options)
    check_invariants(world)
    return [np.flatnonzero(world.residents.alive & (world.residents.dwelling == home)).tolist() for home in range(3)]


def test_who_had_to_leave_comes_back_to_the_same_home():
    assert back(emptied()) == [[0], [1], []]


def test_who_moves_back_has_moved_and_meets_everybody_anew():
    world = emptied()
    back(world)
    assert world.residents.moved[:2].tolist() == [9, 9] and np.all(world.residents.changed[:2] != 0)


def test_nobody_comes_back_where_they_may_not_or_do_not_want_to():
    assert back(emptied(may_return=False)) == [[], [], []]
    assert back(emptied(), own=ALL_RETURN._replace(returns=0.0)) == [[], [], []]


def test_the_share_that_comes_back_is_the_chance_to_return():
    """900 households that lived alone; within 4 standard errors: false alarm 6e-5."""
    world = street(900, homes=1800)
    world.dwellings.delivered[:900], world.dwellings.open[:900] = 9, False
    world.dwellings.tenant[:900] = world.residents.uid[:900]
    leave(world, *((person, person + 900) for person in range(900)), month=5)
    live(world, 9, own=BOUND["renewal_housing"])
    chance = BOUND["renewal_housing"].returns
    found = (world.residents.dwelling[:900] == np.arange(900)).mean()
    assert abs(found - chance) < 4.0 * np.sqrt(chance * (1.0 - chance) / 900)


def test_who_had_a_home_that_is_sold_is_offered_another_of_the_block():
    world = emptied()
    world.dwellings.tenure[0] = OWNER
    assert back(world) == [[], [1], [0]]


def test_nobody_comes_back_to_what_is_sold_or_let_privately():
    for tenure in (OWNER, PRIVATE):
        assert back(emptied(tenure=tenure)) == [[], [], []]


def test_a_household_takes_along_who_has_joined_it_and_needs_the_room():
    world = emptied()
    for row in (2, 3, 4):
        move_in(world, row, 3, age=300)
    assert back(world.copy()) == [[0, 2, 3, 4], [1], []]
    world.dwellings.tenure[0], world.dwellings.seats[2] = OWNER, 3
    assert back(world) == [[], [1], []], "four do not fit into a home of three seats"


def test_who_has_bought_a_home_or_lives_with_somebody_older_does_not_come_back():
    world = emptied()
    world.dwellings.tenure[3] = OWNER
    move_in(world, 2, 4, age=900)
    assert back(world) == [[], [], []]


def test_the_younger_of_a_couple_may_come_back_alone():
    world = two_blocks(1)
    move_in(world, 1, 0, age=700)
    world.residents.partner[:2] = 1, 0
    ask(world)
    live(world, 5)
    assert world.dwellings.tenant[0] == world.residents.uid[0]


def test_the_right_to_come_back_follows_the_person_when_rows_are_put_in_another_order():
    world = emptied()
    turned = reordered(world, np.arange(len(world.residents.alive) - 2)[::-1].copy())
    uids = [turned.residents.uid[rows].tolist() for rows in back(turned)]
    assert uids == [[0], [1], []]


def test_whoever_takes_the_row_of_somebody_who_left_has_no_right_to_come_back():
    world = emptied(1)
    world.residents.uid[0] = 77
    assert back(world) == [[], [], []]


def test_rooms_of_facilities_and_homes_of_projects_are_left_alone():
    room = street(1, kind=SHELTER_BED, facility=2)
    kept = two_blocks(3)
    kept.dwellings.project[:3], kept.dwellings.open[:3] = 0, False
    for world in (room, kept):
        before = world.copy()
        ask(world, homes=range(min(len(world.dwellings.open), 3)))
        for month in range(5, 10):
            live(world, month)
        assert np.array_equal(world.dwellings.delivered, before.dwellings.delivered)
        assert np.array_equal(world.dwellings.open, before.dwellings.open)
        assert not world.residents.urgent.any()


def test_without_a_vacancy_everybody_stays_and_is_counted():
    world = street(4, homes=4)
    ask(world, homes=range(4))
    for month in range(5, 17):
        live(world, month)
        urgent_housing.step(world, BOUND, Draws(1), month)
    assert world.residents.dwelling[:4].tolist() == [0, 1, 2, 3] and world.city.not_found[0] == 4
    assert np.all(world.dwellings.delivered == NEVER)


def test_a_household_is_housed_together_where_all_of_it_has_room():
    world = two_blocks(1)
    move_in(world, 1, 0)
    move_in(world, 2, 0, age=100)
    world.dwellings.seats[3:5] = 2
    ask(world)
    live(world, 5)
    urgent_housing.step(world, BOUND, Draws(1), 5)
    assert world.residents.dwelling[:3].tolist() == [5, 5, 5] and not world.residents.urgent.any()
    check_invariants(world)


def test_what_is_not_asked_is_not_done():
    world = two_blocks(3)
    before = world.copy()
    for month in range(24):
        live(world, month)
    assert all(np.array_equal(column, before.columns()[name]) for name, column in world.columns().items())
    assert np.all(world.dwellings.tenant == NOBODY)
