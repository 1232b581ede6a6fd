"""Which class a pupil with extra support looks for, and which seats there are."""

import numpy as np
import pytest
from handmade import make_pupils, sit, street, with_classes

from sim.world import classes
from sim.world.codes import DAY, NOWHERE, SCHOOL_CLASS, SPECIAL_CLASS

KEY = np.uint64(7)


def test_without_a_policy_every_pupil_with_extra_support_looks_for_a_special_class():
    world = street(50)
    make_pupils(world, range(50), extra=range(40))
    sought = [classes.class_sought(world, KEY, i) for i in range(50)]
    assert sought == [SPECIAL_CLASS] * 40 + [SCHOOL_CLASS] * 10


def test_a_larger_share_of_ordinary_classes_adds_others_to_the_same_pupils():
    """4,000 pupils: the counts lie within 4.5 standard errors of the share; false alarm 2e-5."""
    world, found = street(4000), []
    make_pupils(world, range(4000), extra=range(4000))
    for share in (0.2, 0.6, 1.0):
        world.wijk_levers.ordinary_class[0] = share
        found.append(np.array([classes.class_sought(world, KEY, i) == SCHOOL_CLASS for i in range(4000)]))
        assert abs(found[-1].sum() - 4000 * share) <= 4.5 * np.sqrt(4000 * share * (1.0 - share))
    assert np.all(found[1][found[0]]) and found[2].all()


def city(special=(1, 1), seats=2):
    world = with_classes(street(6, wijken=2), special, seats)
    make_pupils(world, range(6), extra=range(6))
    return world


def wijk_found(world):
    """Give the wijk of the special class in which the last pupil, who lives in the first wijk, finds a seat."""
    seat = classes.seat_in_special_class(world, KEY, 5)
    if seat == NOWHERE:
        return NOWHERE
    assert world.seats.occupant[seat] == NOWHERE and world.foci.kind[world.seats.place[seat]] == SPECIAL_CLASS
    return world.foci.wijk[world.seats.place[seat]]


def test_a_seat_in_the_own_wijk_comes_first_and_then_any_other():
    world = city()
    first = int(world.wijken.first_focus[0, SPECIAL_CLASS])
    found = [wijk_found(world)]
    for resident, focus in enumerate((first, first, first + 1, first + 1)):
        sit(world, resident, DAY, focus)
        found.append(wijk_found(world))
    assert found == [0, 0, 1, 1, NOWHERE]


def test_a_class_that_does_not_meet_has_no_seats():
    world = city()
    first = int(world.wijken.first_focus[0, SPECIAL_CLASS])
    world.foci.open[first] = False
    assert wijk_found(world) == 1
    world.foci.open[first + 1] = False
    assert wijk_found(world) == NOWHERE


@pytest.mark.parametrize("special", [(0, 1), (0, 0)])
def test_a_wijk_without_special_classes_sends_its_pupils_elsewhere_if_there_are_any(special):
    assert wijk_found(city(special)) == (1 if sum(special) else NOWHERE)


def test_pupils_in_ordinary_classes_are_counted_by_the_wijk_of_the_class():
    world = city()
    ordinary, special = (int(world.wijken.first_focus[0, kind]) for kind in (SCHOOL_CLASS, SPECIAL_CLASS))
    for resident, focus in enumerate((ordinary, ordinary + 1, ordinary + 1, special)):
        sit(world, resident, DAY, focus)
    world.residents.vulnerability[2] = 0
    assert classes.in_ordinary_classes(world).tolist() == [1.0, 1.0]
