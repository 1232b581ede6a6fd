"""How the allocation rules rank dwellings for somebody who cannot wait."""

import numpy as np
import pytest
from handmade import BOUND, befriend, move_in, street

from sim.randomness import Draws
from sim.world import allocation
from sim.world.codes import CHEAPEST, INFORMED, KIN_TIE, NEAR_KIN, NOWHERE, OLD_WIJK, OWNER, PRIVATE, QUOTA

WEIGHT = BOUND["urgent_housing"].informed_weight
FREE = np.array([1, 2, 3, 4, 5])


def town(coordination):
    """Somebody who seeks in home 0, kin in home 6, and five free homes of different rent in two wijken and blocks."""
    world = street(1, homes=7, wijken=2)
    move_in(world, 1, 6)
    befriend(world, 0, 1, 100.0, KIN_TIE)
    d = world.dwellings
    d.rent[:] = 0, 0, 0, 1, 1, 2, 0
    d.x[:] = 0.0, 2.0, 3.0, 0.1, 0.0, 0.1, 0.0
    d.wijk[1:4:2] = 1
    world.wijken.slack[:] = 0.1, 0.6
    world.city.coordination[0] = coordination
    return world


def chosen(world, rule, seed=1):
    world.rules.allocation[0] = rule
    return allocation.best(world, WEIGHT, Draws(seed).key("urgent_housing", 0), 0, 1, FREE)


@pytest.mark.parametrize("seed", range(8))
def test_an_allocator_who_works_apart_from_support_does_as_the_cheapest_rule(seed):
    world = town(coordination=0.0)
    assert chosen(world, INFORMED, seed) == chosen(world, CHEAPEST, seed)


def test_an_informed_allocator_weighs_rent_against_support_neighbours_and_kin():
    world = town(coordination=0.5)
    world.rules.allocation[0] = INFORMED
    d = world.dwellings
    for home in FREE:
        seen = world.wijken.slack[d.wijk[home]] - d.x[home]  # kin live at 0, nobody in the block is vulnerable
        score = allocation._score_by_rule(world, WEIGHT, 0, home)
        assert score == pytest.approx(-float(d.rent[home]) + WEIGHT * 0.5 * seen, rel=1e-5)
    assert chosen(world, INFORMED) == 3 and chosen(world, CHEAPEST) in (1, 2)


def test_hours_left_over_in_a_wijk_draw_an_informed_allocator_there():
    world = town(coordination=1.0)
    world.dwellings.rent[:], world.dwellings.x[:] = 0, 0.0
    assert chosen(world, INFORMED) in (1, 3)
    world.wijken.slack[:] = 0.6, 0.1
    assert chosen(world, INFORMED) in (2, 4, 5)


def test_vulnerable_neighbours_in_the_block_count_against_a_home():
    world = town(coordination=1.0)
    world.rules.allocation[0] = INFORMED
    before = allocation._score_by_rule(world, WEIGHT, 0, 1)
    world.residents.vulnerability[1] = 2
    after = allocation._score_by_rule(world, WEIGHT, 0, 1)
    assert before - after == pytest.approx(WEIGHT * 0.5)  # one of two people in the block


@pytest.mark.parametrize("rule", [CHEAPEST, QUOTA, INFORMED])
def test_a_gemeente_that_buys_is_offered_other_tenures_under_every_rule(rule):
    world = town(coordination=0.0)
    world.rules.allocation[0] = rule
    world.dwellings.tenure[1:4] = OWNER, PRIVATE, OWNER
    assert allocation.offered(world).tolist() == [4, 5]
    world.rules.buys[0] = True
    assert allocation.offered(world).tolist() == [1, 2, 3, 4, 5]


def chosen_for_who_must_leave(destination):
    """The home chosen for somebody of home 0 whose kin lives near home 4; homes 3 to 5 are vacant, 5 is cheapest."""
    world = street(1, homes=7, wijken=2)
    move_in(world, 1, 6)
    world.ties.count[0], world.ties.partner[0, 0], world.ties.kind[0, 0] = 1, 1, KIN_TIE
    d = world.dwellings
    d.wijk[:], d.rent[:] = (0, 0, 0, 0, 1, 1, 1), (0, 0, 0, 2, 1, 0, 0)
    d.x[:] = 0.0, 0.0, 0.0, 0.0, 8.9, 5.0, 9.0
    world.dwelling_levers.destination[0] = destination
    return allocation.best(world, 0.0, Draws(1).key("urgent_housing", 0), 0, 1, np.array([3, 4, 5]))


def test_who_must_leave_a_home_goes_where_the_rule_or_the_policy_says():
    assert [chosen_for_who_must_leave(destination) for destination in (0, OLD_WIJK, NEAR_KIN)] == [5, 3, 4]


def with_a_quota(max_share, full):
    """The town, with vulnerable inflow of the last year above the quota in the wijken of ``full``."""
    world = town(coordination=0.0)
    world.wijken.inflow[:], world.wijken.vulnerable_inflow[:] = 100.0, 1.0
    world.wijken.vulnerable_inflow[list(full)] = 90.0
    world.rules.max_share[0] = max_share
    return world


def test_a_quota_passes_over_a_wijk_even_where_its_homes_are_cheaper():
    """The cheapest homes, 1 and 2, lie in two wijken; where one wijk is full the other has the cheapest."""
    assert chosen(with_a_quota(0.1, full=[0]), QUOTA) == 1
    assert chosen(with_a_quota(0.1, full=[1]), QUOTA) == 2
    world = with_a_quota(0.1, full=[1])
    world.dwellings.rent[[2, 4, 5]] = 4
    assert world.dwellings.wijk[chosen(world, QUOTA)] == 0


def test_under_a_quota_people_wait_where_every_wijk_is_full():
    assert chosen(with_a_quota(0.1, full=[0, 1]), QUOTA) == NOWHERE
    assert chosen(with_a_quota(0.95, full=[0, 1]), QUOTA) in (1, 2)


def test_who_is_to_stay_in_the_old_wijk_stays_there_though_it_is_full():
    world = with_a_quota(0.1, full=[0, 1])
    world.dwelling_levers.destination[0] = OLD_WIJK
    assert chosen(world, QUOTA) == 2
