"""What professionals give to whom, on streets small enough to compute by hand."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import professional_care
from sim.randomness import Draws
from sim.world.codes import (
    HOME_CARE,
    LIVEABILITY,
    LONG_AGO,
    MENTAL_HEALTH_CARE,
    PHYSICAL_SPACE,
    PROFESSIONALS,
    WELFARE,
    WHOLE_CITY,
    WORK,
)
from sim.world.order import RESERVED, reordered

OWN = BOUND["professional_care"]
WEEKS = BOUND["caring"].weeks
JOINT = BOUND["coordination"].joint_hours
DIRECT = OWN.for_clients * (OWN.month_of_fte - JOINT)
"""Hours a month of one FTE for clients and overhead."""


def clients(people, domains, unmet=2.0, served=None, **world):
    """Residents who need these domains, with a running case in each unless said otherwise."""
    made = street(people, **world)
    r = made.residents
    r.unmet[:people] = unmet
    r.domains[:people] = sum(1 << domain for domain in domains)
    r.served[:people] = sum(1 << domain for domain in (domains if served is None else served))
    return made


def support(world, month=0):
    """Live through the step; give what each resident gets, hours a week."""
    before = world.residents.unmet.astype(float)
    professional_care.step(world, BOUND, Draws(1), month)
    return before - world.residents.unmet


def test_where_there_are_hours_enough_everything_asked_is_given():
    world = clients(3, [WELFARE], posts=[(WELFARE, 0, 1.0)])
    assert support(world)[:3] == pytest.approx(2.0)
    w = world.wijken
    assert w.support[0, PROFESSIONALS] == pytest.approx(6.0, abs=1e-5) and w.unserved[0, WELFARE] == 0.0
    assert w.caseload[0, WELFARE] == 3.0
    direct = (DIRECT - 3 * OWN.each_case) / WEEKS
    assert w.slack[0] == pytest.approx(1.0 - 6.0 / direct, rel=1e-5)


def test_hours_that_are_short_are_shared_in_proportion():
    world = clients(2, [WELFARE], unmet=[10.0, 30.0], posts=[(WELFARE, 0, 0.25)])
    direct = (0.25 * DIRECT - 2 * OWN.each_case) / WEEKS
    assert support(world)[:2] == pytest.approx([direct / 4, 3 * direct / 4], rel=1e-5)
    assert world.wijken.unserved[0, WELFARE] == pytest.approx(1.0 - direct / 40.0, rel=1e-5)
    assert world.wijken.slack[0] == 0.0


def test_whoever_caused_an_incident_in_the_last_months_goes_first():
    world = clients(3, [WELFARE], unmet=10.0, posts=[(WELFARE, 0, 0.2)])
    world.residents.incident[:3] = 20 - OWN.urgent_months, 20 - OWN.urgent_months - 1, LONG_AGO
    direct = (0.2 * DIRECT - 3 * OWN.each_case) / WEEKS
    assert direct < 10.0
    assert support(world, month=20)[:3] == pytest.approx([direct, 0.0, 0.0], rel=1e-5)


def test_what_is_left_by_those_who_go_first_is_shared_by_the_others():
    world = clients(3, [WELFARE], unmet=[4.0, 30.0, 10.0], posts=[(WELFARE, 0, 0.5)])
    world.residents.incident[0] = 20
    left = (0.5 * DIRECT - 3 * OWN.each_case) / WEEKS - 4.0
    assert 0.0 < left < 40.0
    assert support(world, month=20)[:3] == pytest.approx([4.0, 0.75 * left, 0.25 * left], rel=1e-5)


def test_a_vacant_post_serves_nobody():
    world = clients(2, [WELFARE], posts=[(WELFARE, 0, 1.0)])
    world.professionals.vacant[0] = True
    assert np.all(support(world) == 0.0)
    assert world.wijken.unserved[0, WELFARE] == 1.0 and world.wijken.caseload[0, WELFARE] == 0.0


def test_a_domain_without_a_running_case_gives_nothing_and_its_part_stays_unmet():
    world = clients(1, [WELFARE, WORK], served=[WELFARE], posts=[(WELFARE, 0, 1.0), (WORK, WHOLE_CITY, 1.0)])
    assert support(world)[0] == pytest.approx(1.0)
    assert world.residents.unmet[0] == pytest.approx(1.0)
    assert world.wijken.caseload[0, WORK] == 0.0


def overhead(domains, coordination):
    """Give the hours a month that one client costs beside support: what is short of all that their posts have."""
    posts = [(domain, WHOLE_CITY if domain == WORK else 0, 1.0) for domain in domains]
    world = clients(1, domains, unmet=168.0, posts=posts)
    world.wijken.coordination[:] = coordination
    return DIRECT * len(domains) - float(support(world)[0]) * WEEKS


@pytest.mark.parametrize("coordination", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("domains", [[WELFARE], [WELFARE, WORK], [HOME_CARE, WELFARE, MENTAL_HEALTH_CARE, WORK]])
def test_a_client_costs_each_domain_and_each_pair_that_works_apart(domains, coordination):
    """Verification 12: full coordination takes off the pairs, and with one domain there are none."""
    count = len(domains)
    expected = OWN.each_case * count + OWN.each_pair * count * (count - 1) / 2 * (1.0 - coordination)
    assert overhead(domains, coordination) == pytest.approx(expected, abs=1e-3)


def test_overhead_takes_at_most_its_share_of_the_hours():
    people = 90
    world = clients(people, [WELFARE], unmet=5.0, posts=[(WELFARE, 0, 1.0)])
    assert people * OWN.each_case > OWN.most_overhead * (OWN.month_of_fte - JOINT)
    given = support(world)[:people].sum() * WEEKS
    assert given == pytest.approx((OWN.for_clients - OWN.most_overhead) * (OWN.month_of_fte - JOINT), rel=1e-4)


def test_overhead_that_takes_all_leaves_nothing_and_no_debt():
    own = OWN._replace(for_clients=0.3, most_overhead=0.7)
    assert professional_care.direct_hours(own, np.array([100.0]), np.array([50.0]))[0] == 0.0


def crowd(people=60, seed=1):
    """A crowd in two wijken with all kinds of needs, and professionals who fall short of some of them."""
    rng = np.random.default_rng(seed)
    posts = [(d, w, 0.3) for d in (HOME_CARE, WELFARE, MENTAL_HEALTH_CARE) for w in (0, 1)]
    posts += [(LIVEABILITY, 1, 1.0)] * 3
    world = street(people, wijken=2, posts=[*posts, (WORK, WHOLE_CITY, 0.5), (PHYSICAL_SPACE, WHOLE_CITY, 0.5)])
    r = world.residents
    world.dwellings.wijk[people // 2 :] = 1
    world.wijken.coordination[:] = 0.2, 0.7
    r.unmet[:people] = rng.uniform(0.0, 20.0, people)
    r.domains[:people] = rng.integers(1, 64, people) & ~(1 << 4)
    r.domains[:people] |= r.domains[:people] == 0
    r.served[:people] = r.domains[:people] & rng.integers(0, 64, people)
    r.incident[:people] = np.where(rng.random(people) < 0.2, -1, LONG_AGO)
    return world


def test_hours_given_are_hours_received_and_never_more_than_was_unmet_or_at_hand():
    world = crowd()
    asked = np.zeros(2)
    given = support(world)
    homes = world.dwellings.wijk[world.residents.dwelling[:60]]
    np.add.at(asked, homes, given[:60])
    assert world.wijken.support[:, PROFESSIONALS] == pytest.approx(asked, abs=1e-4)
    assert np.all(world.residents.unmet >= 0.0) and np.all(given >= 0.0) and given.sum() > 10.0
    fte = world.professionals.fte.sum()
    assert given.sum() * WEEKS < OWN.for_clients * (OWN.month_of_fte - JOINT) * fte
    assert np.any(world.wijken.unserved > 0.0) and np.any(world.wijken.slack > 0.0)


def test_the_order_of_residents_changes_no_bit():
    plain = crowd()
    other = reordered(plain, np.random.default_rng(2).permutation(len(plain.residents.uid) - RESERVED))
    for world in (plain, other):
        support(world)
    mine, theirs = (np.argsort(world.residents.uid[world.residents.alive]) for world in (plain, other))
    for name in ("unmet", "worker_hours"):
        one, two = (world.residents._asdict()[name][world.residents.alive] for world in (plain, other))
        assert np.array_equal(one[mine], two[theirs]), name
    for name in ("support", "caseload", "unserved", "slack"):
        assert np.array_equal(plain.wijken._asdict()[name], other.wijken._asdict()[name]), name


def test_who_serves_the_whole_city_serves_every_wijk_alike():
    world = clients(2, [WORK], unmet=30.0, wijken=3, posts=[(WORK, WHOLE_CITY, 0.5)])
    world.dwellings.wijk[1] = 2
    given = support(world)[:2]
    assert given[0] == given[1] > 0.0
    assert len(set(world.wijken.unserved[:, WORK])) == 1 and np.all(world.wijken.caseload[:, WORK] == 4.0)


def test_who_works_in_a_wijk_serves_no_other():
    world = clients(2, [WELFARE], wijken=2, posts=[(WELFARE, 1, 1.0)])
    world.dwellings.wijk[1] = 1
    assert support(world)[:2] == pytest.approx([0.0, 2.0])


def test_fte_that_a_policy_adds_serve_as_others_do():
    world = clients(1, [WELFARE], unmet=100.0, wijken=1)
    world.wijk_levers.fte[0, WELFARE] = 0.5
    assert support(world)[0] == pytest.approx((0.5 * DIRECT - OWN.each_case) / WEEKS, rel=1e-5)


def test_joint_hours_come_off_the_hours_for_clients_at_once():
    world = clients(1, [WELFARE], unmet=100.0, posts=[(WELFARE, 0, 1.0)])
    world.wijk_levers.joint_hours[0] = 8.0
    expected = (OWN.for_clients * (OWN.month_of_fte - 8.0) - OWN.each_case) / WEEKS
    assert support(world)[0] == pytest.approx(expected, rel=1e-5)


def test_joint_hours_are_those_of_the_wijk_the_mean_for_the_city_and_for_housing_those_with_support():
    world = street(1, wijken=2)
    world.wijk_levers.joint_hours[:] = 2.0, 6.0
    world.rules.joint_hours[0] = 3.0
    hours = professional_care.joint_hours(world)
    assert list(hours[:, WELFARE]) == [3.0, 6.0]  # at the table with housing the social domain sits together as well
    assert list(hours[:, WORK]) == [4.5, 4.5]
    assert np.all(hours[:, [LIVEABILITY, PHYSICAL_SPACE]] == 3.0)


def test_support_is_a_tie_with_who_gives_it():
    world = clients(1, [WELFARE], posts=[(WELFARE, 0, 1.0)])
    world.residents.worker_hours[0] = 5.0
    support(world)
    gained = BOUND["facility_care"].worker_contact * WEEKS * 2.0
    assert world.residents.worker_hours[0] == pytest.approx(5.0 + gained, rel=1e-5)


def test_a_wijk_without_clients_and_without_professionals_has_nothing_to_tell():
    world = street(2)
    support(world)
    w = world.wijken
    assert not w.caseload.any() and not w.unserved.any() and not w.slack.any() and not w.support.any()
