"""Closing social workplaces and opening places with employers: what is set, who gets a place, and what it costs."""

from dataclasses import replace

import numpy as np
import pytest
from sheltered import ALL_PLACED, CLOSE, NONE_PLACED, OPEN, by_uid, call, living_with, sitting

from sim.ledger import BudgetLine
from sim.ledger.prices import shipped
from sim.model import WijkModel
from sim.policies import close_social_workplaces, employer_places
from sim.policies.wijkteam import residents_of
from sim.randomness import Draws
from sim.report.remarked import said
from sim.report.words import Words
from sim.rulebook import rulebook
from sim.scenario import load_scenario
from sim.world import guard, levers
from sim.world.codes import SOCIAL_WORKPLACE, WORKPLACE
from sim.world.sheltered_work import at_employers, meant_for

BOUND = rulebook({}).bound
MODULES = {CLOSE: close_social_workplaces, OPEN: employer_places}
NOTHING = {CLOSE: {"share": 0.0}, OPEN: {"places": 0.0}}
both = pytest.mark.parametrize("name", MODULES)
SETTLED = {f"sheltered_work.{name}": 0.0 for name in ("leaves", "ends_with_coach", "ends_without_coach")}
"""Nobody leaves a place of their own accord."""


@pytest.fixture
def lived(baseline, with_workplaces):
    return living_with(baseline, with_workplaces)


def acted(world, name, month=12, wijken=range(20), **settings):
    """A copy of the city with the levers of one month set by one policy."""
    world = world.copy()
    levers.rest(world, BOUND)
    MODULES[name].act(world, call(name, start=12, **settings), np.array(wijken), Draws(2), month)
    return world


# What is set


@both
def test_a_policy_of_no_size_changes_no_bit(name, lived):
    plain, other = lived().world, lived(call(name, **NOTHING[name])).world
    for column, value in plain.columns().items():
        assert np.array_equal(value, other.columns()[column]), column


@both
def test_a_policy_that_has_yet_to_begin_changes_no_bit(name, lived):
    plain, other = lived().world, lived(call(name, start=30)).world
    for column, value in plain.columns().items():
        assert np.array_equal(value, other.columns()[column]), column


@both
def test_a_year_of_the_ready_file_moves_levers_only_and_keeps_every_invariant(name, scenarios, with_workplaces):
    """Guard mode; it ends before the year does, and its levers are at rest again."""
    scenario = load_scenario(scenarios / "policies" / f"{name}.yaml")
    early = replace(scenario, policies=tuple(replace(c, start=1, over=2, until=8) for c in scenario.policies))
    model = WijkModel(early, 2, 100, with_workplaces, guard_mode=True).run(6)
    assert model.world.wijk_levers.employer_places.sum() > 0.0
    model.run(6)
    assert not model.world.focus_levers.closed.any() and not model.world.wijk_levers.coach_hours.any()
    assert model.world.foci.open[model.world.foci.kind == SOCIAL_WORKPLACE].all()


def test_workplaces_close_evenly_and_a_larger_share_closes_the_same_and_more(with_workplaces):
    def closed(month, **settings):
        world = with_workplaces.copy()
        world.foci.kind[world.foci.kind == WORKPLACE] = SOCIAL_WORKPLACE
        return acted(world, CLOSE, month, over=10, **settings).focus_levers.closed

    half, most = closed(30, share=0.5), closed(30, share=0.8)
    assert np.all(most[half]) and half.sum() < most.sum()
    course = [closed(month, share=1.0).sum() for month in range(11, 24)]
    steps = np.diff(course)
    assert course[0] == 0 and course[-1] == course[-2] and set(steps[:10]) <= {steps[0], steps[0] + 1}


def test_only_workplaces_in_the_wijken_named_close_and_no_other_focus(with_workplaces):
    world = with_workplaces
    (first, *_) = np.flatnonzero(world.foci.kind == SOCIAL_WORKPLACE)
    closed = acted(world, CLOSE, wijken=[world.foci.wijk[first]], share=1.0).focus_levers.closed
    social = (world.foci.kind == SOCIAL_WORKPLACE) & (world.foci.wijk == world.foci.wijk[first])
    assert np.array_equal(closed, social)


def test_each_closed_place_opens_its_part_with_an_employer_in_the_same_wijk(with_workplaces):
    added = acted(with_workplaces, CLOSE, share=1.0, p_place=0.25, coach_hours=2.0).wijk_levers
    social = with_workplaces.foci.kind == SOCIAL_WORKPLACE
    seats = np.bincount(with_workplaces.foci.wijk[social], with_workplaces.foci.size[social], minlength=20)
    assert added.employer_places == pytest.approx(0.25 * seats) and seats.sum() == 24
    assert added.coach_hours == pytest.approx(0.5 * seats)


def test_places_are_so_many_for_ten_thousand_residents_and_come_in_evenly(with_workplaces):
    people = residents_of(with_workplaces)[:2]
    for month, part in ((12, 0.25), (13, 0.5), (15, 1.0), (30, 1.0)):
        added = acted(with_workplaces, OPEN, month, wijken=[0, 1], over=4, places=20.0, coach_hours=1.5).wijk_levers
        assert added.employer_places[:2] == pytest.approx(part * 20.0 * people / 10_000)
        assert added.coach_hours[:2] == pytest.approx(part * 30.0 * people / 10_000)
        assert not added.employer_places[2:].any()


def test_two_policies_in_one_wijk_add_up(with_workplaces):
    one = acted(with_workplaces, OPEN, wijken=[0], places=20.0)
    once = one.wijk_levers.employer_places[0]
    employer_places.act(one, call(OPEN, start=12, places=20.0), np.array([0]), Draws(2), 12)
    assert one.wijk_levers.employer_places[0] == pytest.approx(2.0 * once)


def test_places_that_are_too_few_at_a_scale_are_remarked_upon_with_what_would_do():
    text = said(employer_places.remark(call(OPEN, places=20.0), 50, None), Words("en"))
    assert "0.4 simulated at 1:50" in text and "use scale 1:20" in text
    assert employer_places.remark(call(OPEN, places=20.0), 20, None) is None
    assert employer_places.remark(call(OPEN, places=0.0), 50, None) is None


# What it does to who works there


def test_everybody_loses_the_place_and_as_many_as_places_open_find_one_with_an_employer(lived):
    before = sitting(lived(months=1).world, SOCIAL_WORKPLACE)
    world = lived(call(CLOSE, share=1.0), months=2, parameters=SETTLED, guard_mode=True).world
    assert not sitting(world, SOCIAL_WORKPLACE) and len(sitting(world, WORKPLACE)) == 5  # a fifth of 24
    assert sitting(world, WORKPLACE) <= before and len(before) > 15
    rows = by_uid(world, before - sitting(world, WORKPLACE))
    assert np.all(world.residents.lost_work[rows])


def test_nobody_is_lost_and_every_place_is_held_once(lived):
    plain, world = lived().world, lived(call(CLOSE, **ALL_PLACED), guard_mode=True).world
    assert abs(int(plain.residents.alive.sum()) - int(world.residents.alive.sum())) <= 2
    assert world.foci.size.sum() == plain.foci.size.sum()
    guard.check_invariants(world)


def test_no_more_people_hold_places_than_there_are_for_whom_they_are_meant(lived):
    """200 places for 10,000 residents are half as many again as there are people for them."""
    world = lived(call(OPEN, places=200.0), months=12, parameters={"sheltered_work.looks": 0.5}, guard_mode=True).world
    meant = sum(meant_for(world, i) for i in range(len(world.residents.uid)))
    held = at_employers(world)
    assert world.wijk_levers.employer_places.sum() > meant and 3 < held <= meant


def test_in_workplaces_that_open_again_people_sit_again(lived):
    world = lived(call(CLOSE, until=3, **NONE_PLACED), months=8, guard_mode=True).world
    assert len(sitting(world, SOCIAL_WORKPLACE)) > 15


def test_when_coaches_go_jobs_end_sooner(lived):
    """Twelve months after everybody has a place with an employer: with coaches, without, and after they have gone."""
    held = [
        len(sitting(lived(call(CLOSE, **ALL_PLACED, **more), months=13).world, WORKPLACE))
        for more in ({}, {"coach_hours": 0.0}, {"until": 2})
    ]
    assert held[0] > held[2] and held[1] >= held[2], "the places go too, so nobody follows"


# What it costs


def euros(model):
    table = model.cost_results()
    return table.groupby(["payer", "domain"])["euros"].sum().to_dict(), table


@both
def test_a_policy_of_no_size_costs_nothing(name, lived):
    assert len(lived(call(name, **NOTHING[name]), months=3).cost_results()) == 0


def test_a_closure_saves_the_gemeente_its_places_and_coaches_and_subsidies_cost_it_some(lived):
    model = lived(call(CLOSE, p_place=0.5, coach_hours=2.0, coach_week=20.0, share=1.0), months=2, parameters=SETTLED)
    _, table = euros(model)
    saved = table[table["euros"] < 0]["euros"].sum()
    spent = table[table["euros"] > 0]["euros"].sum()
    assert at_employers(model.world) == 12 and set(table["payer"]) == {"gemeente"} and set(table["domain"]) == {"work"}
    assert saved == pytest.approx(-2400 * shipped().sheltered_job / 12)
    assert spent == pytest.approx((1200 * 0.1 * shipped().wijkteam_fte + 1200 * shipped().wage_subsidy) / 12)


def test_coaches_of_empty_places_are_paid_and_subsidies_are_not(lived):
    model = lived(call(OPEN, places=100.0, coach_hours=1.93), months=2, parameters={"sheltered_work.looks": 0.005})
    places = 100 * float(model.world.wijk_levers.employer_places.sum())
    held = 100 * at_employers(model.world)
    (total,) = euros(model)[0].values()
    assert held < 0.3 * places
    expected_euros = (0.1 * places * shipped().wijkteam_fte + held * shipped().wage_subsidy) / 12
    assert total == pytest.approx(expected_euros, rel=0.02), "residents move within a month"


@both
def test_nothing_is_paid_or_saved_after_the_end(name, lived):
    whole, longer = (lived(call(name, until=3), months=months).cost_results() for months in (3, 9))
    assert whole["euros"].sum() == pytest.approx(longer["euros"].sum()) != 0.0


@both
def test_a_budget_of_nothing_leaves_savings_alone_and_changes_nobody(name, lived):
    plain = lived(call(name), months=4)
    told = lived(replace(call(name), budget=(BudgetLine("gemeente", yearly=0.0),)), months=4)
    assert all(np.array_equal(c, told.world.columns()[key]) for key, c in plain.world.columns().items())
    assert not (told.cost_results()["euros"] > 0).any()
    assert (told.cost_results()["euros"] < 0).any() == (name == CLOSE)
