"""Policies that move rules, staff and joint hours: what they set, where, and that nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model import WijkModel
from sim.policies import allocation, city_deal, village_deal, wijkteam
from sim.policies.phase import reached
from sim.policies.settings import settings_of
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.scenario import load_scenario
from sim.scenario.types import PolicyCall
from sim.world import levers
from sim.world.codes import ALLOCATION_RULES, QUOTA, WELFARE

BOUND = rulebook({}).bound
MODULES = {"allocation": allocation, "city_deal": city_deal, "village_deal": village_deal, "wijkteam": wijkteam}
NOTHING = {
    "allocation": {"rule": "cheapest", "max_share": BOUND["urgent_housing"].max_share},
    "city_deal": {"joint_hours": 0.0, "joint_hours_with_housing": 0.0},
    "village_deal": {"joint_hours": 0.0, "joint_hours_with_housing": 0.0},
    "wijkteam": {"fte": 0.0},
}


def call(name, over=1, **settings):
    chosen = {key: setting.value for key, setting in settings_of(name).items()} | settings
    return PolicyCall(name, 12, over, None, (), chosen)


def acted(world, name, month=24, wijken=(0, 1), **settings):
    """A copy of the world with the levers of one policy set."""
    world = world.copy()
    levers.rest(world, BOUND)
    MODULES[name].act(world, call(name, **settings), np.array(wijken), Draws(1), month)
    return world


@pytest.mark.parametrize(("month", "part"), [(11, 0.0), (12, 0.1), (16, 0.5), (21, 1.0), (90, 1.0)])
def test_a_policy_comes_in_evenly_over_its_phase(month, part):
    assert reached(call("wijkteam", over=10), month) == pytest.approx(part)


@pytest.mark.parametrize("name", MODULES)
def test_a_policy_of_no_size_leaves_every_lever_where_it_is(name, burnt_in):
    world, rested = acted(burnt_in, name, **NOTHING[name]), burnt_in.copy()
    levers.rest(rested, BOUND)
    for column, value in rested.columns().items():
        assert np.array_equal(world.columns()[column], value), column


@pytest.mark.parametrize("name", MODULES)
def test_half_a_year_in_guard_mode_moves_levers_only_and_keeps_every_invariant(name, burnt_in, baseline, scenarios):
    scenario = load_scenario(scenarios / "policies" / f"{name}.yaml")
    early = replace(scenario, policies=tuple(replace(call, start=1) for call in scenario.policies))
    WijkModel(early, 3, 100, burnt_in, guard_mode=True).run(6)


def test_the_rule_is_that_of_the_scenario(burnt_in):
    rules = acted(burnt_in, "allocation", rule="quota", max_share=0.1).rules
    assert rules.allocation[0] == QUOTA == ALLOCATION_RULES.index("quota") and rules.max_share[0] == np.float32(0.1)


def test_a_wijkteam_has_its_fte_for_ten_thousand_residents_of_its_own_wijken(burnt_in):
    fte = acted(burnt_in, "wijkteam", fte=5.0).wijk_levers.fte
    people = wijkteam.residents_of(burnt_in)
    assert fte[:2, WELFARE] == pytest.approx(5.0 * people[:2] / 10_000) and fte.sum() == pytest.approx(fte[:2].sum())


def test_a_city_deal_holds_everywhere_and_never_lowers_joint_hours(burnt_in):
    world = acted(burnt_in, "city_deal", joint_hours=8.0, joint_hours_with_housing=0.1)
    assert np.all(world.wijk_levers.joint_hours == 8.0)
    assert world.rules.joint_hours[0] == np.float32(BOUND["coordination"].joint_hours_with_housing)


def test_a_village_deal_holds_in_its_wijken_and_meets_housing_by_their_share(burnt_in):
    world, rest = acted(burnt_in, "village_deal", joint_hours=8.0), BOUND["coordination"]
    assert np.all(world.wijk_levers.joint_hours[:2] == 8.0)
    assert np.all(world.wijk_levers.joint_hours[2:] == np.float32(rest.joint_hours))
    people = wijkteam.residents_of(burnt_in)
    share = people[:2].sum() / people.sum()
    expected = rest.joint_hours_with_housing + share * (8.0 - rest.joint_hours_with_housing)
    assert world.rules.joint_hours[0] == pytest.approx(expected, rel=1e-5)


def test_two_deals_come_to_the_larger_of_the_two(burnt_in):
    world = acted(burnt_in, "city_deal", joint_hours=4.0)
    village_deal.act(world, call("village_deal", joint_hours=8.0), np.array([0]), Draws(1), 24)
    assert world.wijk_levers.joint_hours[:2] == pytest.approx([8.0, 4.0])


@pytest.mark.parametrize(("said", "word"), [("wijken: [Noordwest]", "whole city"), ("over: 12 months", "no phase")])
def test_what_a_policy_cannot_have_is_refused_in_one_line(said, word, tmp_path, scenarios):
    from sim.strict_yaml import InputFault

    path = tmp_path / "mine.yaml"
    path.write_text(
        f"extends: {scenarios / 'baseline.yaml'}\npolicies:\n  - allocation:\n      from: 2027-01\n      {said}\n"
    )
    with pytest.raises(InputFault, match=word):
        load_scenario(path)
