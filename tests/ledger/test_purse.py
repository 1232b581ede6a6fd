"""Money makes a policy smaller: what caps and savings pay for is what is carried out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.city.file import load_city
from sim.model import WijkModel
from sim.policies import CAPPED
from sim.policies.settings import settings_of
from sim.scenario import PolicyCall
from sim.world.codes import WELFARE

EVERYWHERE = tuple(
    wijk.name for wijk in load_city(Path(__file__).parents[2] / "scenarios" / "cities" / "groningen.yaml").wijken
)
LARGE = {"meeting_places": {"groups": 100.0}, "clubs": {"groups": 100.0}}
"""Sizes at which there is a group at 1:100."""


def call(name, cap=None, reinvest=0.0, start=1, **settings):
    chosen = {key: entry.value for key, entry in settings_of(name).items()} | settings
    return PolicyCall(name, start, 1, None, ("Oud-Noord", "Noordwest"), chosen, cap=cap, reinvest=reinvest)


def deal():
    return replace(call("city_deal", pools_budgets=True, rijk_pools_budgets=True), wijken=EVERYWHERE)


BESIDE = {"inclusive_classes": (replace(call("close_special_schools", start=0, share=1.0), wijken=EVERYWHERE),)}
"""What makes a policy cost something at once: pupils with extra support in ordinary classes."""


@pytest.fixture
def lived(baseline, burnt_in):
    """Live so many months at 1:100 with these policies."""

    def live(*calls, months=8):
        return WijkModel(replace(baseline, key="x", policies=calls, months=months), 3, 100, burnt_in).run()

    return live


def fte(model):
    return float(model.world.wijk_levers.fte[:, WELFARE].sum())


def booked(model, account):
    table = model.cost_results()
    return float(table.loc[table["account"] == account, "euros"].sum())


@pytest.mark.parametrize("name", CAPPED)
def test_a_policy_without_money_gives_the_baseline_bit_for_bit_where_it_has_a_price(name, lived):
    beside = BESIDE.get(name, ())
    poor, plain = lived(call(name, cap=0.0, **LARGE.get(name, {})), *beside, months=4), lived(*beside, months=4)
    same = poor.results().drop(columns="scenario").equals(plain.results().drop(columns="scenario"))
    assert same and booked(poor, "wanting") > 0.0
    assert booked(poor, "spent") == booked(plain, "spent")


def test_half_the_money_buys_half_of_it(lived):
    whole = lived(call("wijkteam"), months=2)
    half = lived(call("wijkteam", cap=12 * booked(whole, "spent") / 2), months=2)
    assert fte(half) == pytest.approx(fte(whole) / 2, rel=0.02)
    assert booked(half, "spent") == pytest.approx(booked(half, "wanting"), rel=0.05)


def test_savings_of_a_closure_pay_only_where_budgets_are_pooled_with_the_payer_who_saves(lived):
    closing = replace(call("close_care_homes", reinvest=0.5, share=1.0, staff_to_home_care=0.0), wijken=EVERYWHERE)
    team = call("wijkteam", cap=0.0, fte=20.0)
    apart = lived(closing, team)
    pooled = lived(closing, team, deal())
    assert fte(apart) == 0.0 and booked(apart, "reinvested") == 0.0
    assert fte(pooled) > 0.0
    assert 0.0 < booked(pooled, "reinvested") <= -0.5 * booked(pooled, "saved") + 1e-6


def test_what_is_spent_is_what_caps_and_savings_pay(lived):
    closing = replace(call("close_care_homes", reinvest=1.0, share=1.0, staff_to_home_care=0.0), wijken=EVERYWHERE)
    model = lived(closing, call("wijkteam", cap=50_000.0, fte=50.0), deal())
    spent, paid = booked(model, "spent"), booked(model, "reinvested")
    assert spent == pytest.approx(50_000.0 * 7 / 12 + paid, rel=0.02)


def test_a_policy_with_more_money_than_it_costs_is_the_policy_without_a_cap(lived):
    rich, free = lived(call("wijkteam", cap=1e12)), lived(call("wijkteam"))
    assert all(np.array_equal(column, free.world.columns()[name]) for name, column in rich.world.columns().items())
