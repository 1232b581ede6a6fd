"""Costs: who pays and who saves, and what is said where a price per unit cannot be given."""

import math
import re
from types import SimpleNamespace

import pytest

from sim.ledger import PAYERS
from sim.report.costs import costs, has_costs
from sim.report.results import Measure
from sim.report.terminal import comparison_text
from sim.report.words import LANGUAGES, Words


def block(context):
    return str(costs(context))


def test_every_payer_has_words_in_both_languages():
    for language in LANGUAGES:
        assert all(Words(language)(f"costs.{payer}") for payer in PAYERS)


def test_every_scenario_with_a_price_has_its_payers_and_its_measures(context):
    text = block(context)
    with_price = [key for key in context.results.scenarios if has_costs(context, key)]
    assert with_price == ["close", "reinvest", "mix"]
    assert text.count('class="data payers"') == text.count('class="data measures"') == 3


def test_payers_together_are_the_net_costs(context):
    for key in ("close", "reinvest", "mix"):
        together = sum(map(sum, context.results.payers(key).values()))
        assert together == pytest.approx(context.results.measure(key, "net").value)


def test_what_lies_above_a_cap_is_told_where_there_is_a_cap(context):
    rows = re.findall(r'data-v="(reinvested|wanting)"', block(context))
    assert rows == ["reinvested", "wanting"]


@pytest.mark.parametrize("why", ["not_distinguishable", "too_few_runs", "same", "less", "saves", "unpriced"])
def test_where_a_price_per_unit_cannot_be_given_it_is_said_why(context, monkeypatch, why):
    measure = context.results.measure

    def told(scenario, name):
        ratio = name in ("per_lonely_year", "per_support_hour")
        return Measure(name, math.nan, math.nan, math.nan, why) if ratio else measure(scenario, name)

    monkeypatch.setattr(context.results, "measure", told)
    assert f">{context.words(f'costs.why_{why}')}</td>" in block(context)


def test_without_any_price_there_is_no_block(context, monkeypatch):
    nothing = Measure("costs", 0.0, 0.0, 0.0, "same")
    monkeypatch.setattr(context.results, "measure", lambda *_: nothing)
    assert costs(context) is None


def test_amounts_have_three_significant_digits():
    assert (Words("nl").rounded(-1_234_567), Words("en").rounded(0.4567)) == ("\N{MINUS SIGN}1.230.000", "0.46")
    assert (Words("en").rounded(0.0), Words("en").rounded(12.345), Words("en").euros(999.6)) == ("0", "12.3", "€1,000")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_tells_costs_in_one_line_a_scenario(results, language):
    found = SimpleNamespace(
        manifest=results.manifest, differences=results.differences, cost_summary=results.cost_summary
    )
    lines = comparison_text(found, language).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(("costs less", "kosten min")))
    assert len(lines[at + 1 : at + 6]) == len(results.scenarios) and max(map(len, lines[at:])) <= 80
    net = next(line for line in lines[at:] if line.startswith("Magic mix 50/50")).replace(",", ".").split()[3]
    assert net.endswith("0.000") and 4e6 < float(net.replace(".", "")) < 5e6
