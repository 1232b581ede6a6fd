"""Problems that begin and end in the course of life, and what they leave behind: nothing."""

import math

import numpy as np
from handmade import BOUND, street

from sim.processes import ageing
from sim.randomness import Draws, branch
from sim.world.codes import (
    ADULT,
    CARE_ROOM,
    EXHOMELESS,
    EXTRA_SUPPORT,
    FORMERLY_HOMELESS,
    INSTITUTION,
    LVB,
    MAINSTREAM,
    NEW,
    PSY,
    SOCIAL,
    WITHDRAWN,
)
from sim.world.guard import check_invariants, only
from sim.world.people import give_character, give_loneliness

OWN, PEOPLE = BOUND["ageing"], BOUND["people"]
GIVEN = ("behaviour", "sociability", "trait_social", "trait_emotional")
TRAITS = Draws(1).key("people")


def grow_older(world, month=0, **changes):
    """Let a month of ageing pass."""
    with only(world, ageing.WRITES, "ageing", True):
        ageing.step(world, BOUND | {"ageing": OWN._replace(**changes)}, Draws(1), month)
    return world.residents


def born(people, **where):
    """A street of people who are all as they were born."""
    world = street(people, **where)
    for i in range(people):
        give_character(world, PEOPLE, TRAITS, i)
        give_loneliness(world, PEOPLE, branch(TRAITS, 7), i)
    return world


def make_ill(world, rows):
    """Give these residents mental health problems, with all that comes with them."""
    r = world.residents
    r.vulnerability[rows] |= PSY
    r.category[rows] = WITHDRAWN
    for i in rows:
        give_character(world, PEOPLE, TRAITS, i)
        give_loneliness(world, PEOPLE, branch(TRAITS, 7), i)


def test_as_many_fall_ill_as_recover_where_the_share_is_that_of_the_tenure():
    """20,000 tenants, of whom the share of social rent has problems, in a month in which half of them recover; both
    numbers within 4.5 standard errors: false alarm 1.4e-5."""
    people, chance = 20_000, 0.5
    share = PEOPLE.mental_health_by_tenure[SOCIAL] * PEOPLE.vulnerable_by_income[2]  # the income of a street
    world, ill = street(people), round(people * share)
    world.residents.vulnerability[:ill] = PSY
    r = grow_older(world, recovers=12.0 * chance)
    recovered = ill - np.count_nonzero(r.vulnerability[:ill] & PSY)
    fallen_ill = np.count_nonzero(r.vulnerability[ill:people] & PSY)
    assert abs(recovered - ill * chance) < 4.5 * math.sqrt(ill * chance * (1.0 - chance))
    expected = (people - ill) * chance * share / (1.0 - share)
    assert math.isclose(expected, ill * chance, rel_tol=1e-3)
    assert abs(fallen_ill - expected) < 4.5 * math.sqrt(expected)


def test_who_recovers_is_who_they_would_have_been():
    world = born(40)
    before = world.copy().residents
    make_ill(world, np.arange(20))
    r = grow_older(world, recovers=12.0)
    assert np.all(r.vulnerability[:20] == 0) and np.all(r.category[:20] == MAINSTREAM)
    for column in (*GIVEN, "thresholds"):
        assert np.array_equal(getattr(r, column)[:20], getattr(before, column)[:20]), column
    check_invariants(world)


def test_who_falls_ill_is_another_until_recovery():
    world = born(400)
    before = world.copy().residents
    r = grow_older(world, recovers=12.0)
    ill = np.flatnonzero(r.vulnerability[:400] & PSY)
    assert len(ill) > 3 and np.all(r.category[ill] == WITHDRAWN)
    for column in GIVEN:
        assert np.all(getattr(r, column)[ill] != getattr(before, column)[ill]), column
    assert np.array_equal(r.thresholds[:400], before.thresholds[:400])
    assert r.behaviour[ill].mean() > 3.0 * before.behaviour[:400].mean()
    well = np.setdiff1d(np.arange(400), ill)
    for column in (*GIVEN, "category"):
        assert np.array_equal(getattr(r, column)[well], getattr(before, column)[well]), column


def test_recovery_leaves_what_else_makes_somebody_vulnerable():
    world = street(2)
    world.residents.vulnerability[:2] = PSY | LVB, PSY | NEW
    r = grow_older(world, recovers=12.0)
    assert list(r.vulnerability[:2]) == [LVB, NEW]
    assert list(r.category[:2]) == [2, 3]


def test_children_neither_fall_ill_nor_recover():
    world = street(300)
    world.residents.age[:300] = ADULT - 2
    world.residents.vulnerability[0] = PSY
    r = grow_older(world, recovers=12.0)
    assert r.vulnerability[0] == PSY and np.all(r.vulnerability[1:300] == 0)


def test_nobody_falls_ill_in_a_facility_and_who_lives_there_may_recover():
    world = street(300, kind=CARE_ROOM)
    world.dwellings.tenure[:] = INSTITUTION
    world.residents.vulnerability[0] = PSY
    assert np.all(grow_older(world, recovers=12.0).vulnerability[:300] == 0)


def test_without_recovery_nothing_begins_or_ends():
    world = born(300)
    make_ill(world, np.arange(30))
    r = grow_older(world, recovers=0.0)
    assert np.all(r.vulnerability[:30] == PSY) and np.all(r.vulnerability[30:300] == 0)


def test_homelessness_is_outlived_at_its_yearly_chance():
    """1,000 people for a month that stands for years: those still seen as such within 4 standard errors of 700, false
    alarm 6e-5; recovery is off."""
    world = street(1000)
    r = world.residents
    r.vulnerability[:1000], r.category[:1000] = EXHOMELESS, FORMERLY_HOMELESS
    grow_older(world, recovers=0.0, outlives_homelessness=12.0 * 0.3)
    still = r.category[:1000] == FORMERLY_HOMELESS
    assert np.array_equal(still, r.vulnerability[:1000] == EXHOMELESS)
    assert abs(np.count_nonzero(still) - 700) < 4.0 * math.sqrt(1000 * 0.3 * 0.7)


def test_nobody_outlives_homelessness_in_a_facility():
    world = street(100, kind=CARE_ROOM)
    world.dwellings.tenure[:] = INSTITUTION
    world.residents.vulnerability[:100] = EXHOMELESS
    assert np.all(grow_older(world, outlives_homelessness=12.0).vulnerability[:100] & EXHOMELESS)


def test_that_somebody_needed_extra_support_at_school_is_behind_them_at_eighteen():
    """Nobody turns out to have problems later: no tenure has any."""
    world, none = born(1), np.zeros(4)
    as_born, r = world.residents.behaviour[0], world.residents
    r.age[0], r.vulnerability[0], r.category[0] = ADULT - 2, EXTRA_SUPPORT, WITHDRAWN
    give_character(world, PEOPLE, TRAITS, 0)
    people = PEOPLE._replace(mental_health_by_tenure=none, mild_disability_by_tenure=none)
    seen = []
    for _ in range(2):
        ageing.step(world, BOUND | {"people": people}, Draws(1), 0)
        seen.append((r.vulnerability[0], r.category[0], r.behaviour[0] == as_born))
    assert seen == [(EXTRA_SUPPORT, WITHDRAWN, False), (0, MAINSTREAM, True)]
