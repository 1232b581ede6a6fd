"""How often things get out of hand, who sees it, who is afraid and what is reported."""

import math

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, in_two_blocks, make_pupils, sit, street, with_focus

from sim.processes import incidents
from sim.randomness import Draws, poisson
from sim.world.codes import DAY, RETIREMENT, SCHOOL_CLASS, SPECIAL_CLASS, WORKPLACE
from sim.world.guard import check_invariants, only
from sim.world.order import reordered

OWN, SOURS, HALF_HOURS = BOUND["incidents"], BOUND["attitudes"].sours, BOUND["contact"].half_hours
EDGE = 4.5
"""Standard errors beyond which a statistical test fails: false alarm 7e-6."""


def lives(world, month=0, **changes):
    """Let a month of incidents pass."""
    with only(world, incidents.WRITES, "incidents", True):
        incidents.step(world, BOUND | {"incidents": OWN._replace(**changes)}, Draws(1), month)
    return world.residents


def seen(world, cause=0, number=1, month=0, **changes):
    """Let so many incidents, of which one person is the cause, be seen."""
    own = OWN._replace(**changes)
    key = Draws(1).key("incidents", month)
    incidents._witness_all(world, own, SOURS, HALF_HOURS, key, np.array([cause]), np.array([number]))
    return world.residents


def crowd(people=2000):
    """A street of people of all kinds of behaviour, a third of whom lack support."""
    world, numbers = street(people), np.random.default_rng(5)
    r = world.residents
    r.behaviour[:people] = numbers.uniform(0.0, 1.0, people)
    r.age[:people] = numbers.integers(200, 900, people)
    r.need[:people] = 5.0
    r.unmet[:people] = np.where(np.arange(people) % 3, 0.0, numbers.uniform(0.0, 5.0, people))
    return world


def means(world, people, own=OWN):
    return np.array([incidents.expected(world, own, i) for i in range(people)])


def test_at_behaviour_one_with_need_met_and_a_full_week_the_mean_is_the_base():
    world = with_focus(street(2), WORKPLACE, 2)
    world.residents.behaviour[:2] = 1.0, 0.5
    world.residents.need[0] = 3.0
    for resident in (0, 1):
        sit(world, resident, DAY, 2)
    assert means(world, 2) == pytest.approx([OWN.base, OWN.base / 4.0])


def test_need_that_nobody_meets_and_an_empty_day_raise_the_mean_by_their_exponentials():
    world = street(3)
    r = world.residents
    r.behaviour[:3] = 1.0
    r.age[:2] = RETIREMENT
    r.need[:3], r.unmet[:3] = 4.0, (0.0, 3.0, 3.0)
    factors = means(world, 3) / OWN.base
    assert factors[0] == pytest.approx(1.0)
    assert factors[1] == pytest.approx(math.exp(0.75 * OWN.unmet_weight))
    assert factors[2] == pytest.approx(math.exp(0.75 * OWN.unmet_weight + OWN.idle_weight))


def test_without_difficult_behaviour_there_are_no_incidents():
    world = crowd(200)
    world.residents.behaviour[:] = 0.0
    r = lives(world, base=1.0)
    assert world.wijken.incidents[0] == 0.0 and np.all(r.incident[:200] < 0) and np.all(r.fear == 0.0)


def test_incidents_are_as_many_as_a_poisson_law_says():
    """2,000 people for 12 months: the number of incidents, and of people without any in a month, within 4.5
    standard errors: false alarm 1.4e-5."""
    world = crowd()
    expected = means(world, 2000)
    found, none = 0, 0
    for month in range(12):
        _, counts = incidents._happen(world, OWN, Draws(7).key("incidents", month), month)
        found += counts.sum()
        none += 2000 - len(counts)
    assert abs(found - 12 * expected.sum()) < EDGE * math.sqrt(12 * expected.sum())
    quiet = np.exp(-expected)
    assert abs(none - 12 * quiet.sum()) < EDGE * math.sqrt(12 * (quiet * (1 - quiet)).sum())


@pytest.mark.parametrize("changes", [{}, {"base": 1.0}, {"base": 1.0, "unmet_weight": 3.0, "idle_weight": 0.0}])
def test_looking_nothing_up_for_most_changes_who_is_counted_for_nobody(changes):
    world, own, key = crowd(), OWN._replace(**changes), Draws(3).key("incidents", 4)
    causes, counts = incidents._happen(world, own, key, 4)
    drawn = np.array([poisson(key, i, mean) for i, mean in enumerate(means(world, 2000, own))])
    assert np.array_equal(causes, np.flatnonzero(drawn)) and np.array_equal(counts, drawn[drawn > 0])
    assert len(causes) > 50


def test_the_wijk_counts_what_happens_and_each_cause_the_month():
    world = street(40, wijken=2)
    world.dwellings.wijk[20:] = 1
    world.residents.behaviour[:40] = 1.0
    r = lives(world, month=5, base=0.5)
    causes, counts = incidents._happen(world.copy(), OWN._replace(base=0.5), Draws(1).key("incidents", 5), 5)
    assert world.wijken.incidents == pytest.approx([counts[causes < 20].sum(), counts[causes >= 20].sum()])
    assert np.array_equal(np.flatnonzero(r.incident == 5), causes)
    assert np.all(world.wijken.registered <= world.wijken.incidents) and world.wijken.incidents.min() > 0
    lives(world, month=6, base=0.0)
    assert np.all(world.wijken.incidents == 0.0) and np.all(world.wijken.registered == 0.0)
    check_invariants(world)


def test_a_witness_is_less_at_ease_with_people_like_the_cause_only_and_afraid():
    world = street(2)
    world.residents.category[0] = 3
    world.residents.familiarity[1] = 0.3
    r = seen(world, seen_in_block=1.0, seen_in_pool=0)
    assert r.tolerance[1] == pytest.approx([1.0, 1.0, 1.0, math.exp(-SOURS * 0.7), 1.0])
    assert r.fear[:2] == pytest.approx([0.0, 0.7])


def test_every_incident_weighs():
    r = seen(street(2), number=3, seen_in_block=1.0, seen_in_pool=0)
    assert r.fear[1] == pytest.approx(3.0)
    assert r.tolerance[1, 0] == pytest.approx(math.exp(-3.0 * SOURS))


def test_who_has_a_tie_with_the_cause_is_frightened_by_what_the_tie_leaves():
    world = street(4)
    befriend(world, 0, 1, 120.0)
    befriend(world, 0, 2, 5.0)
    world.residents.familiarity[2] = 0.6
    r = seen(world, seen_in_block=1.0, seen_in_pool=0)
    assert r.fear[1:4] == pytest.approx([HALF_HOURS / (120.0 + HALF_HOURS), 0.4, 1.0], rel=ROUNDED)


def test_children_witness_nothing_in_block_and_pool():
    world = in_two_blocks(street(6), 3)
    world.residents.age[[1, 4]] = 215
    r = seen(world, number=60, seen_in_block=1.0)
    assert np.all(r.fear[[1, 4]] == 0.0) and np.all(r.tolerance[[1, 4]] == 1.0)
    assert np.all(r.fear[[2, 3, 5]] > 0.0)


def in_class(kind, **changes):
    """Sixty incidents of which a pupil of eight is the cause, in a class of a child, a friend and a neighbour."""
    world = with_focus(street(5), kind, 4)
    make_pupils(world, range(5), extra=[0])
    for resident in range(4):
        sit(world, resident, DAY, 2)
    befriend(world, 0, 2, HALF_HOURS)
    world.residents.familiarity[3] = 0.9
    return seen(world, seen_in_block=1.0, seen_in_pool=0, **changes)


@pytest.mark.parametrize("kind", [SCHOOL_CLASS, SPECIAL_CLASS])
def test_classmates_witness_what_a_pupil_causes_and_only_a_tie_makes_it_weigh_less(kind):
    r = in_class(kind, seen_in_class=1.0)
    assert r.fear[:5] == pytest.approx([0.0, 1.0, 0.5, 1.0, 0.0], rel=ROUNDED)
    assert r.tolerance[1] == pytest.approx([1.0, 1.0, math.exp(-SOURS), 1.0, 1.0])
    assert np.all(r.tolerance[4] == 1.0)


def test_what_is_seen_in_class_can_be_switched_off_and_is_not_seen_at_work():
    assert not in_class(SCHOOL_CLASS, seen_in_class=0.0).fear.any()
    assert not in_class(WORKPLACE, seen_in_class=1.0).fear.any()


def test_of_a_class_as_many_witness_it_as_the_chance_says():
    """400 incidents in a class of ten others: witnesses within 4.5 standard errors, false alarm 7e-6."""
    world = with_focus(street(11), SCHOOL_CLASS, 11)
    make_pupils(world, range(11), extra=[0])
    for resident in range(11):
        sit(world, resident, DAY, 2)
    r, times = seen(world, number=400, seen_in_block=0.0, seen_in_pool=0), 4000
    expected = times * OWN.seen_in_class
    assert abs(r.fear[1:11].sum() - expected) < EDGE * math.sqrt(expected * (1.0 - OWN.seen_in_class))


def test_of_the_block_half_witness_it_and_of_the_pool_who_sits_in_the_drawn_seats():
    """400 incidents on a street of two blocks of ten: witnesses within 4.5 standard errors, false alarm 1.4e-5."""
    world = in_two_blocks(street(20), 10)
    r = seen(world, number=400)
    seats, times = 80, 400
    block, pool = times * 9 * OWN.seen_in_block, times * OWN.seen_in_pool * 10 / seats
    assert r.fear[0] == 0.0
    assert abs(r.fear[1:10].sum() - block) < EDGE * math.sqrt(block * (1.0 - OWN.seen_in_block))
    assert abs(r.fear[10:20].sum() - pool) < EDGE * math.sqrt(pool * (1.0 - 10 / seats))


def test_fear_falls_to_a_third_in_its_months():
    world = street(1)
    world.residents.fear[0] = 2.0
    for month in range(int(OWN.fear_months)):
        r = lives(world, month)
    assert r.fear[0] == pytest.approx(2.0 / math.e, rel=1e-5)


def test_the_mean_fear_of_adults_stands_under_its_month():
    world = street(4, wijken=2)
    world.dwellings.wijk[3] = 1
    world.residents.fear[:4] = 1.0, 3.0, 9.0, 0.5
    world.residents.age[2] = 100
    lives(world, month=26)
    kept = math.exp(-1.0 / OWN.fear_months)
    assert world.wijken.fear[:, 2] == pytest.approx([2.0 * kept, 0.5 * kept], rel=1e-5)
    assert np.count_nonzero(world.wijken.fear) == 2


def test_collective_efficacy_is_the_mean_of_familiarity_times_comfort_over_the_other_adults_of_the_block():
    world = in_two_blocks(street(6), 5)
    r = world.residents
    r.category[0], r.age[3] = 2, 100
    r.familiarity[:6] = 0.9, 0.5, 0.8, 1.0, 0.0, 1.0
    r.tolerance[:6, 2] = 0.1, 0.6, 0.5, 1.0, 1.0, 1.0
    assert incidents.collective_efficacy(world, 0) == pytest.approx((0.5 * 0.6 + 0.8 * 0.5 + 0.0) / 3.0)


def test_where_a_cause_has_no_neighbours_nobody_settles_it_among_themselves():
    assert incidents.collective_efficacy(street(1, homes=3), 0) == 0.0


@pytest.mark.parametrize(("familiarity", "served", "chance"), [(0, 0, 1), (0.6, 0, 0.7), (0, 4, 0.6), (0.6, 4, 0.42)])
def test_less_is_reported_where_neighbours_know_each_other_and_where_a_case_is_coordinated(familiarity, served, chance):
    """4,000 incidents each; the share reported within 4.5 standard errors: false alarm 7e-6."""
    world, times = street(3), 4000
    r = world.residents
    r.familiarity[1:3], r.tolerance[1:3, 0], r.served[0] = familiarity, 0.5, served
    world.wijken.coordination[0] = 0.4
    for month in range(times):
        incidents._report(world, OWN, Draws(1).key("incidents", month), 0)
    share = OWN.reported * chance
    assert abs(world.wijken.registered[0] / times - share) < EDGE * math.sqrt(share * (1.0 - share) / times)


def test_the_order_of_rows_changes_nobody_to_the_bit():
    people = 120
    world = crowd(people)
    world.residents.uid[:people] = np.random.default_rng(6).permutation(10 * people)[:people]
    world.residents.familiarity[:people] = np.linspace(0.0, 0.8, people)
    for one in range(0, people, 3):
        befriend(world, one, one + 1, 7.0 + one)
    order = np.random.default_rng(2).permutation(len(world.residents.uid) - 2)
    turned = reordered(world, order)
    for month in range(6):
        for each in (world, turned):
            lives(each, month, base=0.05)
    for column in ("incident", "fear", "tolerance"):
        found, other = (getattr(each.residents, column) for each in (world, turned))
        assert np.array_equal(found[order], other[: len(order)]), column
    for column in ("incidents", "registered", "fear"):
        assert np.array_equal(getattr(world.wijken, column), getattr(turned.wijken, column)), column
    assert world.wijken.registered[0] > 0 and np.unique(world.residents.fear).size > 50
