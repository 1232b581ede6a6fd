"""Policies that move what a wijk offers: what they set, where, what they build, and that nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest

from sim.city.building import with_room
from sim.ledger.prices import shipped
from sim.model import WijkModel
from sim.policies import clubs, greening, language_places, meeting_places, participation
from sim.policies.settings import settings_of
from sim.processes import participation as who
from sim.randomness import Draws
from sim.report.remarked import said
from sim.report.words import Words
from sim.rulebook import rulebook
from sim.scenario import load_scenario
from sim.scenario.types import PolicyCall
from sim.world import guard, levers
from sim.world.codes import ADULT, CENTRE, CENTRE_GROUP, CLUB, CLUBS, LEISURE, MEETING_PLACES, NEW, NOWHERE

BOUND = rulebook({}).bound
MODULES = {
    "clubs": clubs,
    "greening": greening,
    "language_places": language_places,
    "meeting_places": meeting_places,
    "participation": participation,
}
BUILT = {"clubs": (CLUB, LEISURE, 20), "meeting_places": (CENTRE_GROUP, CENTRE, 12)}
WIJKEN = ("Oud-Noord", "Noordwest")


def call(name, start=12, over=1, until=None, wijken=WIJKEN, **settings):
    chosen = {key: setting.value for key, setting in settings_of(name).items()} | settings
    return PolicyCall(name, start, over, until, wijken, chosen)


def nothing(name):
    """Settings of no size; those of the ledger alone keep their value."""
    return dict.fromkeys(set(settings_of(name)) - {"groups_a_centre", "month_of_fte"}, 0.0)


def acted(world, name, month=24, wijken=(0, 1), over=1, **settings):
    """A copy of the world with what one policy builds and with its levers set."""
    said, rows = call(name, over=over, **settings), np.array(wijken)
    sites = MODULES[name].sites(said, rows, 100, world) if name in BUILT else []
    world = with_room(world, sites, Draws(3))
    levers.rest(world, BOUND)
    MODULES[name].act(world, said, rows, Draws(1), month)
    return world


@pytest.fixture
def lived(baseline, burnt_in):
    def live(*calls, months=6, **options):
        scenario = replace(baseline, key="places", policies=calls, months=max(months, 1))
        return WijkModel(scenario, 3, 100, burnt_in, **options).run(months)

    return live


def count_of(world, rows, wijken):
    return np.bincount(world.dwellings.wijk[world.residents.dwelling[rows]], minlength=len(world.wijken.x))[wijken]


def assert_the_same_lives(plain, other):
    for name, column in plain.columns().items():
        if name.split(".")[0] not in ("projects", "project_levers"):
            assert np.array_equal(column, other.columns()[name][: len(column)]), name


@pytest.mark.parametrize("name", MODULES)
def test_a_policy_of_no_size_changes_no_bit(name, lived):
    assert_the_same_lives(lived().world, lived(call(name, start=1, **nothing(name))).world)


@pytest.mark.parametrize("name", BUILT)
def test_groups_that_are_built_and_never_open_change_no_bit(name, lived):
    world = lived(call(name, start=10_000, groups=200.0)).world
    assert len(world.projects.programme) > 0
    assert_the_same_lives(lived().world, world)


@pytest.mark.parametrize("name", MODULES)
def test_half_a_year_in_guard_mode_moves_levers_only_and_keeps_every_invariant(name, burnt_in, scenarios):
    scenario = load_scenario(scenarios / "policies" / f"{name}.yaml")
    early = replace(scenario, policies=tuple(replace(call, start=1) for call in scenario.policies))
    WijkModel(early, 3, 100, burnt_in, guard_mode=True).run(6)


@pytest.mark.parametrize("name", MODULES)
def test_levers_of_other_wijken_lie_at_rest(name, burnt_in):
    world, rested = acted(burnt_in, name), acted(burnt_in, name, **nothing(name))
    moved = False
    for lever, rest in zip(world.wijk_levers, rested.wijk_levers, strict=True):
        assert np.array_equal(lever[2:], rest[2:])
        moved |= not np.array_equal(lever[:2], rest[:2])
    assert moved and np.all(world.projects.wijk < 2)


@pytest.mark.parametrize("name", MODULES)
def test_levers_come_in_evenly_over_the_phase(name, burnt_in):
    whole = acted(burnt_in, name).wijk_levers
    half = acted(burnt_in, name, month=16, over=10).wijk_levers
    for lever, part, rest in zip(whole, half, acted(burnt_in, name, **nothing(name)).wijk_levers, strict=True):
        assert part - rest == pytest.approx(0.5 * (lever - rest), rel=1e-5)


def test_green_and_places_of_two_calls_add_up_to_one_at_most(burnt_in):
    world = acted(burnt_in, "greening", green=0.7)
    greening.act(world, call("greening", green=0.2), np.array([0]), Draws(1), 24)
    meeting_places.act(world, call("meeting_places", places=0.9), np.array([0]), Draws(1), 24)
    meeting_places.act(world, call("meeting_places", places=0.9), np.array([0]), Draws(1), 24)
    assert world.wijk_levers.green[:3] == pytest.approx([0.9, 0.7, 0.0])
    assert world.wijk_levers.places[:2] == pytest.approx([1.0, 0.0])


def test_course_places_follow_the_newcomers_of_the_wijk(burnt_in):
    r = burnt_in.residents
    new = np.flatnonzero(r.alive & (r.age >= ADULT) & (r.vulnerability & NEW != 0))
    places = acted(burnt_in, "language_places", places=500.0).wijk_levers.course_places
    assert places[:2] == pytest.approx(0.5 * count_of(burnt_in, new, slice(2))) and places.sum() > 0.0


def test_hours_of_supervision_follow_the_adults_of_the_wijk(burnt_in):
    adults = np.flatnonzero(burnt_in.residents.alive & (burnt_in.residents.age >= ADULT))
    world = acted(burnt_in, "participation", supervision=4.0, invites=0.5)
    assert world.wijk_levers.coordinator[:2] == pytest.approx(0.04 * count_of(burnt_in, adults, slice(2)))
    assert np.all(world.wijk_levers.invites[:2] == 0.5)


@pytest.mark.parametrize("name", BUILT)
def test_groups_are_built_for_ten_thousand_residents_as_large_as_those_there_are(name, burnt_in):
    kind, _, seats = BUILT[name]
    people = np.bincount(burnt_in.dwellings.wijk[burnt_in.residents.dwelling[burnt_in.residents.alive]])
    wijken = tuple(range(len(people)))
    world = acted(burnt_in, name, wijken=wijken, groups=100.0)
    guard.check_invariants(world)
    new = slice(len(burnt_in.foci.kind), None)
    assert abs(world.projects.rooms.sum() - 0.01 * people.sum()) <= 0.5
    assert np.all(world.foci.kind[new] == kind) and np.all(world.foci.size[new] == seats)
    assert not world.foci.open[new].any() and len(world.foci.kind[new]) == world.projects.rooms.sum()
    assert len(world.dwellings.wijk) == len(burnt_in.dwellings.wijk)


def test_parts_of_groups_are_carried_over_to_the_next_wijk(burnt_in):
    wijken = np.arange(len(burnt_in.wijken.x))
    sites = clubs.sites(call("clubs", groups=10.0), wijken, 100, burnt_in)
    assert sum(site.groups for site in sites) == round(burnt_in.residents.alive.sum() / 1000)
    assert len(sites) < len(wijken)


@pytest.mark.parametrize(("groups", "scale", "words"), [(10.0, 25, "1:10"), (0.5, 10, "use more"), (20.0, 10, None)])
def test_too_few_groups_for_the_scale_are_remarked_upon(groups, scale, words):
    remark = clubs.remark(call("clubs", groups=groups), scale, None)
    assert remark is None if words is None else words in said(remark, Words("en"))


@pytest.mark.parametrize("name", BUILT)
def test_new_groups_fill_meet_and_are_left_when_the_policy_ends(name, lived):
    """Seats of added groups: some taken after seven months, none any more in the month in which the policy is over."""
    _, slot, _ = BUILT[name]
    model = lived(call(name, start=1, until=8, groups=100.0), months=8, guard_mode=True)
    world = model.world
    added = np.flatnonzero(np.arange(len(world.foci.kind)) >= world.projects.first_room[0])
    sitting = np.flatnonzero(world.residents.alive & (world.residents.focus[:, slot] != NOWHERE))
    places = world.seats.place[world.residents.focus[sitting, slot]]
    assert world.foci.open[added].all() and np.isin(places, added).sum() >= 5
    model.run(1)
    sitting = np.flatnonzero(world.residents.alive & (world.residents.focus[:, slot] != NOWHERE))
    assert not world.foci.open[added].any()
    assert not np.isin(world.seats.place[world.residents.focus[sitting, slot]], added).any()


def test_who_draws_one_of_the_old_clubs_draws_the_seat_of_the_baseline(burnt_in):
    """One try each: the share that draws an added club is theirs of all clubs, within 4.5 standard errors."""
    world = acted(burnt_in, "clubs", wijken=tuple(range(len(burnt_in.wijken.x))), groups=200.0)
    world.foci.open[:], world.seats.occupant[world.foci.start[world.projects.first_room[0]] :] = True, NOWHERE
    own, key = BOUND["participation"]._replace(tries=1), Draws(1).key("participation", 0)
    people = np.flatnonzero(world.residents.alive)
    then, now = (
        np.array([who._draw_seat(some, own, key, i, LEISURE, CLUB) for i in people]) for some in (burnt_in, world)
    )
    added = now >= len(burnt_in.seats.place)
    assert np.array_equal(now[~added], then[~added])
    wijk = world.dwellings.wijk[world.residents.dwelling[people]]
    rooms = np.bincount(world.projects.wijk, world.projects.rooms, minlength=len(world.wijken.x))
    share = (rooms / (rooms + world.wijken.foci[:, CLUB]))[wijk]
    assert abs(added.sum() - share.sum()) < 4.5 * np.sqrt((share * (1.0 - share)).sum())


def test_a_policy_that_adds_groups_stands_beside_one_that_builds_homes(lived):
    mix = {key: entry.value for key, entry in settings_of("magic_mix").items()} | {"dwellings": 900}
    calls = (
        call("clubs", start=1, groups=100.0),
        PolicyCall("magic_mix", 1, 1, None, WIJKEN, mix),
        call("meeting_places", start=1, groups=100.0),
    )
    world = lived(*calls, months=6, guard_mode=True).world
    homes = world.projects.dwellings > 0
    assert homes.sum() == 2 and (~homes).sum() >= 2
    assert (world.dwellings.project >= 0).sum() == 18 and np.all(homes[np.unique(world.dwellings.project)[1:]])
    assert world.foci.open[world.projects.first_room].all()


def test_ending_a_policy_ends_what_it_costs(lived):
    model = lived(*(call(name, start=1, until=3, groups=100.0) for name in BUILT), months=6)
    table = model.cost_results()
    centres = 100 * model.world.projects.rooms[model.world.projects.programme == MEETING_PLACES].sum() / 10
    clubs = 100 * model.world.projects.rooms[model.world.projects.programme == CLUBS].sum()
    a_year = centres * shipped().community_centre + clubs * shipped().club
    assert table["euros"].sum() == pytest.approx(a_year * 2 / 12)


def test_courses_and_supervision_cost_their_places_and_hours(lived):
    model = lived(call("language_places", start=1), call("participation", start=1), months=2)
    euros = model.cost_results().groupby("domain")["euros"].sum()
    levers = model.world.wijk_levers
    places, hours = 100 * levers.course_places.sum(), 100 * levers.coordinator.sum()
    assert euros["education"] == pytest.approx(places * shipped().language_place / 12, rel=0.2)
    assert euros["welfare"] == pytest.approx(hours / 112 * shipped().coordinator_fte / 12, rel=0.03)


@pytest.mark.parametrize("name", MODULES)
def test_a_policy_of_no_size_costs_nothing(name, lived):
    assert len(lived(call(name, start=1, **nothing(name)), months=3).cost_results()) == 0
