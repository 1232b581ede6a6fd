"""Block 7: costs; what policies add and save by payer, and what that is per resident, lonely person-year and hour."""

from __future__ import annotations

import math

from sim.ledger import PAYERS
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.payer_matrix import payer_matrix
from sim.report.priced import has_price, was_booked, why_no_ratio
from sim.report.results import Measure
from sim.report.tables import Cell, table, text
from sim.report.words import Words

ALWAYS = (
    "net",
    "per_resident",
    "lonely_years_avoided",
    "per_lonely_year",
    "support_hours",
    "informal_hours",
    "per_support_hour",
)
WHERE_ANY = ("reinvested", "wanting")
WITHOUT_EUROS = ("lonely_years_avoided", "support_hours", "informal_hours")
"""What is told of a scenario without any price: its hours count all the same."""


def costs(context: Context) -> Markup | None:
    """Return the block of costs; nothing where no policy of any scenario has a price or a budget."""
    results, words = context.results, context.words
    if not any(_priced(context, key) for key in results.scenarios):
        return None
    titles = context.per_scenario([_title(context, key) for key in results.scenarios], "span")
    subtitle = words("costs.subtitle", city=results.manifest["city"]["name"], baseline=context.baseline)
    bodies = context.per_scenario([_tables(context, key) for key in results.scenarios])
    note = tag("p", words("costs.caption", band=context.band), class_="note")
    figure = context.figure(titles, subtitle, [bodies, note], class_="long")
    return context.block("costs", context.chooser(), figure)


def _priced(context: Context, scenario: str) -> bool:
    return has_price(context.results.manifest, context.results.cost_summary, scenario)


def _booked(context: Context, scenario: str) -> bool:
    return was_booked(context.results.cost_summary, scenario)


def _title(context: Context, scenario: str) -> str:
    told = {"scenario": context.quoted(scenario), "baseline": context.baseline}
    if not _priced(context, scenario):
        return context.words("costs.title_none", **told)
    main = _spent(context, scenario) if _booked(context, scenario) else context.words("costs.title_nothing", **told)
    return " ".join(part for part in (main, _wanting(context, scenario)) if part)


def _spent(context: Context, scenario: str) -> str:
    """Say what policies cost or save, with its interval; which of the two only where that is distinguishable."""
    words, results = context.words, context.results
    net, each = results.measure(scenario, "net"), results.measure(scenario, "per_resident")
    told = {"scenario": context.quoted(scenario), "baseline": context.baseline, "n": words.number(results.runs)}
    if net.verdict in ("more", "less"):
        sizes = {"amount": _size(words, net), "each": _size(words, each)}
        return words(f"costs.title_{net.verdict}", **sizes, **told)
    key = "costs.title_few" if net.verdict == "too_few_runs" else "costs.title_unclear"
    amount = words.with_interval(words.euros(net.value), words.euros(net.low), words.euros(net.high))
    return words(key, amount=amount, **told)


def _size(words: Words, row: Measure) -> str:
    """Write what is surely spent or surely saved without its sign, its interval from the nearest to nothing.

    An interval of one amount says less than none: all runs gave the same.
    """
    amount, near, far = (words.euros(size) for size in (abs(row.value), *sorted((abs(row.low), abs(row.high)))))
    return amount if amount == near == far else words.with_interval(amount, near, far)


def _wanting(context: Context, scenario: str) -> str:
    """Say what nobody paid for, where there is any: without it a policy that is not carried out would look free."""
    wanting = context.results.measure(scenario, "wanting").value
    return context.words("costs.title_wanting", amount=context.words.euros(wanting)) if wanting else ""


def _tables(context: Context, scenario: str) -> list[Markup]:
    """Return who pays for what, below it costs and savings apart, and what all of it comes to."""
    if not _booked(context, scenario):
        return [_measures(context, scenario)]
    apart = tag("details", tag("summary", context.words("costs.apart")), _payers(context, scenario), class_="more")
    return [*payer_matrix(context, scenario), apart, _measures(context, scenario)]


def _payers(context: Context, scenario: str) -> Markup:
    words, found = context.words, context.results.payers(scenario)
    heads = [words(f"costs.{key}") for key in ("payer", "costs", "savings", "net_head")]
    rows = [
        [
            text(words(f"costs.{payer}"), payer),
            *(_euros(context, value) for value in (*found[payer], sum(found[payer]))),
        ]
        for payer in PAYERS
        if payer in found
    ]
    return table(words, heads, rows, "data payers")


def _euros(context: Context, value: float) -> Cell:
    return Cell(context.words.rounded(value), value)


def _measures(context: Context, scenario: str) -> Markup:
    words, results, priced = context.words, context.results, _priced(context, scenario)
    with_euros = [*ALWAYS, *(name for name in WHERE_ANY if results.measure(scenario, name).value)]
    shown = [results.measure(scenario, name) for name in (with_euros if priced else WITHOUT_EUROS)]
    heads = [words("costs.measure"), words("costs.value"), words("table.interval")]
    return table(words, heads, [_row(words, row, priced) for row in shown], "data measures")


def _row(words: Words, row: Measure, priced: bool) -> list[Cell]:
    value = words.rounded(row.value) if math.isfinite(row.value) else why_no_ratio(words, row.verdict, priced)
    known = math.isfinite(row.low) and math.isfinite(row.high)
    ends = (words.rounded(row.low), words.rounded(row.high))
    interval = words("format.between", low=ends[0], high=ends[1]) if known else ""
    return [text(words(f"costs.{row.measure}"), row.measure), Cell(value, row.value), Cell(interval)]
