"""How near two residents are, on streets small enough to see it."""

import numpy as np
from handmade import BOUND, befriend, sit, street, with_focus

from sim.processes import contact, encounters
from sim.randomness import Draws
from sim.world.bonds import end_all_by_departure
from sim.world.codes import (
    CLUB,
    DAY,
    EVERY_TIE,
    EXTERNAL,
    HOUSEHOLD_TIE,
    KIN_TIE,
    LEISURE,
    SAME_BLOCK,
    SOCIAL_TIE,
    WORKPLACE,
)
from sim.world.nearness import chance_in_foci, measured, shared_foci


def with_two_clubs():
    """Three neighbours and two clubs of four seats side by side: the first two sit in one, the third in the next."""
    world = with_focus(with_focus(street(3, homes=3), CLUB, 4), CLUB, 4)
    for resident, focus in ((0, 2), (1, 2), (2, 3)):
        sit(world, resident, LEISURE, focus)
    return world


def test_who_sits_in_one_focus_shares_it_and_the_hours_of_chance_there():
    world = with_two_clubs()
    chance = chance_in_foci(world, BOUND["encounters"])
    assert shared_foci(world, chance, 0, 1) == (1, chance.hours[CLUB])


def test_who_sits_in_the_next_focus_shares_nothing_however_near_the_seats_are():
    world = with_two_clubs()
    chance = chance_in_foci(world, BOUND["encounters"])
    assert abs(int(world.residents.focus[1, LEISURE]) - int(world.residents.focus[2, LEISURE])) < chance.widest
    assert shared_foci(world, chance, 1, 2) == (0, 0.0)


def test_the_first_and_the_last_seat_of_the_widest_focus_share_it():
    world = with_focus(street(2, homes=2), WORKPLACE, 12)
    for resident, seat in ((0, 0), (1, 11)):
        world.residents.focus[resident, DAY] = world.foci.start[2] + seat
    assert shared_foci(world, chance_in_foci(world, BOUND["encounters"]), 0, 1)[0] == 1


def test_neighbours_in_one_club_are_two_foci_nearer_than_the_telephone():
    world, own = with_two_clubs(), BOUND["contact"]
    kind, closeness, by_focus = measured(world, own, chance_in_foci(world, BOUND["encounters"]), 0, 1, 2)
    assert kind == 2 | SAME_BLOCK
    assert closeness == round(100 * (1 + 2 * own.shared_focus))
    assert by_focus == round(64 * chance_in_foci(world, BOUND["encounters"]).hours[CLUB])


def test_ties_that_begin_by_chance_are_as_near_as_the_next_contact_finds_them():
    """A street of 30 where some share a club: all is measured anew, and nothing changes."""
    world = with_focus(street(30, homes=30), CLUB, 12)
    for resident in range(0, 24, 2):
        sit(world, resident, LEISURE, 2)
    contact.step(world, BOUND, Draws(1), 0)
    encounters.step(world, BOUND, Draws(1), 0)
    begun = [np.array(column) for column in (world.ties.kind, world.ties.closeness, world.ties.by_focus)]
    assert world.ties.count.sum() > 10
    assert np.count_nonzero(begun[2]) > 2
    world.residents.changed[:] = EVERY_TIE
    contact.step(world, BOUND, Draws(1), 1)
    for before, column in zip(begun, (world.ties.kind, world.ties.closeness, world.ties.by_focus), strict=True):
        assert np.array_equal(before, column)


def test_ties_with_who_leaves_the_city_are_as_near_as_the_next_contact_finds_them():
    """Three ties, one of each type, with one who leaves: all are measured anew, and nothing changes."""
    world, own = street(4, homes=4), BOUND["contact"]
    for other, kind in ((1, HOUSEHOLD_TIE), (2, KIN_TIE), (3, SOCIAL_TIE)):
        befriend(world, 0, other, 20.0, kind)
    contact.step(world, BOUND, Draws(1), 0)
    end_all_by_departure(world, own, 0, 40.0)
    kinds, closeness = [np.array(column[1:4, 0]) for column in (world.ties.kind, world.ties.closeness)]
    assert world.ties.partner[1:4, 0].tolist() == [EXTERNAL] * 3
    assert kinds.tolist() == [KIN_TIE, KIN_TIE, SOCIAL_TIE]
    assert closeness.tolist() == [round(100 * phone) for phone in (own.phone_kin, own.phone_kin, own.phone_social)]
    world.residents.changed[:] = EVERY_TIE
    contact.step(world, BOUND, Draws(1), 1)
    assert np.array_equal(kinds, world.ties.kind[1:4, 0])
    assert np.array_equal(closeness, world.ties.closeness[1:4, 0])
