"""What is said of a wijk a year after keeps people from choosing it."""

import math

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import moving
from sim.randomness import Draws
from sim.world.codes import BY_PARTING, LEAVES_HOME, NOBODY, NONE_ENDED, SEPARATED

OWN = BOUND["moving"]
NOWHERE_NEAR = np.empty(0)


def two_wijken(people=1, homes=6):
    """A street that is half in one wijk, half in another; whoever lives there lives in the first."""
    world = street(people, homes=homes, wijken=2)
    world.dwellings.wijk[homes // 2 :] = 1
    return world


@pytest.mark.parametrize("fear", [0.0, 1.5])
def test_the_choice_between_wijken_is_a_logit_of_fear(fear):
    """Two free homes in the own wijk and three in the other, all alike, 3,000 searches that see them all; the share
    within 4.5 standard errors: false alarm 7e-6."""
    world, own, times = two_wijken(), OWN._replace(looks_at=120, attempts=400), 3000
    chosen = [
        moving._choose(world, own, Draws(1).key("moving", k), 0, 1, np.array([0.0, fear]), NOWHERE_NEAR, NOWHERE_NEAR)
        for k in range(times)
    ]
    shunned = 3.0 * math.exp(-OWN.fear_weight * fear)
    share = shunned / (2.0 + shunned)
    found = np.mean(np.array(chosen) >= 3)
    assert 0 not in chosen
    assert abs(found - share) < 4.5 * math.sqrt(share * (1.0 - share) / times)


def to_the_other_wijk(month, column):
    """Count who of 40 choose the other wijk, where fear was great when it was written in this column."""
    world = two_wijken(people=40, homes=400)
    world.residents.seeking[:40] = LEAVES_HOME
    world.wijken.fear[1, column] = 20.0
    moving.step(world, BOUND, Draws(1), month)
    assert np.all(world.residents.seeking[:40] == 0)
    return np.count_nonzero(world.dwellings.wijk[world.residents.dwelling[:40]] == 1)


def test_fear_of_a_year_ago_keeps_people_away_and_that_of_any_later_month_does_not():
    assert to_the_other_wijk(14, 14 % 12) == 0
    later = {to_the_other_wijk(14, (14 - ago) % 12) for ago in range(1, 12)}
    assert len(later) == 1 and later.pop() > 5


def test_who_moves_out_on_parting_leaves_both_parted():
    world = two_wijken(people=3, homes=60)
    r = world.residents
    r.partner[:2], r.seeking[0] = (1, 0), SEPARATED
    moving.step(world, BOUND, Draws(1), 14)
    assert r.partner[:2].tolist() == [NOBODY, NOBODY] and r.parted[:3].tolist() == [BY_PARTING, BY_PARTING, NONE_ENDED]
