"""Knarrenhof: what is built, who comes to live there, what they give each other, and whom nothing changes for."""

from dataclasses import replace

import numpy as np
import pytest
from handmade import BOUND, befriend, street

from sim.city.building import Site, with_room
from sim.model import WijkModel
from sim.policies import knarrenhof
from sim.policies.settings import settings_of
from sim.processes import household_care, need, network_care
from sim.randomness import Draws
from sim.report.remarked import said
from sim.report.words import Words
from sim.scenario import PolicyCall, check, load_scenario
from sim.world import guard
from sim.world.caring import able_to_give, promised
from sim.world.codes import (
    CARE_ROOM,
    COMMON,
    KNARRENHOF,
    MAGIC_MIX,
    NETWORK,
    NOBODY,
    NOWHERE,
    OWNER,
    SENIOR_HOME,
    SETTLED,
    SOCIAL,
)
from sim.world.households import move
from sim.world.tenants import SENIORS, all_of_age, may_apply, party

WIJKEN = ("Oud-Noord", "Noordwest", "Noordoost", "Oosterparkwijk")
AGE = 55 * 12


def call(start=1, over=1, until=None, wijken=WIJKEN, **settings):
    """36 hofjes of 25 in a wijk: one courtyard of nine dwellings at 1:100, 3% of all homes in four wijken."""
    defaults = {name: entry.value for name, entry in settings_of("knarrenhof").items()}
    return PolicyCall("knarrenhof", start, over, until, wijken, defaults | {"hofjes": 36, "dwellings": 25} | settings)


def mix(start=1, wijken=WIJKEN):
    defaults = {name: entry.value for name, entry in settings_of("magic_mix").items()}
    return PolicyCall("magic_mix", start, 1, None, wijken, defaults | {"dwellings": 900})


@pytest.fixture
def lived(baseline, burnt_in):
    """Live so many months at 1:100 with these policies; seniors and others apply more often than by default."""
    keen = {f"programme_housing.{who}_applies": 0.2 for who in ("senior", "vulnerable", "carrier")}

    def live(*calls, months=6, parameters=(), **options):
        told = keen | dict(parameters)
        scenario = replace(baseline, key="hof", policies=calls, months=max(months, 1), parameters=told)
        return WijkModel(scenario, 3, 100, burnt_in, **options).run(months)

    return live


def of_programme(world, programme=KNARRENHOF):
    """Mark the dwellings of the sites of one programme."""
    project = world.dwellings.project
    return (project != NOWHERE) & (world.projects.programme[project] == programme)


def residents_of_hofjes(world):
    r = world.residents
    return np.flatnonzero(r.alive & of_programme(world)[r.dwelling])


def test_a_courtyard_is_a_block_of_its_own_of_small_homes_owned_and_rented(burnt_in):
    world = with_room(burnt_in, [Site(KNARRENHOF, 0, 3, 24, SENIOR_HOME, 24, 0.29)], Draws(3))
    d = world.dwellings
    new = np.flatnonzero(d.project == 0)
    assert len(new) == 24 and len(np.unique(d.block[new])) == 1 and not (d.block[:-24] == d.block[-1]).any()
    assert np.all(d.kind[new] == SENIOR_HOME) and np.all(d.seats[new] == 2) and not d.open[new].any()
    assert (d.tenure[new] == SOCIAL).sum() == 7 and (d.tenure[new] == OWNER).sum() == 17
    assert (d.tenure[new[:12]] == SOCIAL).sum() in (3, 4), "not spread over the courtyard"
    guard.check_invariants(world)


@pytest.mark.parametrize(("number", "dwellings", "scale", "yards"), [
    (1, 24, 1, [24]), (2, 24, 1, [24, 24]), (9, 24, 25, [9]), (36, 25, 100, [9]), (20, 24, 10, [24, 24]),
    (1, 24, 100, []), (0, 24, 1, []), (1, 24, 25, [1]),
])  # fmt: skip
def test_courtyards_keep_their_size_and_there_are_fewer_of_them(number, dwellings, scale, yards):
    assert knarrenhof.courtyards(number, dwellings, scale) == yards


def test_two_courtyards_in_one_wijk_lie_in_places_of_their_own(burnt_in):
    sites = knarrenhof.sites(call(hofjes=100, dwellings=9), np.array([3]), 25, burnt_in)
    assert len(sites) == 4 and sum(site.dwellings for site in sites) == 36
    world = with_room(burnt_in, sites, Draws(3))
    middles = {(world.dwellings.x[world.dwellings.project == row].mean()) for row in range(4)}
    assert len(middles) == 4
    guard.check_invariants(world)


def test_a_courtyard_below_one_block_is_remarked_upon_with_what_would_do():
    text = said(knarrenhof.remark(call(hofjes=1, dwellings=24), 25, None), Words("en"))
    assert "1 simulated at 1:25" in text and "use scale 1:2 or 10 hofjes" in text
    assert "0 simulated" in said(knarrenhof.remark(call(hofjes=1, dwellings=24), 100, None), Words("en"))
    assert knarrenhof.remark(call(hofjes=10, dwellings=24), 25, None) is None
    assert knarrenhof.remark(call(hofjes=1, dwellings=24), 1, None) is None
    assert knarrenhof.remark(call(hofjes=0), 25, None) is None


def test_levers_alone_are_moved_and_every_invariant_holds_for_two_years(lived):
    """Guard mode: homes are let over half a year, people die and move on, and the hofjes close again."""
    model = lived(call(over=6, until=16), months=24, guard_mode=True)
    assert not model.world.dwellings.open[of_programme(model.world)].any()


def test_people_dwellings_and_seats_balance_when_a_hofje_fills(lived, burnt_in):
    world = lived(call(), months=8).world
    r, d = world.residents, world.dwellings
    assert len(d.wijk) == len(burnt_in.dwellings.wijk) + 36
    at_home = np.bincount(r.dwelling[r.alive], minlength=len(d.wijk))
    assert np.array_equal(at_home, d.occupants) and at_home.sum() == r.alive.sum()
    assert len(np.unique(r.seat[r.alive])) == r.alive.sum()
    assert (d.occupants[of_programme(world)] > 0).sum() >= 30


def test_only_people_of_55_and_over_live_in_a_hofje_when_it_is_let(lived):
    model = lived(call(), months=1)
    for _ in range(6):
        before = set(residents_of_hofjes(model.world))
        model.step()
        r = model.world.residents
        arrived = [i for i in residents_of_hofjes(model.world) if i not in before and r.moved[i] == model.month - 1]
        assert np.all(r.age[arrived] >= AGE)
    assert len(residents_of_hofjes(model.world)) > 40


def test_nobody_is_housed_twice_leaves_half_a_household_behind_or_has_to_go_after_a_year(lived):
    world = lived(call(), months=12).world
    people, r = residents_of_hofjes(world), world.residents
    partners = r.partner[people]
    in_care = world.dwellings.kind[r.dwelling[partners]] >= CARE_ROOM  # who moved on to one may leave a partner at home
    couples = (partners != NOBODY) & ~in_care
    assert len(people) > 30 and np.all(r.dwelling[partners[couples]] == r.dwelling[people[couples]])
    assert np.all(r.seeking[people] == SETTLED)
    guard.check_invariants(world)


def test_a_home_is_taken_by_whom_income_opens_it_to_and_only_by_who_is_at_ease(lived):
    model = lived(call(least_comfort=0.6), months=1)
    before = model.world.copy()
    model.step()
    r, d, old = model.world.residents, model.world.dwellings, before.residents
    people = residents_of_hofjes(model.world)
    came = people[(before.dwellings.project[old.dwelling[people]] == NOWHERE) & (old.uid[people] == r.uid[people])]
    homes = np.unique(r.dwelling[came])
    assert len(homes) > 8 and {OWNER, SOCIAL} == set(d.tenure[homes])
    for home in homes:
        here = came[r.dwelling[came] == home]
        assert (r.income[here] >= 2).any() if d.tenure[home] == OWNER else (r.income[here] <= 2).any()
        assert (old.tolerance[here].mean(axis=1) > 0.6 - 1e-6).any()


def test_what_they_leave_comes_free_for_others(lived):
    model = lived(call(), months=1)
    before = model.world.residents.dwelling.copy()
    model.step()
    people = residents_of_hofjes(model.world)
    left = np.unique(before[people])
    left = left[model.world.dwellings.project[left] == NOWHERE]
    assert len(left) > 10 and model.world.dwellings.open[left].all()
    now = model.run(6).world.dwellings.occupants[left]
    assert (now > 0).mean() > 0.5


def assert_residents_live_the_same(plain, other):
    for name, column in plain.columns().items():
        if name.split(".")[0] not in ("projects", "project_levers"):
            assert np.array_equal(column, other.columns()[name][: len(column)]), name


@pytest.mark.parametrize("nothing", [{"start": 10_000}, {"hofjes": 0}, {"hofjes": 1}])
def test_a_knarrenhof_of_no_size_changes_no_bit(lived, nothing):
    """Built and never let, none, or so small that nothing is built at this scale: the same lives, to the bit."""
    assert_residents_live_the_same(lived(months=8).world, lived(call(**nothing), months=8).world)


def test_the_first_month_without_mutual_help_differs_in_network_care_alone(lived):
    """Before network care everything is equal to the bit; after it, the hours that networks give are fewer.

    People can give half an hour a week here: with the hours of the model hardly anybody gives all they can in a
    first month, and a promise of more changes nothing then.
    """
    scarce = {"caring.hours": [0.5, 0.5, 0.5]}
    helping, not_helping = (lived(call(mutual_help=hours), months=2, parameters=scarce).world for hours in (1.0, 0.0))
    same = ("dwelling", "seat", "partner", "focus", "need", "frailty", "age", "alive", "income", "seeking")
    for name in same:
        one, other = getattr(helping.residents, name), getattr(not_helping.residents, name)
        assert np.array_equal(one, other), name
    assert np.array_equal(helping.ties.partner, not_helping.ties.partner)
    one, other = helping.wijken.support, not_helping.wijken.support
    assert np.array_equal(one[:, :NETWORK], other[:, :NETWORK])
    assert one[:, NETWORK].sum() > other[:, NETWORK].sum()


def in_a_hofje(hours):
    """A street of three in one hofje with such a contract: one needs help, one can give, one has no tie."""
    world = street(3)
    tables = world.tables()
    for name in ("projects", "project_levers"):
        kept = tables[name]
        tables[name] = type(kept)(*(np.zeros((1, *c.shape[1:]), c.dtype) for c in kept))
    world = type(world)(**tables)
    world.dwellings.project[:] = 0
    world.project_levers.mutual_help[0] = hours
    world.residents.age[:3], world.residents.frailty[0] = 70 * 12, 3
    befriend(world, 0, 1, 200.0, kind=1)
    return world


def test_who_signs_gives_an_hour_more_and_less_if_frail_or_strained():
    world, own = in_a_hofje(1.0), BOUND["caring"]
    assert promised(world, own, 1) == pytest.approx(1.0)
    world.residents.frailty[1], world.residents.strain[1] = 2, 0.5
    assert promised(world, own, 1) == pytest.approx((1.0 - 2 * own.frailty_less) * 0.5)
    world.residents.age[1] = 16 * 12
    assert promised(world, own, 1) == 0.0
    assert promised(in_a_hofje(0.0), own, 1) == 0.0 == promised(street(2), own, 1)


@pytest.mark.parametrize("hours", [0.0, 1.0])
def test_no_more_is_given_to_the_network_than_what_one_can_and_has_promised(hours):
    world, own = in_a_hofje(hours), BOUND["caring"]
    able = able_to_give(world, own, 1)
    need.step(world, BOUND, Draws(1), 0)
    world.residents.unmet[0] = world.residents.need[0] = 100.0
    household_care.step(world, BOUND, Draws(1), 0)
    network_care.step(world, BOUND, Draws(1), 0)
    assert world.residents.care_given[1] == pytest.approx(able + hours)
    assert world.residents.care_given[2] == 0.0


def test_owners_may_come_and_the_young_large_households_and_people_with_a_younger_partner_may_not():
    world, own = street(3), BOUND["programme_housing"]
    r, members = world.residents, np.empty(8, np.int32)
    r.age[:3], world.dwellings.tenure[:] = 60 * 12, OWNER
    assert may_apply(world, own, 0, SENIORS) and party(world, 0, members, SENIORS) == 1
    assert all_of_age(world, 0, AGE) and not all_of_age(world, 0, 61 * 12)
    r.age[1] = 50 * 12
    move(world, 1, 0, 0)
    assert not all_of_age(world, 0, AGE) and party(world, 0, members, SENIORS) == 2
    move(world, 2, 0, 0)
    assert party(world, 0, members, SENIORS) == 0


def test_residents_meet_in_their_own_common_room(lived):
    world = lived(call(), months=8).world
    r = world.residents
    seated = np.flatnonzero(r.alive & (r.focus[:, COMMON] != NOWHERE))
    assert len(seated) > 10 and set(seated) <= set(residents_of_hofjes(world))
    without = lived(call(common_room=False), months=8).world.residents
    assert not (without.focus[without.alive, COMMON] != NOWHERE).any()


def test_a_hofje_and_a_magic_mix_in_one_wijk_each_let_to_their_own(lived):
    model = lived(call(), mix(), months=6, guard_mode=True)
    world = model.world
    r = world.residents
    young = np.flatnonzero(r.alive & of_programme(world, MAGIC_MIX)[r.dwelling])
    old = residents_of_hofjes(world)
    assert len(young) > 20 and len(old) > 30
    came = young[r.moved[young] >= 1]
    assert np.median(r.age[came]) < AGE < np.median(r.age[old])
    alone = lived(mix(), months=2).world
    both = lived(mix(), call(start=10_000), months=2).world
    assert_residents_live_the_same(alone, both)


def test_a_site_as_large_as_its_wijk_is_built_and_what_nobody_wants_stands_empty(lived):
    large = call(wijken=WIJKEN[:1], hofjes=100, dwellings=100)  # 10,000 homes, where 10,800 stand
    world = lived(large, months=3, guard_mode=True).world
    homes = np.flatnonzero(of_programme(world))
    others = np.flatnonzero((world.dwellings.wijk == world.dwellings.wijk[homes[0]]) & ~of_programme(world))
    assert len(homes) == 100 and len(others) < 110
    taken = world.dwellings.occupants[homes] > 0
    assert 10 < taken.sum() < 100
    assert world.residents.alive.sum() == world.dwellings.occupants.sum()


def test_the_shipped_scenario_lives_through_its_first_months(burnt_in, scenarios):
    scenario = load_scenario(scenarios / "policies" / "knarrenhof.yaml", months=16)
    (said,) = scenario.policies
    assert said.settings["mutual_help"] == 1.0 and said.settings["common_room"] is True
    assert knarrenhof.remark(said, 25, None) is None
    model = WijkModel(scenario, 3, 100, burnt_in, guard_mode=True).run()
    assert len(of_programme(model.world).nonzero()[0]) == 6 and len(model.results()) == 16 * 21


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("dwellings: 3", "between 9 and 100"),
        ("age_from: 40", "between 50 and 75"),
        ("common_room: maybe", "true or false"),
        ("contract: 36 months", "unknown key 'contract'"),
    ],
)
def test_a_wrong_setting_is_told_with_what_would_be_right(tmp_path, line, words):
    path = tmp_path / "x.yaml"
    path.write_text(
        f"city: groningen\nstart: 2026-01\nmonths: 120\npolicies:\n  - knarrenhof: {{from: 2027-01, {line}}}\n"
    )
    (fault,) = check(path)
    assert words in str(fault)
