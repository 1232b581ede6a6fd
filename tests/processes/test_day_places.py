"""Special classes and social workplaces meet as levers say, and nobody stays in one that does not."""

import numpy as np
from handmade import BOUND, make_pupils, sit, street, with_classes, with_focus

from sim.processes import day_places
from sim.randomness import Draws
from sim.world.codes import DAY, NOWHERE, SCHOOL_CLASS, SOCIAL_WORKPLACE, SPECIAL_CLASS, WORKPLACE
from sim.world.guard import check_invariants, only

KINDS = (SCHOOL_CLASS, SPECIAL_CLASS, SPECIAL_CLASS, SOCIAL_WORKPLACE, WORKPLACE)


def seated():
    """Five who each sit in a place of their own: two classes of each kind are special."""
    world = with_classes(street(5), special=(2,))
    world = with_focus(with_focus(world, SOCIAL_WORKPLACE, 12), WORKPLACE, 12)
    make_pupils(world, range(3), extra=(1, 2))
    places = [row for kind in (SCHOOL_CLASS, SPECIAL_CLASS, SOCIAL_WORKPLACE, WORKPLACE)
              for row in np.flatnonzero(world.foci.kind == kind)]  # fmt: skip
    for resident, focus in enumerate(places):
        sit(world, resident, DAY, int(focus))
    return world, places


def a_month(world):
    with only(world, day_places.WRITES, "day_places", True):
        day_places.step(world, BOUND, Draws(1), 0)
    check_invariants(world)
    return [resident for resident in range(5) if world.residents.focus[resident, DAY] != NOWHERE]


def test_where_nothing_is_closed_nothing_changes():
    world, _ = seated()
    before = world.copy().columns()
    assert a_month(world) == [0, 1, 2, 3, 4]
    assert all(np.array_equal(column, before[name]) for name, column in world.columns().items())


def test_who_sits_in_a_closed_class_or_social_workplace_leaves_it_and_nobody_else_does():
    world, places = seated()
    world.focus_levers.closed[[places[1], places[3]]] = True
    assert a_month(world) == [0, 2, 4]
    assert world.foci.open[places].tolist() == [True, False, True, False, True]


def test_ordinary_classes_and_workplaces_do_not_close():
    world, places = seated()
    world.focus_levers.closed[:] = True
    assert a_month(world) == [0, 4]
    assert world.foci.open[places].tolist() == [True, False, False, False, True] and world.foci.open[:2].all()


def test_a_place_that_opens_again_is_empty():
    world, places = seated()
    world.focus_levers.closed[places[1]] = True
    a_month(world)
    world.focus_levers.closed[:] = False
    assert a_month(world) == [0, 2, 3, 4] and world.foci.open.all()
