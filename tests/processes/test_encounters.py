"""Whom a month lets people meet by chance, on streets small enough to compute by hand."""

import numpy as np
import pytest
from handmade import BOUND, move_in, street
from scipy.stats import chisquare

from sim.processes import contact, encounters
from sim.randomness import Draws
from sim.world.codes import BLOCK, CARE_HOME, DRIVE, NEAR_DRIVE, POOL, SHARED_HOUSE, UNIT
from sim.world.guard import check_invariants

OWN = BOUND["encounters"]
EACH = OWN.per_month[BLOCK] / (OWN.group_size[BLOCK] - 1.0)
HOURS = sum(OWN.per_month[kind] / (OWN.group_size[kind] - 1.0) * OWN.duration[kind] for kind in (BLOCK, POOL))


def lived(world):
    contact.step(world, BOUND, Draws(1), 0)
    encounters.step(world, BOUND, Draws(1), 0)
    return world.residents


def test_somebody_alone_in_block_and_pool_meets_nobody():
    world = street(1, homes=3)
    world.residents.sociability[0] = 0.7  # so that the drive is no whole number of parts
    assert lived(world).neighbour_meetings[0] == 0.0
    check_invariants(world)


def test_neighbours_meet_as_often_as_the_mean_of_both_drives_says():
    world = street(3, homes=3)
    world.residents.sociability[:3] = 0.5, 1.0, 2.0
    r = lived(world)
    drive = r.face[:3, NEAR_DRIVE].astype(float)
    expected = [EACH * 0.5 * sum(drive[i] + drive[j] for j in range(3) if j != i) for i in range(3)]
    assert r.neighbour_meetings[:3] == pytest.approx(expected, rel=1e-5)


def test_a_household_has_no_neighbours_among_its_own():
    """Two homes of a street: a couple in one, one person in the other."""
    world = street(2, homes=2)
    move_in(world, 2, 0)
    world.residents.sociability[:3] = 0.5, 1.0, 2.0
    r = lived(world)
    drive = r.face[:3, NEAR_DRIVE].astype(float)
    pairs = [drive[0] + drive[1], drive[1] + drive[0] + drive[1] + drive[2], drive[2] + drive[1]]
    assert r.neighbour_meetings[:3] == pytest.approx([EACH * 0.5 * pair for pair in pairs], rel=1e-5)


def test_a_couple_alone_in_a_block_meets_no_neighbours():
    world = street(2, homes=1)
    assert np.all(lived(world).neighbour_meetings[:2] == 0.0)


def test_the_others_of_a_shared_house_are_neighbours():
    world = street(2, homes=1, kind=SHARED_HOUSE)
    assert np.all(lived(world).neighbour_meetings[:2] > 0.0)


def test_a_learner_in_a_living_group_hears_the_hours_that_its_drives_give():
    """In a living group people meet with their full drive, wherever they live; presence is for streets."""
    world = street(2, homes=2, facility=CARE_HOME)
    world.residents.dutch[:2] = 0.3, 1.0
    r = lived(world)
    kinds = (UNIT, DRIVE), (POOL, NEAR_DRIVE)
    pace = [OWN.per_month[kind] / (OWN.group_size[kind] - 1.0) * OWN.duration[kind] for kind, _ in kinds]
    drives = [float(r.face[0, drive]) + float(r.face[1, drive]) for _, drive in kinds]
    assert r.face[0, DRIVE] != r.face[0, NEAR_DRIVE]
    assert r.dutch_hours[0] == pytest.approx(0.5 * sum(p * d for p, d in zip(pace, drives, strict=True)), rel=1e-5)


def test_what_a_learner_hears_by_chance_in_block_and_pool_is_not_from_the_own_household():
    """Two homes of a street: a learner with a speaker in one, another speaker in the other; nobody meets elsewhere."""
    world = street(2, homes=2)
    move_in(world, 2, 0)
    world.residents.dutch[:3], world.residents.sociability[:3] = (0.3, 1.0, 1.0), (1.0, 0.5, 2.0)
    r = lived(world)
    drive = r.face[:3, NEAR_DRIVE].astype(float)
    assert r.dutch_hours[0] == pytest.approx(HOURS * 0.5 * (drive[0] + drive[1]), rel=1e-5)


def test_a_learner_in_a_shared_house_hears_dutch_from_the_others_by_chance():
    world = street(2, homes=1, kind=SHARED_HOUSE)
    world.residents.dutch[:2] = 0.3, 1.0
    r = lived(world)
    assert r.dutch_hours[0] == pytest.approx(HOURS * 0.5 * r.face[:2, NEAR_DRIVE].sum(dtype=float), rel=1e-5)


def test_a_learner_hears_dutch_from_those_who_speak_it_and_not_from_other_learners():
    world = street(3, homes=3)
    world.residents.dutch[:3] = 0.3, 0.5, 1.0
    r = lived(world)
    drive = r.face[:3, NEAR_DRIVE].astype(float)
    expected = [HOURS * 0.5 * (drive[i] + drive[2]) for i in (0, 1)]
    assert r.dutch_hours[:2] == pytest.approx(expected, rel=1e-5)
    assert r.dutch_hours[2] == 0.0


def test_strangers_begin_no_tie_where_nobody_is_at_ease():
    world = street(20, homes=20)
    world.residents.tolerance[:] = 0.0
    lived(world)
    assert np.all(world.ties.count == 0)


def test_fewer_pairings_that_stand_for_more_meetings_begin_as_many_ties():
    """400 months of a street of 30 with 1 and with 4 pairings a month, everybody unattached each month; the
    counts (about 1,000 each) within 4 standard errors of their difference: false alarm 6e-5."""
    found = []
    for tries in (1, 4):
        own = OWN._replace(tries=np.full(len(OWN.tries), float(tries)), per_month=0.01 * OWN.per_month)
        strangers, count = street(30, homes=30), 0
        for month in range(400):
            world = strangers.copy()
            contact.step(world, BOUND, Draws(2), month)
            encounters.step(world, BOUND | {"encounters": own}, Draws(2), month)
            count += int(world.ties.count.sum()) // 2
        found.append(count)
    assert min(found) > 200
    assert abs(found[0] - found[1]) < 4.0 * np.sqrt(sum(found))


def mixing(comfort):
    """Give p of the categories of pairs who begin a tie against those of any two of a street of 60, and their number.

    30, 20 and 10 people of three categories, and so much comfort with the last; 300 months of a hundredth of the
    meetings, so that no pairing is certain to begin a tie, in each of which all are strangers.
    """
    own, found = OWN._replace(per_month=0.01 * OWN.per_month), np.zeros((3, 3))
    sizes, strangers = np.array([30, 20, 10]), street(60, homes=60)
    for month in range(300):
        world = strangers.copy()
        r = world.residents
        r.category[:60] = np.random.default_rng(month).permutation(np.repeat([0, 1, 2], sizes))
        r.tolerance[:, 2] = comfort
        contact.step(world, BOUND, Draws(5), month)
        encounters.step(world, BOUND | {"encounters": own}, Draws(5), month)
        rows, slots = np.nonzero(np.arange(world.ties.partner.shape[1]) < world.ties.count[:, None])
        np.add.at(found, (r.category[rows], r.category[world.ties.partner[rows, slots]]), 1)
    assert np.array_equal(found, found.T)
    pairs = np.outer(sizes, sizes) - np.diag(sizes)
    one_of_each = np.triu_indices(3)
    observed = np.where(np.eye(3) > 0, found / 2.0, found)[one_of_each]
    expected = np.where(np.eye(3) > 0, pairs / 2.0, pairs)[one_of_each]
    return chisquare(observed, expected * observed.sum() / expected.sum()).pvalue, observed.sum()


def test_people_who_are_at_ease_with_everybody_mix_at_random():
    """Six numbers of pairs against the product of marginals (verification 10); false alarm 1e-4."""
    p, ties = mixing(comfort=1.0)
    assert ties > 500
    assert p > 1e-4


def test_people_who_are_ill_at_ease_with_some_do_not():
    assert mixing(comfort=0.7)[0] < 1e-4
