"""Costs: who pays and who saves, and what is said where a price per unit cannot be given."""

import math
import re
from types import SimpleNamespace

import pytest

from sim.ledger import PAYERS
from sim.report.costs import _size, costs
from sim.report.results import Measure
from sim.report.terminal import comparison_text
from sim.report.words import LANGUAGES, Words


def block(context):
    return str(costs(context))


def test_every_payer_has_words_in_both_languages():
    for language in LANGUAGES:
        assert all(Words(language)(f"costs.{payer}") for payer in PAYERS)


def shown_for(context, scenario):
    """Give what the block shows where a scenario is chosen: its title and its tables."""
    place = context.results.scenarios.index(scenario)
    title, body = re.split(rf'data-scenario="{place}"[^>]*>', block(context))[1:]
    caption = context.words("costs.caption", band=context.band)[:25]
    return title.split("</span>")[0], re.split(f'data-scenario="|{caption}', body)[0]


@pytest.fixture
def unspent(context, monkeypatch):
    """Make the scenario that changes nothing one whose policies have a price: nothing closed in these runs."""
    listed = [{**entry, "priced": entry["key"] == "nothing"} for entry in context.results.manifest["scenarios"]]
    monkeypatch.setattr(context.results, "manifest", {**context.results.manifest, "scenarios": listed})
    return context


def test_every_scenario_in_which_euros_were_booked_has_its_payers(context):
    for key in context.results.scenarios:
        assert ('class="data payers"' in shown_for(context, key)[1]) == (key in ("close", "reinvest", "mix"))


def test_every_scenario_has_its_hours_also_without_a_price(context):
    for key in context.results.scenarios:
        rows = re.findall(r'data-v="([a-z_]+)"', shown_for(context, key)[1])
        assert {"support_hours", "informal_hours", "lonely_years_avoided"} <= set(rows)
        assert ("net" in rows) == (key in ("close", "reinvest", "mix"))


def test_nothing_spent_is_not_called_nothing_priced(unspent):
    title, tables = shown_for(unspent, "nothing")
    assert title == unspent.words("costs.title_nothing", scenario=unspent.quoted("nothing"), baseline=unspent.baseline)
    assert unspent.words("costs.why_unspent") in tables and unspent.words("costs.why_unpriced") not in tables
    assert shown_for(unspent, "deal")[0] == unspent.words("costs.title_none", scenario=unspent.quoted("deal"))


def test_what_nobody_paid_for_makes_a_price_and_is_told(context, monkeypatch):
    """A policy with a cap that nobody filled costs nothing because it is not carried out."""
    summary = context.results.cost_summary.copy()
    summary.loc[(summary["scenario"] == "deal") & (summary["measure"] == "wanting"), "value"] = 13.5e6
    monkeypatch.setattr(context.results, "cost_summary", summary)
    title, tables = shown_for(context, "deal")
    assert title.endswith(context.words("costs.title_wanting", amount=context.words.euros(13.5e6)))
    assert context.words("costs.title_nothing", scenario=context.quoted("deal"), baseline=context.baseline) in title
    assert 'data-v="wanting"' in tables


def test_payers_together_are_the_net_costs(context):
    for key in ("close", "reinvest", "mix"):
        together = sum(map(sum, context.results.payers(key).values()))
        assert together == pytest.approx(context.results.measure(key, "net").value)


def test_what_lies_above_a_cap_is_told_where_there_is_a_cap(context):
    rows = re.findall(r'data-v="(reinvested|wanting)"', block(context))
    assert rows == ["reinvested", "wanting"]
    wanting = context.words.euros(context.results.measure("reinvest", "wanting").value)
    assert shown_for(context, "reinvest")[0].endswith(context.words("costs.title_wanting", amount=wanting))


@pytest.mark.parametrize("why", ["not_distinguishable", "too_few_runs", "same", "less", "saves", "unpriced"])
def test_where_a_price_per_unit_cannot_be_given_it_is_said_why(context, monkeypatch, why):
    measure = context.results.measure

    def told(scenario, name):
        ratio = name in ("per_lonely_year", "per_support_hour")
        return Measure(name, math.nan, math.nan, math.nan, why) if ratio else measure(scenario, name)

    monkeypatch.setattr(context.results, "measure", told)
    said = "unspent" if why == "unpriced" else why  # these have a price
    assert f">{context.words(f'costs.why_{said}')}</td>" in block(context)


def test_without_any_price_there_is_no_block(context, monkeypatch):
    summary = context.results.cost_summary.assign(value=0.0)
    monkeypatch.setattr(context.results, "cost_summary", summary)
    assert costs(context) is None


def test_amounts_have_three_significant_digits():
    assert (Words("nl").rounded(-1_234_567), Words("en").rounded(0.4567)) == ("\N{MINUS SIGN}1.230.000", "0.46")
    assert (Words("en").rounded(0.0), Words("en").rounded(12.345), Words("en").euros(999.6)) == ("0", "12.3", "€1,000")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_tells_costs_in_one_line_a_scenario(results, language):
    found = SimpleNamespace(
        manifest=results.manifest, differences=results.differences, cost_summary=results.cost_summary, ablations=None
    )
    lines = comparison_text(found, language).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(("costs less", "kosten min")))
    assert max(map(len, lines[at:])) <= 80
    assert sum(line.startswith(f"  {Words(language)('costs.wanting')}: ") for line in lines[at:]) == 1
    net = next(line for line in lines[at:] if line.startswith("Magic mix 50/50")).replace(",", ".").split()[3]
    assert net.endswith("0.000") and 4e6 < float(net.replace(".", "")) < 5e6


@pytest.mark.parametrize(
    ("verdict", "key"),
    [("more", "more"), ("less", "less"), ("not_distinguishable", "unclear"), ("too_few_runs", "few")],
)
def test_costs_are_told_with_their_interval_and_take_a_side_only_where_it_is_sure(context, monkeypatch, verdict, key):
    measure = context.results.measure
    rows = {"net": Measure("net", -2e5, -3e5, -1e5, verdict), "per_resident": Measure("per_resident", -2, -3, -1, "")}
    monkeypatch.setattr(context.results, "measure", lambda scenario, name: rows.get(name) or measure(scenario, name))
    title = shown_for(context, "mix")[0]
    assert title.startswith(context.words(f"costs.title_{key}", **dict.fromkeys(
        ("scenario", "baseline", "amount", "each", "n"), "|")).split("|")[0])  # fmt: skip
    low, high = map(context.words.euros, (1e5, 3e5) if key in ("more", "less") else (-3e5, -1e5))
    assert context.words("format.between", low=low, high=high) in title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_has_no_interval_of_one_amount(language):
    words = Words(language)
    alike, apart = (Measure("net", -2e6, low, -2e6 + 4.0, "less") for low in (-2e6 - 4.0, -3e6))
    assert _size(words, alike) == words.euros(2e6)
    assert words.euros(3e6) in _size(words, apart)
