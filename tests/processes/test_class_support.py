"""Hours that the staff of classes gives to pupils with extra support."""

import pytest
from handmade import BOUND, make_pupils, sit, street, with_classes

from sim.processes import class_support, facility_care, need
from sim.randomness import Draws
from sim.world.codes import DAY, FACILITY, SCHOOL_CLASS, SPECIAL_CLASS
from sim.world.guard import only

NEED = BOUND["need"].extra_support_hours
CONTACT = BOUND["facility_care"].worker_contact * BOUND["caring"].weeks


def classroom(*kinds):
    """Pupils who each sit in a class of a kind (None is nowhere), all with extra support but for the last."""
    world = with_classes(street(len(kinds)))
    make_pupils(world, range(len(kinds)), extra=range(len(kinds) - 1))
    for resident, kind in enumerate(kinds):
        if kind is not None:
            sit(world, resident, DAY, int(world.wijken.first_focus[0, kind]))
    return world


def given(world, special=3.5, ordinary=0.0):
    """Let a month of need and of staff pass; give the hours that each pupil gets."""
    world.rules.special_class[0], world.wijk_levers.class_hours[0] = special, ordinary
    need.step(world, BOUND, Draws(1), 0)
    facility_care.step(world, BOUND, Draws(1), 0)
    with only(world, class_support.WRITES, "class_support", True):
        class_support.step(world, BOUND, Draws(1), 0)
    r = world.residents
    return (r.need - r.unmet)[r.alive]


def test_each_pupil_of_a_special_class_gets_its_hours_and_nobody_else_does():
    world = classroom(SPECIAL_CLASS, SPECIAL_CLASS, SCHOOL_CLASS, None, SPECIAL_CLASS)
    assert given(world) == pytest.approx([3.5, 3.5, 0.0, 0.0, 0.0])
    assert world.wijken.support[0, FACILITY] == pytest.approx(7.0)
    assert world.residents.worker_hours[:5] == pytest.approx([3.5 * CONTACT] * 2 + [0.0] * 3)


def test_hours_in_ordinary_classes_are_shared_over_the_pupils_with_extra_support_there():
    world = classroom(SCHOOL_CLASS, SCHOOL_CLASS, SPECIAL_CLASS, SCHOOL_CLASS)
    assert given(world, ordinary=5.0) == pytest.approx([2.5, 2.5, 3.5, 0.0])


def test_nobody_gets_more_than_is_needed():
    world = classroom(SCHOOL_CLASS, SPECIAL_CLASS, SCHOOL_CLASS)
    assert given(world, special=20.0, ordinary=20.0) == pytest.approx([NEED, NEED, 0.0])


def test_without_policies_there_are_no_hours_in_ordinary_classes():
    assert not given(classroom(SCHOOL_CLASS, SCHOOL_CLASS)).any()


def test_hours_of_another_wijk_do_not_count():
    world = with_classes(street(2, wijken=2), special=(1, 0))
    make_pupils(world, range(2), extra=[0])
    sit(world, 0, DAY, int(world.wijken.first_focus[1, SCHOOL_CLASS]))
    assert given(world, ordinary=5.0)[0] == 0.0
    world.wijk_levers.class_hours[1] = 2.0
    assert given(world, ordinary=5.0)[0] == 2.0, "the class counts, not the home"
