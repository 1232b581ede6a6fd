"""How newcomers learn Dutch: from hours with those who speak it, and in courses up to the places there are."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import language
from sim.randomness import Draws

OWN = BOUND["language"]


def class_of(*dutch, places=0.0, uids=None):
    """A street of people with another mother tongue and this command of Dutch; the wijk has so many places."""
    world = street(len(dutch))
    r = world.residents
    r.tongue[: len(dutch)], r.dutch[: len(dutch)] = 1, dutch
    if uids is not None:
        r.uid[: len(dutch)] = uids
    world.wijk_levers.course_places[0] = places
    return world


def month(world):
    before = world.residents.dutch.copy()
    language.step(world, BOUND, Draws(1), 0)
    return world.residents.dutch - before


def test_hours_with_speakers_of_dutch_teach_what_is_missing():
    world = class_of(0.2, 0.6)
    world.residents.dutch_hours[:2] = 20.0
    assert month(world)[:2] == pytest.approx([OWN.per_hour * 20.0 * 0.8, OWN.per_hour * 20.0 * 0.4], rel=1e-4)


def test_a_course_adds_its_share_of_what_is_missing():
    assert month(class_of(0.2, 0.6, places=2.0))[:2] == pytest.approx([OWN.course * 0.8, OWN.course * 0.4], rel=1e-4)


def test_without_a_place_nobody_attends():
    assert not month(class_of(0.2, 0.6)).any()


def test_courses_are_for_adult_learners_with_another_mother_tongue():
    world = class_of(0.2, 0.2, 0.2, 0.85, places=4.0)
    world.residents.tongue[1], world.residents.age[2] = 0, 120
    assert list(np.flatnonzero(month(world))) == [0]


def test_no_more_attend_than_there_are_places_and_a_rest_of_a_place_is_a_rest_of_the_lessons():
    gains = np.sort(month(class_of(*[0.5] * 5, places=2.5))[:5])
    assert gains == pytest.approx(np.array([0.0, 0.0, 0.5, 1.0, 1.0]) * OWN.course * 0.5, rel=1e-4)


def test_who_attends_belongs_to_the_person_and_not_to_the_row_or_the_month():
    uids = np.arange(100, 105)
    first, again = class_of(*[0.5] * 5, places=2.0, uids=uids), class_of(*[0.5] * 5, places=2.0, uids=uids[::-1])
    gains = month(first)[:5]
    assert np.array_equal(gains, month(again)[4::-1])
    first.residents.dutch[:5] = 0.5
    before = first.residents.dutch.copy()
    language.step(first, BOUND, Draws(1), 7)
    assert np.array_equal(gains, (first.residents.dutch - before)[:5])


def test_who_knows_enough_makes_place_for_the_next():
    world = class_of(*[0.5] * 3, places=1.0)
    (attends,) = np.flatnonzero(month(world))
    world.residents.dutch[attends] = 0.9
    (after,) = np.flatnonzero(month(world))
    assert after != attends


def test_places_of_one_wijk_are_of_no_use_in_another():
    world = street(4, wijken=2)
    world.residents.tongue[:4], world.residents.dutch[:4] = 1, 0.5
    world.dwellings.wijk[2:] = 1
    world.wijk_levers.course_places[:] = 0.0, 4.0
    assert list(np.flatnonzero(month(world))) == [2, 3]
