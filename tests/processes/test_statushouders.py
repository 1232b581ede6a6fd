"""How many statushouders come, who they are, and how they are housed."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, hours_between, street

from sim.processes import statushouders
from sim.randomness import Draws
from sim.world.allocation import offered
from sim.world.codes import (
    ALL_TENURES,
    CARE_ROOM,
    HOUSEHOLD_TIE,
    NEW,
    OWNER,
    PRIVATE,
    QUOTA,
    SHARED_HOUSE,
)
from sim.world.guard import check_invariants

ALONE = BOUND["statushouders"]._replace(households=0.0, families=0.0)
FAMILIES = ALONE._replace(families=1.0)
SHARE = 0.3


def free(homes, people=0, rows=60, waiting=20, **options):
    """Homes of which those behind the first people are vacant, and households that wait outside the city."""
    world = street(people, homes=homes, rows=rows, **options)
    world.city.waiting[0] = waiting
    return world


def live(world, own=ALONE, month=0, share=SHARE, seed=1):
    """Live a month; give the rows of those who have come."""
    before = world.residents.alive.copy()
    urgent = BOUND["urgent_housing"]._replace(urgent_share=share)
    statushouders.step(world, BOUND | {"statushouders": own, "urgent_housing": urgent}, Draws(seed), month)
    check_invariants(world)
    return np.flatnonzero(world.residents.alive & ~before)


def test_households_come_in_proportion_to_the_population():
    """60 people and a rate that brings 3 a month, for 300 months without a vacancy: within 4 standard errors of 900,
    false alarm 6e-5."""
    world, own = free(60, people=60, rows=70, waiting=0), ALONE._replace(households=3.0 * 12_000 / 60)
    for month in range(300):
        assert len(live(world, own, month)) == 0
    assert abs(world.city.waiting[0] - 900) < 4.0 * 30.0


def test_nobody_falls_to_a_city_without_a_quota_or_without_people():
    for world, own in ((free(9, people=9, waiting=0), ALONE), (free(9, waiting=0), ALONE._replace(households=1e6))):
        for month in range(12):
            live(world, own, month)
        assert world.city.waiting[0] == 0


@pytest.mark.parametrize(
    ("homes", "share", "housed"), [(10, 0.3, 3), (11, 0.3, 4), (1, 0.3, 1), (10, 0.0, 0), (10, 1.0, 10)]
)
def test_a_month_houses_at_most_a_share_of_what_is_vacant_rounded_upwards(homes, share, housed):
    world = free(homes)
    assert len(live(world, share=share)) == housed
    assert (world.city.waiting[0], world.city.housed[0]) == (20 - housed, housed)


def test_no_more_are_housed_than_wait():
    world = free(30, waiting=2)
    assert len(live(world, share=1.0)) == 2 and world.city.waiting[0] == 0


def test_what_the_urgent_queue_has_taken_is_not_vacant_any_more():
    world = free(10, people=7)
    came = live(world, share=1.0)
    assert sorted(world.residents.dwelling[came]) == [7, 8, 9]


def test_each_household_has_a_home_of_its_own():
    world = free(10)
    live(world, FAMILIES, share=1.0)
    assert set(world.dwellings.occupants.tolist()) == {4}


def test_only_vacant_social_homes_are_taken_until_the_rule_says_otherwise():
    world = free(7, people=1)
    d = world.dwellings
    d.tenure[1:3], d.kind[3:5], d.open[5] = (OWNER, PRIVATE), (SHARED_HOUSE, CARE_ROOM), False
    other = world.copy()
    assert world.residents.dwelling[live(world, share=1.0)].tolist() == [6]
    other.rules.allocation[0] = ALL_TENURES
    assert sorted(other.residents.dwelling[live(other, share=1.0)]) == [1, 2, 6]


def test_the_allocation_rule_in_force_chooses_the_home():
    world = free(5, waiting=1)
    world.dwellings.rent[:] = 3, 2, 1, 0, 4
    assert world.residents.dwelling[live(world)].tolist() == [3]


def test_where_a_quota_leaves_nothing_they_wait_and_nobody_is_half_there():
    world = free(5)
    world.rules.allocation[0] = QUOTA
    world.wijken.inflow[:], world.wijken.vulnerable_inflow[:] = 10.0, 9.0
    for seed in range(5):
        assert len(live(world, seed=seed)) == 0 and not world.ties.count.any()
    assert world.city.waiting[0] == 20 and world.city.housed[0] == 0
    assert len(offered(world)) == 5


def test_they_wait_too_where_no_row_is_free():
    world = free(10, rows=4)
    assert len(live(world, share=1.0)) == 2
    assert world.city.waiting[0] == 18


def test_all_are_adults_new_to_the_country_without_income_and_speak_another_tongue():
    world = free(40, rows=60)
    came, r = live(world, share=1.0, month=8), world.residents
    assert len(came) == 20
    assert np.all(r.vulnerability[came] == NEW) and np.all(r.tongue[came] > 0) and np.all(r.income[came] == 0)
    assert np.all((r.age[came] >= 240) & (r.age[came] < 480)) and np.all(r.arrived[came] == 8)


def test_families_are_couples_with_two_children_of_one_tongue():
    world = free(8, waiting=8)
    came = live(world, FAMILIES, share=1.0).reshape(8, 4)
    r = world.residents
    one, other, children = came[:, 0], came[:, 1], came[:, 2:]
    assert np.array_equal(r.partner[one], other) and np.all(r.sex[one] != r.sex[other])
    assert np.all(r.age[other] >= 240) and np.all((r.age[children] >= 48) & (r.age[children] < 216))
    assert np.all(r.tongue[came] == r.tongue[one][:, None]) and np.all(r.dwelling[came] == r.dwelling[one][:, None])


def test_a_family_is_tied_as_a_household():
    world = free(1, waiting=1)
    rows, most = live(world, FAMILIES), BOUND["people"].partner_hours
    hours = [hours_between(world, *rows[list(pair)]) for pair in ((0, 1), (0, 2), (1, 3), (2, 3))]
    assert hours == pytest.approx([most, most / 2, most / 2, most / 2], rel=ROUNDED)
    inside = world.ties.partner[rows] >= 0
    assert np.all(inside.sum(axis=1) == 3) and np.all(world.ties.kind[rows][inside] == HOUSEHOLD_TIE)


@pytest.mark.parametrize(("seats", "people"), [(1, 0), (2, 0), (3, 0), (4, 4), (8, 4)])
def test_a_family_is_the_same_four_people_in_any_home_and_waits_where_none_holds_them(seats, people):
    world = free(1, waiting=1, kind=0)
    world.dwellings.seats[0] = seats
    assert len(live(world, FAMILIES)) == people
    assert world.city.waiting[0] == (0 if people else 1)


def test_the_share_of_families_is_the_chance():
    """400 households, with rows for all: within 4 standard errors of 0.35, false alarm 6e-5."""
    world = free(400, rows=1700, waiting=400)
    live(world, ALONE._replace(families=0.35), share=1.0)
    found = np.count_nonzero(world.dwellings.occupants == 4) / 400
    assert abs(found - 0.35) < 4.0 * np.sqrt(0.35 * 0.65 / 400)


def people_of(world):
    """Give who they are, by uid."""
    r = world.residents
    names = ("age", "sex", "tongue", "education", "works", "talents", "desired_ties", "dutch")
    return {int(r.uid[i]): [getattr(r, name)[i].item() for name in names] for i in np.flatnonzero(r.alive)}


def test_who_comes_depends_on_the_place_in_the_row_and_not_on_the_month():
    """Six in one month, or two in each of three months."""
    at_once, bit_by_bit = free(6, waiting=6), free(6, waiting=6)
    live(at_once, FAMILIES, share=1.0)
    for month, homes in ((3, 2), (4, 4), (9, 6)):
        bit_by_bit.dwellings.open[:] = np.arange(6) < homes
        live(bit_by_bit, FAMILIES, month, share=1.0)
    assert people_of(at_once) == people_of(bit_by_bit) and len(people_of(at_once)) == 24


def test_who_comes_does_not_depend_on_who_lives_there_already():
    empty, lived_in = free(6, waiting=3), free(9, people=3, waiting=3)
    lived_in.residents.uid[:3] = 7, 8, 9
    live(empty, share=0.5)
    live(lived_in, share=0.5)
    assert people_of(empty).items() <= people_of(lived_in).items() and len(people_of(empty)) == 3
