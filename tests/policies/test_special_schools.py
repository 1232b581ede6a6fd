"""Closing special schools and inclusive classes: what they move, where pupils go, what goes with them, and who pays."""

from dataclasses import replace

import numpy as np
import pytest
from classrooms import (
    CLOSE,
    INCLUDE,
    MANY,
    MODULES,
    SCALE,
    SEED,
    acted,
    call,
    city,
    lived,
    sitting,
    with_extra_support,
)

from sim.ledger import BudgetLine
from sim.ledger.prices import shipped
from sim.model import WijkModel
from sim.policies import close_special_schools, inclusive_classes
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.scenario import load_scenario
from sim.world import guard
from sim.world.classes import in_ordinary_classes
from sim.world.codes import DAY, NOWHERE, SCHOOL_CLASS, SPECIAL_CLASS

NOTHING = {CLOSE: {"share": 0.0}, INCLUDE: {"hours": 0.0, "share": 0.0}}
both = pytest.mark.parametrize("name", MODULES)


def same(plain, other):
    return [name for name, column in plain.columns().items() if not np.array_equal(column, other.columns()[name])]


@both
def test_a_policy_of_no_size_changes_no_bit_and_costs_nothing(name):
    plain, other = lived(), lived(call(name, **NOTHING[name]))
    assert same(plain.world, other.world) == [] and len(other.cost_results()) == 0


@both
def test_a_year_of_the_ready_file_moves_levers_only_and_keeps_every_invariant(name, scenarios):
    """Guard mode; it begins in the second month and ends before the year is over."""
    scenario = load_scenario(scenarios / "policies" / f"{name}.yaml")
    early = [replace(asked, start=1, over=2, until=8) for asked in scenario.policies]
    model = WijkModel(
        replace(scenario, policies=tuple(early), parameters=MANY), SEED, SCALE, city(), guard_mode=True
    ).run(6)
    moved = model.world.focus_levers.closed if name == CLOSE else model.world.wijk_levers.ordinary_class
    assert moved.any()
    model.run(6)
    assert model.world.foci.open[model.world.foci.kind == SPECIAL_CLASS].all()
    assert not model.world.wijk_levers.class_hours.any() and not model.world.wijk_levers.ordinary_class.any()


def test_most_pupils_of_closed_classes_sit_in_an_ordinary_one_in_the_same_month():
    plain, other = lived(months=2).world, lived(call(CLOSE), months=2, guard_mode=True).world
    assert len(sitting(plain, with_extra_support(plain), SPECIAL_CLASS)) > 20
    assert len(sitting(other, with_extra_support(other), SPECIAL_CLASS)) == 0
    seated = sitting(other, with_extra_support(other), SCHOOL_CLASS)
    assert len(seated) > 0.7 * len(with_extra_support(other)), "ordinary classes have few seats for so many"
    guard.check_invariants(other)


def test_while_a_special_class_has_room_pupils_go_there_first():
    """One of the classes closes; free seats of the others fill before anybody sits in an ordinary class."""
    world = lived(call(CLOSE, share=0.3), months=3).world
    kinds = world.foci.kind == SPECIAL_CLASS
    closed = np.flatnonzero(kinds & ~world.foci.open)
    assert 0 < len(closed) < kinds.sum()
    seats = np.concatenate([world.foci.start[f] + np.arange(12) for f in np.flatnonzero(kinds & world.foci.open)])
    seated_ordinary = len(sitting(world, with_extra_support(world), SCHOOL_CLASS))
    assert seated_ordinary == 0 or np.all(world.seats.occupant[seats] >= 0)


def test_classes_close_evenly_over_the_phase_and_only_where_the_policy_holds():
    number = int((city().foci.kind == SPECIAL_CLASS).sum())
    closed = [acted(city(), CLOSE, month, over=2 * number).focus_levers.closed.sum() for month in range(12, 40)]
    assert number >= 3 and closed == [min((month - 11) // 2, number) for month in range(12, 40)]
    wijk = int(city().foci.wijk[city().foci.kind == SPECIAL_CLASS][0])
    expected = (city().foci.kind == SPECIAL_CLASS) & (city().foci.wijk == wijk)
    assert np.array_equal(acted(city(), CLOSE, wijken=[wijk]).focus_levers.closed, expected)


def test_a_larger_share_closes_the_same_classes_and_more():
    closed = [acted(city(), CLOSE, share=share).focus_levers.closed for share in (0.34, 0.67, 1.0)]
    assert closed[0].sum() < closed[1].sum() < closed[2].sum()
    assert np.all(closed[1][closed[0]]) and np.all(closed[2][closed[1]])


def test_before_the_first_month_and_after_the_last_nothing_is_closed():
    assert lived(call(CLOSE, start=5), months=5).world.foci.open.all()
    again = lived(call(CLOSE, until=3), months=6).world
    assert again.foci.open.all()
    assert len(sitting(again, with_extra_support(again), SCHOOL_CLASS)) > 20, "nobody is sent back"


def in_ordinary(pupils=10):
    """A copy in which all special classes are closed and so many pupils sit in one ordinary class."""
    world = city().copy()
    special = world.foci.kind == SPECIAL_CLASS
    world.foci.open[special] = False
    r, rows = world.residents, with_extra_support(world)
    world.seats.occupant[r.focus[rows, DAY][r.focus[rows, DAY] >= 0]] = -1
    r.focus[rows, DAY] = NOWHERE
    focus = int(np.flatnonzero(world.foci.kind == SCHOOL_CLASS)[0])
    taken = world.foci.start[focus] + np.arange(pupils)
    r.focus[rows[:pupils], DAY] = taken
    world.seats.occupant[taken] = rows[:pupils]
    return world, int(world.foci.wijk[focus])


def test_a_share_of_the_hours_of_staff_follows_each_pupil_after_retraining():
    world, wijk = in_ordinary(10)
    staff = rulebook({}).bound["class_support"].special_class
    assert not acted(world, CLOSE, 14).wijk_levers.class_hours.any()
    hours = acted(world, CLOSE, 15).wijk_levers.class_hours
    assert hours[wijk] == pytest.approx(0.5 * staff * 10) and np.count_nonzero(hours) == 1
    assert acted(world, CLOSE, 15, staff_follows=1.0).wijk_levers.class_hours[wijk] == pytest.approx(staff * 10)
    assert not acted(world, CLOSE, 15, staff_follows=0.0).wijk_levers.class_hours.any()


def test_no_more_staff_follows_than_the_closed_classes_had_seats():
    """One class of twelve seats is closed, and twenty pupils sit in an ordinary class."""
    world, wijk = in_ordinary(20)
    classes = np.flatnonzero(world.foci.kind == SPECIAL_CLASS)
    world.foci.open[classes[1:]] = True
    assert close_special_schools.pupils_gone_on(world, classes[:1])[wijk] == pytest.approx(12.0)
    assert close_special_schools.pupils_gone_on(world, classes[:0]).sum() == 0.0


def test_two_closures_in_different_wijken_share_the_pupils_and_close_what_one_would():
    world, _ = in_ordinary(10)
    at = np.unique(world.foci.wijk[world.foci.kind == SPECIAL_CLASS])
    one = acted(world, CLOSE, 15)
    two = acted(world, CLOSE, 15, wijken=at[:1])
    close_special_schools.act(two, call(CLOSE, start=12), at[1:], Draws(SEED), 15)
    assert len(at) > 1 and np.array_equal(one.focus_levers.closed, two.focus_levers.closed)
    assert two.wijk_levers.class_hours == pytest.approx(one.wijk_levers.class_hours)


def test_a_wijk_without_special_classes_has_none_to_close():
    empty = np.setdiff1d(np.arange(20), city().foci.wijk[city().foci.kind == SPECIAL_CLASS])
    assert same(acted(city(), CLOSE, wijken=empty), acted(city(), CLOSE, share=0.0)) == []


def test_inclusive_classes_have_hours_for_each_pupil_and_a_share_who_begin_there():
    world, wijk = in_ordinary(10)
    moved = acted(world, INCLUDE, hours=4.0, share=0.3).wijk_levers
    assert moved.class_hours[wijk] == pytest.approx(40.0) and moved.class_hours.sum() == pytest.approx(40.0)
    assert moved.ordinary_class == pytest.approx(0.3)
    half = acted(world, INCLUDE, month=16, over=10, hours=4.0, share=0.3).wijk_levers
    assert half.class_hours[wijk] == pytest.approx(20.0) and half.ordinary_class == pytest.approx(0.15)
    elsewhere = acted(world, INCLUDE, wijken=[(wijk + 1) % 20]).wijk_levers
    assert elsewhere.class_hours[wijk] == 0.0 and np.count_nonzero(elsewhere.ordinary_class) == 1


def test_shares_of_two_calls_in_one_wijk_add_up_to_one_at_most():
    world = acted(city(), INCLUDE, share=0.7)
    inclusive_classes.act(world, call(INCLUDE, start=12, share=0.7), np.array([0]), Draws(SEED), 12)
    assert world.wijk_levers.ordinary_class[:2] == pytest.approx([1.0, 0.7])


def test_with_everybody_choosing_new_pupils_begin_in_ordinary_classes_and_others_stay():
    plain = lived(months=36).world
    other = lived(call(INCLUDE, share=1.0), months=36).world
    assert len(sitting(plain, with_extra_support(plain), SCHOOL_CLASS)) <= 1
    r, extra = other.residents, with_extra_support(other)
    began = extra[(r.arrived[extra] > 1) & (r.focus[extra, DAY] != NOWHERE)]
    assert len(began) >= 3 and len(sitting(other, began, SCHOOL_CLASS)) == len(began)
    before = extra[r.arrived[extra] < 0]
    assert len(sitting(other, before, SPECIAL_CLASS)) >= 0.9 * len(before)


def test_euros_of_a_closure_are_those_of_its_pupils_and_of_the_staff_that_follows():
    model = lived(call(CLOSE), months=2)
    pupils = SCALE * in_ordinary_classes(model.world).sum()
    euros = model.cost_results()["euros"]
    assert pupils > 2000 and euros.sum() == pytest.approx(-pupils * shipped().special_pupil / 12)
    later = lived(call(CLOSE), months=12)
    table = later.cost_results()
    assert set(table["payer"]) == {"rijk"} and set(table["domain"]) == {"education"}
    each = 0.5 * 3.5 / 19.33 * shipped().wijkteam_fte * 8 / (shipped().special_pupil * 11)
    spent, saved = table[table["euros"] > 0]["euros"].sum(), -table[table["euros"] < 0]["euros"].sum()
    assert spent / saved == pytest.approx(each, rel=0.05), "pupils come and go within the year"


def test_the_gemeente_pays_the_hours_of_inclusive_classes():
    model = lived(call(CLOSE, staff_follows=0.0), call(INCLUDE, number=1, hours=4.0), months=2)
    table = model.cost_results()
    euros = table[table["payer"] == "gemeente"]["euros"].sum()
    pupils = SCALE * in_ordinary_classes(model.world).sum()
    assert euros == pytest.approx(pupils * 4.0 / 19.33 * shipped().wijkteam_fte / 12)


@both
def test_euros_end_with_the_policy_and_a_budget_of_nothing_costs_nothing(name):
    short, long = (lived(call(name, until=4), months=months).cost_results() for months in (4, 9))
    assert long["euros"].sum() == pytest.approx(short["euros"].sum())
    payer = "rijk" if name == CLOSE else "gemeente"
    table = lived(call(name, budget=(BudgetLine(payer),)), months=9).cost_results()
    assert not (table["euros"] > 0).any()
