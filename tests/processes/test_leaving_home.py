"""Who begins to look for a dwelling of their own, and who has no reason to."""

import numpy as np
import pytest
from handmade import BOUND, move_in, street

from sim.processes import leaving_home
from sim.randomness import Draws
from sim.world.codes import (
    CARE_HOME,
    CARE_ROOM,
    CONTRACT_ENDS,
    FAMILY_HOME,
    LEAVES_HOME,
    SEPARATED,
    SETTLED,
    SHARED_HOUSE,
)

YEARLY = 12.0
"""A yearly chance by which everybody looks this month."""
CERTAIN = BOUND["leaving_home"]._replace(looks=np.full(4, YEARLY))


def family(*ages, parent=70 * 12):
    """A parent in one home, with children of these ages in months."""
    world = street(1, rows=len(ages) + 4, kind=FAMILY_HOME)
    world.residents.age[0] = parent
    for row, age in enumerate(ages, 1):
        move_in(world, row, 0, age=age)
    return world


def looking(world, own=CERTAIN):
    """Live a month; give the rows of those who look because they leave home."""
    leaving_home.step(world, BOUND | {"leaving_home": own}, Draws(1), 0)
    return np.flatnonzero(world.residents.alive & (world.residents.seeking == LEAVES_HOME)).tolist()


def test_children_begin_to_look_at_eighteen_and_their_parent_does_not():
    assert looking(family(18 * 12 - 1, 18 * 12, 30 * 12)) == [2, 3]


def test_who_looks_still_lives_at_home_until_a_dwelling_is_found():
    world = family(20 * 12)
    looking(world)
    assert world.residents.dwelling[:2].tolist() == [0, 0]


def test_nobody_begins_to_look_from_fifty_on():
    assert looking(family(50 * 12 - 1, 50 * 12)) == [1]


@pytest.mark.parametrize("band", range(4))
def test_each_age_has_a_chance_of_its_own(band):
    """The first and the last month of 18-21, 22-25, 26-29 and of 30 to 49."""
    ages = [12 * year - before for year, before in ((18, 0), (22, 1), (22, 0), (26, 1), (26, 0), (30, 1), (30, 0))]
    own = CERTAIN._replace(looks=YEARLY * (np.arange(4) == band))
    assert looking(family(*ages), own) == [row for row in (2 * band + 1, 2 * band + 2) if row <= len(ages)]


def test_a_month_brings_a_twelfth_of_the_yearly_chance():
    """900 families with a child of twenty and 2.4 a year: within 4 standard errors of 0.2, false alarm 6e-5."""
    world = street(900, rows=1804)
    world.residents.age[:900] = 70 * 12
    for child in range(900):
        move_in(world, 900 + child, child, age=240)
    found = len(looking(world, CERTAIN._replace(looks=np.full(4, 2.4)))) / 900
    assert abs(found - 0.2) < 4.0 * np.sqrt(0.2 * 0.8 / 900)


def test_who_lives_alone_does_not_leave_and_of_brothers_without_parents_the_oldest_stays():
    world = street(1)
    world.residents.age[0] = 240
    assert looking(world) == []
    assert looking(family(19 * 12, 20 * 12, parent=22 * 12)) == [1, 2]


def test_of_two_of_one_age_the_one_with_the_lower_uid_stays():
    world = family(240, parent=240)
    world.residents.uid[:2] = 9, 3
    assert looking(world) == [0]


def test_the_younger_of_a_couple_has_not_left_anything():
    world = family(30 * 12, parent=35 * 12)
    world.residents.partner[:2] = 1, 0
    assert looking(world) == []


@pytest.mark.parametrize("why", [SEPARATED, CONTRACT_ENDS])
def test_who_looks_already_keeps_the_reason(why):
    world = family(240, 240)
    world.residents.seeking[1] = why
    assert looking(world) == [2] and world.residents.seeking[1] == why


def test_students_and_residents_of_a_facility_leave_no_home():
    for world in (street(3, homes=1, kind=SHARED_HOUSE), street(3, kind=CARE_ROOM, facility=CARE_HOME)):
        world.residents.age[:3] = 240, 250, 260
        assert looking(world) == []


def test_with_a_chance_of_nothing_nobody_looks():
    world = family(200, 240, 300, 400)
    assert looking(world, CERTAIN._replace(looks=np.zeros(4))) == []
    assert np.all(world.residents.seeking[:5] == SETTLED)
