"""Who looks for clubs and groups, and how many of them policies make look or give a seat."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import participation
from sim.world.codes import CENTRE_GROUP, CLUB, NEW

OWN = BOUND["participation"]


def factors(world, kind, people):
    return [participation._looks_more(world, OWN, i, kind) for i in range(people)]


def neighbours():
    """Four in two wijken: one with ties, a newcomer with ties, one without ties, and one in the other wijk."""
    world = street(4, wijken=2)
    world.dwellings.wijk[3] = 1
    world.residents.network[:4] = OWN.few_ties + 1, OWN.few_ties + 1, OWN.few_ties, 0
    world.residents.vulnerability[1] = NEW
    return world


def test_without_policies_nobody_looks_more():
    for kind in (CLUB, CENTRE_GROUP):
        assert factors(neighbours(), kind, 4) == [1.0] * 4


def test_invitations_count_for_clubs_alone_and_in_their_wijk():
    world = neighbours()
    world.wijk_levers.club_invites[0] = 0.5
    assert factors(world, CLUB, 4) == pytest.approx([1.5, 1.5, 1.5, 1.0])
    assert factors(world, CENTRE_GROUP, 4) == [1.0] * 4


def test_newcomers_and_people_with_few_ties_are_brought_along():
    world = neighbours()
    world.wijk_levers.club_invites[0], world.wijk_levers.bring_along[0] = 0.5, 1.0
    assert factors(world, CLUB, 4) == pytest.approx([1.5, 3.0, 3.0, 1.0])


def test_more_places_to_meet_make_more_people_look_for_both():
    world = neighbours()
    world.wijk_levers.places[0] = 0.2
    more = 1.0 + 0.2 * OWN.places_attract
    for kind in (CLUB, CENTRE_GROUP):
        assert factors(world, kind, 4) == pytest.approx([more, more, more, 1.0])


def test_people_look_as_often_as_the_factor_says():
    """4,000 people: the count with half as many again over that without, within 4.5 standard errors."""
    world = street(4000)
    looks = []
    for invites in (0.0, 0.5):
        world.wijk_levers.club_invites[0] = invites
        looks.append(sum(participation._joins(world, OWN, np.uint64(7), i, 2, CLUB) for i in range(4000)))
    chance = OWN.joins * OWN.talent_attracts
    for found, expected in zip(looks, (chance, 1.5 * chance), strict=True):
        assert abs(found - 4000 * expected) < 4.5 * np.sqrt(4000 * expected * (1.0 - expected))
    assert looks[1] > looks[0]
