"""Care under one roof: budgets, shares and what it does to ties."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, hours_between, move_in, street

from sim.processes import household_care
from sim.randomness import Draws
from sim.world.caring import capacity
from sim.world.codes import FAMILY_HOME, HOUSEHOLD, HOUSEHOLD_TIE, SHARED_HOUSE

OWN, CARING = BOUND["household_care"], BOUND["caring"]


def family(size, unmet, kind=FAMILY_HOME, **traits):
    """People in one home, all tied, the first ones with so many unmet hours."""
    world = street(0, homes=1, rows=size + 4, kind=kind)
    for row in range(size):
        move_in(world, row, 0)
        for other in range(row):
            befriend(world, row, other, 300.0, HOUSEHOLD_TIE)
    for name, values in traits.items():
        getattr(world.residents, name)[:size] = values
    world.residents.unmet[: len(unmet)] = unmet
    household_care.step(world, BOUND, Draws(1), 0)
    return world


def test_a_partner_gives_a_share_of_what_is_unmet():
    world = family(2, [5.0])
    given = OWN.asks * 5.0
    assert world.residents.care_given[1] == pytest.approx(given)
    assert world.residents.unmet[0] == pytest.approx(5.0 - given)
    assert world.wijken.support[0, HOUSEHOLD] == pytest.approx(given)


def test_nobody_gives_more_than_they_can():
    world = family(2, [60.0])
    able = CARING.at_home * capacity(world, CARING, 1)
    assert 0.0 < world.residents.care_given[1] == pytest.approx(able)


def test_several_share_by_what_each_can_give():
    world = family(3, [4.0], age=[480, 900, 480])
    first, second = world.residents.care_given[1:3]
    assert first / second == pytest.approx(capacity(world, CARING, 1) / capacity(world, CARING, 2))
    assert first + second == pytest.approx(OWN.asks * 4.0)


def test_who_needs_help_may_give_it_too():
    world = family(2, [4.0, 2.0])
    assert world.residents.care_given[0] == pytest.approx(OWN.asks * 2.0)
    assert world.residents.care_given[1] == pytest.approx(OWN.asks * 4.0)


def test_strain_and_frailty_lower_what_is_given():
    world = family(2, [60.0], frailty=[0, 2], strain=[0.0, 0.5])
    expected = CARING.at_home * CARING.hours[2] * (1.0 - 2 * CARING.frailty_less) * 0.5
    assert world.residents.care_given[1] == pytest.approx(expected)


def test_children_give_no_care_and_get_it():
    world = family(2, [4.0, 4.0], age=[480, 100])
    assert world.residents.care_given[1] == 0.0
    assert world.residents.unmet[0] == 4.0
    assert world.residents.unmet[1] == pytest.approx(4.0 * (1.0 - OWN.asks))


def test_care_makes_the_tie_stronger_on_both_sides():
    world = family(2, [5.0])
    expected = 300.0 + CARING.contact * CARING.weeks * OWN.asks * 5.0
    assert hours_between(world, 0, 1) == hours_between(world, 1, 0) == pytest.approx(expected, rel=ROUNDED)


def test_in_a_shared_house_nobody_is_asked():
    world = family(2, [5.0], kind=SHARED_HOUSE)
    assert world.residents.unmet[0] == 5.0


def test_given_and_received_are_the_same_hours():
    world = family(5, [10.0, 7.0, 3.0], frailty=[0, 1, 3, 0, 0], age=[480, 480, 900, 900, 150])
    received = 20.0 - world.residents.unmet[:5].sum()
    assert received == pytest.approx(world.residents.care_given[:5].sum(), rel=1e-6)
    able = np.array([CARING.at_home * capacity(world, CARING, i) for i in range(5)])
    assert np.all(world.residents.care_given[:5] <= able + 1e-5)
