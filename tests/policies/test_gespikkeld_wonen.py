"""Gespikkeld wonen: which flats are kept, who lives in them, what staff there is, and whom nothing changes for."""

from dataclasses import replace

import numpy as np
import pytest
from handmade import town

from sim.city.building import Site, with_room
from sim.model import WijkModel
from sim.policies import gespikkeld_wonen
from sim.policies.settings import settings_of
from sim.randomness import Draws
from sim.report.remarked import said
from sim.report.words import Words
from sim.scenario import PolicyCall, check, load_scenario
from sim.world import guard
from sim.world.codes import (
    COMMON,
    FLAT,
    GESPIKKELD_WONEN,
    LVB,
    MAGIC_MIX,
    MENTAL_HEALTH_CARE,
    NOWHERE,
    OWNER,
    PSY,
    SETTLED,
    SOCIAL,
)
from sim.world.reserved import keep_reserved

WIJKEN = ("Centrum", "Oud-Zuid", "Oud-West", "Oud-Noord", "Oosterparkwijk", "Helpman e.o.", "Nieuw-West", "Noordwest")


def call(start=1, over=1, until=None, wijken=WIJKEN, name="gespikkeld_wonen", **settings):
    """34 points of 12 flats in a wijk: one point of four at 1:100, which reaches the whole wijk."""
    defaults = {key: entry.value for key, entry in settings_of(name).items()}
    size = {"points": 34, "dwellings": 12} if name == "gespikkeld_wonen" else {"dwellings": 900}
    return PolicyCall(name, start, over, until, wijken, defaults | size | settings)


@pytest.fixture
def lived(baseline, burnt_in):
    """Live so many months at 1:100 with these policies; vulnerable people apply more often than by default."""
    keen = {"programme_housing.vulnerable_applies": 0.2, "programme_housing.carrier_applies": 0.1}

    def live(*calls, months=6, **options):
        scenario = replace(baseline, key="scattered", policies=calls, months=max(months, 1), parameters=keen)
        return WijkModel(scenario, 3, 100, burnt_in, **options).run(months)

    return live


def kept(world):
    """Give the homes of the general stock that support points keep."""
    project = world.dwellings.project
    return np.flatnonzero((project != NOWHERE) & (world.projects.programme[project] == GESPIKKELD_WONEN))


def clients(world):
    r = world.residents
    return np.flatnonzero(r.alive & np.isin(r.dwelling, kept(world)))


def at_a_point(reserved, within):
    """A made town of twelve blocks, 60 of 108 homes lived in, with one support point in its middle."""
    world = town(12, 60)
    world.dwellings.x[:] = world.dwellings.block * 0.1
    world = with_room(world, [Site(GESPIKKELD_WONEN, 0, 0, 0, scattered=12)], Draws(3))
    world.project_levers.reserved[0], world.project_levers.within[0] = reserved, within
    return world


def test_a_support_point_has_a_room_and_no_dwelling_of_its_own(burnt_in):
    world = with_room(burnt_in, [Site(GESPIKKELD_WONEN, 0, 3, 0, scattered=12)], Draws(3))
    assert len(world.dwellings.wijk) == len(burnt_in.dwellings.wijk)
    assert len(world.foci.kind) == len(burnt_in.foci.kind) + 1 and world.foci.size[-1] == 12
    assert world.projects.scattered[0] == 12 and world.projects.dwellings[0] == 0
    there = world.dwellings.x[world.dwellings.wijk == 3]
    assert there.min() <= world.projects.x[0] <= there.max()
    guard.check_invariants(world)


def test_flats_are_kept_singly_in_different_blocks_the_nearest_first():
    world = at_a_point(4, 10.0)
    keep_reserved(world)
    d, found = world.dwellings, kept(world)
    assert len(found) == 4 == len(np.unique(d.block[found])) and not d.open[found].any()
    away = np.abs(d.x - world.projects.x[0])
    empty = (d.occupants == 0) & ~np.isin(d.block, d.block[found])
    assert away[found].max() <= away[empty].min() + 1e-6
    before = d.project.copy()
    keep_reserved(world)
    assert np.array_equal(before, d.project)


def test_none_is_kept_out_of_reach_and_never_a_second_in_a_block():
    near = at_a_point(12, 0.16)
    keep_reserved(near)
    assert np.all(np.abs(near.dwellings.x[kept(near)] - near.projects.x[0]) <= 0.16) and 0 < len(kept(near)) < 5
    many = at_a_point(12, 100.0)
    many.project_levers.reserved[0] = 100
    keep_reserved(many)
    assert len(kept(many)) == 12 == len(np.unique(many.dwellings.block))


def test_only_vacant_social_flats_are_kept():
    world = at_a_point(12, 100.0)
    world.dwellings.tenure[:54] = OWNER
    keep_reserved(world)
    d, found = world.dwellings, kept(world)
    assert len(found) == 6 and np.all(d.tenure[found] == SOCIAL) and np.all(d.kind[found] == FLAT)
    assert np.all(d.occupants[found] == 0)


def test_what_is_kept_no_longer_goes_back_with_whoever_lives_there():
    world = at_a_point(4, 10.0)
    keep_reserved(world)
    found = kept(world)
    world.project_levers.reserved[0] = 0
    keep_reserved(world)
    assert len(kept(world)) == 0 and world.dwellings.open[found].all()


def test_levers_alone_are_moved_and_every_invariant_holds_for_two_years(lived):
    model = lived(call(over=6, until=18), months=24, guard_mode=True)
    assert len(kept(model.world)) == 0 and model.world.dwellings.open.all()


def test_clients_come_to_live_in_flats_one_in_a_block(lived):
    world = lived(call(), months=12).world
    d, r, found = world.dwellings, world.residents, kept(world)
    assert 8 <= len(found) <= 32 and len(np.unique(d.block[found])) == len(found)
    taken = found[d.occupants[found] > 0]
    assert len(taken) >= 0.6 * len(found)
    people = clients(world)
    with_client = np.unique(r.dwelling[people[(r.vulnerability[people] & (PSY | LVB)) != 0]])
    assert len(with_client) >= 0.7 * len(taken), "some recover, and some leave a partner behind"
    assert np.array_equal(np.bincount(r.dwelling[r.alive], minlength=len(d.wijk)), d.occupants)


def test_only_the_group_that_is_meant_gets_a_flat(lived):
    world = lived(call(who="mild_intellectual_disability"), months=8).world
    r, people = world.residents, clients(world)
    assert len(people) > 2
    for home in np.unique(r.dwelling[people]):
        assert (r.vulnerability[people[r.dwelling[people] == home]] & LVB).any()


def test_flats_are_asked_for_evenly_over_the_phase():
    world = at_a_point(0, 1.0)
    asked = []
    for month in range(5):
        gespikkeld_wonen.act(world, replace(call(over=4), number=0), np.array([0]), Draws(1), month + 1)
        asked.append(int(world.project_levers.reserved[0]))
    assert asked == [3, 6, 9, 12, 12]


def test_a_simulated_point_reaches_as_far_as_those_it_stands_for_together():
    reach = []
    for points in (1, 4, 34):
        world = at_a_point(0, 0.0)
        gespikkeld_wonen.act(world, replace(call(points=points), number=0), np.array([0]), Draws(1), 1)
        reach.append(float(world.project_levers.within[0]))
    assert reach == pytest.approx([0.5, 1.0, 0.5 * 34**0.5])


def test_staff_follows_the_clients_there_are(lived):
    model = lived(call(staff_hours=3.0), months=9)
    world = model.world
    meant = clients(world)[(world.residents.vulnerability[clients(world)] & (PSY | LVB)) != 0]
    model.step()
    fte = model.world.wijk_levers.fte
    assert len(meant) > 3 and fte[:, MENTAL_HEALTH_CARE].sum() == pytest.approx(3.0 * len(meant) / 25.78, rel=1e-5)
    assert fte.sum() == pytest.approx(fte[:, MENTAL_HEALTH_CARE].sum())


def test_clients_meet_in_the_group_of_their_own_point_and_nowhere_without_one(lived):
    world = lived(call(), months=12).world
    r = world.residents
    seated = np.flatnonzero(r.alive & (r.focus[:, COMMON] != NOWHERE))
    assert len(seated) > 2 and set(seated) <= set(clients(world))
    project = world.dwellings.project[r.dwelling[seated]]
    assert np.array_equal(world.seats.place[r.focus[seated, COMMON]], world.projects.first_room[project])
    without = lived(call(client_group=False), months=12).world.residents
    assert not (without.focus[without.alive, COMMON] != NOWHERE).any()


def test_when_it_ends_clients_keep_the_home_and_nobody_is_put_out(lived):
    model = lived(call(until=9), months=9)
    people, homes = clients(model.world), model.world.residents.dwelling.copy()
    uids = model.world.residents.uid[people]
    model.step()
    r = model.world.residents
    stayed = people[r.alive[people] & (r.uid[people] == uids)]
    assert len(people) > 4 and np.mean(r.dwelling[stayed] == homes[stayed]) > 0.7
    assert not r.urgent[stayed].any() and len(kept(model.world)) == 0
    assert np.isin(r.seeking[stayed], (SETTLED, 1, 2)).all()
    assert model.world.wijk_levers.fte[:, MENTAL_HEALTH_CARE].sum() == 0.0


def assert_residents_live_the_same(plain, other):
    for name, column in plain.columns().items():
        if name.split(".")[0] not in ("projects", "project_levers"):
            assert np.array_equal(column, other.columns()[name][: len(column)]), name


@pytest.mark.parametrize("nothing", [{"start": 10_000}, {"points": 0}, {"points": 1}])
def test_gespikkeld_wonen_of_no_size_changes_no_bit(lived, nothing):
    assert_residents_live_the_same(lived(months=8).world, lived(call(**nothing), months=8).world)


def test_three_policies_in_one_wijk_each_have_their_own(lived):
    hofje = call(name="knarrenhof", wijken=WIJKEN[:4], hofjes=36, dwellings=25)
    world = lived(call(), call(name="magic_mix", wijken=WIJKEN[:4]), hofje, months=6, guard_mode=True).world
    programme = world.projects.programme[world.dwellings.project]
    inside = world.dwellings.project != NOWHERE
    assert len(kept(world)) > 5 and (inside & (programme == MAGIC_MIX)).sum() == 36 and inside.sum() > 77
    built = np.flatnonzero(inside & (programme != GESPIKKELD_WONEN))
    assert kept(world).max() < built.min()


def test_more_flats_than_come_vacant_are_kept_as_far_as_there_are(lived):
    world = lived(call(wijken=WIJKEN[-1:], points=100, dwellings=25), months=14, guard_mode=True).world
    blocks = np.unique(world.dwellings.block[world.dwellings.wijk == world.projects.wijk[0]])
    assert world.projects.scattered.sum() == 25 and 0 < len(kept(world)) <= len(blocks)


def test_a_point_below_a_group_is_remarked_upon_with_what_would_do():
    text = said(gespikkeld_wonen.remark(call(points=1), 25, None), Words("en"))
    assert "are 0 simulated at 1:25" in text and "use scale 1:1 or 17 points" in text
    assert gespikkeld_wonen.remark(call(points=17), 25, None) is None
    assert gespikkeld_wonen.remark(call(points=0), 25, None) is None


def test_the_shipped_scenario_lives_through_its_first_months(burnt_in, scenarios):
    scenario = load_scenario(scenarios / "policies" / "gespikkeld_wonen.yaml", months=20)
    (said,) = scenario.policies
    assert said.settings["client_group"] is True and gespikkeld_wonen.remark(said, 25, None) is None
    model = WijkModel(scenario, 3, 100, burnt_in, guard_mode=True).run()
    assert len(model.world.projects.call) == 4


@pytest.mark.parametrize(
    ("line", "words"),
    [("dwellings: 40", "between 8 and 25"), ("who: newcomers", "must be one of clients"), ("client_group: 3", "true")],
)
def test_a_wrong_setting_is_told_with_what_would_be_right(tmp_path, line, words):
    path = tmp_path / "x.yaml"
    path.write_text(
        f"city: groningen\nstart: 2026-01\nmonths: 120\npolicies:\n  - gespikkeld_wonen: {{from: 2027-01, {line}}}\n"
    )
    (fault,) = check(path)
    assert words in str(fault)
