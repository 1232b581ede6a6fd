"""Policies that bring people together who help: what they set, where, what they cost, and that nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest

from sim.ledger import BudgetLine
from sim.ledger.prices import shipped
from sim.model import WijkModel
from sim.policies import buddies, wehelpen
from sim.policies.settings import settings_of
from sim.policies.wijkteam import residents_of
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.scenario import load_scenario
from sim.scenario.types import PolicyCall
from sim.world import levers
from sim.world.buddies import pairs_of
from sim.world.codes import MATCHED, NEW, NOBODY, PSY
from sim.world.order import RESERVED, reordered

BOUND = rulebook({}).bound
MODULES = {"buddies": buddies, "wehelpen": wehelpen}
NOTHING = {"buddies": {"pairs": 0.0}, "wehelpen": {"share": 0.0}}
MUCH = {"buddies": {"pairs": 1000.0}, "wehelpen": {"share": 1.0}}
WIJKEN = ("Oud-Noord", "Noordwest")


def call(name, start=1, over=1, until=None, wijken=WIJKEN, number=0, budget=(), **settings):
    chosen = {key: setting.value for key, setting in settings_of(name).items()} | settings
    return PolicyCall(name, start, over, until, wijken, chosen, number=number, budget=budget)


def acted(world, name, month=24, wijken=(0, 1), over=1, **settings):
    """A copy of the world with the levers of one policy set."""
    world = world.copy()
    levers.rest(world, BOUND)
    MODULES[name].act(world, call(name, over=over, **settings), np.array(wijken), Draws(1), month)
    return world


@pytest.fixture
def lived(baseline, burnt_in):
    def live(*calls, months=6, start=None, **options):
        scenario = replace(baseline, key="helpers", policies=calls, months=max(months, 1))
        return WijkModel(scenario, 3, 100, burnt_in if start is None else start, **options).run(months)

    return live


def assert_the_same_lives(one, other):
    for name, column in one.columns().items():
        assert np.array_equal(column, other.columns()[name]), name


@pytest.mark.parametrize("name", MODULES)
def test_a_policy_of_no_size_changes_no_bit(name, lived):
    assert_the_same_lives(lived().world, lived(call(name, **NOTHING[name])).world)


@pytest.mark.parametrize("name", MODULES)
def test_a_policy_that_has_not_begun_changes_no_bit(name, lived):
    assert_the_same_lives(lived().world, lived(call(name, start=10_000, **MUCH[name])).world)


@pytest.mark.parametrize("name", MODULES)
def test_half_a_year_in_guard_mode_moves_levers_only_and_keeps_every_invariant(name, burnt_in, scenarios):
    scenario = load_scenario(scenarios / "policies" / f"{name}.yaml")
    early = replace(scenario, policies=tuple(replace(call, start=1) for call in scenario.policies))
    WijkModel(early, 3, 100, burnt_in, guard_mode=True).run(6)


def test_two_years_of_both_everywhere_in_guard_mode_lose_no_hour_and_nobody(lived):
    everywhere = tuple(wijk.name for wijk in lived(months=1).city.wijken)
    model = lived(*(call(name, wijken=everywhere, **MUCH[name]) for name in MODULES), months=24, guard_mode=True)
    assert pairs_of(model.world).sum() > 20 and model.world.wijken.platform[:, MATCHED].sum() > 0
    assert np.array_equal(model.world.units.places, lived(months=1).world.units.places)
    someone = next(iter(model.residents.where(lambda r: r.buddy != NOBODY)))
    assert someone.buddy.buddy == someone


@pytest.mark.parametrize("name", MODULES)
def test_levers_of_other_wijken_lie_at_rest(name, burnt_in):
    world, rested = acted(burnt_in, name), acted(burnt_in, name, **NOTHING[name])
    moved = [
        not np.array_equal(lever[:2], rest[:2])
        for lever, rest in zip(world.wijk_levers, rested.wijk_levers, strict=True)
    ]
    assert sum(moved) == len(MODULES[name].WRITES)
    for lever, rest in zip(world.wijk_levers, rested.wijk_levers, strict=True):
        assert np.array_equal(lever[2:], rest[2:])


@pytest.mark.parametrize(("name", "lever"), [("buddies", "buddy_pairs"), ("wehelpen", "platform")])
def test_levers_come_in_evenly_over_the_phase(name, lever, burnt_in):
    whole, part = acted(burnt_in, name).wijk_levers, acted(burnt_in, name, month=5, over=10).wijk_levers
    assert getattr(part, lever) == pytest.approx(0.5 * getattr(whole, lever))


def test_what_a_programme_of_buddies_asks_is_what_its_levers_say(burnt_in):
    world = acted(burnt_in, "buddies", pairs=200.0, hours=3.0, at_least=12, who="mental_health")
    w = world.wijk_levers
    assert np.all(w.buddy_pairs[:2] == 200.0)
    assert np.all(w.buddy_hours[:2] == 3.0) and np.all(w.buddy_months[:2] == 12) and np.all(w.buddy_who[:2] == PSY)


def test_two_platforms_in_one_wijk_reach_everybody_at_most(burnt_in):
    world = acted(burnt_in, "wehelpen", share=0.7)
    wehelpen.act(world, call("wehelpen", share=0.2), np.array([0]), Draws(1), 24)
    wehelpen.act(world, call("wehelpen", share=0.6), np.array([1]), Draws(1), 24)
    assert world.wijk_levers.platform[:3] == pytest.approx([0.9, 1.0, 0.0])


def test_two_programmes_of_buddies_in_one_wijk_add_up(burnt_in):
    world = acted(burnt_in, "buddies", pairs=100.0, hours=1.0, at_least=12, who="mental_health")
    second = call("buddies", pairs=50.0, hours=2.0, at_least=6, who="newcomers")
    buddies.act(world, second, np.array([0]), Draws(1), 24)
    w = world.wijk_levers
    assert list(w.buddy_pairs[:2]) == [150.0, 100.0]
    assert list(w.buddy_hours[:2]) == [2.0, 1.0] and list(w.buddy_months[:2]) == [12, 12]
    assert list(w.buddy_who[:2]) == [PSY | NEW, PSY]


def test_more_pairs_than_people_in_the_wijk_come_to_as_many_as_there_are_people_for(lived):
    """A thousand pairs for ten thousand residents are a tenth of the wijk twice: fewer qualify."""
    model = lived(call("buddies", **MUCH["buddies"]), call("buddies", number=1, **MUCH["buddies"]), guard_mode=True)
    here = model.world.wijk_levers.buddy_pairs > 0.0
    pairs, people = pairs_of(model.world), residents_of(model.world)
    assert here.sum() == 2 and pairs[~here].sum() == 0
    assert 0 < pairs.sum() < 0.2 * people[here].sum() - 2


@pytest.mark.parametrize("name", MODULES)
def test_when_a_policy_ends_nobody_is_paired_or_matched_any_longer_and_it_costs_nothing(name, lived):
    model = lived(call(name, until=4, **MUCH[name]), months=4, guard_mode=True)
    before = model.cost_results()["euros"].sum()
    assert (pairs_of(model.world).sum() > 0) == (name == "buddies") and before > 0.0
    model.run(2)
    world = model.world
    assert pairs_of(world).sum() == 0 and world.wijken.platform.sum() == 0.0 and world.wijken.company.sum() == 0.0
    assert np.all(world.residents.buddy[world.residents.alive] == NOBODY)
    assert model.cost_results()["euros"].sum() == before


def test_a_platform_costs_a_price_for_each_inhabitant_of_its_wijken_from_the_first_month(lived):
    model = lived(call("wehelpen", over=24), months=2)
    people = residents_of(model.world)[model._wijken(model.calls[0])].sum()
    (row,) = model.cost_results().to_dict("records")
    assert (row["payer"], row["domain"]) == ("gemeente", "welfare")
    assert row["euros"] == pytest.approx(100 * people * shipped().help_platform / 12)


def test_pairs_that_are_asked_for_are_paid_and_two_programmes_pay_their_own(lived):
    one = lived(call("buddies", pairs=300.0), months=2)
    pairs = 100 * 300.0 * residents_of(one.world)[one._wijken(one.calls[0])].sum() / 10_000
    assert one.cost_results()["euros"].sum() == pytest.approx(pairs * shipped().buddy_match / 12)
    two = lived(call("buddies", pairs=200.0), call("buddies", number=1, pairs=100.0), months=2)
    euros = two.cost_results().groupby("policy")["euros"].sum()
    assert list(euros) == pytest.approx(np.array([2.0, 1.0]) / 3.0 * pairs * shipped().buddy_match / 12, rel=1e-4)


@pytest.mark.parametrize("name", MODULES)
def test_a_policy_of_no_size_costs_nothing_and_a_budget_of_nothing_is_nothing(name, lived):
    assert len(lived(call(name, **NOTHING[name]), months=3).cost_results()) == 0
    free = lived(call(name, budget=(BudgetLine("gemeente"),), **MUCH[name]), months=3)
    paid = lived(call(name, **MUCH[name]), months=3)
    assert free.cost_results()["euros"].sum() == 0.0 < paid.cost_results()["euros"].sum()
    assert_the_same_lives(free.world, paid.world)


@pytest.mark.parametrize("name", MODULES)
def test_the_order_of_residents_changes_nobody_under_a_policy(name, burnt_in, lived):
    people = len(burnt_in.residents.uid) - RESERVED
    other = reordered(burnt_in, np.random.default_rng(4).permutation(people))
    worlds = [lived(call(name, **MUCH[name]), start=start).world for start in (burnt_in, other)]
    rows = [np.flatnonzero(w.residents.alive)[np.argsort(w.residents.uid[w.residents.alive])] for w in worlds]
    for column in ("uid", "unmet", "care_given", "effective_ties", "social_feeling", "buddy_since", "strain"):
        one, two = (getattr(w.residents, column)[own] for w, own in zip(worlds, rows, strict=True))
        assert np.array_equal(one, two), column
    if name == "buddies":
        whose = [np.where(w.residents.buddy[own] >= 0, w.residents.uid[w.residents.buddy[own]], 0)
                 for w, own in zip(worlds, rows, strict=True)]  # fmt: skip
        assert np.array_equal(*whose) and whose[0].any()


@pytest.mark.parametrize("name", MODULES)
def test_nobody_else_draws_otherwise_for_it(name, lived):
    """Half a year on, the same people live in the city, all but a few where they would have lived."""
    plain, other = lived().world.residents, lived(call(name, **MUCH[name])).world.residents
    homes = [dict(zip(r.uid[r.alive], r.dwelling[r.alive], strict=True)) for r in (plain, other)]
    assert homes[0].keys() == homes[1].keys()
    assert np.mean([homes[0][uid] == homes[1][uid] for uid in homes[0]]) > 0.99
