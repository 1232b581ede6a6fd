"""Who pays for what: euros of a mean year by payer and domain, less those of the baseline, and informal hours apart.

Columns are the domains in which a scenario books anything. All bars of all scenarios have one scale, so that the eye
compares amounts and not pictures. Hours without a price stand below the sum and are in none of its bars.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.ledger import PAYERS
from sim.ledger.lines import DOMAINS
from sim.paired import estimate
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.paid import euros_of_runs
from sim.report.style import INK, NEUTRAL, WHITE
from sim.report.tables import Cell, table, text
from sim.report.words import Words

MILLION = 1e6
WIDTH, HEIGHT, SAMPLE = 80, 12, 40
LEAST = 1.5
"""Pixels of the smallest bar: what is not zero is seen."""


def payer_matrix(context: Context, scenario: str) -> list[Markup]:
    """Return the matrix of a scenario in which anything was booked, with what its marks mean above it."""
    words, cells = context.words, _cells(context, scenario)
    used = [domain for domain in DOMAINS if any((payer, domain) in cells for payer in PAYERS)]
    reach = _reach(context)
    rows = [_row(words, words(f"costs.{payer}"), payer, [cells.get((payer, name)) for name in used], reach)
            for payer in PAYERS]  # fmt: skip
    sums = [_sum([cells[payer, name] for payer in PAYERS if (payer, name) in cells]) for name in used]
    heads = [words("costs.payer"), *(words(f"costs.domain_{name}") for name in used), words("costs.total")]
    rows += [_row(words, words("costs.all_payers"), "total", sums, reach), _hours(context, scenario, len(used))]
    note = tag("p", words("costs.matrix_note"), class_="note")
    return [_legend(words), table(words, heads, rows, "data paid"), note]


def _cells(context: Context, scenario: str) -> dict[tuple[str, str], np.ndarray]:
    """Give the euros of each run, of every payer and domain that has any."""
    sums = euros_of_runs(context.results, scenario).T.groupby(["payer", "domain"]).sum()
    names = zip(*(sums.index.get_level_values(level) for level in ("payer", "domain")), strict=True)
    return {(str(payer), str(domain)): row for (payer, domain), row in zip(names, sums.to_numpy(), strict=True)}


def _sum(columns: list[np.ndarray]) -> np.ndarray:
    return np.sum(columns, axis=0)


def _reach(context: Context) -> float:
    """Give the largest amount of any cell or sum of any scenario: all bars have this scale."""
    largest = 0.0
    for key in context.results.scenarios:
        whole = pd.DataFrame(_cells(context, key)).mean()
        if len(whole):
            levels = [whole, *(whole.groupby(level=level).sum() for level in (0, 1)), pd.Series([whole.sum()])]
            largest = max(largest, *(float(level.abs().max()) for level in levels))
    return largest or 1.0


def _row(words: Words, name: str, raw: str, columns: Sequence[np.ndarray | None], reach: float) -> list[Cell]:
    """Write a payer: its domains, and their sum last."""
    own = [column for column in columns if column is not None]
    whole = _euros(words, _sum(own), reach) if own else Cell(tag("span", "0", class_="amount"), 0.0)
    nothing = Cell(tag("span", "0", class_="nil"), 0.0)
    return [text(name, raw), *(nothing if one is None else _euros(words, one, reach) for one in columns), whole]


def _euros(words: Words, runs: np.ndarray, reach: float) -> Cell:
    found = estimate(runs)
    amount = tag("span", words.signed(found.difference / MILLION, 2), class_="amount")
    low, high = (words.signed(end / MILLION, 2) for end in (found.low, found.high))
    alike = low == high and found.runs > 1
    between = None if alike else words.interval(found.low / MILLION, found.high / MILLION, 2)
    return Cell(
        [amount, _bar(found.difference, reach), between and tag("span", between, class_="interval")], found.difference
    )


def _bar(value: float, reach: float, width: int = WIDTH) -> Markup:
    """Draw an amount from the line in the middle: filled to the right what costs, hollow to the left what saves."""
    wide = value and max(abs(value) / reach * (width / 2 - 2), LEAST)
    look = {"fill": NEUTRAL[2]} if value > 0 else {"fill": WHITE, "stroke": NEUTRAL[2], "stroke_width": "1.5"}
    left = width / 2 - (wide if value < 0 else 0)
    bar = tag("rect", x=f"{left:.1f}", y=2, width=f"{wide:.1f}", height=HEIGHT - 4, **look) if value else None
    middle = tag("line", x1=width / 2, x2=width / 2, y1=0, y2=HEIGHT, stroke=INK)
    return tag("svg", bar, middle, viewBox=f"0 0 {width} {HEIGHT}", width=width, height=HEIGHT, aria_hidden="true")


def _hours(context: Context, scenario: str, domains: int) -> list[Cell]:
    """Write the hours without a price: of nobody's euros, and in no sum."""
    words, row = context.words, context.results.measure(scenario, "informal_hours")
    amount = words("costs.hours", x=words.signed_rounded(row.value))
    ends = (words.signed_rounded(end) for end in (row.low, row.high))
    between = words("format.between", **dict(zip(("low", "high"), ends, strict=True)))
    nothing = Cell(tag("span", class_="nil"), "")
    told = [tag("span", amount, class_="amount"), tag("span", between, class_="interval")]
    return [text(words("costs.hours_row"), "informal_hours"), *[nothing] * domains, Cell(told, row.value)]


def _legend(words: Words) -> Markup:
    keys = [tag("span", _bar(value, 1.0, SAMPLE), words(f"costs.legend_{name}"))
            for value, name in ((1.0, "costs"), (-1.0, "saves"))]  # fmt: skip
    return tag("p", tag("span", words("costs.matrix")), keys, class_="legend")
