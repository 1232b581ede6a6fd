"""Closing care homes: which groups close, when, and what follows for those who lived there."""

import numpy as np
import pytest

from sim.model import WijkModel
from sim.policies import close_care_homes
from sim.policies.settings import settings_of
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.scenario.types import PolicyCall
from sim.world import levers
from sim.world.codes import CARE_HOME, DESTINATIONS, HOME_CARE


def call(over=36, **settings):
    chosen = {name: setting.value for name, setting in settings_of("close_care_homes").items()} | settings
    return PolicyCall("close_care_homes", 12, over, None, (), chosen)


@pytest.mark.parametrize(("month", "closed"), [(12, 0), (23, 3), (35, 6), (47, 10), (200, 10)])
def test_groups_close_evenly_over_the_phase(month, closed):
    assert close_care_homes.closed_by(10, call(), month) == closed


def test_without_a_phase_all_close_at_once():
    assert close_care_homes.closed_by(7, call(over=1), 12) == 7


def units(share, wijken, world):
    return close_care_homes.units_to_close(world, share, np.array(wijken), Draws(3))


def test_a_larger_share_closes_the_same_groups_and_more(burnt_in):
    every = range(20)
    smaller, larger = units(0.5, every, burnt_in), units(1.0, every, burnt_in)
    assert list(larger[: len(smaller)]) == list(smaller)
    assert len(larger) == np.sum(burnt_in.units.facility == CARE_HOME)


def test_only_homes_in_the_wijken_named_close(burnt_in):
    home = burnt_in.units.wijk[burnt_in.units.facility == CARE_HOME][0]
    assert len(units(1.0, [home], burnt_in)) >= 1
    assert len(units(1.0, [wijk for wijk in range(20) if wijk != home], burnt_in)) < len(
        units(1.0, range(20), burnt_in)
    )


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_whoever_loses_a_place_finds_a_home_and_nobody_is_lost(closing, burnt_in, destination):
    model = WijkModel(closing(share=1.0, destination=destination), 3, 100, burnt_in, guard_mode=True)
    before = np.flatnonzero(
        model.world.residents.alive & (model.world.dwellings.unit[model.world.residents.dwelling] >= 0)
    )
    assert len(before) > 10
    model.run(12)
    world = model.world
    r = world.residents
    closed = np.flatnonzero(world.levers.unit_closed)
    inside = r.alive & np.isin(world.dwellings.unit[r.dwelling], closed)
    assert np.all(r.urgent[inside] > 0)
    rehoused = r.alive & (r.lost_place >= 0) & ~inside
    assert rehoused.sum() > 0
    assert np.all(r.urgent[rehoused] == 0)


def test_a_group_move_brings_people_of_a_group_nearer_to_each_other_than_the_rule_does(closing, burnt_in):
    def spread(destination):
        world = WijkModel(closing(share=1.0, destination=destination), 3, 100, burnt_in).run(8).world
        moved = world.residents.alive & (world.residents.lost_place >= 0) & (world.residents.urgent == 0)
        homes = world.residents.dwelling[moved]
        x, y = world.dwellings.x[homes], world.dwellings.y[homes]
        assert len(homes) >= 5
        return np.sort(np.hypot(x[:, None] - x, y[:, None] - y), axis=1)[:, 1:3].mean()

    assert spread("group_move") < spread("cheapest")


def test_nobody_is_admitted_to_a_home_that_will_close(closing, burnt_in):
    scenario = closing(share=1.0)
    model = WijkModel(scenario, 3, 100, burnt_in).run(4)
    closed = np.flatnonzero(model.world.levers.intake_stopped)
    r = model.world.residents
    newcomers = r.alive & np.isin(model.world.dwellings.unit[r.dwelling], closed) & (r.moved >= 1)
    assert len(closed) > 0 and not newcomers.any()


def home_care_added(world, month, **settings):
    """Give the FTE of home care that the policy adds to each wijk in a month."""
    levers.rest(world, rulebook({}).bound)
    close_care_homes.act(world, call(**settings), np.arange(20), Draws(3), month)
    assert not np.delete(world.wijk_levers.fte, HOME_CARE, axis=1).any()
    return world.wijk_levers.fte[:, HOME_CARE].copy()


def test_half_of_the_staff_of_closed_groups_works_in_home_care_three_months_later(burnt_in):
    world = burnt_in.copy()
    assert not home_care_added(world, 14, over=1, share=1.0).any()
    added = home_care_added(world, 15, over=1, share=1.0)
    homes = np.flatnonzero(world.units.facility == CARE_HOME)
    hours = np.zeros(20)
    np.add.at(hours, world.units.wijk[homes], world.units.staff[homes] * world.units.places[homes])
    assert added == pytest.approx(0.5 * hours * 4.345 / 112.0, rel=1e-3) and added.sum() > 0.1


def test_staff_follow_their_groups_over_the_phase(burnt_in):
    world = burnt_in.copy()
    fte = np.array([home_care_added(world, month, share=1.0).sum() for month in range(12, 60)])
    count = len(units(1.0, range(20), world))
    closed = np.array([close_care_homes.closed_by(count, call(), month - 3) for month in range(12, 60)])
    assert count >= 1 and fte[0] == 0.0 and closed[-1] == count
    assert np.array_equal(np.diff(fte) > 0.0, np.diff(closed) > 0)


def test_nobodys_staff_need_go_on_in_home_care(burnt_in):
    assert not home_care_added(burnt_in.copy(), 60, share=1.0, staff_to_home_care=0.0).any()


def test_no_group_is_closed_before_the_policy_begins():
    assert close_care_homes.closed_by(7, call(over=1), 11) == close_care_homes.closed_by(7, call(), 5) == 0


def test_as_many_fte_have_the_hours_of_a_week_as_those_of_a_month():
    """The policy counts an FTE by the week, care of professionals by the month."""
    bound = rulebook({}).bound
    week = settings_of("close_care_homes")["week_of_fte"].value
    assert week * bound["caring"].weeks == pytest.approx(bound["professional_care"].month_of_fte, rel=1e-3)
