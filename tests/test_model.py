"""The whole month on a small city: nothing is lost, nothing depends on what it must not depend on."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.model import CityFull, WijkModel, see_room
from sim.processes import MONTH
from sim.scenario import load_scenario
from sim.world import guard
from sim.world.order import RESERVED, reordered

ROOT = Path(__file__).resolve().parents[1]


def lived(scenario, world, months=6, **options):
    model = WijkModel(scenario, seed=3, scale=100, start=world, **options)
    return model.run(months)


def assert_same_world(one, other):
    for (name, mine), theirs in zip(one.columns().items(), other.columns().values(), strict=True):
        assert np.array_equal(mine, theirs), name


def test_a_year_in_guard_mode_keeps_every_invariant(baseline, burnt_in):
    """Verification 13 without euros: every process writes what it declares, and no person, bed or tie is lost."""
    model = lived(baseline, burnt_in, 12, guard_mode=True)
    guard.check_invariants(model.world)


def test_closing_homes_in_guard_mode_moves_levers_only(closing, burnt_in):
    model = lived(closing(share=1.0), burnt_in, 12, guard_mode=True)
    assert model.world.levers.unit_closed.any()


def test_a_month_does_what_its_list_says():
    assert MONTH[0] == "ageing" and MONTH[-1] == "loneliness"


def test_the_same_seed_gives_the_same_bytes(baseline, burnt_in):
    one, other = lived(baseline, burnt_in), lived(baseline, burnt_in)
    assert_same_world(one.world, other.world)
    pd.testing.assert_frame_equal(one.results(), other.results(), check_exact=True)


def test_a_branch_leaves_its_start_untouched(baseline, burnt_in):
    before = burnt_in.copy()
    lived(baseline, burnt_in)
    assert_same_world(before, burnt_in)


def test_a_policy_of_size_zero_changes_no_bit(baseline, closing, burnt_in):
    """Verification 14: both arms live the same lives, to the bit."""
    plain = lived(baseline, burnt_in)
    assert_same_world(plain.world, lived(closing(share=0.0), burnt_in).world)


def test_a_policy_whose_start_never_comes_changes_no_bit(baseline, closing, burnt_in):
    """Verification 14: a phase that lies beyond the horizon."""
    scenario = closing(share=1.0)
    (call,) = scenario.policies
    later = replace(scenario, policies=(replace(call, start=10_000),))
    plain = lived(baseline, burnt_in)
    assert_same_world(plain.world, lived(later, burnt_in).world)


def test_another_seed_gives_another_city(baseline, burnt_in):
    one = WijkModel(baseline, seed=3, scale=100, start=burnt_in).run(3)
    other = WijkModel(baseline, seed=4, scale=100, start=burnt_in).run(3)
    assert not np.array_equal(one.world.residents.alive, other.world.residents.alive)


def permuted(world, seed=1):
    """Give the same world with residents in other rows."""
    return reordered(world, np.random.default_rng(seed).permutation(len(world.residents.uid) - RESERVED))


def by_uid(world):
    alive = np.flatnonzero(world.residents.alive)
    return alive[np.argsort(world.residents.uid[alive])]


def test_the_order_of_residents_changes_nobody(baseline, burnt_in):
    """Verification 14: the same people in other rows live the same lives, to the bit."""
    plain, other = lived(baseline, burnt_in).world, lived(baseline, permuted(burnt_in)).world
    mine, theirs = by_uid(plain), by_uid(other)
    for name in (
        "uid",
        "age",
        "dwelling",
        "social_feeling",
        "effective_ties",
        "familiarity",
        "network",
        "frailty",
        "served",
        "unmet",
        "worker_hours",
    ):
        one, two = plain.residents._asdict()[name][mine], other.residents._asdict()[name][theirs]
        assert np.array_equal(one, two), name


def test_who_is_out_of_reach_of_a_policy_lives_as_in_the_baseline(baseline, closing, burnt_in):
    """In the month in which homes close, nine in ten feel the same to the bit; whoever does not lives in a pool
    of a mover, or knows one, or knows somebody who does (and who now divides time anew)."""
    plain, other = lived(baseline, burnt_in, 2).world, lived(closing(share=1.0), burnt_in, 2).world
    assert other.levers.unit_closed.any()
    mine, theirs = by_uid(plain), by_uid(other)
    assert np.array_equal(plain.residents.uid[mine], other.residents.uid[theirs])
    moved = plain.residents.dwelling[mine] != other.residents.dwelling[theirs]
    moved |= other.residents.urgent[theirs] > 0
    reached = moved.copy()
    for _ in range(2):
        for world, rows in ((plain, mine), (other, theirs)):
            used = np.arange(32) < world.ties.count[rows][:, None]
            reached = reached | (np.isin(world.ties.partner[rows], rows[reached]) & used).any(axis=1)
    for world, rows in ((plain, mine), (other, theirs)):
        pools = world.dwellings.pool[world.residents.dwelling[rows]]
        reached |= np.isin(pools, pools[moved])
    same = plain.residents.social_feeling[mine] == other.residents.social_feeling[theirs]
    assert 0.9 < same.mean() < 1.0
    assert reached[~same].all()


def test_half_a_year_after_homes_close_almost_everybody_lives_where_they_would_have(baseline, closing, burnt_in):
    plain, other = lived(baseline, burnt_in, 7).world, lived(closing(share=1.0), burnt_in, 7).world
    homes = [
        dict(zip(w.residents.uid[by_uid(w)], w.residents.dwelling[by_uid(w)], strict=True)) for w in (plain, other)
    ]
    both = homes[0].keys() & homes[1].keys()
    assert len(both) > 0.99 * len(homes[0])
    assert np.mean([homes[0][uid] == homes[1][uid] for uid in both]) > 0.97


def test_results_have_one_row_a_month_and_wijk(baseline, burnt_in):
    model = lived(baseline, burnt_in, 5)
    table = model.results()
    assert len(table) == 5 * 21 and next(iter(table["month"].unique())) == "2026-01"
    city, wijken = table[table["wijk"] == "*"], table[table["wijk"] != "*"]
    assert np.allclose(city["residents"], wijken.groupby("month")["residents"].sum())
    assert table["severely_lonely"].dropna().between(0, 100).all() and table["cohesion"].dropna().between(0, 10).all()


def test_the_model_is_a_mesa_model_whose_step_is_a_month(baseline, burnt_in):
    mesa = pytest.importorskip("mesa")
    model = WijkModel(baseline, seed=3, scale=100, start=burnt_in)
    assert isinstance(model, mesa.Model)
    model.step()
    assert model.month == 1


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_scenario_that_is_shipped_lives_through_its_first_months(path, burnt_in):
    scenario = load_scenario(path, months=15)
    model = WijkModel(scenario, seed=3, scale=100, start=burnt_in, guard_mode=True).run()
    assert model.month == 15 and len(model.results()) == 15 * 21


def test_a_snapshot_goes_on_as_the_world_it_was_taken_of(baseline, burnt_in):
    snapshot = pickle.loads(pickle.dumps(burnt_in))
    assert_same_world(lived(baseline, burnt_in, 3).world, lived(baseline, snapshot, 3).world)


def test_a_table_cannot_be_put_in_the_place_of_another(burnt_in):
    with pytest.raises(AttributeError, match="in place"):
        burnt_in.residents = None


def test_guard_mode_notices_a_write_that_was_not_declared(burnt_in):
    world = burnt_in.copy()
    with pytest.raises(guard.GuardError, match=r"residents\.loss"), guard.only(world, ("residents.age",), "x", True):
        world.residents.loss[0] += 1.0


def test_guard_mode_notices_a_tie_without_its_mirror(burnt_in):
    world = burnt_in.copy()
    row = int(np.flatnonzero(world.residents.alive & (world.ties.count > 0) & (world.ties.partner[:, 0] >= 0))[0])
    world.ties.root_hours[row, 0] += 1
    with pytest.raises(guard.GuardError, match="hours"):
        guard.check_invariants(world)


def test_a_city_without_a_free_row_stops_and_says_what_to_do(burnt_in):
    """Arrivals would stop otherwise without anybody knowing why; one free row is enough to go on."""
    world = burnt_in.copy()
    world.residents.alive[:-RESERVED] = True
    with pytest.raises(CityFull, match=r"full in month 7; give founding\.spare_rows more than 0\.06"):
        see_room(world, 0.06, 7)
    world.residents.alive[0] = False
    see_room(world, 0.06, 7)
