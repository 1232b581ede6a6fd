"""Who leaves the city, with whom, and what becomes of their ties."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, move_in, sit, street, with_focus

from sim.processes import migration
from sim.randomness import Draws
from sim.world.bonds import held
from sim.world.codes import (
    CARE_HOME,
    CARE_ROOM,
    CLUB,
    EXTERNAL,
    HOUSEHOLD_TIE,
    KIN_TIE,
    LEISURE,
    NOBODY,
    SHARED_HOUSE,
    SOCIAL_TIE,
    TYPE_BITS,
)
from sim.world.guard import check_invariants

STAY = BOUND["migration"]._replace(leaving=np.zeros(6), shares_house=0.0, with_partner=np.zeros(5), with_children=0.0)
ALL_LEAVE = STAY._replace(leaving=np.full(6, 12.0))


def live(world, own=STAY, month=0):
    """Live a month."""
    migration.step(world, BOUND | {"migration": own}, Draws(1), month)
    check_invariants(world)


def outside(world, row):
    """Give kind and hours of the ties with somebody outside the city, the longest first."""
    slots = np.flatnonzero(world.ties.partner[row, : world.ties.count[row]] == EXTERNAL)
    return sorted(((float(held(world, row, s)), int(world.ties.kind[row, s] & TYPE_BITS)) for s in slots), reverse=True)


def test_a_household_leaves_whole_and_empties_its_home():
    world = street(2)
    move_in(world, 2, 0, age=100)
    move_in(world, 3, 0, age=300)
    world.residents.age[:2] = 40 * 12, 80 * 12
    live(world, STAY._replace(leaving=np.array([0, 0, 12.0, 0, 0, 0])))
    assert world.residents.alive[:4].tolist() == [False, True, False, False]
    assert world.dwellings.occupants[0] == 0 and world.dwellings.open[0]


def test_a_household_leaves_at_the_rate_of_the_age_of_who_decides():
    world = street(1)
    move_in(world, 1, 0, age=20 * 12)
    live(world, STAY._replace(leaving=np.array([12.0, 12.0, 0, 0, 0, 0])))
    assert world.residents.alive[:2].all()


@pytest.mark.parametrize("band", range(6))
def test_each_age_leaves_at_a_rate_of_its_own(band):
    starts = np.array([18, 25, 35, 45, 65, 75]) * 12
    world = street(12)
    world.residents.age[:12] = np.column_stack([starts, np.append(starts[1:] - 1, 1400)]).ravel()
    live(world, STAY._replace(leaving=12.0 * (np.arange(6) == band)))
    assert np.flatnonzero(~world.residents.alive[:12]).tolist() == [2 * band, 2 * band + 1]


def test_a_month_sees_a_twelfth_of_the_yearly_rate_leave():
    """900 people who live alone, 2.4 a year: within 4 standard errors of 0.2, false alarm 6e-5."""
    world = street(900)
    live(world, STAY._replace(leaving=np.full(6, 2.4)))
    assert abs(1 - world.residents.alive[:900].mean() - 0.2) < 4.0 * np.sqrt(0.2 * 0.8 / 900)


def test_from_a_shared_house_people_leave_alone_but_not_without_their_partner():
    world = street(4, homes=1, kind=SHARED_HOUSE)
    r = world.residents
    r.age[:4], r.partner[:2] = (20 * 12, 40 * 12, 20 * 12, 40 * 12), (1, 0)
    live(world, STAY._replace(leaving=np.array([12.0, 0, 0, 0, 0, 0])))
    assert r.alive[:4].tolist() == [False, False, False, True]


def test_nobody_leaves_the_city_from_a_facility():
    world = street(3, kind=CARE_ROOM, facility=CARE_HOME)
    live(world, ALL_LEAVE)
    assert world.residents.alive[:3].all()


def left_behind(hours=600.0):
    """Somebody in a home leaves; partner (in a care room), kin and friend stay in care rooms."""
    world = street(4)
    world.dwellings.kind[1:] = CARE_ROOM
    world.residents.partner[:2] = 1, 0
    for other, kind in ((1, HOUSEHOLD_TIE), (2, KIN_TIE), (3, SOCIAL_TIE)):
        befriend(world, 0, other, hours, kind)
    live(world, ALL_LEAVE)
    return world


def test_ties_of_who_leaves_turn_into_ones_outside_the_city():
    world = left_behind()
    assert not world.residents.alive[0] and world.residents.alive[1:4].all()
    assert [kind for row in (1, 2, 3) for _, kind in outside(world, row)] == [KIN_TIE, KIN_TIE, SOCIAL_TIE]
    assert world.ties.count[1:4].tolist() == [1, 1, 1]


def test_hours_of_a_household_tie_are_capped_and_others_are_kept():
    world = left_behind()
    kept = [outside(world, row)[0][0] for row in (1, 2, 3)]
    assert kept == pytest.approx([STAY.most_kin_hours, 600.0, 600.0], rel=ROUNDED)
    assert outside(left_behind(100.0), 1)[0][0] == pytest.approx(100.0, rel=ROUNDED)


def test_who_leaves_gives_up_partner_and_seats():
    assert left_behind().residents.partner[1] == NOBODY
    world = with_focus(street(2), CLUB, 4)
    sit(world, 0, LEISURE, 2)
    sit(world, 1, LEISURE, 2)
    world.dwellings.kind[1] = CARE_ROOM
    live(world, ALL_LEAVE)
    assert world.seats.occupant[world.foci.start[2] :].tolist() == [NOBODY, 1, NOBODY, NOBODY]
