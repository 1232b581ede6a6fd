"""To whom dwellings of projects are let, in which order, how long people stay, and what happens when a project ends."""

import numpy as np
import pytest
from handmade import BOUND, befriend, in_two_blocks, move_in, street

from sim.city.building import Site, with_room
from sim.processes import programme_housing
from sim.randomness import Draws
from sim.world.bonds import find
from sim.world.codes import (
    CLUB,
    CLUBS,
    CONTRACT_ENDS,
    GESPIKKELD_WONEN,
    HOUSEHOLD_TIE,
    KIN_TIE,
    KNARRENHOF,
    LEAVES_HOME,
    LOST_PLACE,
    MAGIC_MIX,
    NEW,
    NOT_URGENT,
    NOWHERE,
    OWNER,
    PRIVATE,
    PSY,
    SETTLED,
    TYPE_BITS,
)
from sim.world.guard import check_invariants
from sim.world.households import move

OWN = BOUND["programme_housing"]._replace(vulnerable_applies=1.0, carrier_applies=1.0, senior_applies=1.0)
NOBODY_APPLIES = OWN._replace(vulnerable_applies=0.0, carrier_applies=0.0, senior_applies=0.0)
YOUNG = 25 * 12


def project(people=6, dwellings=4, sites=1, programme=MAGIC_MIX, **levers):
    """Young people, one a home, and projects of so many dwellings behind those; by its levers all of it is let."""
    world = street(people, homes=people, rows=people + 8)
    world.residents.age[:people] = YOUNG
    built = [Site(programme, call, 0, dwellings) for call in range(sites)]
    world = with_room(world, built, Draws(3))
    resting = {"dwellings": dwellings, "who": PSY | NEW, "contract": 600}
    for name, value in (resting | levers).items():
        getattr(world.project_levers, name)[:] = value
    return world


def live(world, month=0, own=OWN, seed=1):
    programme_housing.step(world, BOUND | {"programme_housing": own}, Draws(seed), month)
    check_invariants(world)
    return world.residents


def tenants(world, number=0):
    """Give the rows of those who live in a project."""
    r = world.residents
    return np.flatnonzero(r.alive & (world.dwellings.project[r.dwelling] == number)).tolist()


def vulnerable(world, *rows, bits=PSY):
    world.residents.vulnerability[list(rows)] = bits


@pytest.mark.parametrize(("share", "kept"), [(0.0, 0), (0.5, 2), (0.6, 2), (0.625, 3), (1.0, 4)])
def test_a_share_of_what_is_let_is_kept_for_vulnerable_tenants_and_the_rest_for_carriers(share, kept):
    world = project(people=12, vulnerable_share=share)
    vulnerable(world, *range(6))
    live(world)
    rows = np.array(tenants(world))
    assert len(rows) == 4 and np.count_nonzero(rows < 6) == kept


def test_what_nobody_it_is_kept_for_wants_stays_vacant():
    for bits, share in ((PSY, 0.0), (0, 1.0)):
        world = project(vulnerable_share=share)
        vulnerable(world, *range(6), bits=bits)
        live(world)
        assert tenants(world) == []


def test_vulnerable_tenants_who_live_there_count_for_the_share():
    world = project(people=12, vulnerable_share=0.5)
    vulnerable(world, *range(6))
    move(world, 0, 12, 0)
    live(world)
    rows = np.array(tenants(world))
    assert 0 in rows and np.count_nonzero(rows < 6) == 2 and len(rows) == 4


def test_only_the_vulnerable_who_are_meant_come_as_such():
    world = project(vulnerable_share=1.0, who=NEW)
    vulnerable(world, 0, 1, 2)
    vulnerable(world, 3, 4, bits=NEW)
    live(world)
    assert tenants(world) == [3, 4]


def test_those_in_the_urgent_queue_go_first_in_order_of_waiting_and_without_applying():
    world = project(dwellings=2, vulnerable_share=1.0)
    vulnerable(world, *range(6))
    r = world.residents
    r.urgent[1:4], r.urgent_since[1:4] = LOST_PLACE, (5, 3, 4)
    live(world, 6)
    assert tenants(world) == [2, 3]
    assert r.urgent[1:4].tolist() == [LOST_PLACE, NOT_URGENT, NOT_URGENT]
    again = project(vulnerable_share=1.0)
    vulnerable(again, *range(6))
    again.residents.urgent[4] = LOST_PLACE
    live(again, own=NOBODY_APPLIES)
    assert tenants(again) == [4]


@pytest.mark.parametrize(("column", "value"), [
    ("age", 18 * 12 - 1), ("age", 35 * 12), ("urgent", LOST_PLACE), ("income", 3), ("vulnerability", PSY),
    ("tolerance", 0.4), ("strain", 0.9),
])  # fmt: skip
def test_who_is_no_carrier_is_let_nothing(column, value):
    world = project(people=3, least_comfort=0.5, offered=1.0)
    getattr(world.residents, column)[1] = value
    live(world)
    assert tenants(world) == [0, 2]


def test_carriers_of_18_and_of_34_come():
    world = project(people=2)
    world.residents.age[:2] = 18 * 12, 35 * 12 - 1
    live(world)
    assert tenants(world) == [0, 1]


def test_a_carrier_in_a_bought_home_stays_and_one_who_rents_privately_comes():
    world = project(people=2)
    world.dwellings.tenure[:2] = OWNER, PRIVATE
    live(world)
    assert tenants(world) == [1]


def test_a_dwelling_holds_a_couple_and_no_family():
    world = project(people=2)
    for row, home, age in ((2, 0, YOUNG), (3, 1, YOUNG), (4, 1, 100)):
        move_in(world, row, home, age=age)
    world.residents.partner[:4] = 2, 3, 0, 1
    r = live(world)
    assert tenants(world) == [0, 2] and r.dwelling[0] == r.dwelling[2]
    assert world.dwellings.occupants[:2].tolist() == [0, 3]


def test_who_lives_with_parents_comes_alone_and_they_become_kin():
    world = project(people=1)
    move_in(world, 1, 0, age=50 * 12)
    befriend(world, 0, 1, 300.0, HOUSEHOLD_TIE)
    world.residents.seeking[0] = LEAVES_HOME
    r = live(world)
    assert tenants(world) == [0] and r.seeking[0] == SETTLED
    assert world.ties.kind[0, find(world, 0, 1)] & TYPE_BITS == KIN_TIE


def test_seniors_come_of_the_age_asked_to_what_their_income_opens():
    """Of five of 60 one is too young, one has a younger partner, one too much income for what is rented out."""
    world = project(people=5, programme=KNARRENHOF, age_from=55, least_comfort=0.5)
    r = world.residents
    r.age[:5], r.income[:5], r.tolerance[4] = 60 * 12, (0, 0, 0, 3, 0), 0.4
    r.age[1] = 55 * 12 - 1
    move_in(world, 5, 2, age=50 * 12)
    r.partner[[2, 5]] = 5, 2
    live(world)
    assert tenants(world) == [0]
    world.dwellings.tenure[5:] = OWNER
    live(world, 1)
    assert tenants(world) == [0, 3]


def test_a_project_for_seniors_takes_no_carriers_and_the_other_way_round():
    world = project(people=4, sites=2)
    world.project_levers.age_from[:] = 0, 55
    world.residents.age[2:4] = 60 * 12
    live(world)
    assert tenants(world, 0) == [0, 1] and tenants(world, 1) == [2, 3]


def test_each_project_lets_to_its_own_and_who_lives_in_one_does_not_apply_to_another():
    world = project(sites=2, vulnerable_share=1.0)
    world.project_levers.who[:] = PSY, NEW
    vulnerable(world, 0, 1)
    vulnerable(world, 2, 3, bits=NEW)
    live(world)
    assert tenants(world, 0) == [0, 1] and tenants(world, 1) == [2, 3]
    world.project_levers.who[:] = NEW, PSY
    live(world, 1)
    assert tenants(world, 0) == [0, 1] and tenants(world, 1) == [2, 3]


def test_only_the_first_dwellings_that_the_lever_names_are_let():
    world = project(dwellings=4)
    world.project_levers.dwellings[0] = 3
    live(world)
    assert world.dwellings.occupants[6:].tolist() == [1, 1, 1, 0]
    assert world.dwellings.open[6:].tolist() == [True, True, True, False]


def test_with_a_chance_of_nothing_nobody_comes():
    world = project(vulnerable_share=0.5)
    vulnerable(world, 0, 1, 2)
    live(world, own=NOBODY_APPLIES)
    assert tenants(world) == []


def living_in(contract=24):
    """Two households in a project, one since month 0 with a child since month 20, the other since month 10."""
    world = project(people=2, contract=contract)
    move(world, 0, 2, 0)
    move(world, 1, 3, 10)
    move_in(world, 2, 2, age=100)
    world.residents.moved[2] = 20
    return world


def test_who_decides_looks_for_a_home_once_the_contract_has_lasted():
    for month, looking in ((23, []), (24, [0]), (33, [0]), (34, [0, 1])):
        r = live(living_in(), month, NOBODY_APPLIES)
        assert np.flatnonzero(r.alive & (r.seeking == CONTRACT_ENDS)).tolist() == looking


def test_a_contract_that_is_made_longer_lets_people_stay():
    world = living_in()
    live(world, 30, NOBODY_APPLIES)
    world.project_levers.contract[0] = 60
    assert np.all(live(world, 31, NOBODY_APPLIES).seeking[:3] == SETTLED)


def test_who_lives_in_what_is_let_no_more_loses_the_place_and_who_decides_waits():
    world = living_in()
    live(world, 30, NOBODY_APPLIES)
    world.project_levers.dwellings[0] = 0
    for month in (31, 32):
        r = live(world, month, NOBODY_APPLIES)
    assert r.urgent[:3].tolist() == [LOST_PLACE, LOST_PLACE, NOT_URGENT] and r.urgent_since[:2].tolist() == [31, 31]
    assert r.lost_place[:3].tolist() == [31] * 3 and np.all(r.seeking[:3] == SETTLED)
    assert r.dwelling[:3].tolist() == [2, 3, 2] and not world.dwellings.open[2:].any()


def test_groups_meet_as_far_as_the_lever_says_while_something_is_let():
    world = project(dwellings=12, groups=1)
    rooms = slice(world.projects.first_room[0], world.projects.first_room[0] + world.projects.rooms[0])
    live(world)
    assert world.foci.open[rooms].tolist() == [True, False]
    world.project_levers.dwellings[0] = 0
    live(world, 1)
    assert not world.foci.open[rooms].any()


def test_groups_of_a_site_without_homes_meet_whenever_the_lever_says_so():
    world = with_room(street(1), [Site(CLUBS, 0, 0, 0, groups=2, circle=CLUB)], Draws(3))
    for groups in (1, 2, 0):
        world.project_levers.groups[0] = groups
        live(world)
        assert world.foci.open[-2:].tolist() == [groups > 0, groups > 1]


def point(vulnerable_rows=(0, 1)):
    """A support point that keeps one home in each of two blocks, of three homes each; the first two are lived in."""
    world = in_two_blocks(street(2, homes=6, rows=10), 3)
    world.residents.age[:2] = YOUNG
    world = with_room(world, [Site(GESPIKKELD_WONEN, 0, 0, 0, scattered=2)], Draws(3))
    levers = world.project_levers
    levers.reserved[0], levers.within[0], levers.who[0] = 2, 100.0, PSY
    vulnerable(world, *vulnerable_rows)
    return world


def test_homes_that_a_project_keeps_are_let_to_the_vulnerable_alone():
    world = point(vulnerable_rows=(1,))
    live(world)
    assert tenants(world) == [1] and np.count_nonzero(world.dwellings.project == 0) == 2


def test_who_lives_in_a_home_that_was_kept_stays_when_the_project_ends_and_has_no_contract():
    world = point()
    live(world)
    homes = world.residents.dwelling[:2].copy()
    assert tenants(world) == [0, 1] and len(set(world.dwellings.block[homes])) == 2
    live(world, 100)
    assert np.all(world.residents.seeking[:2] == SETTLED)
    world.project_levers.reserved[0] = 0
    r = live(world, 101)
    assert np.array_equal(r.dwelling[:2], homes) and not r.urgent.any()
    assert np.all(world.dwellings.project == NOWHERE) and world.dwellings.open.all()


def test_without_projects_nothing_changes():
    world = street(3)
    before = world.copy()
    live(world)
    assert all(np.array_equal(column, before.columns()[name]) for name, column in world.columns().items())
