"""Help by those who live elsewhere: who is asked for how much, and what they can give."""

import math

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, hours_between, street

from sim.processes import network_care
from sim.randomness import Draws
from sim.world.caring import capacity
from sim.world.codes import KIN_TIE, NETWORK
from sim.world.guard import check_invariants
from sim.world.order import reordered

OWN, CARING, CONTACT = BOUND["network_care"], BOUND["caring"], BOUND["contact"]


def asking(world, unmet, **changes):
    world.residents.unmet[: len(unmet)] = unmet
    network_care.step(world, BOUND | {"network_care": OWN._replace(**changes)}, Draws(1), 0)
    return world.residents


def weight(hours, kind=KIN_TIE, km=0.0):
    return hours / (hours + CONTACT.half_hours) * OWN.by_type[kind] * math.exp(-km / CONTACT.reach)


def test_one_weak_tie_is_not_asked_for_everything():
    world = street(2)
    befriend(world, 0, 1, 20.0, KIN_TIE)
    r = asking(world, [3.0], rounds=1)
    assert r.care_given[1] == pytest.approx(OWN.asks * 3.0 * weight(20.0), rel=ROUNDED)


def test_many_strong_ties_together_are_asked_for_the_share_that_people_ask():
    world = street(6)
    for other in range(1, 6):
        befriend(world, 0, other, 400.0, KIN_TIE)
    r = asking(world, [3.0], rounds=1)
    assert r.care_given[1:6] == pytest.approx(np.full(5, OWN.asks * 3.0 / 5.0), rel=1e-5)


def test_distance_lowers_what_is_asked():
    world = street(3)
    world.dwellings.x[2] = 4.0
    for other in (1, 2):
        befriend(world, 0, other, 40.0, KIN_TIE)
    r = asking(world, [1.0], rounds=1)
    assert r.care_given[2] / r.care_given[1] == pytest.approx(math.exp(-4.0 / CONTACT.reach), rel=1e-5)


def test_who_is_ill_at_ease_with_somebody_does_not_help():
    world = street(2)
    befriend(world, 0, 1, 100.0, KIN_TIE)
    world.residents.tolerance[1, world.residents.category[0]] = 0.0
    assert asking(world, [3.0]).unmet[0] == 3.0


def test_ties_of_few_hours_are_not_asked():
    world = street(2)
    befriend(world, 0, 1, 0.9 * OWN.asked_from, KIN_TIE)
    assert asking(world, [3.0]).unmet[0] == 3.0


def test_a_helper_asked_by_many_gives_what_they_can_in_equal_shares():
    world = street(9)
    for one in range(8):
        befriend(world, one, 8, 400.0, KIN_TIE)
    r = asking(world, [10.0] * 8)
    assert r.care_given[8] == pytest.approx(capacity(world, CARING, 8), rel=1e-5)
    assert np.ptp(r.unmet[:8]) < 1e-5


def test_hours_given_at_home_are_not_there_for_others():
    world = street(2)
    befriend(world, 0, 1, 400.0, KIN_TIE)
    world.residents.care_given[1] = 2.5
    r = asking(world, [20.0])
    assert r.care_given[1] == pytest.approx(capacity(world, CARING, 1), rel=1e-5)


def test_who_hears_no_asks_somebody_else_once_more():
    world = street(3)
    world.residents.strain[1] = 1.0
    for other in (1, 2):
        befriend(world, 0, other, 400.0, KIN_TIE)
    once, twice = (asking(w, [1.0], rounds=n).unmet[0] for w, n in ((world.copy(), 1), (world, 2)))
    assert twice < once < 1.0


def test_given_and_received_are_the_same_hours_and_ties_stay_symmetric():
    world = street(12)
    generator = np.random.default_rng(3)
    for one in range(12):
        for other in range(one):
            if generator.random() < 0.5:
                befriend(world, one, other, float(generator.uniform(5, 300)), KIN_TIE)
    unmet = generator.uniform(0, 20, 12)
    r = asking(world, unmet)
    assert unmet.sum() - r.unmet[:12].sum() == pytest.approx(r.care_given[:12].sum(), rel=1e-5)
    assert world.wijken.support[0, NETWORK] == pytest.approx(r.care_given[:12].sum(), rel=1e-5)
    check_invariants(world)


def test_helping_makes_the_tie_stronger():
    world = street(2)
    befriend(world, 0, 1, 100.0, KIN_TIE)
    given = asking(world, [3.0]).care_given[1]
    assert hours_between(world, 1, 0) == pytest.approx(100.0 + CARING.contact * CARING.weeks * given, rel=ROUNDED)


def test_the_order_of_rows_changes_nobody_to_the_bit():
    world = street(8, rows=12)
    for one in range(8):
        for other in range(one):
            befriend(world, one, other, 20.0 + 7 * one + other, KIN_TIE)
    turned = reordered(world, np.arange(10)[::-1].copy())
    unmet = np.linspace(1, 9, 8)
    world.residents.unmet[:8] = unmet
    turned.residents.unmet[2:10] = unmet[::-1]
    for each in (world, turned):
        network_care.step(each, BOUND, Draws(1), 0)
    back = np.argsort(turned.residents.uid[2:10])
    for column in ("unmet", "care_given"):
        assert np.array_equal(getattr(world.residents, column)[:8], getattr(turned.residents, column)[2:10][back])
