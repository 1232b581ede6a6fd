"""How professionals tire, leave and are replaced."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import professionals
from sim.randomness import Draws
from sim.world.codes import HOME_CARE, WELFARE, WHOLE_CITY, WORK

OWN = BOUND["professionals"]
NOBODY_LEAVES = OWN._replace(leaves=0.0)


def live(world, months=1, first=0, own=OWN):
    for month in range(first, first + months):
        professionals.step(world, {"professionals": own}, Draws(1), month)
    return world.professionals


def test_strain_settles_where_falling_short_and_recovery_balance():
    world = street(1, wijken=2, posts=[(WELFARE, 0, 1.0), (WELFARE, 1, 1.0), (HOME_CARE, 1, 1.0)])
    world.wijken.unserved[1, WELFARE] = 0.4
    strain = live(world, 300, own=NOBODY_LEAVES).strain
    pressure = OWN.grows * OWN.falls_short * 0.4
    assert strain == pytest.approx([0.0, pressure / (pressure + OWN.fades), 0.0], rel=1e-5)


def test_who_serves_the_whole_city_feels_what_the_city_lacks():
    world = street(1, wijken=2, posts=[(WORK, WHOLE_CITY, 1.0)])
    world.wijken.unserved[:, WORK] = 1.0
    assert live(world, own=NOBODY_LEAVES).strain[0] == pytest.approx(OWN.grows * OWN.falls_short)


def test_without_anything_asked_strain_fades():
    world = street(1, posts=[(WELFARE, 0, 1.0)])
    world.professionals.strain[0] = 0.5
    assert live(world, 3, own=NOBODY_LEAVES).strain[0] == pytest.approx(0.5 * (1.0 - OWN.fades) ** 3, rel=1e-5)


def leavers(unserved, posts=6000):
    """Give how many posts fall vacant in one month at the strain that constant shortage leads to."""
    world = street(1, posts=[(WELFARE, 0, 1.0)] * posts)
    world.wijken.unserved[0, WELFARE] = unserved
    live(world, 300, own=NOBODY_LEAVES)
    return live(world, first=300).vacant


def test_who_is_strained_leaves_more_often_as_the_hazard_says():
    """Shares of 6,000 posts within 4.5 standard errors of the closed ones: false alarm 7e-6 each."""
    for unserved in (0.0, 1.0):
        pressure = OWN.grows * OWN.falls_short * unserved
        chance = OWN.leaves * np.exp(OWN.strain_leaves * pressure / (pressure + OWN.fades))
        found = leavers(unserved)
        assert abs(found.mean() - chance) < 4.5 * np.sqrt(chance * (1.0 - chance) / len(found))
    assert np.all(leavers(1.0)[leavers(0.0)])


def test_a_vacancy_is_filled_by_somebody_without_strain_and_says_when():
    world = street(1, posts=[(WELFARE, 0, 1.0)])
    p = world.professionals
    p.vacant[0], p.strain[0], p.since[0] = True, 0.7, -5
    live(world, first=12, own=OWN._replace(fills=1.0))
    assert not p.vacant[0] and p.strain[0] == 0.0 and p.since[0] == 12
    live(world, first=14, own=OWN._replace(leaves=1.0))
    assert p.vacant[0] and p.since[0] == 14


def test_vacancies_last_as_long_as_the_labour_market_says():
    """4,000 vacancies at twice the chance last 2 months on average, within 4.5 standard errors: false alarm 7e-6."""
    posts = 4000
    world = street(1, posts=[(WELFARE, 0, 1.0)] * posts)
    world.professionals.vacant[:] = True
    months = np.zeros(posts)
    own = OWN._replace(labour_market=2.0, leaves=0.0)
    for month in range(60):
        months += world.professionals.vacant
        live(world, first=month, own=own)
    chance = 2.0 * OWN.fills
    assert not world.professionals.vacant.any()
    assert abs(months.mean() - 1.0 / chance) < 4.5 * np.sqrt(1.0 - chance) / chance / np.sqrt(posts)


def test_the_share_of_vacant_posts_settles_where_leaving_and_filling_balance():
    """Without shortage .012 / (.012 + .25); 6,000 posts over ten years apart, 4.5 standard errors: 7e-6."""
    world = street(1, posts=[(WELFARE, 0, 1.0)] * 6000)
    found = live(world, 120).vacant
    share = OWN.leaves / (OWN.leaves + OWN.fills)
    assert abs(found.mean() - share) < 4.5 * np.sqrt(share * (1.0 - share) / len(found))


def test_chance_belongs_to_the_post_and_to_nobody_else():
    world, longer = (street(1, posts=[(WELFARE, 0, 1.0)] * posts) for posts in (200, 400))
    own = OWN._replace(leaves=0.1)
    assert np.array_equal(live(world, 12, own=own).vacant, live(longer, 12, own=own).vacant[:200])
