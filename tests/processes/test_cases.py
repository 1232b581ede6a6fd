"""Which domains people need, and how their cases begin, drop out and end."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import cases
from sim.randomness import Draws
from sim.world.codes import (
    EDUCATION,
    EXHOMELESS,
    EXTRA_SUPPORT,
    HOME_CARE,
    LIVEABILITY,
    LVB,
    MENTAL_HEALTH_CARE,
    NEW,
    OLD80,
    PHYSICAL_SPACE,
    PSY,
    WELFARE,
    WORK,
)

OWN = BOUND["cases"]
ALL_BUT_SPACE = 0b0111111


def clients(people, bits=PSY, frailty=0, age=480):
    """People of one group whose need nobody has met."""
    world = street(people)
    r = world.residents
    r.vulnerability[:people], r.frailty[:people], r.age[:people], r.unmet[:people] = bits, frailty, age, 2.0
    return world


def live(world, months=1, first=0, own=OWN, seed=1):
    for month in range(first, first + months):
        cases.step(world, {"cases": own}, Draws(seed), month)
    return world.residents


def needed(bits, frailty=0, age=480):
    """Give the domains that some, and those that all of forty people of a group need."""
    found = live(clients(40, bits, frailty, age)).domains[:40]
    some, every = np.bitwise_or.reduce(found), np.bitwise_and.reduce(found)
    return tuple({domain for domain in range(7) if bits >> domain & 1} for bits in (some, every))


@pytest.mark.parametrize(
    ("group", "some", "every"),
    [
        ((0, 1), {HOME_CARE, WELFARE}, {HOME_CARE}),
        ((OLD80, 0, 1000), {HOME_CARE, WELFARE}, {HOME_CARE}),
        ((PSY,), {WELFARE, MENTAL_HEALTH_CARE, WORK, LIVEABILITY}, {WELFARE, MENTAL_HEALTH_CARE}),
        ((PSY, 0, 810), {WELFARE, MENTAL_HEALTH_CARE, LIVEABILITY}, {WELFARE, MENTAL_HEALTH_CARE}),
        ((LVB,), {WELFARE, WORK, MENTAL_HEALTH_CARE}, {WELFARE, WORK}),
        ((EXHOMELESS,), {WELFARE, LIVEABILITY, MENTAL_HEALTH_CARE, WORK}, {WELFARE, LIVEABILITY, MENTAL_HEALTH_CARE}),
        ((NEW,), {EDUCATION, WELFARE}, {EDUCATION}),
        ((EXTRA_SUPPORT, 0, 120), {EDUCATION, MENTAL_HEALTH_CARE}, {EDUCATION}),
        ((0,), set(), set()),
    ],
)
def test_domains_follow_from_the_group(group, some, every):
    assert needed(*group) == (some, every)


def test_nobody_needs_those_who_keep_public_space():
    found = live(clients(20, PSY | LVB | NEW | EXHOMELESS, 2)).domains[:20]
    assert not np.any(found >> PHYSICAL_SPACE & 1)


def test_whoever_gets_a_second_group_needs_no_fewer_domains():
    before, after = live(clients(40, PSY)).domains[:40], live(clients(40, PSY | LVB)).domains[:40]
    assert np.array_equal(before & after, before) and np.any(after != before)


def test_domains_stay_the_same_from_month_to_month():
    world = clients(40)
    before = live(world).domains.copy()
    assert np.array_equal(live(world, 5, first=1).domains, before)


def test_only_who_has_unmet_need_is_a_client():
    world = clients(4)
    world.residents.unmet[0] = 0.0
    r = live(world, 30)
    assert r.domains[0] == r.served[0] == 0 and np.all(r.domains[1:4] > 0) and np.all(r.served[1:4] > 0)


def test_who_lacks_less_than_the_least_hours_asks_nobody():
    world = clients(3)
    world.wijken.coordination[:] = 1.0
    world.residents.unmet[:3] = 0.2, 0.9, 1.1
    own = OWN._replace(least_hours=1.0)
    assert list(live(world, own=own).served[:3] > 0) == [False, False, True]
    assert np.all(live(world, first=1, own=OWN._replace(least_hours=0.0)).served[:3] > 0)


def test_a_case_ends_with_the_need():
    world = clients(4)
    world.wijken.coordination[:] = 1.0
    assert np.all(live(world).served[:4] > 0)
    world.residents.unmet[:2] = 0.0
    r = live(world, first=1)
    assert np.all(r.served[:2] == 0) and np.all(r.domains[:2] == 0) and np.all(r.served[2:4] > 0)


def test_the_case_of_a_domain_ends_when_it_is_no_longer_needed():
    world = clients(4, LVB)
    world.wijken.coordination[:] = 1.0
    assert np.all(live(world).served[:4] >> WORK & 1)
    world.residents.age[:4] = 810
    r = live(world, first=1)
    assert not np.any(r.served[:4] >> WORK & 1) and np.all(r.served[:4] >> WELFARE & 1)


def test_with_full_coordination_cases_begin_at_once_and_none_drops_out():
    world = clients(20)
    world.wijken.coordination[:] = 1.0
    for month in range(20):
        r = live(world, first=month)
        assert np.array_equal(r.served[:20], r.domains[:20])


def test_waiting_is_geometric_with_the_closed_mean():
    """3,000 people with one domain, coordination 0.3, so 1 + 3 · 0.7 = 3.1 months on average: the mean within 4.5
    standard errors (false alarm 7e-6) and the first six months by chi-square (false alarm 1e-4)."""
    from scipy import stats

    people, coordination = 3000, 0.3
    world = clients(people, frailty=1, bits=0)
    world.wijken.coordination[:] = coordination
    waited = np.zeros(people, int)
    own = OWN._replace(drop_out=0.0, frail=np.eye(7)[HOME_CARE])
    for month in range(200):
        waited[live(world, first=month, own=own).served[:people] == 0] += 1
    months, chance = waited + 1, 1.0 / (1.0 + OWN.added_wait * (1.0 - coordination))
    deviation = np.sqrt(1.0 - chance) / chance
    assert abs(months.mean() - 1.0 / chance) < 4.5 * deviation / np.sqrt(people)
    counts = np.bincount(np.minimum(months, 7), minlength=8)[1:]
    shares = chance * (1.0 - chance) ** np.arange(6)
    expected = people * np.append(shares, 1.0 - shares.sum())
    assert stats.chisquare(counts, expected).pvalue > 1e-4


def lost(coordination_of_city, moves, people=4000):
    """Give who loses their only case in a month, with or without a house move, coordination in the wijk being 0.5."""
    world = clients(people, frailty=1, bits=0)
    world.wijken.coordination[:], world.city.coordination[:] = 0.5, coordination_of_city
    r = world.residents
    r.served[:people], r.moved[:people] = 1 << HOME_CARE, 7 if moves else 6
    return live(world, first=7, own=OWN._replace(frail=np.eye(7)[HOME_CARE])).served[:people] == 0


def test_a_house_move_loses_more_cases_where_housing_and_support_work_apart():
    """The shares lost within 4.5 standard errors of the closed ones (false alarm 7e-6 each); chance is shared, so
    who loses a case in a well coordinated city loses it elsewhere too."""
    stays, together, apart = lost(0.0, moves=False), lost(1.0, moves=True), lost(0.0, moves=True)
    assert np.array_equal(stays, together) and np.all(apart[together]) and apart.sum() > together.sum()
    for found, chance in ((together, 0.02 * 0.5), (apart, 0.02 * 0.5 * 4.0)):
        assert abs(found.mean() - chance) < 4.5 * np.sqrt(chance * (1.0 - chance) / len(found))


def test_coordination_is_that_of_the_wijk_of_the_client():
    world = street(40, wijken=2)
    r = world.residents
    r.frailty[:40], r.unmet[:40] = 1, 2.0
    world.dwellings.wijk[20:] = 1
    world.wijken.coordination[:] = 0.0, 1.0
    r = live(world)
    assert np.array_equal(r.served[20:40], r.domains[20:40]) and np.any(r.served[:20] == 0)
