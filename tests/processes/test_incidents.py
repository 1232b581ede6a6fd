"""Incidents: how many, seen by whom, how they frighten, and when they are reported."""

import math

import numpy as np
import pytest
from handmade import BOUND, befriend, street

from sim.processes import incidents
from sim.randomness import Draws, branch, poisson
from sim.world.codes import DAY, FEAR_MONTHS, RETIREMENT, WORKPLACE
from sim.world.daytime import day_structure
from sim.world.order import reordered

OWN, SOURS, HALF = BOUND["incidents"], BOUND["attitudes"].sours, BOUND["contact"].half_hours
ALL_SEE = OWN._replace(seen_in_block=1.0, seen_in_pool=0)


def a_month(world, own=OWN, month=0, seed=1):
    incidents.step(world, BOUND | {"incidents": own}, Draws(seed), month)
    return world.residents


def one_incident(world, own=ALL_SEE):
    """Let resident 0 be the cause of one incident, seen by every adult of the block."""
    key = Draws(1).key("incidents", 0)
    incidents._witness_all(world, own, SOURS, HALF, key, np.array([0]), np.array([1]))
    return world.residents


def test_where_nobody_is_difficult_nothing_happens():
    """Verification 16."""
    world = street(50)
    r = a_month(world, OWN._replace(base=1.0, unmet_weight=3.0, idle_weight=3.0))
    assert world.wijken.incidents[0] == 0.0
    assert np.all(r.fear[:50] == 0.0) and np.all(r.tolerance[:50] == 1.0)


def test_unmet_need_and_an_empty_day_make_incidents_more_likely():
    world = street(1)
    r = world.residents
    r.behaviour[0], r.age[0] = 0.5, RETIREMENT
    calm = OWN.base * 0.25
    assert incidents.expected(world, OWN, 0) == pytest.approx(calm)
    r.age[0] = 480
    assert incidents.expected(world, OWN, 0) == pytest.approx(calm * math.exp(OWN.idle_weight))
    r.need[0], r.unmet[0] = 4.0, 3.0
    expected = calm * math.exp(OWN.idle_weight + 0.75 * OWN.unmet_weight)
    assert incidents.expected(world, OWN, 0) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("age", "works", "share"), [(100, False, 1.0), (900, False, 1.0), (480, False, 0.0), (480, True, 1.0)]
)
def test_pupils_and_pensioners_have_a_full_day_others_with_work(age, works, share):
    world = street(1)
    world.residents.age[0] = age
    if works:
        world.foci.kind[1] = WORKPLACE
        world.seats.place[3] = 1
        world.residents.focus[0, DAY] = 3
    assert day_structure(world, OWN.week, OWN.full_week, 0) == share


def test_as_many_happen_as_poisson_says():
    """4,000 people of behaviour 0.8, 10 months: within 4.5 standard errors of the mean; false alarm 7e-6."""
    people, months = 4000, 10
    world = street(people)
    world.residents.behaviour[:people] = 0.8
    found = 0.0
    for month in range(months):
        a_month(world, OWN._replace(seen_in_block=0.0, seen_in_pool=0), month)
        found += world.wijken.incidents[0]
    mean = people * months * incidents.expected(world, OWN, 0)
    assert mean > 1000
    assert abs(found - mean) < 4.5 * math.sqrt(mean)


def test_who_is_left_out_before_anything_is_looked_up_would_have_drawn_nothing():
    people = 3000
    world = street(people)
    r = world.residents
    r.behaviour[:people] = np.linspace(0.0, 1.0, people)
    key = Draws(9).key("incidents", 0)
    causes, counts = incidents._happen(world, OWN, key, 0)
    drawn = [poisson(key, r.uid[i], incidents.expected(world, OWN, i)) for i in range(people)]
    assert dict(zip(causes.tolist(), counts.tolist(), strict=True)) == {i: n for i, n in enumerate(drawn) if n > 0}
    assert len(causes) > 100


def test_a_witness_is_less_at_ease_and_afraid_the_less_they_know_the_cause():
    world = street(4)
    world.residents.familiarity[1:4] = 0.0, 0.6, 0.0
    befriend(world, 0, 3, 60.0)
    known = np.array([0.0, 0.6, 60.0 / (60.0 + HALF)])
    r = one_incident(world)
    assert r.fear[1:4] == pytest.approx(1.0 - known, rel=1e-5)
    assert r.tolerance[1:4, 0] == pytest.approx(np.exp(-SOURS * (1.0 - known)), rel=1e-5)
    assert np.all(r.tolerance[1:4, 1:] == 1.0) and r.fear[0] == 0.0


def test_children_are_no_witnesses():
    world = street(2)
    world.residents.age[1] = 120
    assert one_incident(world).fear[1] == 0.0


def test_fear_falls_to_a_third_in_its_months_and_stands_in_the_ring_of_the_wijk():
    world = street(2)
    world.residents.fear[:2] = 1.0, 0.5
    for month in range(int(OWN.fear_months)):
        a_month(world, month=month)
    assert world.residents.fear[0] == pytest.approx(1.0 / math.e, rel=1e-5)
    last = int(OWN.fear_months) - 1
    assert world.wijken.fear[0, last % FEAR_MONTHS] == pytest.approx(0.75 / math.e, rel=1e-5)
    assert world.wijken.fear[0, 0] == pytest.approx(0.75 * math.exp(-1.0 / OWN.fear_months), rel=1e-5)


def test_collective_efficacy_is_familiarity_times_comfort_of_the_other_adults():
    world = street(4)
    r = world.residents
    r.familiarity[:4], r.tolerance[:4, 0], r.age[3] = (1.0, 0.5, 0.2, 1.0), (1.0, 0.8, 0.5, 1.0), 100
    assert incidents.collective_efficacy(world, 0) == pytest.approx((0.5 * 0.8 + 0.2 * 0.5) / 2)


@pytest.mark.parametrize(("familiarity", "served", "coordination"), [(0.0, 0, 0.9), (0.8, 0, 0.9), (0.0, 1, 0.5)])
def test_incidents_are_reported_less_where_people_or_professionals_see_to_them(familiarity, served, coordination):
    """5,000 incidents: within 4.5 standard errors of the closed form; false alarm 7e-6."""
    world, times = street(3), 5000
    r = world.residents
    r.familiarity[:3], r.served[0], world.wijken.coordination[0] = familiarity, served, coordination
    for number in range(times):
        incidents._report(world, OWN, branch(Draws(3).key("incidents", 0), number), 0)
    chance = OWN.reported * (1.0 - familiarity) * (1.0 - coordination * served)
    assert abs(world.wijken.registered[0] - times * chance) < 4.5 * math.sqrt(times * chance * (1.0 - chance))


def test_the_order_of_rows_changes_nobody_to_the_bit():
    world = street(40)
    r = world.residents
    r.behaviour[:40], r.familiarity[:40] = np.linspace(0.2, 1.0, 40), np.linspace(0.9, 0.0, 40)
    turned = reordered(world, np.arange(42)[::-1].copy())
    loud = OWN._replace(base=1.0)
    for each in (world, turned):
        a_month(each, loud)
    order = [np.flatnonzero(w.residents.alive)[np.argsort(w.residents.uid[w.residents.alive])] for w in (world, turned)]
    for name in ("fear", "tolerance", "incident"):
        one, other = (getattr(w.residents, name)[rows] for w, rows in zip((world, turned), order, strict=True))
        assert np.array_equal(one, other), name
    assert world.wijken.incidents[0] == turned.wijken.incidents[0] > 5
