"""Where pupils sit, who looks for clubs and groups, and how many of them policies make look or give a seat."""

import numpy as np
import pytest
from handmade import BOUND, make_pupils, move_in, sit, street, with_classes

from sim.processes import participation
from sim.randomness import Draws
from sim.world import joining
from sim.world.bonds import tie
from sim.world.codes import CENTRE_GROUP, CLUB, GATE, NEW, SCHOOL_CLASS, SCHOOL_GATE, SOCIAL_TIE, SPECIAL_CLASS
from sim.world.guard import only

OWN = BOUND["participation"]


def classroom(special=(1,), seats=12):
    """Four pupils in one wijk, the first two with extra support, who sit nowhere yet."""
    world = with_classes(street(4, wijken=len(special)), special, seats)
    make_pupils(world, range(4), extra=[0, 1])
    return world


def a_month(world, month=0):
    """Let a month of participation pass; give the kind of class in which each of the four sits."""
    with only(world, participation.WRITES, "participation", True):
        participation.step(world, BOUND, Draws(1), month)
    return [int(world.foci.kind[world.seats.place[seat]]) if seat >= 0 else -1 for seat in world.residents.focus[:4, 0]]


def test_pupils_with_extra_support_sit_in_special_classes_and_others_in_ordinary_ones():
    world = classroom()
    kinds = [a_month(world, month) for month in range(12)][-1]
    assert kinds == [SPECIAL_CLASS, SPECIAL_CLASS, SCHOOL_CLASS, SCHOOL_CLASS]


@pytest.mark.parametrize("why", ["closed", "full", "none"])
def test_where_no_special_class_has_room_an_ordinary_one_is_found_in_the_same_month(why):
    world = classroom(special=(0,) if why == "none" else (1,), seats=100)
    special = world.foci.kind == SPECIAL_CLASS
    world.foci.open[special] = why != "closed"
    if why == "full":
        first = int(world.foci.start[special][0])
        world.seats.occupant[first : first + 100] = 2
    assert a_month(world)[:2] == [SCHOOL_CLASS, SCHOOL_CLASS]


def test_extra_support_looks_in_the_whole_city_where_the_own_wijk_has_no_seat():
    """The class of the own wijk is closed; the draws of the other half of the tries are from both wijken."""
    world = classroom(special=(0, 0), seats=100)
    world.foci.open[world.wijken.first_focus[0, SCHOOL_CLASS]] = False
    assert a_month(world) == [SCHOOL_CLASS, SCHOOL_CLASS, -1, -1]


@pytest.mark.parametrize("kind", [SCHOOL_CLASS, SPECIAL_CLASS])
def test_who_turns_eighteen_leaves_either_class(kind):
    world = classroom()
    sit(world, 0, 0, int(np.flatnonzero(world.foci.kind == kind)[0]))
    world.residents.age[0] = 215
    assert a_month(world)[0] == kind
    world.residents.age[0], world.residents.works[0] = 216, False
    assert a_month(world)[0] == -1


@pytest.mark.parametrize(("kind", "stands"), [(SCHOOL_CLASS, True), (SPECIAL_CLASS, False)])
def test_parents_stand_at_the_gate_of_an_ordinary_class_alone(kind, stands):
    world = classroom()
    sit(world, 0, 0, int(np.flatnonzero(world.foci.kind == kind)[0]))
    move_in(world, 4, 0, age=400)
    for month in range(40):
        a_month(world, month)
    seat = world.residents.focus[4, GATE]
    assert (seat >= 0) == stands
    assert not stands or world.foci.kind[world.seats.place[seat]] == SCHOOL_GATE


def factors(world, kind, people):
    return [joining.looks_more(world, OWN, i, kind) for i in range(people)]


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
        draws = np.random.default_rng(7).random(4000)
        looks.append(sum(joining.looks_for_group(world, OWN, draw, i, 2, CLUB) for i, draw in enumerate(draws)))
    chance = OWN.joins * OWN.talent_attracts
    for found, expected in zip(looks, (chance, 1.5 * chance), strict=True):
        assert abs(found - 4000 * expected) < 4.5 * np.sqrt(4000 * expected * (1.0 - expected))
    assert looks[1] > looks[0]


def test_no_draw_above_the_highest_chance_makes_anybody_look():
    """The bound that saves a second look, against the chance of newcomers in a wijk where policies ask them."""
    world = street(30)
    world.residents.vulnerability[:30] = NEW
    levers = world.wijk_levers
    levers.places[0], levers.club_invites[0], levers.bring_along[0] = 0.4, 0.5, 0.7
    for i in range(1, 30):
        tie(world, 0, i, SOCIAL_TIE, 60.0)
    world.residents.focus[1:30, 2] = 0
    most = joining.most_likely(world, OWN)
    assert joining.looks_for_group(world, OWN, most * 0.999, 0, 2, CLUB)
    assert not joining.looks_for_group(world, OWN, most * 1.001, 0, 2, CLUB)
