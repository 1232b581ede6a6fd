"""Closing sheltered housing and shelters: who has to go, what they lose and gain, and who waits without a home."""

from dataclasses import replace

import numpy as np
import pytest
from handmade import street

from sim.city.file import load_city
from sim.model import WijkModel
from sim.policies import close_sheltered_housing, close_shelters
from sim.policies.settings import settings_of
from sim.processes import urgent_housing
from sim.processes.contact import _elective_hours
from sim.randomness import Draws
from sim.report.remarked import said
from sim.report.words import Words
from sim.rulebook import rulebook
from sim.scenario import PolicyCall, load_scenario
from sim.world import guard, levers
from sim.world.codes import (
    FACILITY,
    LEAVES_SHELTER,
    LOST_PLACE,
    MENTAL_HEALTH_CARE,
    NEARNESS_BITS,
    SAME_BLOCK,
    SAME_POOL,
    SHELTER,
    SHELTER_BED,
    SHELTERED_HOUSING,
)

FACILITIES = {"close_sheltered_housing": SHELTERED_HOUSING, "close_shelters": SHELTER}
MODULES = {"close_sheltered_housing": close_sheltered_housing, "close_shelters": close_shelters}
both = pytest.mark.parametrize("name", FACILITIES)
NO_HOMES, EVERY_HOME = {"urgent_housing.urgent_share": 0.0}, {"urgent_housing.urgent_share": 1.0}
"""Of the vacant social homes: with the default two people are housed in a month at this scale."""


def call(name, start=1, over=1, until=None, wijken=(), **settings):
    chosen = {key: entry.value for key, entry in settings_of(name).items()} | {"share": 1.0} | settings
    return PolicyCall(name, start, over, until, wijken, chosen)


@pytest.fixture
def lived(baseline, with_every_facility):
    """Live so many months, with a closure in the whole city from the second month on or, without a name, with none."""
    wijken = tuple(wijk.name for wijk in load_city(baseline.city).wijken)

    def live(name=None, months=3, parameters=None, start=with_every_facility, guard_mode=False, seed=2, **settings):
        calls = () if name is None else (call(name, wijken=wijken, **settings),)
        scenario = replace(baseline, key="closing", policies=calls, months=24, parameters=parameters or {})
        return WijkModel(scenario, seed, 100, start, guard_mode=guard_mode).run(months)

    return live


def inside(world, facility):
    """Give the rows of those who live in units of a facility."""
    r = world.residents
    unit = world.dwellings.unit[r.dwelling]
    return np.flatnonzero(r.alive & (unit >= 0) & (world.units.facility[unit] == facility))


def who(world, rows):
    return {int(uid) for uid in world.residents.uid[rows]}


def by_uid(world, uids):
    """Give the rows of people by their uid, in its order; all of them must be alive."""
    r = world.residents
    rows = {int(uid): row for row, uid in enumerate(r.uid) if r.alive[row]}
    return np.array([rows[uid] for uid in sorted(uids)])


def alive(world, uids):
    return who(world, np.flatnonzero(world.residents.alive)) & uids


@both
def test_a_share_of_nothing_changes_no_bit(name, lived):
    plain, other = lived(months=6).world, lived(name, months=6, share=0.0).world
    for column, value in plain.columns().items():
        assert np.array_equal(value, other.columns()[column]), column


@both
def test_a_year_of_the_ready_file_moves_levers_only_and_keeps_every_invariant(name, scenarios, with_every_facility):
    """Guard mode; half of one unit is rounded to the whole, and it opens again before the year is over."""
    scenario = load_scenario(scenarios / "policies" / f"{name}.yaml")
    early = replace(scenario, policies=tuple(replace(c, start=1, over=2, until=8) for c in scenario.policies))
    model = WijkModel(early, 2, 100, with_every_facility, guard_mode=True).run(6)
    assert model.world.levers.unit_closed.sum() == 1
    model.run(6)
    assert not model.world.levers.unit_closed.any() and model.world.foci.open[model.world.dwellings.block].all()


@both
@pytest.mark.parametrize("destination", ["cheapest", "old_wijk", "near_kin"])
def test_everybody_who_loses_a_place_is_housed_once_or_waits(name, destination, lived, with_every_facility):
    before = who(with_every_facility, inside(with_every_facility, FACILITIES[name]))
    plain = lived(months=6).world
    world = lived(name, months=6, destination=destination, guard_mode=True).world
    r = world.residents
    stay = alive(world, before)
    assert len(before) > 5 and abs(len(stay) - len(alive(plain, before))) <= 1
    waits = who(world, inside(world, FACILITIES[name]))
    housed = by_uid(world, stay - waits)
    assert np.all(r.urgent[by_uid(world, waits)] == LOST_PLACE) if waits else len(housed) > 5
    assert np.all(r.urgent[housed] == 0) and np.all(world.dwellings.unit[r.dwelling[housed]] < 0)
    guard.check_invariants(world)


def test_people_of_a_group_may_move_together(lived, with_every_facility):
    """Mean distance in km to the two nearest others who lost a place, over six runs."""
    before = who(with_every_facility, inside(with_every_facility, SHELTERED_HOUSING))

    def spread(destination, seed):
        world = lived("close_sheltered_housing", months=8, seed=seed, destination=destination).world
        homes = world.residents.dwelling[by_uid(world, alive(world, before))]
        x, y = world.dwellings.x[homes], world.dwellings.y[homes]
        return np.sort(np.hypot(x[:, None] - x, y[:, None] - y), axis=1)[:, 1:3].mean()

    grouped, cheapest = ([spread(to, seed) for seed in range(1, 7)] for to in ("group_move", "cheapest"))
    assert np.mean(grouped) < np.mean(cheapest)


@both
def test_nobody_is_admitted_to_what_will_close_and_no_other_place_closes(name, lived):
    world = lived(name, months=4, over=20).world
    mine = world.units.facility == FACILITIES[name]
    assert np.array_equal(world.levers.intake_stopped, mine) and not world.levers.unit_closed.any()
    rows = inside(world, FACILITIES[name])
    assert len(rows) > 0 and np.all(world.residents.moved[rows] < 1)


def acted(world, name, month, **settings):
    """A copy of a city in which every unit is of the facility, with the levers of one month set."""
    world = world.copy()
    world.units.facility[:] = FACILITIES[name]
    levers.rest(world, rulebook({}).bound)
    MODULES[name].act(world, call(name, start=12, **settings), np.arange(20), Draws(2), month)
    return world


@both
def test_units_close_evenly_over_the_phase(name, with_every_facility):
    closed = [acted(with_every_facility, name, month, over=6).levers.unit_closed.sum() for month in range(12, 20)]
    assert closed == [0, 1, 1, 2, 2, 3, 3, 3]


@both
def test_a_larger_share_closes_the_same_units_and_more(name, with_every_facility):
    one, two = (acted(with_every_facility, name, 12, share=share).levers.unit_closed for share in (0.4, 0.7))
    assert (one.sum(), two.sum()) == (1, 2) and np.all(two[one])


@both
def test_only_units_in_the_wijken_named_close(name, with_every_facility):
    world = with_every_facility.copy()
    world.units.facility[:] = FACILITIES[name]
    levers.rest(world, rulebook({}).bound)
    MODULES[name].act(world, call(name, start=12), world.units.wijk[:1], Draws(2), 12)
    assert np.array_equal(world.levers.unit_closed, world.units.wijk == world.units.wijk[0])


def fte_added(world, *arguments, **settings):
    fte = acted(world, *arguments, **settings).wijk_levers.fte
    assert not np.delete(fte, MENTAL_HEALTH_CARE, axis=1).any()
    return fte[:, MENTAL_HEALTH_CARE]


def hours_in_wijken(world, hours):
    """Sum hours a week of units by their wijk, as FTE: weeks a month over hours a month of an FTE."""
    return np.bincount(world.units.wijk, weights=hours, minlength=20) * 4.345 / 112.0


def test_half_of_the_staff_of_closed_groups_does_outreach_in_its_wijk_three_months_later(with_every_facility):
    world, name = with_every_facility, "close_sheltered_housing"
    assert not fte_added(world, name, 14).any()
    expected = hours_in_wijken(world, 0.5 * world.units.staff * world.units.places)
    assert fte_added(world, name, 15) == pytest.approx(expected, rel=1e-3) and expected.sum() > 1.0


def test_without_a_share_of_staff_there_is_no_outreach(with_every_facility):
    assert not fte_added(with_every_facility, "close_sheltered_housing", 60, staff_to_outreach=0.0).any()


def test_each_closed_bed_brings_its_hours_of_housing_first_at_once(with_every_facility):
    world = with_every_facility
    expected = hours_in_wijken(world, 3.0 * world.units.places)
    assert fte_added(world, "close_shelters", 12) == pytest.approx(expected, rel=1e-3) and expected.sum() > 1.0


def test_a_closure_of_shelters_may_go_without_housing_first(with_every_facility):
    assert not fte_added(with_every_facility, "close_shelters", 60, housing_first_hours=0.0).any()


@both
def test_a_home_of_ones_own_gives_back_time_and_only_by_autonomy(name, lived):
    """Elective hours of those who were housed over those of the same people where nothing closes."""

    def gained(parameters):
        parameters = parameters | EVERY_HOME
        plain, other = lived(parameters=parameters).world, lived(name, parameters=parameters).world
        housed = who(other, np.flatnonzero(other.residents.alive & (other.residents.lost_place >= 0)))
        housed -= who(other, inside(other, FACILITIES[name]))
        housed &= who(plain, inside(plain, FACILITIES[name]))
        assert len(housed) >= 4
        own = rulebook(parameters).bound["contact"]
        sums = []
        for world in (plain, other):
            world.residents.care_given[:] = 0.0
            sums.append(sum(_elective_hours(world, own, row) for row in by_uid(world, housed)))
        return sums[1] / sums[0]

    autonomy = rulebook({}).bound["contact"].autonomy[FACILITIES[name]]
    assert gained({}) == pytest.approx(1.0 / autonomy, rel=1e-5) and autonomy < 1.0
    assert gained({"contact.autonomy": [1.0, 1.0, 1.0]}) == pytest.approx(1.0, rel=1e-5)


def test_who_leaves_sheltered_housing_lacks_more_support_unless_staff_gave_none(lived, with_every_facility):
    """Hours a week unmet, of those who lived there; in a home of their own they may be clients of home care."""
    before = who(with_every_facility, inside(with_every_facility, SHELTERED_HOUSING))
    without_staff = with_every_facility.copy()
    without_staff.units.staff[:] = 0.0

    def lost(start):
        plain, other = (
            lived(name, parameters=EVERY_HOME, start=start).world for name in (None, "close_sheltered_housing")
        )
        both_alive = alive(plain, before) & alive(other, before)
        unmet = [w.residents.unmet[by_uid(w, both_alive)].sum() for w in (plain, other)]
        given = [w.wijken.support[:, FACILITY].sum() for w in (plain, other)]
        return unmet[1] - unmet[0], given[0] - given[1]

    with_staff, without = lost(with_every_facility), lost(without_staff)
    assert with_staff[0] > 1.0 and with_staff[1] > 1.0
    assert without[0] <= 0.0 and without[1] == 0.0


@both
def test_who_finds_no_home_waits_and_is_counted(name, lived):
    """No home is let to the urgent queue in either run."""
    plain, model = lived(months=5, parameters=NO_HOMES), lived(name, months=5, parameters=NO_HOMES)
    waiting = [m.results().query("wijk == '*'")["waiting"].to_numpy() / m.scale for m in (plain, model)]
    rows = inside(model.world, FACILITIES[name])
    assert len(rows) > 3 and np.all(model.world.residents.urgent[rows] == LOST_PLACE)
    assert waiting[1][0] == waiting[0][0] and waiting[1][-1] >= len(rows)
    assert model.world.city.not_found[0] >= len(rows)


def hours_of_staff(world, facility):
    """Sum the hours a week that staff gives where it gives what is needed, as far as it goes."""
    rows = inside(world, facility)
    staff = world.units.staff[world.dwellings.unit[world.residents.dwelling[rows]]]
    return float(np.minimum(world.residents.need[rows], staff).sum())


@pytest.mark.parametrize(("name", "factor"), [("close_sheltered_housing", 1.0), ("close_shelters", 1.5)])
def test_who_waits_in_a_closed_shelter_needs_half_as_much_again_and_has_no_staff(name, factor, lived):
    parameters = NO_HOMES | {"class_support.special_class": 0.0, "work_support.social_workplace": 0.0}
    plain, other = (lived(n, months=2, parameters=parameters).world for n in (None, name))
    staying = who(plain, inside(plain, FACILITIES[name])) & who(other, inside(other, FACILITIES[name]))
    here, there = by_uid(plain, staying), by_uid(other, staying)
    assert len(staying) > 3 and plain.residents.need[here].sum() > 0.0
    assert other.residents.need[there] == pytest.approx(factor * plain.residents.need[here])
    expected = sum(hours_of_staff(other, facility) for facility in range(3) if FACILITIES[name] != facility)
    expected += 0.0 if name == "close_shelters" else hours_of_staff(other, FACILITIES[name])
    assert other.wijken.support[:, FACILITY].sum() == pytest.approx(expected)


def test_who_waits_in_a_closed_shelter_meets_the_pool_alone_until_it_opens_again(lived):
    def neighbours(**settings):
        world = lived("close_shelters", months=4, parameters=NO_HOMES, **settings).world
        rows = inside(world, SHELTER)
        assert len(rows) > 3
        used = np.arange(world.ties.kind.shape[1]) < world.ties.count[rows][:, None]
        nearness = (world.ties.kind[rows] & NEARNESS_BITS)[used]
        return world.residents.neighbour_meetings[rows], nearness

    meetings, nearness = neighbours()
    assert not meetings.any() and SAME_POOL in nearness and SAME_BLOCK not in nearness
    meetings, nearness = neighbours(until=3)
    assert meetings.all() and SAME_BLOCK in nearness


def test_a_group_of_sheltered_housing_that_waits_still_meets(lived):
    world = lived("close_sheltered_housing", parameters=NO_HOMES).world
    assert world.residents.neighbour_meetings[inside(world, SHELTERED_HOUSING)].all()


def test_who_waited_already_keeps_the_place_in_the_queue():
    world = street(2, kind=SHELTER_BED, facility=SHELTER)
    r = world.residents
    r.urgent[0], r.urgent_since[0], world.levers.unit_closed[0] = LEAVES_SHELTER, 3, True
    urgent_housing._close_units(world, 9)
    assert r.urgent[:2].tolist() == [LOST_PLACE, LOST_PLACE] and r.lost_place[:2].tolist() == [9, 9]
    assert r.urgent_since[:2].tolist() == [3, 9]


def test_whoever_closes_less_than_a_unit_at_a_scale_is_told_which_scale_shows_one():
    city = load_city("scenarios/cities/groningen.yaml")
    beds = next(facility for facility in city.facilities if facility.kind == "shelter")
    units = beds.places // beds.unit_size
    text = said(close_shelters.remark(call("close_shelters", share=1.0), 5 * units, city), Words("en"))
    assert "0.2 units" in text and "most runs" in text and f"use scale 1:{units // 3}" in text
    few = said(close_shelters.remark(call("close_shelters", share=1.0), units // 2, city), Words("en"))
    assert "very different shares" in few
    assert close_shelters.remark(call("close_shelters", share=1.0), units // 3, city) is None
    assert close_shelters.remark(call("close_shelters", share=0.0), 100, city) is None
    one_wijk = dict(close_shelters.remark(call("close_shelters", share=1.0, wijken=("Noordwest",)), 3, city).figures)
    assert 0 < one_wijk["places"] < beds.places / 4
    elsewhere = city.model_copy(update={"facilities": ()})
    assert close_shelters.remark(call("close_shelters", share=1.0), 1, elsewhere).key == "closing_nothing"
