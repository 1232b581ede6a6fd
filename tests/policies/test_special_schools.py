"""Closing special schools and inclusive classes: where pupils go, what goes with them, and channels of both signs."""

from dataclasses import replace

import numpy as np
import pytest

from sim.city.file import load_city
from sim.city.founding import found
from sim.ledger.prices import shipped
from sim.model import WijkModel, live
from sim.policies import close_special_schools, inclusive_classes
from sim.policies.settings import settings_of
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.scenario import PolicyCall, load_scenario
from sim.world import guard, levers
from sim.world.classes import in_ordinary_classes
from sim.world.codes import (
    ADULT,
    DAY,
    EVERY_TIE,
    EXTRA_SUPPORT,
    GATE,
    NOWHERE,
    SCHOOL_CLASS,
    SOCIAL_TIE,
    SPECIAL_CLASS,
    TYPE_BITS,
    WITHDRAWN,
)

SCALE = 50
MANY = {"people.extra_support_share": 0.1}
"""Four times as many pupils with extra support as there are: about fifty at this scale, in five classes."""
CLOSE, INCLUDE = "close_special_schools", "inclusive_classes"
MODULES = {CLOSE: close_special_schools, INCLUDE: inclusive_classes}
NOTHING = {CLOSE: {"share": 0.0}, INCLUDE: {"hours": 0.0, "share": 0.0}}
both = pytest.mark.parametrize("name", MODULES)


@pytest.fixture(scope="module")
def city(baseline):
    """A small city with some special classes, after a year."""
    parameters, draws = rulebook(MANY).bound, Draws(5)
    world = found(load_city(baseline.city), SCALE, draws, parameters)
    for month in range(-12, 0):
        world.city.month[0] = month
        levers.rest(world, parameters)
        live(world, parameters, draws, month, watch=True)
    return world


@pytest.fixture
def wijken(baseline):
    return tuple(wijk.name for wijk in load_city(baseline.city).wijken)


def call(name, wijken=(), start=1, over=1, until=None, budget=(), number=0, **settings):
    chosen = {key: entry.value for key, entry in settings_of(name).items()}
    chosen |= ({"share": 1.0} if name == CLOSE else {}) | settings
    return PolicyCall(name, start, over, until, wijken, chosen, number=number, budget=budget)


@pytest.fixture
def lived(baseline, city):
    """Live so many months with these policies."""

    def live_on(*calls, months=6, parameters=None, guard_mode=False):
        scenario = replace(baseline, key="x", policies=calls, months=120, parameters=MANY | (parameters or {}))
        start = city.copy()
        start.residents.changed[start.residents.alive] = EVERY_TIE  # other parameters hold for ties that are there too
        return WijkModel(scenario, 5, SCALE, start, guard_mode=guard_mode).run(months)

    return live_on


def acted(world, name, month=12, wijken=None, **settings):
    """A copy of the city with the levers of one month set."""
    world = world.copy()
    levers.rest(world, rulebook({}).bound)
    rows = np.arange(len(world.wijken.x)) if wijken is None else np.array(wijken)
    MODULES[name].act(world, call(name, start=12, **settings), rows, Draws(5), month)
    return world


def with_extra_support(world):
    r = world.residents
    return np.flatnonzero(r.alive & (r.vulnerability & EXTRA_SUPPORT != 0))


def sitting(world, rows, kind):
    """Give those of these rows who spend the day in a focus of a kind."""
    seats = world.residents.focus[rows, DAY]
    return rows[(seats != NOWHERE) & (world.foci.kind[world.seats.place[seats]] == kind)]


def classmates(world):
    """Give the pupils without extra support in whose ordinary class somebody has it."""
    r = world.residents
    pupils = np.flatnonzero(r.alive & (r.age < ADULT))
    there = sitting(world, pupils, SCHOOL_CLASS)
    classes = world.seats.place[r.focus[there, DAY]]
    extra = r.vulnerability[there] & EXTRA_SUPPORT != 0
    return there[~extra & np.isin(classes, classes[extra])]


def same(plain, other):
    return [name for name, column in plain.columns().items() if not np.array_equal(column, other.columns()[name])]


@both
def test_a_policy_of_no_size_changes_no_bit_and_costs_nothing(name, lived, wijken):
    plain, other = lived(), lived(call(name, wijken, **NOTHING[name]))
    assert same(plain.world, other.world) == [] and len(other.cost_results()) == 0


@both
def test_a_year_of_the_ready_file_moves_levers_only_and_keeps_every_invariant(name, scenarios, city):
    """Guard mode; it begins in the second month and ends before the year is over."""
    scenario = load_scenario(scenarios / "policies" / f"{name}.yaml")
    early = [replace(asked, start=1, over=2, until=8) for asked in scenario.policies]
    model = WijkModel(replace(scenario, policies=tuple(early), parameters=MANY), 5, SCALE, city, guard_mode=True).run(6)
    moved = model.world.focus_levers.closed if name == CLOSE else model.world.wijk_levers.ordinary_class
    assert moved.any()
    model.run(6)
    assert model.world.foci.open[model.world.foci.kind == SPECIAL_CLASS].all()
    assert not model.world.wijk_levers.class_hours.any() and not model.world.wijk_levers.ordinary_class.any()


def test_most_pupils_of_closed_classes_sit_in_an_ordinary_one_in_the_same_month(lived, wijken):
    plain, other = lived(months=2).world, lived(call(CLOSE, wijken), months=2, guard_mode=True).world
    assert len(sitting(plain, with_extra_support(plain), SPECIAL_CLASS)) > 20
    assert len(sitting(other, with_extra_support(other), SPECIAL_CLASS)) == 0
    seated = sitting(other, with_extra_support(other), SCHOOL_CLASS)
    assert len(seated) > 0.7 * len(with_extra_support(other)), "ordinary classes have few seats for so many"
    guard.check_invariants(other)


def test_while_a_special_class_has_room_pupils_go_there_first(lived, city, wijken):
    """One of the classes closes; free seats of the others fill before anybody sits in an ordinary class."""
    world = lived(call(CLOSE, wijken, share=0.3), months=3).world
    kinds = world.foci.kind == SPECIAL_CLASS
    closed = np.flatnonzero(kinds & ~world.foci.open)
    assert 0 < len(closed) < kinds.sum()
    seats = np.concatenate([world.foci.start[f] + np.arange(12) for f in np.flatnonzero(kinds & world.foci.open)])
    seated_ordinary = len(sitting(world, with_extra_support(world), SCHOOL_CLASS))
    assert seated_ordinary == 0 or np.all(world.seats.occupant[seats] >= 0)


def test_classes_close_evenly_over_the_phase_and_only_where_the_policy_holds(city):
    number = int((city.foci.kind == SPECIAL_CLASS).sum())
    closed = [acted(city, CLOSE, month, over=2 * number).focus_levers.closed.sum() for month in range(12, 40)]
    assert number >= 3 and closed == [min((month - 11) // 2, number) for month in range(12, 40)]
    wijk = int(city.foci.wijk[city.foci.kind == SPECIAL_CLASS][0])
    expected = (city.foci.kind == SPECIAL_CLASS) & (city.foci.wijk == wijk)
    assert np.array_equal(acted(city, CLOSE, wijken=[wijk]).focus_levers.closed, expected)


def test_a_larger_share_closes_the_same_classes_and_more(city):
    closed = [acted(city, CLOSE, share=share).focus_levers.closed for share in (0.34, 0.67, 1.0)]
    assert closed[0].sum() < closed[1].sum() < closed[2].sum()
    assert np.all(closed[1][closed[0]]) and np.all(closed[2][closed[1]])


def test_before_the_first_month_and_after_the_last_nothing_is_closed(lived, wijken):
    assert lived(call(CLOSE, wijken, start=5), months=5).world.foci.open.all()
    again = lived(call(CLOSE, wijken, until=3), months=6).world
    assert again.foci.open.all()
    assert len(sitting(again, with_extra_support(again), SCHOOL_CLASS)) > 20, "nobody is sent back"


def in_ordinary(city, pupils=10):
    """A copy in which all special classes are closed and so many pupils sit in one ordinary class."""
    world = city.copy()
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


def test_a_share_of_the_hours_of_staff_follows_each_pupil_after_retraining(city):
    world, wijk = in_ordinary(city, 10)
    staff = rulebook({}).bound["class_support"].special_class
    assert not acted(world, CLOSE, 14).wijk_levers.class_hours.any()
    hours = acted(world, CLOSE, 15).wijk_levers.class_hours
    assert hours[wijk] == pytest.approx(0.5 * staff * 10) and np.count_nonzero(hours) == 1
    assert acted(world, CLOSE, 15, staff_follows=1.0).wijk_levers.class_hours[wijk] == pytest.approx(staff * 10)
    assert not acted(world, CLOSE, 15, staff_follows=0.0).wijk_levers.class_hours.any()


def test_no_more_staff_follows_than_the_closed_classes_had_seats(city):
    """One class of twelve seats is closed, and twenty pupils sit in an ordinary class."""
    world, wijk = in_ordinary(city, 20)
    classes = np.flatnonzero(world.foci.kind == SPECIAL_CLASS)
    world.foci.open[classes[1:]] = True
    assert close_special_schools.pupils_gone_on(world, classes[:1])[wijk] == pytest.approx(12.0)
    assert close_special_schools.pupils_gone_on(world, classes[:0]).sum() == 0.0


def test_two_closures_in_different_wijken_share_the_pupils_and_close_what_one_would(city):
    world, _ = in_ordinary(city, 10)
    at = np.unique(world.foci.wijk[world.foci.kind == SPECIAL_CLASS])
    one = acted(world, CLOSE, 15)
    two = acted(world, CLOSE, 15, wijken=at[:1])
    close_special_schools.act(two, call(CLOSE, start=12), at[1:], Draws(5), 15)
    assert len(at) > 1 and np.array_equal(one.focus_levers.closed, two.focus_levers.closed)
    assert two.wijk_levers.class_hours == pytest.approx(one.wijk_levers.class_hours)


def test_a_wijk_without_special_classes_has_none_to_close(city):
    empty = np.setdiff1d(np.arange(20), city.foci.wijk[city.foci.kind == SPECIAL_CLASS])
    assert same(acted(city, CLOSE, wijken=empty), acted(city, CLOSE, share=0.0)) == []


def test_inclusive_classes_have_hours_for_each_pupil_and_a_share_who_begin_there(city):
    world, wijk = in_ordinary(city, 10)
    moved = acted(world, INCLUDE, hours=4.0, share=0.3).wijk_levers
    assert moved.class_hours[wijk] == pytest.approx(40.0) and moved.class_hours.sum() == pytest.approx(40.0)
    assert moved.ordinary_class == pytest.approx(0.3)
    half = acted(world, INCLUDE, month=16, over=10, hours=4.0, share=0.3).wijk_levers
    assert half.class_hours[wijk] == pytest.approx(20.0) and half.ordinary_class == pytest.approx(0.15)
    elsewhere = acted(world, INCLUDE, wijken=[(wijk + 1) % 20]).wijk_levers
    assert elsewhere.class_hours[wijk] == 0.0 and np.count_nonzero(elsewhere.ordinary_class) == 1


def test_shares_of_two_calls_in_one_wijk_add_up_to_one_at_most(city):
    world = acted(city, INCLUDE, share=0.7)
    inclusive_classes.act(world, call(INCLUDE, start=12, share=0.7), np.array([0]), Draws(5), 12)
    assert world.wijk_levers.ordinary_class[:2] == pytest.approx([1.0, 0.7])


def test_with_everybody_choosing_new_pupils_begin_in_ordinary_classes_and_others_stay(lived, wijken):
    plain = lived(months=36).world
    other = lived(call(INCLUDE, wijken, share=1.0), months=36).world
    assert len(sitting(plain, with_extra_support(plain), SCHOOL_CLASS)) <= 1
    r, extra = other.residents, with_extra_support(other)
    began = extra[(r.arrived[extra] > 1) & (r.focus[extra, DAY] != NOWHERE)]
    assert len(began) >= 3 and len(sitting(other, began, SCHOOL_CLASS)) == len(began)
    before = extra[r.arrived[extra] < 0]
    assert len(sitting(other, before, SPECIAL_CLASS)) >= 0.9 * len(before)


def test_euros_of_a_closure_are_those_of_its_pupils_and_of_the_staff_that_follows(lived, wijken):
    model = lived(call(CLOSE, wijken), months=2)
    pupils = SCALE * in_ordinary_classes(model.world).sum()
    euros = model.cost_results()["euros"]
    assert pupils > 2000 and euros.sum() == pytest.approx(-pupils * shipped().special_pupil / 12)
    later = lived(call(CLOSE, wijken), months=12)
    table = later.cost_results()
    assert set(table["payer"]) == {"rijk"} and set(table["domain"]) == {"education"}
    each = 0.5 * 3.5 / 19.33 * shipped().wijkteam_fte * 8 / (shipped().special_pupil * 11)
    spent, saved = table[table["euros"] > 0]["euros"].sum(), -table[table["euros"] < 0]["euros"].sum()
    assert spent / saved == pytest.approx(each, rel=0.05), "pupils come and go within the year"


def test_the_gemeente_pays_the_hours_of_inclusive_classes(lived, wijken):
    model = lived(call(CLOSE, wijken, staff_follows=0.0), call(INCLUDE, wijken, number=1, hours=4.0), months=2)
    table = model.cost_results()
    euros = table[table["payer"] == "gemeente"]["euros"].sum()
    pupils = SCALE * in_ordinary_classes(model.world).sum()
    assert euros == pytest.approx(pupils * 4.0 / 19.33 * shipped().wijkteam_fte / 12)


@both
def test_euros_end_with_the_policy_and_a_budget_of_nothing_costs_nothing(name, lived, wijken):
    from sim.ledger import BudgetLine

    short, long = (lived(call(name, wijken, until=4), months=months).cost_results() for months in (4, 9))
    assert long["euros"].sum() == pytest.approx(short["euros"].sum())
    payer = "rijk" if name == CLOSE else "gemeente"
    table = lived(call(name, wijken, budget=(BudgetLine(payer),)), months=9).cost_results()
    assert not (table["euros"] > 0).any()


# Ablations: each channel of a closure, and that it is that channel.

NO_CASES = {"cases.pupil": [0.0] * 7}
"""Professionals of the city take over where pupils lack an hour or more: here they do not."""


def hours_lacking(world):
    """Give the hours a week that pupils with extra support lack on average."""
    rows = with_extra_support(world)
    return float(world.residents.unmet[rows].mean())


def difference(lived, wijken, measure, parameters=None, months=12, **settings):
    """Give what a closure of all special schools changes in a figure."""
    plain, other = (
        lived(months=months, parameters=parameters),
        lived(call(CLOSE, wijken, **settings), months=months, parameters=parameters),
    )
    return measure(other.world) - measure(plain.world)


def test_losing_the_staff_of_special_classes_leaves_need_unmet_and_only_by_their_hours(lived, wijken):
    without_staff = {"class_support.special_class": 0.0}
    assert difference(lived, wijken, hours_lacking, NO_CASES) > 0.1
    assert abs(difference(lived, wijken, hours_lacking, NO_CASES | without_staff)) < 0.05


def test_staff_that_follows_takes_off_what_pupils_lack(lived, wijken):
    lost = [difference(lived, wijken, hours_lacking, NO_CASES, staff_follows=part) for part in (0.0, 0.5, 1.0)]
    assert lost[0] > lost[1] > lost[2] and abs(lost[2]) < 0.1


def ties_across(world):
    """Count the social ties between pupils with extra support and other pupils, for each of the former."""
    r, t, rows = world.residents, world.ties, with_extra_support(world)
    used = (np.arange(t.partner.shape[1]) < t.count[rows][:, None]) & ((t.kind[rows] & TYPE_BITS) == SOCIAL_TIE)
    others = t.partner[rows][used & (t.partner[rows] >= 0)]
    return float(np.sum((r.age[others] < ADULT) & (r.vulnerability[others] & EXTRA_SUPPORT == 0))) / len(rows)


def no_meetings_in(*kinds):
    per_month = list(rulebook({}).parameters["encounters.per_month"].value)
    for kind in kinds:
        per_month[kind] = 0.0
    return {"encounters.per_month": per_month}


def test_classmates_become_friends_and_only_by_meeting_in_class(lived, wijken):
    apart = no_meetings_in(SCHOOL_CLASS)
    assert difference(lived, wijken, ties_across) > 0.5
    assert abs(difference(lived, wijken, ties_across, apart)) < 0.1


def comfort_of(uids):
    """Measure the mean comfort of these people with others who are seen as withdrawn or difficult."""

    def measure(world):
        rows = np.flatnonzero(world.residents.alive & np.isin(world.residents.uid, uids))
        return float(world.residents.tolerance[rows, WITHDRAWN].mean())

    return measure


@pytest.fixture
def mates(lived, wijken):
    """Give the uids of those who are classmates of somebody from a closed class after a year."""
    world = lived(call(CLOSE, wijken), months=12).world
    return world.residents.uid[classmates(world)]


def test_classmates_get_used_to_each_other_and_only_by_meeting(lived, wijken, mates):
    apart = no_meetings_in(SCHOOL_CLASS)
    quiet = {"incidents.seen_in_class": 0.0}
    assert len(mates) > 50
    assert difference(lived, wijken, comfort_of(mates), quiet) > 0.002
    assert abs(difference(lived, wijken, comfort_of(mates), quiet | apart)) < 0.0005


def test_what_gets_out_of_hand_in_class_takes_comfort_off_and_only_where_it_is_seen(lived, wijken, mates):
    """Without meetings in class; incidents six times as many as there are, or a year of a small city has hardly any."""
    apart = no_meetings_in(SCHOOL_CLASS) | {"incidents.base": 0.9}
    unseen = apart | {"incidents.seen_in_class": 0.0}
    assert difference(lived, wijken, comfort_of(mates), apart) < -0.001
    assert abs(difference(lived, wijken, comfort_of(mates), unseen)) < 0.0005


def parents_at_gates(world):
    """Count the adults at a gate who live with a pupil with extra support."""
    r = world.residents
    homes = r.dwelling[with_extra_support(world)]
    return int(np.count_nonzero(r.alive & (r.focus[:, GATE] != NOWHERE) & np.isin(r.dwelling, homes)))


def test_parents_of_pupils_from_closed_classes_come_to_stand_at_the_gate(lived, wijken):
    assert difference(lived, wijken, parents_at_gates) >= 3
    assert difference(lived, wijken, parents_at_gates, {"participation.joins_gate": 0.0}) <= 0


def test_the_circle_of_pupils_with_extra_support_is_lost(lived, wijken):
    """Hours of ties among them; without meetings in class and time for who shares a day there is little to lose."""

    def among_them(world):
        r, t, rows = world.residents, world.ties, with_extra_support(world)
        used = (np.arange(t.partner.shape[1]) < t.count[rows][:, None]) & (t.partner[rows] >= 0)
        others = t.partner[rows][used]
        held = t.hours[rows][used]
        return float(held[r.vulnerability[others] & EXTRA_SUPPORT != 0].sum()) / len(rows)

    apart = no_meetings_in(SCHOOL_CLASS, SPECIAL_CLASS) | {"contact.shared_focus": 0.0}
    lost, without = difference(lived, wijken, among_them), difference(lived, wijken, among_them, apart)
    assert lost < -50.0 and abs(without) < 0.2 * abs(lost)
