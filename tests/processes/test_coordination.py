"""How departments learn to work together, and what it costs before it pays."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import coordination, professional_care
from sim.randomness import Draws
from sim.world.codes import HOME_CARE, LIVEABILITY, MENTAL_HEALTH_CARE, PHYSICAL_SPACE, WELFARE, WHOLE_CITY, WORK

OWN = BOUND["coordination"]


def after(months, start, joint_hours, turnover):
    """Give coordination after so many months of the same joint hours and turnover."""
    value = np.array(start)
    for _ in range(months):
        value = coordination.later(OWN, value, joint_hours, turnover)
    return float(value)


@pytest.mark.parametrize("start", [0.0, 0.3, 1.0])
@pytest.mark.parametrize(("joint_hours", "turnover"), [(0.9, 0.02), (8.0, 0.015), (0.0, 0.02)])
def test_constant_turnover_has_the_closed_fixed_point(start, joint_hours, turnover):
    gained, lost = OWN.builds * joint_hours / OWN.full_joint_hours, OWN.lost_with_colleagues * turnover
    assert after(3000, start, joint_hours, turnover) == pytest.approx(gained / (gained + lost), abs=1e-6)


def test_without_joint_hours_it_falls_as_colleagues_leave():
    assert after(12, 0.3, 0.0, 0.02) == pytest.approx(0.3 * (1.0 - OWN.lost_with_colleagues * 0.02) ** 12)


def test_where_nobody_leaves_nothing_is_lost():
    assert after(12, 0.3, 0.0, 0.0) == pytest.approx(0.3)


def town():
    """Two wijken with two posts of welfare each, one of work for both, one of liveability, one of physical space."""
    posts = [(WELFARE, 0, 1.0), (WELFARE, 0, 1.0), (WELFARE, 1, 1.0), (HOME_CARE, 1, 0.5), (WORK, WHOLE_CITY, 1.0)]
    world = street(1, wijken=2, posts=[*posts, (LIVEABILITY, 0, 0.5), (PHYSICAL_SPACE, WHOLE_CITY, 1.0)])
    world.professionals.since[:] = -7
    world.wijken.coordination[:], world.city.coordination[:] = 0.3, 0.2
    return world


def test_turnover_of_a_wijk_counts_its_social_domain_and_who_serves_the_city():
    world = town()
    p = world.professionals
    p.vacant[[0, 5]], p.since[[0, 5]] = True, 4
    assert coordination.turnover_by_wijk(world, 4) == pytest.approx([1.0 / 3.0, 0.0])
    p.vacant[4], p.since[4] = True, 4
    assert coordination.turnover_by_wijk(world, 4) == pytest.approx([2.0 / 3.0, 1.0 / 2.5])


def test_turnover_of_the_city_counts_everybody():
    world = town()
    world.professionals.vacant[[0, 5]], world.professionals.since[[0, 5]] = True, 4
    assert coordination.turnover_of_city(world, 4) == pytest.approx(1.5 / 6.0)


def test_who_left_earlier_takes_nothing_along_now():
    world = town()
    world.professionals.vacant[:], world.professionals.since[:] = True, 3
    assert not coordination.turnover_by_wijk(world, 4).any() and coordination.turnover_of_city(world, 4) == 0.0


def given(joint_hours, months):
    """Give the hours a week that a client of three domains gets in a month after others of so many joint hours."""
    posts = [(domain, 0, 0.03) for domain in (HOME_CARE, WELFARE, MENTAL_HEALTH_CARE)]
    world = street(1, posts=posts)
    r = world.residents
    r.domains[0] = r.served[0] = 0b111
    world.wijken.coordination[:] = 0.3
    for month in range(months + 1):
        world.wijk_levers.joint_hours[:] = joint_hours
        world.professionals.vacant[:] = False
        r.unmet[0] = 10.0
        professional_care.step(world, BOUND, Draws(1), month)
        world.professionals.since[:], world.professionals.vacant[:] = month, np.arange(3) == month % 50
        coordination.step(world, BOUND, Draws(1), month)
    return 10.0 - float(r.unmet[0]), float(world.wijken.coordination[0])


def test_joint_hours_cost_clients_at_once_and_give_more_back_later():
    """A client of three domains whose posts are small: overhead is a large part of the hours, as in a full caseload."""
    (before, _), (at_once, _) = given(OWN.joint_hours, 0), given(8.0, 0)
    (without, low), (later, high) = given(OWN.joint_hours, 60), given(8.0, 60)
    assert at_once < before and high > 0.6 > low
    assert later - without > before - at_once
