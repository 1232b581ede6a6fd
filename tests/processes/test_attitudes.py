"""How contact changes comfort: closed forms, and a street pair by pair."""

import numpy as np
import pytest
from handmade import BOUND, move_in, street
from hypothesis import given
from hypothesis import strategies as st

from sim.processes import attitudes, contact, encounters
from sim.randomness import Draws
from sim.world.codes import (
    BEHAVIOUR,
    BLOCK,
    CATEGORIES,
    DAY,
    NEAR_DRIVE,
    POOL,
    TOLERANCE_PARTS,
    WITHDRAWN,
    WORKPLACE,
)
from sim.world.order import reordered

OWN, MEET = BOUND["attitudes"], BOUND["encounters"]
BETWEEN = st.floats(0.0, 1.0)


def mixed_street(people=5):
    """Neighbours of three categories who differ in behaviour, familiarity and sociability."""
    world = street(people)
    r = world.residents
    r.category[:people] = np.arange(people) % 3
    r.behaviour[:people] = np.linspace(0.0, 0.6, people)
    r.familiarity[:people] = np.linspace(0.9, 0.1, people)
    r.sociability[:people] = np.linspace(0.5, 2.0, people)
    r.tolerance[:people] = 0.6
    r.tolerance_start[:people] = round(0.6 * TOLERANCE_PARTS)
    contact.step(world, BOUND, Draws(1), 0)
    return world


def a_month(world, bound=BOUND):
    attitudes.step(world, bound, Draws(1), 0)
    return world.residents.tolerance


def pair_by_pair(world, i, start, meet=MEET):
    """Work out a month of resident i of a street without any shortcut: comfort with each category."""
    r = world.residents
    good, bad = np.zeros(CATEGORIES), np.zeros(CATEGORIES)
    for j in np.flatnonzero(r.alive):
        if j == i:
            continue
        for kind in (BLOCK, POOL):
            each = 0.5 * meet.per_month[kind] / (meet.group_size[kind] - 1.0)
            meetings = each * (float(r.face[i, NEAR_DRIVE]) + float(r.face[j, NEAR_DRIVE]))
            sour = meet.negative_floor + meet.negative_behaviour * float(r.face[j, BEHAVIOUR]) * (1 - r.familiarity[i])
            bad[r.category[j]] += meetings * sour
            good[r.category[j]] += meetings * (1.0 - sour) * meet.duration[kind] * meet.quality[kind]
    after = (1.0 - (1.0 - start) * np.exp(-OWN.warms * good)) * np.exp(-OWN.sours * bad)
    return after + OWN.returns * (r.tolerance_start[i] / TOLERANCE_PARTS - after)


def test_constant_flows_reach_the_fixed_point_in_closed_form():
    good, bad, start = 5.0, 0.7, 0.45
    comfort = 0.9
    for _ in range(4000):
        comfort = attitudes.later(OWN, comfort, start, good, bad)
    warm, sour, back = np.exp(-OWN.warms * good), np.exp(-OWN.sours * bad), OWN.returns
    expected = ((1.0 - back) * sour * (1.0 - warm) + back * start) / (1.0 - (1.0 - back) * sour * warm)
    assert comfort == pytest.approx(expected, abs=1e-6)


def test_without_contact_comfort_returns_to_where_it_started():
    comfort = 0.9
    for _ in range(3000):
        comfort = attitudes.later(OWN, comfort, 0.45, 0.0, 0.0)
    assert comfort == pytest.approx(0.45, abs=1e-6)


@given(BETWEEN, BETWEEN, st.floats(0, 300), st.floats(0, 300))
def test_comfort_stays_a_share_and_follows_good_and_bad(comfort, start, good, bad):
    here = attitudes.later(OWN, comfort, start, good, bad)
    assert 0.0 <= here <= 1.0
    assert attitudes.later(OWN, comfort, start, good + 1.0, bad) >= here - 1e-12
    assert attitudes.later(OWN, comfort, start, good, bad + 1.0) <= here + 1e-12


@given(st.floats(0, 30))
def test_the_short_series_is_the_exponential(flow):
    assert attitudes.fading(flow) == pytest.approx(np.exp(-flow), abs=1e-6)


def test_a_street_is_what_its_pairs_add_up_to():
    world = mixed_street()
    expected = [pair_by_pair(world, i, 0.6) for i in range(5)]
    assert a_month(world)[:5] == pytest.approx(np.array(expected), abs=2e-6)


def test_somebody_alone_keeps_their_comfort():
    world = mixed_street(1)
    assert a_month(world)[0] == pytest.approx(np.full(CATEGORIES, 0.6), abs=1e-6)


def test_a_workplace_counts_and_a_closed_one_does_not():
    comfort = []
    for is_open in (True, False):
        world = street(4, homes=6)
        move_in(world, 4, 4)
        world.foci.kind[1], world.foci.open[1] = WORKPLACE, is_open  # the pool becomes a workplace of the seats below
        world.dwellings.pool[:] = 0
        world.residents.focus[:5, DAY] = 20 + np.arange(5) % 4
        world.seats.place[20:] = 1
        world.residents.tolerance[:5] = 0.5
        contact.step(world, BOUND, Draws(1), 0)
        comfort.append(float(a_month(world)[0, 0]))
    assert comfort[0] > comfort[1] + 0.005


def test_the_quality_of_contact_matters():
    worlds = mixed_street(), mixed_street()
    better = MEET._replace(quality=1.0 + MEET.quality)
    plain, warm = a_month(worlds[0]), a_month(worlds[1], BOUND | {"encounters": better})
    met = np.arange(3) != np.array([[-1], [-1], [2], [-1], [-1]])  # the third is the only one of its category
    assert np.all((warm[:5, :3] > plain[:5, :3]) == met)


def test_the_same_behaviour_is_read_milder_by_who_recognises_it():
    worlds = mixed_street(), mixed_street()
    worlds[0].residents.familiarity[:5] = 0.0
    worlds[1].residents.familiarity[:5] = 0.9
    strangers, neighbours = (a_month(world)[:5] for world in worlds)
    assert np.all((neighbours[:, WITHDRAWN] > strangers[:, WITHDRAWN]) == (np.arange(5) != 2))  # nobody meets oneself


@pytest.mark.parametrize(("familiarity", "least", "most"), [(0.0, 0.35, 0.50), (0.7, 0.42, 0.60)])
def test_a_block_with_three_in_ten_withdrawn_ends_where_its_contact_says(familiarity, least, most):
    """Behaviour 0.3 of which a fifth of need is unmet, from 0.45: the level of pair-by-pair sums, months on end."""
    world = street(18)
    r = world.residents
    r.category[:18] = np.where(np.arange(18) < 5, WITHDRAWN, 0)
    r.behaviour[:18] = np.where(np.arange(18) < 5, 0.3, 0.0)
    r.need[:5], r.unmet[:5] = 1.0, 0.2
    r.tolerance[:18], r.tolerance_start[:18] = 0.45, round(0.45 * TOLERANCE_PARTS)
    r.familiarity[:18] = familiarity
    contact.step(world, BOUND, Draws(1), 0)
    expected = np.full(CATEGORIES, 0.45)
    for _ in range(1200):
        a_month(world)
        expected = pair_by_pair(world, 17, expected)
    assert r.tolerance[17, WITHDRAWN] == pytest.approx(expected[WITHDRAWN], abs=1e-4)
    assert least < r.tolerance[17, WITHDRAWN] < most


def test_renaming_two_categories_changes_nothing():
    """Verification 16."""
    plain, swapped = mixed_street(), mixed_street()
    names = np.array([0, 3, 2, 1, 4])
    for world in (plain, swapped):
        world.residents.tolerance[:5] = np.linspace(0.2, 0.9, 5)
        world.residents.tolerance_start[:5] = [50, 100, 150, 200, 250]
    r = swapped.residents
    r.category[:5] = names[r.category[:5]]
    r.tolerance[:5], r.tolerance_start[:5] = r.tolerance[:5][:, names], r.tolerance_start[:5][:, names]
    assert np.array_equal(a_month(plain)[:5], a_month(swapped)[:5][:, names])


def test_where_nobody_is_difficult_and_nothing_is_taken_badly_comfort_never_falls():
    world = mixed_street()
    world.residents.behaviour[:5] = 0.0
    contact.step(world, BOUND, Draws(1), 0)
    assert np.all(a_month(world, BOUND | {"encounters": MEET._replace(negative_floor=0.0)})[:5] >= 0.6 - 1e-6)


def test_the_order_of_rows_changes_nobody_to_the_bit():
    world = mixed_street(6)
    rows = len(world.residents.alive) - 2
    turned = reordered(world, np.arange(rows)[::-1].copy())
    one, other = a_month(world), a_month(turned)
    by_uid = [np.argsort(w.residents.uid[w.residents.alive]) for w in (world, turned)]
    assert np.array_equal(one[world.residents.alive][by_uid[0]], other[turned.residents.alive][by_uid[1]])


def test_others_meet_behaviour_that_lacks_support():
    world = street(3)
    r = world.residents
    r.behaviour[:3], r.need[:3], r.unmet[:3] = 0.4, (0.0, 2.0, 2.0), (0.0, 1.0, 2.0)
    contact.step(world, BOUND, Draws(1), 0)
    assert r.face[:3, BEHAVIOUR] == pytest.approx([0.4, 0.6, 0.8])


def test_where_all_are_at_ease_new_ties_mix_categories_at_random():
    """Verification 10: three categories in a street of 60, one age and language; chi-square over pairs, 3 degrees
    of freedom and more, threshold of a false alarm rate of 1e-4."""
    from scipy.stats import chisquare

    people = 60
    categories = np.arange(people) % 3
    counts = np.zeros((3, 3))
    own = MEET._replace(per_month=0.05 * MEET.per_month)
    world = street(people)
    world.residents.category[:people] = categories
    for month in range(500):
        contact.step(world, BOUND, Draws(4), month)
        low, high, _ = encounters._meet_all(world, own, Draws(4).key("encounters", month))
        np.add.at(counts, (categories[low], categories[high]), 1)
    counts = counts + counts.T
    same, across = people / 3 * (people / 3 - 1) / 2, (people / 3) ** 2
    expected = np.array([same] * 3 + [across] * 3)
    found = np.array([*(np.diag(counts) / 2), counts[0, 1], counts[0, 2], counts[1, 2]])
    assert found.sum() > 300
    assert chisquare(found, expected * found.sum() / expected.sum()).pvalue > 1e-4
