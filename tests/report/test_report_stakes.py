"""Beside each verdict: what it costs, who pays most, and whom it reaches, with what is not known said to be so."""

import re

import pandas as pd
import pytest

from sim.report.paid import SAVED, SPENT, euros_of_runs, main_payer
from sim.report.reached import living_in, most_in, wijken_reached
from sim.report.results import Measure
from sim.report.stakes import stakes, stakes_data
from sim.report.verdicts import verdicts


def parts(context, scenario):
    """Give the lines of cost, payer and people as text."""
    found = re.findall(r"<dt>.*?</dt>(.*?)</div>", str(stakes(context, scenario)))
    return [[re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<dd>(.*?)</dd>", part)] for part in found]


@pytest.fixture
def with_net(context, monkeypatch):
    """Give the net costs of the mix, as a test wants them."""
    measure = context.results.measure

    def put(*numbers):
        row = Measure("net", *numbers)
        monkeypatch.setattr(context.results, "measure", lambda key, name: row if name == "net" else measure(key, name))
        return parts(context, "mix")[0]

    return put


def test_every_scenario_of_the_table_has_all_three(context):
    rows = re.findall(r'<tr class="stakes">(.*?)</tr>', str(verdicts(context)))
    assert [row.count("<dt>") for row in rows] == [3] * len(context.results.scenarios)


@pytest.mark.parametrize("verdict", ["more", "less", "not_distinguishable", "too_few_runs"])
def test_an_amount_has_its_sign_its_interval_and_whether_that_tells_a_side(context, with_net, verdict):
    amount, interval, said = with_net(-2e5, -5e5, 1e5, verdict)
    words = context.words
    assert amount.startswith("\N{MINUS SIGN}") and amount == words.signed_euros(-2e5)
    assert interval == words("format.between", low=words.signed_euros(-5e5), high=words.signed_euros(1e5))
    assert interval.split()[-1 if words.language == "en" else -2].startswith("+")
    assert said == words(f"stakes.{verdict}")


def test_an_amount_that_all_runs_gave_has_no_interval(with_net):
    assert len(with_net(-25_666_666.67, -25_666_666.67, -25_666_666.67, "less")) == 2


def test_without_a_price_there_is_no_amount_and_it_is_not_called_free(context):
    for key in ("deal", "nothing"):
        assert parts(context, key)[0] == [context.words("stakes.no_price")]
        assert parts(context, key)[1] == [context.words("costs.why_unpriced")]


def test_what_has_a_price_but_spent_nothing_is_told_apart(context, monkeypatch):
    listed = [{**entry, "priced": True} for entry in context.results.manifest["scenarios"]]
    monkeypatch.setattr(context.results, "manifest", {**context.results.manifest, "scenarios": listed})
    assert parts(context, "deal")[0] == [context.words("stakes.nothing")]


def test_what_nobody_pays_for_stands_beside_what_is_paid(context):
    wanting = context.words.euros(context.results.measure("reinvest", "wanting").value)
    assert parts(context, "reinvest")[0][-1] == context.words("stakes.wanting", amount=wanting)


def test_the_main_payer_has_the_share_of_all_runs_between_those_of_single_runs(results):
    paid = main_payer(results, "reinvest", SPENT)
    assert paid.payer == "zorgverzekeraar" and not paid.alone  # 5 million of 9
    assert paid.least < paid.share < paid.most and paid.share == pytest.approx(5 / 9, abs=0.02)
    saved = main_payer(results, "reinvest", SAVED)
    assert (saved.payer, saved.alone) == ("zorgkantoor", True)


def test_nobody_pays_or_saves_where_nothing_was_booked(results):
    assert [main_payer(results, key, account) for key in ("deal", "nothing") for account in (SPENT, SAVED)] == [
        None
    ] * 4
    assert main_payer(results, "mix", SAVED) is None


def test_euros_of_runs_have_a_row_for_every_run_and_add_up_to_the_net_costs(results):
    for key in results.scenarios:
        table = euros_of_runs(results, key)
        assert len(table) == results.runs
        assert table.to_numpy().sum() / results.runs == pytest.approx(results.measure(key, "net").value)


def test_who_lives_where_a_policy_holds_is_counted(context):
    results = context.results
    assert len(wijken_reached(results, "close")) == 20 and len(wijken_reached(results, "mix")) == 3
    assert wijken_reached(results, "nothing") == []
    assert parts(context, "nothing")[2] == [context.words("stakes.nobody")]


def test_people_of_some_wijken_are_summed_over_them(context, monkeypatch):
    groups, year = context.results.groups, int(context.results.group_year[0])
    city = groups[groups["group"] == "everyone"]
    own = [city.assign(wijk=f"WK0014{index:02d}", residents=1000.0 * index) for index in range(20)]
    monkeypatch.setattr(context.results, "groups", pd.concat([groups, *own]))
    found = living_in(context.results, "mix", wijken_reached(context.results, "mix"))
    assert (found.year, found.mean, found.fewest, found.most) == (year, 12000.0, 12000.0, 12000.0)  # 3 + 4 + 5
    words = context.words
    told = {"wijken": words.counted("where.wijken", 3), "all": 20, "people": words.people(12000)}
    assert parts(context, "mix")[2][-1] == words("stakes.wijken", **told)
    whole = words("stakes.whole_city", people=words.people(190_000))
    assert parts(context, "close")[2][-1] == whole


def test_people_of_a_policy_are_those_of_the_year_with_most(context, monkeypatch):
    groups = context.results.groups.copy()
    groups.loc[groups["group"] == "in_projects", "residents"] = 0.0
    mine = (groups["group"] == "in_projects") & (groups["scenario"] == "mix") & (groups["year"] == 2030)
    groups.loc[mine, "residents"] = 100.0 + 10.0 * groups.loc[mine, "seed"]
    monkeypatch.setattr(context.results, "groups", groups)
    found = most_in(context.results, "mix", "in_projects")
    assert (found.year, found.mean, found.fewest, found.most) == (2030, 145.0, 110.0, 180.0)
    assert most_in(context.results, "close", "in_projects") is None


def test_a_manifest_that_does_not_name_wijken_is_said_to_know_nothing(context, monkeypatch):
    listed = [
        {k: v for k, v in entry.items() if k != "policy_calls"} for entry in context.results.manifest["scenarios"]
    ]
    monkeypatch.setattr(context.results, "manifest", {**context.results.manifest, "scenarios": listed})
    monkeypatch.setattr(context.results, "groups", context.results.groups.iloc[:0])
    assert parts(context, "close")[2] == [context.words("stakes.unknown")]


def test_the_table_below_holds_the_same_as_plain_numbers(context):
    net = context.results.measure("mix", "net").value
    assert f'data-v="{net:.6g}"' in str(stakes_data(context))
    assert str(stakes_data(context)).count("<tr>") == 1 + len(context.results.scenarios)
