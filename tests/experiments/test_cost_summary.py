"""What scenarios cost against the baseline, and when that may be divided by what they bring about."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from sim.experiments.cost_summary import COLUMNS, MEASURES, cost_summary
from sim.world.codes import SUPPORT_SOURCES

SEEDS, YEARS, RESIDENTS, ADULTS = 5, 2, 1000.0, 800.0
CERTAIN = (1.0, 1.1, 0.9, 1.05, 0.95)
BARELY = (1.0, 1.6, 0.4, 1.3, 0.7)
"""4.7 standard errors from nothing: more than one scenario needs (2.8) and less than eight do (5.3)."""
UNSURE = (1.0, -1.1, 0.9, -1.05, 0.1)


@dataclass
class Arm:
    key: str


def tables(euros, lonely=(0.0,) * SEEDS, hours=(0.0,) * SEEDS, months=24):
    """A baseline and a plan: ``euros`` of (account, sum a year), less lonely adults in %, more hours by volunteers."""
    wijken, groups, costs = [], [], []
    names = [f"{2026 + month // 12}-{month % 12 + 1:02d}" for month in range(months)]
    for key in ("baseline", "plan"):
        for seed in range(len(lonely)):
            run = {"scenario": key, "seed": seed + 1, "parameter_set": 0}
            plan = key == "plan"
            given = {f"by_{name}": 10.0 for name in SUPPORT_SOURCES}
            given["by_volunteers"] += hours[seed] * plan
            wijken += [run | {"month": name, "wijk": "*", "residents": RESIDENTS} | given for name in names]
            for year in sorted({int(name[:4]) for name in names}):
                share = 50.0 - lonely[seed] * plan
                groups.append(
                    run | {"year": year, "wijk": "*", "group": "everyone", "residents": ADULTS, "lonely": share}
                )
                costs += [
                    run | {"year": year, "payer": "gemeente", "domain": "care", "policy": "1 x"} | said
                    for said in ({"account": account, "euros": amount} for account, amount in euros)
                    if plan
                ]
    columns = ["scenario", "seed", "parameter_set", "year", "payer", "domain", "policy", "account", "euros"]
    return pd.DataFrame(costs, columns=columns), pd.DataFrame(wijken), pd.DataFrame(groups)


def with_euros(tables, euros):
    """The same tables, in which seed k of the plan spends or saves ``euros[k]`` a year."""
    costs, wijken, groups = tables
    return costs.assign(euros=[euros[seed - 1] for seed in costs["seed"]]), wijken, groups


def summary(euros, **outcomes):
    found = cost_summary(*tables(euros, **outcomes), [Arm("baseline"), Arm("plan")])
    assert tuple(found.columns) == COLUMNS and found["measure"].tolist() == list(MEASURES)
    return found.set_index("measure")


def test_a_mean_year_has_its_costs_its_savings_and_what_is_left():
    found = summary([("spent", 4000.0), ("saved", -1000.0)])["value"]
    assert found[["net", "costs", "savings", "per_resident"]].tolist() == [3000.0, 4000.0, 1000.0, 3.0]


def test_a_person_year_avoided_has_a_price_where_the_difference_is_distinguishable():
    found = summary([("spent", 4000.0)], lonely=CERTAIN)
    assert found.loc["lonely_years_avoided", "value"] == pytest.approx(ADULTS / 100)
    assert found.loc["per_lonely_year", "value"] == pytest.approx(500.0) and found.loc["per_lonely_year"].verdict == ""


@pytest.mark.parametrize(
    ("lonely", "verdict"),
    [
        (UNSURE, "not_distinguishable"),
        (tuple(-value for value in CERTAIN), "less"),
        ((0.0,) * SEEDS, "same"),
        ((1.0, 1.1), "too_few_runs"),
    ],
)
def test_otherwise_it_has_none_and_the_table_says_why(lonely, verdict):
    found = summary([("spent", 4000.0)], lonely=lonely, hours=(0.0,) * len(lonely)).loc["per_lonely_year"]
    assert np.isnan(found.value) and found.verdict == verdict


def test_more_adults_with_the_same_share_are_no_more_loneliness():
    """A policy that builds homes draws people; what it does to loneliness is said of the people of the baseline."""
    costs, wijken, groups = tables([("spent", 4000.0)], lonely=CERTAIN)
    groups.loc[groups["scenario"] == "plan", "residents"] *= 2.0
    found = cost_summary(costs, wijken, groups, [Arm("baseline"), Arm("plan")]).set_index("measure")
    assert found.loc["lonely_years_avoided", "value"] == pytest.approx(ADULTS / 100)


def test_among_many_scenarios_more_is_asked_before_one_of_them_has_a_price():
    found = tables([("spent", 4000.0)], lonely=BARELY)
    verdicts = []
    for plans in (1, 8):
        rows = cost_summary(*found, [Arm("baseline"), *[Arm("plan")] * plans]).set_index("measure")
        verdicts.append(set(rows.loc[["per_lonely_year"], "verdict"]))
        assert set(rows.loc[["lonely_years_avoided"], "verdict"]) == {"more"}  # its own interval stays a single one
    assert verdicts == [{""}, {"not_distinguishable"}]


def test_what_brings_something_and_saves_money_has_no_price_either():
    assert summary([("saved", -4000.0)], lonely=CERTAIN).loc["per_lonely_year"].verdict == "saves"


@pytest.mark.parametrize("sign", [1, -1])
def test_what_may_cost_and_may_save_has_no_price_and_is_no_saving(sign):
    """With a mean of 200 euros a year or of -200, and an interval that holds zero."""
    euros = [sign * amount for amount in (900.0, -1000.0, 1100.0, -900.0, 900.0)]
    found = cost_summary(*with_euros(tables([("spent", 1.0)], lonely=CERTAIN), euros), [Arm("baseline"), Arm("plan")])
    found = found.set_index("measure")
    assert found.loc["net"].verdict == found.loc["per_lonely_year"].verdict == "not_distinguishable"
    assert np.isnan(found.loc["per_lonely_year"].value)


def test_among_many_scenarios_more_is_asked_before_one_of_them_is_called_a_saving():
    found = with_euros(tables([("saved", -1.0)], lonely=CERTAIN), [-1000.0 * value for value in BARELY])
    rows = [cost_summary(*found, [Arm("baseline"), *[Arm("plan")] * plans]).set_index("measure") for plans in (1, 8)]
    assert [set(each.loc[["per_lonely_year"], "verdict"]) for each in rows] == [{"saves"}, {"not_distinguishable"}]


def test_hours_are_those_of_a_year_in_the_whole_city_and_informal_ones_stand_beside():
    found = summary([("spent", 52_142.857)], hours=CERTAIN)
    hours = RESIDENTS / 1000 * 365 / 7
    assert found.loc["support_hours", "value"] == pytest.approx(hours)
    assert found.loc["informal_hours", "value"] == pytest.approx(hours)
    assert found.loc["per_support_hour", "value"] == pytest.approx(1000.0)


def test_a_part_of_a_year_counts_as_that_part():
    found = summary([("spent", 4000.0)], lonely=CERTAIN, months=18)
    assert found.loc["lonely_years_avoided", "value"] == pytest.approx(ADULTS / 100)
    assert found.loc["net", "value"] == pytest.approx(4000.0 * 2 / 1.5)


def test_who_paid_and_what_nobody_paid_stand_beside_what_was_spent_and_saved():
    booked = [("spent", 4000.0), ("saved", -2000.0), ("reinvested", 1000.0), ("wanting", 3000.0)]
    found = summary(booked)["value"]
    assert (found["reinvested"], found["wanting"]) == pytest.approx((1000.0, 3000.0))
    assert found[["net", "costs", "savings"]].tolist() == [2000.0, 4000.0, 2000.0]


def test_without_euros_everything_is_nought():
    found = summary([])
    assert found.loc[["net", "costs", "savings", "wanting"], "value"].tolist() == [0.0] * 4
    assert found.loc["net"].verdict == "same"


def test_what_has_no_price_is_not_called_free():
    assert summary([], lonely=CERTAIN).loc["per_lonely_year"].verdict == "unpriced"
