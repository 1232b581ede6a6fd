"""What the verdicts hang on: differences with assumptions taken out, a part of the block on certainty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sim.indicators.catalogue import PRIMARY
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.results import LEAST_RUNS, Difference
from sim.report.sentences import capital
from sim.report.tables import Cell, table, text
from sim.report.words import Words, decimals, enough

CHANGES = ("kept", "lost", "gained", "reverses")


@dataclass(frozen=True)
class Ablated:
    """One row of ablations.parquet: a difference with an assumption taken out, and how far it shifts."""

    ablation: str
    scenario: str
    indicator: str
    difference: float
    family_low: float
    family_high: float
    change: str
    shift: float
    shift_low: float
    shift_high: float

    @property
    def shifts(self) -> bool:
        """Whether the shift is told apart from zero."""
        return self.shift_low > 0.0 or self.shift_high < 0.0


def ablated(context: Context) -> list[Markup]:
    """Return what becomes of the verdicts; where it was not tried, how to."""
    words, rows = context.words, rows_of(context.results.ablations)
    head = tag("h3", words("ablated.title"))
    if not rows:
        return [head, tag("p", words("ablated.not_tried"))]
    names = list(dict.fromkeys(row.ablation for row in rows))
    return [
        head,
        tag("p", words("ablated.what", n=words.number(len(names)))),
        *(tag("p", line) for line in counts(words, rows)),
        tag("ul", [tag("li", line) for line in _moves(context, rows)]),
        *(_table(context, names, [row for row in rows if row.indicator == name]) for name in PRIMARY),
        tag("p", words("ablated.shift_note", n=words.number(len(rows))), class_="note"),
    ]


def rows_of(found: pd.DataFrame | None) -> list[Ablated]:
    """Give the rows of the table; none where nothing was taken out."""
    if found is None:
        return []
    return [Ablated(*row) for row in found[list(Ablated.__dataclass_fields__)].itertuples(index=False)]


def counts(words: Words, rows: Sequence[Ablated]) -> list[str]:
    """Say of each outcome how many verdicts stay; where none was given, that there are too few runs."""
    if any(row.change == "too_few_runs" for row in rows):
        return [words("ablated.too_few_runs", least=words.number(LEAST_RUNS))]
    return [_count(words, name, Counter(row.change for row in rows if row.indicator == name)) for name in PRIMARY]


def _count(words: Words, indicator: str, found: Counter[str]) -> str:
    numbers = {change: words.number(found[change]) for change in CHANGES}
    name = capital(words(f"indicator.{indicator}.phrase"))
    return words("ablated.counts", indicator=name, all=words.number(found.total()), **numbers)


def _moves(context: Context, rows: Sequence[Ablated]) -> list[str]:
    """Name each verdict that turns round, and each difference that moves."""
    words = context.words
    lines = [words("ablated.reverses", **_named(context, row)) for row in rows if row.change == "reverses"]
    for row in rows:
        if row.shifts:
            places = enough((row.shift, row.shift_low, row.shift_high), decimals(row.indicator))
            lines.append(
                words(
                    "ablated.shift",
                    **_named(context, row),
                    shift=words.signed(row.shift, places),
                    unit=words.unit(row.indicator, "sentence"),
                    interval=words.interval(row.shift_low, row.shift_high, places),
                )
            )
    return lines or [words("ablated.no_shift", n=words.number(len(rows)))]


def _named(context: Context, row: Ablated) -> dict[str, str]:
    words = context.words
    return {
        "scenario": context.title(row.scenario),
        "indicator": words(f"indicator.{row.indicator}.phrase"),
        "ablation": words(f"ablated.name.{row.ablation}"),
    }


def _table(context: Context, names: Sequence[str], rows: Sequence[Ablated]) -> Markup:
    """Return one outcome: a row as shipped and one for each assumption, a column for each scenario."""
    words, results, indicator = context.words, context.results, rows[0].indicator
    shipped = [row for key in results.scenarios if (row := results.difference(key, indicator))]
    values = [row.difference for row in shipped] + [row.difference for row in rows]
    places = enough(values, decimals(indicator))
    heads = [words("ablated.where"), *(context.title(row.scenario) for row in shipped)]
    body = [[text(words("ablated.as_shipped")), *(_cell(context, row, row.interval, places) for row in shipped)]]
    for name in names:
        of = {row.scenario: row for row in rows if row.ablation == name}
        cells = [_cell(context, of[row.scenario], None, places) for row in shipped]
        body.append([text(words(f"ablated.name.{name}"), name), *cells])
    title = words(
        "ablated.table",
        indicator=capital(words(f"indicator.{indicator}.phrase")),
        baseline=context.baseline,
        unit=words.unit(indicator, "plural"),
    )
    return tag("div", tag("p", title, class_="note"), table(words, heads, body, "data ablated"))


def _cell(context: Context, row: Difference | Ablated, interval: tuple[float, float] | None, places: int) -> Cell:
    """Return a difference with its interval and, with an assumption taken out, what became of its verdict."""
    words = context.words
    parts = [tag("div", words.signed(row.difference, places), class_="estimate")]
    low, high = interval or (row.family_low, row.family_high)
    parts.append(tag("div", words.interval(low, high, places), class_="interval"))
    if isinstance(row, Ablated):
        parts.append(tag("div", words(f"ablated.change_{row.change}"), class_=f"count {row.change}"))
    return text(tag("div", parts), row.difference)  # one child: on a narrow screen a cell is a line of two columns
