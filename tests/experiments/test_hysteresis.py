"""The well-mixed pool of volunteers: two states, and where they end; then the same with residents."""

import math

import numpy as np
import pytest
from handmade import BOUND, street

from sim.experiments.hysteresis import DEMANDS, jumps, low_branch, lower_fold, path, pool
from sim.processes import volunteering
from sim.randomness import Draws
from sim.world.codes import NOWHERE, TEAM, VOLUNTEERING

STEP = float(DEMANDS[1] - DEMANDS[0])


def folds(**changes):
    some = pool(BOUND, **changes)
    return some, jumps(path(some, DEMANDS), path(some, DEMANDS[::-1])[::-1], DEMANDS)


@pytest.mark.parametrize("strain_stops", [1.5, 2.5, 3.5])
def test_the_pool_comes_back_where_the_closed_form_says(strain_stops):
    some, (low, high) = folds(strain_stops=strain_stops)
    assert abs(low - lower_fold(some)) <= 1.5 * STEP
    assert high == pytest.approx(1.0, abs=1.5 * STEP)


def test_the_low_branch_is_the_one_of_the_closed_form():
    some = pool(BOUND)
    assert path(some, np.array([1.3]))[0] == pytest.approx(low_branch(some), rel=1e-6)
    assert lower_fold(some) == pytest.approx(0.383, abs=0.001)


def test_where_volunteers_can_refuse_both_ways_are_the_same():
    _, (low, high) = folds(overload=0.0)
    assert math.isnan(low) and math.isnan(high)


def recovered(people, demand, overload, months=300):
    """Give the volunteers, over those of the start, of a pool that has collapsed, after months of one demand."""
    some = pool(BOUND)
    rules = {"rests_from": 0, "rests_to": 0, "friends_attract": 0.0, "talent_attracts": 1.0, "frailty_less": 0.0}
    own = BOUND["volunteering"]._replace(begins=some.begins, tries=40, **rules)
    bound = BOUND | {"volunteering": own, "volunteer_care": BOUND["volunteer_care"]._replace(overload=overload)}
    world = street(people, homes=people + people // 4)
    seat, start, left = 4 * people, some.start * people, int(low_branch(some) * people)
    world.foci.kind[1], world.foci.start[1], world.foci.size[1] = TEAM, seat, people
    world.seats.place[seat:] = 1
    world.wijken.first_focus[0, TEAM], world.wijken.foci[0, TEAM] = 1, 1
    world.residents.focus[:left, VOLUNTEERING] = seat + np.arange(left)
    world.seats.occupant[seat : seat + left] = np.arange(left)
    world.residents.strain[:left] = 0.6
    for month in range(months):
        active = int((world.residents.focus[:people, VOLUNTEERING] != NOWHERE).sum())
        world.wijken.volunteer_load[0] = demand * start / max(active, 1)
        volunteering.step(world, bound, Draws(2), month)
    return active / start


def test_a_collapsed_pool_of_residents_comes_back_or_not_as_the_well_mixed_one_does():
    """6,000 residents, 480 volunteers at the start, of whom a quarter are left. Chance moves the share by less
    than a fifth of the start (over 4 standard deviations of either state): false alarm below 1e-4."""
    assert recovered(6000, 0.8, overload=0.5) == pytest.approx(0.25, abs=0.2)
    assert recovered(6000, 0.2, overload=0.5) == pytest.approx(1.0, abs=0.2)
    assert recovered(6000, 0.8, overload=0.0) == pytest.approx(1.0, abs=0.2)
