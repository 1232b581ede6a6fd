"""Who pays for what: amounts by payer and domain with their intervals, sums, and hours that are in no sum."""

import re

import numpy as np
import pandas as pd
import pytest

from sim.ledger import PAYERS
from sim.ledger.lines import DOMAINS
from sim.paired import estimate
from sim.report.costs import costs
from sim.report.paid import euros_of_runs
from sim.report.payer_matrix import WIDTH, _bar, payer_matrix
from sim.report.words import LANGUAGES, Words


def rows(context, scenario):
    """Give the matrix: of each row its cells, as plain values and as text."""
    body = re.search(r"<tbody>(.*?)</tbody>", str(payer_matrix(context, scenario)[1]), flags=re.S).group(1)
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.S):
        name, *cells = re.findall(r'data-v="([^"]*)"[^>]*>(.*?)</t[hd]>', row, flags=re.S)
        found[name[0]] = cells
    return found


def values(cells):
    return [float(value) if value else None for value, _ in cells]


def test_every_domain_has_words_in_both_languages():
    for language in LANGUAGES:
        assert all(Words(language)(f"costs.domain_{name}") for name in DOMAINS)


def test_every_payer_has_a_row_then_all_of_them_and_hours_last(context):
    assert list(rows(context, "close")) == [*PAYERS, "total", "informal_hours"]


def test_rows_and_columns_add_up_to_the_net_costs(context):
    for key in ("close", "reinvest", "mix"):
        found = rows(context, key)
        numbers = np.array([values(found[name]) for name in (*PAYERS, "total")])
        assert numbers[:, :-1].sum(axis=1) == pytest.approx(numbers[:, -1], rel=1e-4)
        assert numbers[:-1].sum(axis=0) == pytest.approx(numbers[-1], rel=1e-4)
        assert numbers[-1, -1] == pytest.approx(context.results.measure(key, "net").value, rel=1e-4)


def test_hours_stand_in_no_domain_and_in_no_sum(context):
    hours = context.results.measure("mix", "informal_hours").value
    assert values(rows(context, "mix")["informal_hours"])[:-1] == [None, None]
    assert values(rows(context, "mix")["informal_hours"])[-1] == pytest.approx(hours, rel=1e-4)


def test_only_domains_in_which_something_was_booked_have_a_column(context):
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', str(payer_matrix(context, "close")[1]))
    assert heads[1:-1] == [context.words(f"costs.domain_{name}") for name in ("home_care", "care")]


def test_every_amount_has_the_interval_of_its_runs(context):
    runs = euros_of_runs(context.results, "mix")["corporatie", "housing", "spent"].to_numpy()
    wanted = estimate(runs)
    told = context.words.interval(wanted.low / 1e6, wanted.high / 1e6, 2)
    assert f'class="interval">{told}<' in rows(context, "mix")["corporatie"][1][1]


def test_an_amount_that_all_runs_gave_has_no_interval_and_one_run_is_said_to_have_none(context, monkeypatch):
    costs = context.results.costs.copy()
    costs["euros"] = np.sign(costs["euros"]) * 1e6
    monkeypatch.setattr(context.results, "costs", costs)
    euros_of_runs.cache_clear()
    assert 'class="interval"' not in rows(context, "mix")["total"][0][1]
    one = pd.DataFrame([[2e6]], columns=pd.MultiIndex.from_tuples([("gemeente", "work", "spent")],
                                                                  names=["payer", "domain", "account"]))  # fmt: skip
    monkeypatch.setattr("sim.report.payer_matrix.euros_of_runs", lambda *_: one)
    assert context.words("format.missing") in rows(context, "mix")["gemeente"][0][1]
    euros_of_runs.cache_clear()


@pytest.mark.parametrize(
    ("value", "left", "width"), [(1.0, WIDTH / 2, WIDTH / 2 - 2), (-0.5, WIDTH / 4 + 1, WIDTH / 4 - 1)]
)
def test_costs_are_filled_to_the_right_and_savings_hollow_to_the_left(value, left, width):
    drawn = str(_bar(value, 1.0))
    assert f'x="{left:.1f}"' in drawn and f'width="{width:.1f}"' in drawn
    assert ('fill="#FFFFFF"' in drawn) == (value < 0)


def test_nothing_has_no_bar_and_little_is_seen():
    assert "<rect" not in str(_bar(0.0, 1.0)) and 'width="1.5"' in str(_bar(1e-9, 1.0))


def test_the_matrix_is_there_where_anything_was_booked(context):
    block = str(costs(context))
    assert block.count('class="data paid"') == 3 == block.count(context.words("costs.apart"))
