"""Magic mix: what is built, who comes to live there, how long they stay, and whom nothing changes for."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.city.building import Site, with_room
from sim.model import WijkModel
from sim.policies import magic_mix
from sim.policies.settings import settings_of
from sim.randomness import Draws
from sim.report.remarked import said
from sim.report.words import Words
from sim.scenario import PolicyCall, check, load_scenario
from sim.world import guard
from sim.world.allocation import VULNERABLE
from sim.world.codes import COMMON, COMMON_ROOM, CONTRACT_ENDS, FLAT, MAGIC_MIX, NEW, NOWHERE, SOCIAL

ROOT = Path(__file__).resolve().parents[2]
WIJKEN = ("Oud-Noord", "Noordwest", "Noordoost", "Oosterparkwijk")


def call(start=1, over=1, until=None, wijken=WIJKEN, **settings):
    defaults = {name: entry.value for name, entry in settings_of("magic_mix").items()} | {"dwellings": 900}
    return PolicyCall("magic_mix", start, over, until, wijken, defaults | settings)


@pytest.fixture
def lived(baseline, burnt_in):
    """Live so many months at 1:100 with these magic mixes: four sites of nine flats each.

    36 flats are 3% of the homes, some ten times what a city would build, so more people apply than by default.
    """
    keen = {"programme_housing.vulnerable_applies": 0.2, "programme_housing.carrier_applies": 0.1}

    def live(*calls, months=6, **options):
        scenario = replace(baseline, key="mix", policies=calls, months=max(months, 1), parameters=keen)
        return WijkModel(scenario, 3, 100, burnt_in, **options).run(months)

    return live


def tenants(world):
    r = world.residents
    return np.flatnonzero(r.alive & (world.dwellings.project[r.dwelling] != NOWHERE))


def in_sites(world):
    return np.flatnonzero(world.dwellings.project != NOWHERE)


def test_what_is_built_is_added_behind_what_exists_and_stands_empty(burnt_in):
    world = with_room(burnt_in, [Site(MAGIC_MIX, 0, 3, 20), Site(MAGIC_MIX, 0, 5, 9)], Draws(3))
    for name, column in burnt_in.columns().items():
        assert np.array_equal(world.columns()[name][: len(column)], column), name
    d, p = world.dwellings, world.projects
    new = in_sites(world)
    assert list(p.dwellings) == [20, 9] and len(new) == 29 and new[0] == len(burnt_in.dwellings.wijk)
    assert not d.open[new].any() and not d.occupants[new].any()
    assert np.all(d.kind[new] == FLAT) and np.all(d.tenure[new] == SOCIAL) and np.all(d.seats[new] == 2)
    assert set(d.wijk[new]) == {3, 5} and len(np.unique(d.block[new])) == 3 and len(np.unique(d.pool[new])) == 2
    guard.check_invariants(world)


def test_a_site_lies_in_its_wijk(burnt_in):
    world = with_room(burnt_in, [Site(MAGIC_MIX, 0, 5, 9)], Draws(3))
    d = world.dwellings
    new, others = in_sites(world), np.flatnonzero((d.wijk == 5) & (d.project == NOWHERE))
    for place in (d.x, d.y):
        assert place[others].min() - 0.1 < place[new].min() and place[new].max() < place[others].max() + 0.1


def test_nothing_is_built_twice(burnt_in):
    world = with_room(burnt_in, [Site(MAGIC_MIX, 0, 5, 9)], Draws(3))
    with pytest.raises(ValueError, match="already"):
        with_room(world, [Site(MAGIC_MIX, 0, 5, 9)], Draws(3))


@pytest.mark.parametrize(("month", "let"), [(12, 0), (19, 6), (23, 9), (60, 9)])
def test_flats_are_let_evenly_over_the_phase(month, let):
    assert magic_mix.let_by(np.array([9]), call(start=12, over=12), month) == [let]


def test_a_site_below_one_block_is_remarked_upon_with_the_scale_that_would_do():
    text = said(magic_mix.remark(call(dwellings=64), 25, None), Words("en"))
    assert "3 simulated" in text and "use scale 1:7" in text
    assert dict(magic_mix.remark(call(dwellings=9), 100, None).figures)["here"] == 0
    assert magic_mix.remark(call(dwellings=64), 7, None) is None


def test_levers_alone_are_moved_and_every_invariant_holds_for_two_years(lived):
    """Guard mode: flats are let over half a year, contracts of a year end, and the sites close again."""
    model = lived(call(over=6, contract=12, until=20), months=24, guard_mode=True)
    guard.check_invariants(model.world)


def test_flats_are_let_to_the_share_that_was_asked_for(lived):
    world = lived(call(), months=8).world
    homes = in_sites(world)
    taken = homes[world.dwellings.occupants[homes] > 0]
    people = tenants(world)
    vulnerable = people[(world.residents.vulnerability[people] & VULNERABLE) != 0]
    held = len(np.unique(world.residents.dwelling[vulnerable]))
    assert len(homes) == 36 and len(taken) >= 30
    assert abs(held - 4 * 5) <= 2


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, 0.0, 0.1), (1.0, 1.0, 1.0)])
def test_the_share_may_be_nobody_or_everybody(lived, share, least, most):
    """The partner whom a carrier brings along may be vulnerable; in one household in ten at most."""
    world = lived(call(vulnerable_share=share), months=2).world
    people = tenants(world)
    arrived = people[world.residents.moved[people] == 1]
    homes = np.unique(world.residents.dwelling[arrived])
    with_one = np.unique(world.residents.dwelling[arrived[(world.residents.vulnerability[arrived] & VULNERABLE) != 0]])
    assert len(homes) > 5 and least <= len(with_one) / len(homes) <= most


def test_only_the_group_that_is_meant_takes_the_places_of_vulnerable_tenants(lived):
    world = lived(call(vulnerable_share=1.0, who="newcomers"), months=2).world
    people = tenants(world)
    bits = world.residents.vulnerability
    assert len(people) > 3
    for dwelling in np.unique(world.residents.dwelling[people]):
        assert (bits[people[world.residents.dwelling[people] == dwelling]] & NEW).any()


def test_nothing_is_let_before_the_policy_begins(lived):
    world = lived(call(start=5), months=5).world
    assert len(in_sites(world)) == 36 and len(tenants(world)) == 0


def assert_residents_live_the_same(plain, other):
    for name, column in plain.columns().items():
        if name.split(".")[0] not in ("projects", "project_levers"):
            assert np.array_equal(column, other.columns()[name][: len(column)]), name


@pytest.mark.parametrize("nothing", [{"start": 10_000}, {"dwellings": 9}])
def test_a_magic_mix_of_no_size_changes_no_bit(lived, nothing):
    """Built and never let, or so small that nothing is built at this scale: the same lives, to the bit."""
    assert_residents_live_the_same(lived(months=8).world, lived(call(**nothing), months=8).world)


def test_the_same_seed_gives_the_same_bytes(lived):
    one, other = lived(call()).world, lived(call()).world
    for name, column in one.columns().items():
        assert np.array_equal(column, other.columns()[name]), name


def by_uid(world):
    alive = np.flatnonzero(world.residents.alive)
    return dict(zip(world.residents.uid[alive], world.residents.dwelling[alive], strict=True))


def test_half_a_year_after_opening_almost_everybody_lives_where_they_would_have(lived):
    """One site of nine flats: 0.8% of the homes."""
    one = call(wijken=WIJKEN[:1])
    plain, other = by_uid(lived(months=7).world), by_uid(lived(one, months=7).world)
    both = plain.keys() & other.keys()
    assert len(both) > 0.99 * len(plain)
    assert np.mean([plain[uid] == other[uid] for uid in both]) > 0.97


def test_shorter_contracts_make_more_households_leave(lived):
    """Yearly share of tenants that leave in months 20 to 43: contracts of two years end in them, of five do not.

    Margin: 1.5 times. In ten seeds tried the ratio was 2.6 to 7.5, so a false alarm is far below 1%; the seed is
    fixed, so only a change of the model can raise one.
    """

    def leaving(contract):
        model, left, stayed = lived(call(contract=contract), months=20), 0, 0
        for _ in range(24):
            before = {int(model.world.residents.uid[i]) for i in tenants(model.world)}
            model.step()
            after = {int(model.world.residents.uid[i]) for i in tenants(model.world)}
            left, stayed = left + len(before - after), stayed + len(before)
        return 12 * left / stayed

    assert leaving(24) > 1.5 * leaving(60)


def test_whoever_stays_as_long_as_the_contract_looks_for_a_home(lived):
    world = lived(call(contract=12), months=13).world
    r = world.residents
    people = tenants(world)
    long = people[r.moved[people] == 1]
    assert set(r.dwelling[people[r.seeking[people] == CONTRACT_ENDS]]) <= set(r.dwelling[long])
    moved_on = r.alive & (r.seeking == CONTRACT_ENDS) & (world.dwellings.project[r.dwelling] == NOWHERE)
    assert not moved_on.any()


def test_a_site_that_closes_empties_and_keeps_nobody_out_of_a_home(lived):
    model = lived(call(until=8), months=8)
    before = {int(model.world.residents.uid[i]) for i in tenants(model.world)}
    assert len(before) > 20
    model.run(1)
    waiting = model.world.residents.urgent[tenants(model.world)] > 0
    assert waiting.any() and not model.world.dwellings.open[in_sites(model.world)].any()
    model.run(24)
    assert len(tenants(model.world)) <= 0.1 * len(before)
    r = model.world.residents
    gone = r.alive & np.isin(r.uid, list(before))
    assert np.all(r.dwelling[gone] != NOWHERE)


def ties_between_tenants(world):
    people = tenants(world)
    used = np.arange(32) < world.ties.count[people][:, None]
    partner = world.ties.partner[people]
    inside = used & (partner >= 0)
    same = world.dwellings.project[world.residents.dwelling[np.where(inside, partner, 0)]]
    home = world.residents.dwelling[np.where(inside, partner, 0)] == world.residents.dwelling[people][:, None]
    return (inside & ~home & (same == world.dwellings.project[world.residents.dwelling[people]][:, None])).sum()


def test_tenants_who_share_a_common_room_know_each_other_sooner(lived):
    """Ties between tenants of other flats after seven months. Margin: 1.15 times; 1.3 to 2.0 in ten seeds tried."""
    with_room_, without = (lived(call(common_room=open_), months=8).world for open_ in (True, False))
    seated = tenants(with_room_)[with_room_.residents.focus[tenants(with_room_), COMMON] != NOWHERE]
    kinds = with_room_.foci.kind[with_room_.seats.place[with_room_.residents.focus[seated, COMMON]]]
    assert len(seated) > 10 and np.all(kinds == COMMON_ROOM)
    assert not (without.residents.focus[without.residents.alive, COMMON] != NOWHERE).any()
    assert ties_between_tenants(with_room_) > 1.15 * ties_between_tenants(without)


def test_nobody_sits_in_a_common_room_who_does_not_live_there(lived):
    world = lived(call(contract=12), months=16).world
    r = world.residents
    seated = np.flatnonzero(r.alive & (r.focus[:, COMMON] != NOWHERE))
    rooms = world.seats.place[r.focus[seated, COMMON]]
    project = world.dwellings.project[r.dwelling[seated]]
    assert np.all(project != NOWHERE)
    first = world.projects.first_room[project]
    assert np.all((rooms >= first) & (rooms < first + world.projects.rooms[project]))


def test_two_calls_move_each_their_own_sites(lived):
    one, other = call(wijken=WIJKEN[:1], contract=24), call(wijken=WIJKEN[:1], contract=60)
    world = lived(one, other, months=3).world
    assert list(world.projects.call) == [0, 1] and list(world.project_levers.contract) == [24, 60]


def test_the_shipped_scenario_lives_through_its_first_months(burnt_in):
    scenario = load_scenario(ROOT / "scenarios" / "policies" / "magic_mix.yaml", months=30)
    (said,) = scenario.policies
    assert said.settings["contract"] == 36 and said.settings["common_room"] is True
    model = WijkModel(scenario, 3, 100, burnt_in, guard_mode=True).run()
    assert len(tenants(model.world)) > 0 and len(model.results()) == 30 * 21


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("contract: 36", "36 months or 3 years"),
        ("contract: 5 months", "between 12 and 120"),
        ("dwellings: 3", "between 9 and 1000"),
        ("common_room: maybe", "true or false"),
        ("who: elderly", "must be one of everyone"),
    ],
)
def test_a_wrong_setting_is_told_with_what_would_be_right(tmp_path, line, words):
    path = tmp_path / "x.yaml"
    path.write_text(
        f"city: groningen\nstart: 2026-01\nmonths: 120\npolicies:\n  - magic_mix: {{from: 2027-01, {line}}}\n"
    )
    (fault,) = check(path)
    assert words in str(fault)
