"""Block 5: side effects; what a scenario asks of others, as intervals on one axis, in % of the baseline.

Violet, never blue or orange: of most of these outcomes more is neither better nor worse in itself.
"""

from __future__ import annotations

import math

from sim.report import dots
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.moves import moves
from sim.report.named import by_chance, named, too_few_runs
from sim.report.results import LEAST_RUNS, Difference
from sim.report.style import NEUTRAL
from sim.report.tables import Cell, table, text
from sim.report.words import decimals

SHOWN = (
    "moved_in",
    "volunteers",
    "volunteers_quit",
    "by_household",
    "by_network",
    "unmet_hours",
    "overburdened",
    "caseload",
    "incidents",
    "severely_lonely_gap",
)
FURTHEST = 100.0
"""Percent of the baseline at which the axis ends, however far an interval reaches."""


def sides(context: Context) -> Markup | None:
    """Return the block of side effects; nothing where none was computed."""
    scenarios = context.results.scenarios
    if not any(_rows(context, key) for key in scenarios):
        return None
    axis = _axis(context)
    titles = context.per_scenario([_title(context, key) for key in scenarios], "span")
    city = context.results.manifest["city"]["name"]
    months = context.results.window
    subtitle = context.words("sides.subtitle", city=city, baseline=context.baseline, months=months)
    bodies = context.per_scenario([[_table(context, key, axis), _chance(context, key)] for key in scenarios])
    reach = context.words("format.percent", x=context.words.number(axis.reach))
    note = tag("p", context.words("sides.caption", band=context.band, reach=reach), class_="note")
    figure = context.figure(titles, subtitle, [bodies, note], class_="long")
    return context.block("sides", context.chooser(), figure, moves(context))


def _rows(context: Context, scenario: str) -> list[Difference]:
    """Return the outcomes that both worlds have; where neither has any of it there is nothing to show."""
    found = [context.results.difference(scenario, name) for name in SHOWN]
    return [row for row in found if row and math.isfinite(row.difference) and (row.baseline_level or row.difference)]


def _in_percent(row: Difference) -> tuple[float, float, float]:
    """Return difference and interval in % of the level of the baseline; not numbers where that is shown as zero."""
    shown = round(row.baseline_level, decimals(row.indicator)) > 0
    level = 100.0 / row.baseline_level if shown else math.nan
    return row.difference * level, row.low * level, row.high * level


def _axis(context: Context) -> dots.Axis:
    rows = [row for key in context.results.scenarios for row in _rows(context, key)]
    reach = dots.axis([value for row in rows for value in _in_percent(row)]).reach
    return dots.Axis(min(reach, FURTHEST))


def _title(context: Context, scenario: str) -> str:
    words = context.words
    told = {"scenario": context.quoted(scenario), "baseline": context.baseline}
    rows = _rows(context, scenario)
    found = [row.indicator for row in named(rows)]
    if too_few_runs(rows):
        return words("sides.title_few", n=words.number(rows[0].runs), least=LEAST_RUNS, **told)
    if not found:
        return words("sides.title_none", **told)
    return words("sides.title_some", outcomes=", ".join(words(f"indicator.{name}.phrase") for name in found), **told)


def _chance(context: Context, scenario: str) -> Markup | None:
    """Say how many of the intervals chance alone puts beside zero."""
    rows, words = _rows(context, scenario), context.words
    chance = by_chance(rows)
    return tag("p", words("sides.chance", n=words.number(chance, 1)), class_="note") if chance else None


def _table(context: Context, scenario: str, axis: dots.Axis) -> Markup:
    words = context.words
    columns = ["indicator", "baseline", "scenario", "difference", "interval"]
    heads = [*(words(f"table.{column}") for column in columns), f"{words('sides.percent')}: {words('sides.axis')}"]
    return table(words, heads, [_row(context, row, axis) for row in _rows(context, scenario)], "data sides")


def _row(context: Context, row: Difference, axis: dots.Axis) -> list[Cell]:
    words, places = context.words, decimals(row.indicator)
    name = words(f"indicator.{row.indicator}.name")
    difference, interval = words.signed(row.difference, places), words.interval(row.low, row.high, places)
    share, low, high = _in_percent(row)
    percent = words("format.percent", x=words.signed(share, 1)) if math.isfinite(share) else words("format.missing")
    label = words("sides.row", indicator=name, difference=difference, interval=interval, share=percent)
    drawing = dots.interval_alone(label, share, (low, high), axis, NEUTRAL[2])
    return [
        text(f"{name}, {words(f'indicator.{row.indicator}.unit')}", row.indicator),
        Cell(words.number(row.baseline_level, places), row.baseline_level),
        Cell(words.number(row.scenario_level, places), row.scenario_level),
        Cell(difference, row.difference),
        Cell(interval),
        text(tag("div", tag("span", percent), drawing, class_="drawn"), share),
    ]
