"""Who is in the urgent queue, in which order it is housed, with whom people go and where."""

import numpy as np
import pytest
from handmade import BOUND, move_in, street

from sim.city.building import Site, with_room
from sim.processes import urgent_housing
from sim.randomness import Draws
from sim.world.codes import (
    ALL_TENURES,
    CARE_HOME,
    CARE_ROOM,
    EVERY_TIE,
    LEAVES_SHELTER,
    LOST_PLACE,
    MAGIC_MIX,
    NEW,
    NOT_URGENT,
    NOWHERE,
    OLD80,
    OWNER,
    PRIVATE,
    PSY,
    SHARED_HOUSE,
    SHELTER,
    SHELTER_BED,
)
from sim.world.guard import check_invariants

ALL = BOUND["urgent_housing"]._replace(urgent_share=1.0)


def live(world, month=5, own=ALL, seed=1):
    urgent_housing.step(world, BOUND | {"urgent_housing": own}, Draws(seed), month)
    check_invariants(world)
    return world.residents


def queued(people, homes, since=None, **options):
    """People one a home, all of whom wait since some month; the homes behind them are vacant."""
    world = street(people, homes=homes, rows=people + 8, **options)
    world.residents.urgent[:people] = LOST_PLACE
    world.residents.urgent_since[:people] = 0 if since is None else since
    return world


def unit(people=3, homes=2, kind=CARE_ROOM, facility=CARE_HOME):
    """A unit with so many rooms, all lived in, that a policy closes; vacant flats beside it."""
    world = street(people, homes=people + homes, facility=facility)
    d = world.dwellings
    world.units.places[0], d.kind[:people], d.seats[:people], d.unit[people:] = people, kind, 1, NOWHERE
    world.levers.unit_closed[0] = True
    return world


NOTHING = ALL._replace(urgent_share=0.0)


def test_a_unit_that_closes_takes_nobody_in_and_its_residents_wait_there():
    world = unit()
    r = live(world, own=NOTHING)
    assert world.dwellings.open.tolist() == [False] * 3 + [True] * 2
    assert r.urgent[:3].tolist() == [LOST_PLACE] * 3 and r.dwelling[:3].tolist() == [0, 1, 2]
    assert r.urgent_since[:3].tolist() == [5] * 3 == r.lost_place[:3].tolist()
    assert world.city.not_found[0] == 3


def test_a_month_later_they_wait_since_the_same_month():
    world = unit()
    live(world, 5, NOTHING)
    r = live(world, 6, NOTHING)
    assert r.urgent_since[:3].tolist() == [5] * 3 == r.lost_place[:3].tolist()


def test_a_unit_that_stays_open_loses_nobody_and_one_that_opens_again_takes_people_in():
    world = unit()
    world.levers.unit_closed[0], world.dwellings.open[:] = False, False
    r = live(world)
    assert not r.urgent.any() and r.dwelling[:3].tolist() == [0, 1, 2] and world.dwellings.open[:3].all()


def test_who_waited_already_goes_before_those_of_a_unit_that_closes():
    world = unit(homes=1)
    world.residents.urgent[2], world.residents.urgent_since[2] = LEAVES_SHELTER, 2
    assert live(world).dwelling[:3].tolist() == [0, 1, 3]


@pytest.mark.parametrize(("kind", "facility", "meets"), [(SHELTER_BED, SHELTER, False), (CARE_ROOM, CARE_HOME, True)])
def test_the_group_of_a_closed_shelter_meets_no_more_and_others_do(kind, facility, meets):
    world = unit(kind=kind, facility=facility)
    world.residents.changed[:3] = 0
    r = live(world, own=NOTHING)
    assert world.foci.open[0] == meets
    assert np.all((r.changed[:3] & EVERY_TIE != 0) == (not meets))
    world.levers.unit_closed[0] = False
    live(world, 6, NOTHING)
    assert world.foci.open[0]


def test_a_unit_counts_who_moved_on_and_where_the_last_went():
    world = unit(people=2, homes=3)
    r = live(world)
    assert world.units.rehoused[0] == 2 and world.units.last_dwelling[0] == r.dwelling[1]


def with_partner(home=3, seats=4):
    """The first of three in a unit that closes has a partner in a flat; two more flats are vacant."""
    world = unit(homes=3)
    move_in(world, 3, home)
    world.dwellings.seats[home] = seats
    world.residents.partner[[0, 3]] = 3, 0
    return world


def test_who_has_a_partner_at_home_goes_there_though_nothing_is_offered():
    world = with_partner()
    r = live(world, own=NOTHING)
    assert r.dwelling[:4].tolist() == [3, 1, 2, 3] and r.urgent[0] == NOT_URGENT
    assert world.city.not_found[0] == 2


def test_going_to_a_partner_takes_nothing_of_what_is_offered_to_others():
    world = with_partner()
    r = live(world, own=ALL._replace(urgent_share=0.5))
    assert r.dwelling[0] == 3 and r.dwelling[1] in (4, 5) and r.dwelling[2] == 2


@pytest.mark.parametrize("why", ["no seat is free", "the partner lives in a facility"])
def test_who_cannot_live_with_the_partner_waits_as_others_do(why):
    world = with_partner(seats=1 if why == "no seat is free" else 4)
    if why != "no seat is free":
        world.dwellings.kind[3] = CARE_ROOM
    assert live(world, own=NOTHING).dwelling[0] == 0
    assert live(world, 6).dwelling[0] in (4, 5)


def test_those_who_wait_longest_go_first_and_of_equals_the_lower_uid():
    world = queued(4, homes=7, since=(4, 3, 3, 2))
    world.residents.uid[:4] = 1, 9, 5, 7
    r = live(world, own=ALL)
    assert (r.dwelling[:4] >= 4).tolist() == [False, True, True, True]
    world = queued(4, homes=6, since=(4, 3, 3, 2))
    world.residents.uid[:4] = 1, 9, 5, 7
    assert (live(world).dwelling[:4] >= 4).tolist() == [False, False, True, True]


@pytest.mark.parametrize(("vacant", "share", "housed"), [(10, 0.3, 3), (11, 0.3, 4), (1, 0.3, 1), (5, 0.0, 0)])
def test_a_month_offers_a_share_of_what_is_vacant_rounded_upwards(vacant, share, housed):
    world = queued(8, homes=8 + vacant)
    r = live(world, own=ALL._replace(urgent_share=share))
    assert np.count_nonzero(r.dwelling[:8] >= 8) == housed == np.count_nonzero(r.urgent[:8] == NOT_URGENT)
    assert world.city.not_found[0] == 8 - housed


def test_who_has_been_housed_waits_no_more_and_was_moved_this_month():
    r = live(queued(1, homes=2), month=9)
    assert (r.dwelling[0], r.urgent[0], r.urgent_since[0], r.moved[0]) == (1, NOT_URGENT, -1, 9)


def test_who_is_not_in_the_queue_is_moved_by_nobody():
    world = queued(2, homes=6)
    world.residents.urgent[0] = NOT_URGENT
    assert live(world).dwelling[0] == 0


def test_only_vacant_social_homes_outside_projects_are_offered():
    world = with_room(queued(6, homes=12), [Site(MAGIC_MIX, 0, 0, 3)], Draws(3))
    d = world.dwellings
    d.open[:] = True
    d.tenure[6:8], d.kind[8:10], d.open[10] = (OWNER, PRIVATE), (SHARED_HOUSE, CARE_ROOM), False
    r = live(world)
    assert sorted(r.dwelling[:6][r.dwelling[:6] >= 6]) == [11]
    assert world.city.bought[0] == 0


def test_where_all_tenures_are_offered_what_is_not_social_is_counted_as_bought():
    world = queued(3, homes=6)
    world.dwellings.tenure[3:5] = OWNER, PRIVATE
    world.rules.allocation[0] = ALL_TENURES
    assert sorted(live(world).dwelling[:3]) == [3, 4, 5]
    assert world.city.bought[0] == 2


def test_the_cheapest_home_is_let_first_unless_a_rule_says_otherwise():
    world = queued(1, homes=5)
    world.dwellings.rent[:] = 0, 3, 1, 2, 4
    assert live(world).dwelling[0] == 2


def test_a_household_that_waits_goes_together_to_a_home_that_holds_all():
    world = queued(1, homes=4)
    for row, age in ((1, 300), (2, 100)):
        move_in(world, row, 0, age=age)
    world.dwellings.seats[1:3], world.dwellings.rent[3] = 2, 4
    r = live(world)
    assert r.dwelling[:3].tolist() == [3, 3, 3] and not r.urgent.any()


def test_two_of_one_household_who_wait_are_housed_once():
    world = queued(1, homes=4)
    move_in(world, 1, 0)
    world.residents.urgent[1], world.residents.urgent_since[1] = LOST_PLACE, 0
    world.dwellings.rent[:] = 0, 1, 2, 3
    assert live(world).dwelling[:2].tolist() == [1, 1]


def test_from_a_unit_people_go_each_to_a_home_of_their_own():
    r = live(unit(people=3, homes=3))
    assert sorted(r.dwelling[:3]) == [3, 4, 5]


def test_a_wijk_remembers_who_moved_in_last_month_and_forgets_a_twelfth_a_month():
    """Two wijken: in one four who moved in, of whom one minor, one vulnerable and one old; one who came earlier."""
    world = street(5, homes=6, wijken=2)
    r, w = world.residents, world.wijken
    r.moved[:5], r.age[1], r.vulnerability[1:4], r.vulnerability[4] = 4, 100, (NEW, PSY, OLD80), PSY
    r.moved[4], world.dwellings.wijk[:] = 3, 1
    w.inflow[:], w.vulnerable_inflow[:] = 12.0, 6.0
    live(world, 5)
    assert w.inflow.tolist() == pytest.approx([11.0, 14.0])
    assert w.vulnerable_inflow.tolist() == pytest.approx([5.5, 6.5])
