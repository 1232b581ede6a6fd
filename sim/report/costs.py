"""Block 7: costs; what policies add and save by payer, and what that is per resident, lonely person-year and hour."""

from __future__ import annotations

import math

from sim.ledger import PAYERS
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.results import Measure
from sim.report.tables import Cell, table, text

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


def costs(context: Context) -> Markup | None:
    """Return the block of costs; nothing where no policy of any scenario has a price or a budget."""
    results, words = context.results, context.words
    if not any(has_costs(context, key) for key in results.scenarios):
        return None
    titles = context.per_scenario([_title(context, key) for key in results.scenarios], "span")
    subtitle = words("costs.subtitle", city=results.manifest["city"]["name"], baseline=context.baseline)
    bodies = context.per_scenario([_tables(context, key) for key in results.scenarios])
    note = tag("p", words("costs.caption", band=context.band), class_="note")
    figure = context.figure(titles, subtitle, [bodies, note], class_="long")
    return context.block("costs", context.chooser(), figure)


def has_costs(context: Context, scenario: str) -> bool:
    """Tell whether anything was booked for a scenario beside what is booked for the baseline."""
    return any(context.results.measure(scenario, name).value for name in ("costs", "savings"))


def _title(context: Context, scenario: str) -> str:
    words, net = context.words, context.results.measure(scenario, "net").value
    told = {"scenario": context.quoted(scenario), "baseline": context.baseline}
    if not has_costs(context, scenario):
        return words("costs.title_none", **told)
    each = words.euros(abs(context.results.measure(scenario, "per_resident").value))
    key = "costs.title_more" if net >= 0 else "costs.title_less"
    return words(key, amount=words.euros(abs(net)), each=each, **told)


def _tables(context: Context, scenario: str) -> list[Markup]:
    return [_payers(context, scenario), _measures(context, scenario)] if has_costs(context, scenario) else []


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
    words, results = context.words, context.results
    shown = [*ALWAYS, *(name for name in WHERE_ANY if results.measure(scenario, name).value)]
    heads = [words("costs.measure"), words("costs.value"), words("table.interval")]
    return table(words, heads, [_row(context, results.measure(scenario, name)) for name in shown], "data measures")


def _row(context: Context, row: Measure) -> list[Cell]:
    words = context.words
    value = words.rounded(row.value) if math.isfinite(row.value) else words(f"costs.why_{row.verdict}")
    known = math.isfinite(row.low) and math.isfinite(row.high)
    ends = (words.rounded(row.low), words.rounded(row.high))
    interval = words("format.between", low=ends[0], high=ends[1]) if known else ""
    return [text(words(f"costs.{row.measure}"), row.measure), Cell(value, row.value), Cell(interval)]
