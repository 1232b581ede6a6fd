"""What each policy costs and saves in a small city."""

import importlib
from dataclasses import replace

import numpy as np
import pytest

from sim.ledger import DOMAINS, BudgetLine
from sim.ledger.prices import shipped
from sim.model import WijkModel
from sim.policies import POLICIES, magic_mix
from sim.policies.settings import settings_of
from sim.scenario import PolicyCall
from sim.world.codes import CARE_HOME, HOME_CARE

WIJKEN = ("Oud-Noord", "Noordwest")


def call(name, start=1, over=1, until=None, wijken=WIJKEN, **settings):
    chosen = {key: entry.value for key, entry in settings_of(name).items()} | settings
    return PolicyCall(name, start, over, until, wijken, chosen)


@pytest.fixture
def lived(baseline, burnt_in):
    """Live so many months at 1:100 with these policies, in guard mode: asking for costs may not move anything."""

    def live(*calls, months=12, parameters=None):
        scenario = replace(baseline, key="x", policies=calls, months=months, parameters=parameters or {})
        return WijkModel(scenario, 3, 100, burnt_in, guard_mode=True).run()

    return live


def by(table, key):
    return table.groupby(key)["euros"].sum().to_dict()


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_says_what_its_budget_is_for(name):
    assert importlib.import_module(f"sim.policies.{name}").DOMAIN in DOMAINS


def test_current_policy_costs_nothing(lived):
    assert len(lived(months=2).cost_results()) == 0


def test_a_policy_of_no_size_costs_nothing(lived, closing):
    (nothing,) = closing(share=0.0).policies
    small, empty = call("magic_mix", dwellings=9), call("wijkteam", fte=0.0)
    assert len(lived(nothing, small, empty, months=4).cost_results()) == 0


def test_closing_homes_saves_the_places_that_stand_empty_and_costs_home_care(lived, closing):
    (all_close,) = closing(share=1.0).policies
    model = lived(all_close)
    world, table = model.world, model.cost_results()
    homes = np.flatnonzero(world.units.facility == CARE_HOME)
    rooms = np.isin(world.dwellings.unit, homes)
    most = 100 * rooms.sum() * shipped().care_home_place * 11 / 12
    euros = by(table, "payer")
    assert set(euros) == {"zorgkantoor", "zorgverzekeraar"}
    assert -most <= euros["zorgkantoor"] < -0.5 * most
    fte = 100 * world.wijk_levers.fte[:, HOME_CARE].sum()
    price = shipped().home_care_hour * shipped().hours_of_fte
    assert euros["zorgverzekeraar"] == pytest.approx(fte * price * 8 / 12, rel=1e-5)


def test_nothing_is_saved_on_a_place_in_which_somebody_still_lives(lived, closing):
    (all_close,) = closing(share=1.0).policies
    model = lived(all_close, months=2)
    world = model.world
    rooms = np.isin(world.dwellings.unit, np.flatnonzero(world.levers.unit_closed))
    empty = (world.dwellings.occupants[rooms] == 0).sum()
    assert 0 < empty <= rooms.sum()
    saved = -by(model.cost_results(), "payer")["zorgkantoor"]
    assert saved == pytest.approx(100 * empty * shipped().care_home_place / 12)


def test_a_magic_mix_costs_the_corporatie_its_building_and_its_manager(lived):
    euros = by(lived(call("magic_mix", dwellings=900), months=13).cost_results(), "domain")
    assert euros["housing"] == pytest.approx(1800 * shipped().dwelling_capital / 30)
    assert euros["liveability"] == pytest.approx(1800 * 0.5 / 50 * shipped().social_manager_fte)


def test_a_building_is_paid_for_after_its_project_has_ended_and_its_manager_is_not(lived):
    model = lived(call("magic_mix", dwellings=900, until=5), months=13)
    euros = by(model.cost_results(), "domain")
    assert euros["housing"] == pytest.approx(1800 * shipped().dwelling_capital / 30)
    assert euros["liveability"] == pytest.approx(1800 * 0.5 / 50 * shipped().social_manager_fte * 4 / 12)


def test_screening_carriers_costs_nothing(lived):
    strict, lax = (
        lived(call("magic_mix", dwellings=900, least_comfort=least), months=3).cost_results() for least in (0.9, 0.0)
    )
    assert strict.equals(lax)


def test_a_wijkteam_costs_its_fte(lived):
    model = lived(call("wijkteam", fte=4.0), months=2)
    (row,) = model.cost_results().to_dict("records")
    fte = 100 * model.world.wijk_levers.fte.sum()
    assert (row["payer"], row["domain"]) == ("gemeente", "welfare")
    assert row["euros"] == pytest.approx(fte * shipped().wijkteam_fte / 12, rel=0.03), "residents move within a month"


@pytest.mark.parametrize("scale", [5, 10, 25, 64])
def test_a_real_dwelling_costs_the_same_at_any_scale_but_for_rounding(scale, burnt_in):
    """640 flats stand for a whole number of simulated ones at three of these scales, nearly so at the fourth."""
    from sim.city.building import with_room
    from sim.randomness import Draws

    asked = call("magic_mix", dwellings=640, wijken=WIJKEN[:1])
    world = with_room(burnt_in, magic_mix.sites(asked, np.array([3]), scale, burnt_in), Draws(3))
    (building, manager) = magic_mix.costs(world, asked, np.array([3]), scale, 1)
    assert 12 * building.euros == pytest.approx(640 * shipped().dwelling_capital / 30, rel=scale / 2 / 640 + 1e-9)
    assert manager.euros / building.euros == pytest.approx(
        0.5 / 50 * shipped().social_manager_fte / (shipped().dwelling_capital / 30)
    )


def test_euros_over_payers_are_those_over_policies_and_of_the_lines(lived, closing):
    (all_close,) = closing(share=1.0).policies
    two = (call("magic_mix", dwellings=900), call("magic_mix", start=3, over=6, dwellings=1000, wijken=WIJKEN[:1]))
    table = lived(all_close, *two, call("wijkteam"), months=14).cost_results()
    assert len(by(table, "policy")) == 4 and len(by(table, "year")) == 2
    sums = [sum(by(table, key).values()) for key in ("payer", "policy", "domain", "year")]
    assert sums == pytest.approx([table["euros"].sum()] * 4)


def test_a_budget_takes_the_place_of_prices(lived):
    paid = replace(call("magic_mix", dwellings=900), budget=(BudgetLine("corporatie", 3_000_000.0, 360, 40_000.0),))
    (row,) = lived(paid, months=7).cost_results().to_dict("records")
    assert (row["domain"], row["payer"]) == ("housing", "corporatie")
    assert row["euros"] == pytest.approx(6 * 3_000_000 / 360 + 20_000)


def test_a_price_of_the_scenario_holds(lived):
    dear = lived(call("magic_mix", dwellings=900), months=2, parameters={"prices.dwelling_capital": 120_000.0})
    cheap = lived(call("magic_mix", dwellings=900), months=2)
    housing = [by(model.cost_results(), "domain")["housing"] for model in (dear, cheap)]
    assert housing[0] == pytest.approx(2 * housing[1])


def test_the_ledger_changes_nobody(lived):
    asked = call("magic_mix", dwellings=900)
    plain = lived(asked, months=6).world.columns()
    paid = lived(replace(asked, reinvest=1.0, budget=(BudgetLine("rijk", yearly=9.0),)), months=6)
    assert all(np.array_equal(column, paid.world.columns()[name]) for name, column in plain.items())


def test_the_same_seed_gives_the_same_costs(lived, closing):
    (some,) = closing(share=0.5).policies
    one, other = (lived(some, months=5).cost_results() for _ in range(2))
    assert one.equals(other) and len(one) > 0
