"""Lines and the book: who pays what, capital to its last euro, and sums that do not depend on how one adds."""

from pathlib import Path

import numpy as np
import pytest

from sim import ledger
from sim.ledger import DOMAINS, PAYERS, BudgetLine, Line, capital, staff, with_budget, yearly
from sim.ledger.book import COLUMNS, Book
from sim.ledger.lines import STAFF_PAID_BY
from sim.ledger.prices import Prices, shipped
from sim.parameters import read
from sim.rulebook import rulebook
from sim.scenario import PolicyCall
from sim.world.codes import PROFESSIONAL_DOMAINS

KEYS = {"scenario": "s", "seed": 1, "parameter_set": 0}


def call(start=12, over=1, until=None, number=0, **money):
    return PolicyCall("magic_mix", start, over, until, (), {}, number, **money)


def test_domains_are_those_of_professionals_with_housing_and_care():
    assert (*PROFESSIONAL_DOMAINS, "housing", "care") == DOMAINS
    assert set(STAFF_PAID_BY.values()) <= set(PAYERS)


def test_every_price_has_its_unit_range_and_source_and_is_in_euros_but_for_hours_and_years():
    entries = read(Path(ledger.__file__).with_name("prices.yaml"))
    assert tuple(entries) and set(entries) == set(Prices._fields)
    others = {"hours_of_fte", "capital_years"}
    assert all(entry.unit.startswith("EUR ") != (name in others) for name, entry in entries.items())


def test_a_scenario_may_override_a_price():
    dearer = rulebook({"prices.wijkteam_fte": 90_000.0}).bound["prices"]
    assert staff(call(prices=dearer), "welfare", 2.0).euros == pytest.approx(15_000.0)
    assert staff(call(), "welfare", 2.0).euros == pytest.approx(2 * shipped().wijkteam_fte / 12)


def test_an_fte_of_home_care_costs_the_hours_it_declares():
    line = staff(call(), "home_care", 3.0)
    assert line.payer == "zorgverzekeraar"
    assert 12 * line.euros == pytest.approx(3 * shipped().hours_of_fte * shipped().home_care_hour)


@pytest.mark.parametrize("until", [None, 20])
def test_capital_over_its_life_adds_up_to_the_capital(until):
    """36 dwellings come in over a year, those that a policy builds before it ends are paid for to the end."""

    def built(month):
        return float(min(36, 3 * (month - 11)))

    paid = [capital(call(until=until), "corporatie", 50_000.0, built, month).euros for month in range(12, 600)]
    dwellings = 36 if until is None else built(until - 1)
    assert sum(paid) == pytest.approx(50_000.0 * dwellings)
    assert paid[0] == pytest.approx(50_000.0 * 3 / 360) and paid[-1] == 0.0 and min(paid) >= 0.0


def test_capital_of_a_budget_adds_up_to_the_capital_and_yearly_euros_to_their_years():
    line = BudgetLine("gemeente", capital=90_000.0, over=30, yearly=12_000.0)
    paid = [line.of_month(call(until=24), month) for month in range(120)]
    assert sum(paid) == pytest.approx(90_000.0 + 12_000.0)
    assert paid[11] == 0.0 and paid[12] == 4_000.0 and paid[24] == 3_000.0 and paid[42] == 0.0


def test_a_budget_line_replaces_the_price_of_its_payer_and_no_other():
    lines = [yearly(call(), "corporatie", "housing", 1200.0, "x"), yearly(call(), "rijk", "housing", 2400.0, "y")]
    told = with_budget(call(budget=(BudgetLine("corporatie", yearly=600.0),)), lines, "housing", 12)
    assert [(line.payer, line.euros) for line in told] == [("rijk", 200.0), ("corporatie", 50.0)]


def test_a_budget_line_leaves_savings_as_they_are():
    lines = [yearly(call(), "zorgkantoor", "care", -1200.0, "places closed")]
    told = with_budget(call(budget=(BudgetLine("zorgkantoor", yearly=600.0),)), lines, "care", 12)
    assert sorted(line.euros for line in told) == [-100.0, 50.0]


def test_euros_balance_however_they_are_summed():
    rng, book = np.random.default_rng(1), Book((2026, 7), ["magic_mix", "close_care_homes"], ["housing", "care"])
    total = 0.0
    for month in range(30):
        lines = [
            Line(int(rng.integers(2)), str(rng.choice(PAYERS)), str(rng.choice(DOMAINS)), float(rng.normal(0, 1e5)), "")
            for _ in range(20)
        ]
        book.note(month, lines)
        total += sum(line.euros for line in lines)
    table = book.table(KEYS)
    assert tuple(table.columns) == COLUMNS and table["year"].unique().tolist() == [2026, 2027, 2028]
    for key in ("payer", "policy", "domain", "year"):
        assert table.groupby(key)["euros"].sum().sum() == pytest.approx(total)


def test_costs_and_savings_of_one_payer_stay_apart():
    book = Book((2026, 1), ["close_care_homes"], ["care"])
    book.note(0, [yearly(call(), "gemeente", "care", 1200.0, "x"), yearly(call(), "gemeente", "care", -600.0, "y")])
    assert book.table(KEYS)["euros"].tolist() == [100.0, -50.0]


def test_a_book_without_lines_has_a_table_without_rows_whose_columns_have_their_types():
    empty, full = Book((2026, 1), [], []), Book((2026, 1), ["magic_mix"], ["housing"])
    full.note(0, [yearly(call(), "rijk", "care", 1.0, "x")])
    assert len(empty.table(KEYS)) == 0
    assert empty.table(KEYS).dtypes.tolist() == full.table(KEYS).dtypes.tolist()
