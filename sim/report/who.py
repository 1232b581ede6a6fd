"""Block 4: for whom; levels and differences by group, each with its interval."""

from __future__ import annotations

import math

from sim.indicators.catalogue import GROUPS
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.named import by_chance, named, too_few_runs
from sim.report.results import CITY, FINAL, LEAST_RUNS, Difference
from sim.report.tables import Cell, table, text
from sim.report.words import decimals

MOST_NAMED = 3  # groups in a title
SHOWN = ("severely_lonely", "loneliness_score")


def who(context: Context) -> Markup | None:
    """Return the block of groups; nothing where no differences by group were stored."""
    groups = [name for name in GROUPS if name != "everyone" and _has(context, name)]
    if not groups:
        return None
    scenarios, words = context.results.scenarios, context.words
    titles = context.per_scenario([_title(context, key, groups) for key in scenarios], "span")
    bodies = context.per_scenario([[_table(context, key, groups), _note(context, key, groups)] for key in scenarios])
    notes = tag("p", words("who.selection"), class_="note")
    figure = context.figure(titles, words("who.subtitle", period=_period(context)), [bodies, notes], class_="long")
    return context.block("who", context.chooser(), figure)


def _period(context: Context) -> str:
    """Name the year of the groups, or where no year is whole its first and last month."""
    year, months = context.results.group_year
    if len(months) == 12:
        return year
    return context.words("page.period_value", start=context.words.month(months[0]), end=context.words.month(months[-1]))


def _compared(context: Context, scenario: str, indicator: str, group: str) -> Difference | None:
    """Return the difference of a group; that of everyone over the same year."""
    results = context.results
    period = results.group_year[0] if group == "everyone" else FINAL
    return results.difference(scenario, indicator, CITY, group, period)


def _has(context: Context, group: str) -> bool:
    return any(context.results.difference(key, SHOWN[0], CITY, group) for key in context.results.scenarios)


def _title(context: Context, scenario: str, groups: list[str]) -> str:
    words = context.words
    rows = _severe(context, scenario, groups)
    found = [row.group for row in named(rows)]
    told = {"scenario": context.quoted(scenario), "baseline": context.baseline}
    if too_few_runs(rows):
        return words("who.title_few", n=words.number(rows[0].runs), least=LEAST_RUNS, **told)
    if not found:
        return words("who.title_none", **told)
    if len(found) > MOST_NAMED:
        return words("who.title_many", n=len(found), all=len(groups), **told)
    return words("who.title_some", groups=", ".join(words(f"group.{name}") for name in found), **told)


def _severe(context: Context, scenario: str, groups: list[str]) -> list[Difference]:
    """Return what the title is about: severe loneliness of each group."""
    found = [context.results.difference(scenario, SHOWN[0], CITY, name) for name in groups]
    return [row for row in found if row]


def _note(context: Context, scenario: str, groups: list[str]) -> Markup:
    """Say how the title was chosen, and how many arrows chance alone puts into a column of the table."""
    words, chance = context.words, by_chance(_severe(context, scenario, groups))
    told = words("who.chance", n=words.number(chance, 1)) if chance else ""
    return tag("p", f"{words('who.caption', band=context.band)} {told}".strip(), class_="note")


def _mark(row: Difference) -> str:
    """Return the mark of a single interval: an indication at most, for groups are not corrected together."""
    if row.difference == 0 and row.low == row.high:
        return "="
    if row.runs >= LEAST_RUNS and (row.low > 0 or row.high < 0):
        return "▽" if row.difference < 0 else "△"
    return "≈"


def _table(context: Context, scenario: str, groups: list[str]) -> Markup:
    words = context.words
    columns = [words("table.group"), words("table.residents"), words("table.simulated")]
    for unit in ("pp", "points"):
        difference = f"{words('table.difference')}, {words(f'unit.{unit}.head')}"
        columns += [words("table.baseline"), words("table.scenario"), difference, words("table.interval")]
    over = [("", 3), (words("who.severe"), 4), (words("who.score"), 4)]
    rows = [_row(context, scenario, name) for name in ("everyone", *groups)]
    return table(words, columns, rows, "data groups", over)


def _row(context: Context, scenario: str, group: str) -> list[Cell]:
    words = context.words
    people, simulated = _people(context, scenario, group)
    cells = [
        text(_name(context, scenario, group), group),
        Cell(words.people(people), people),
        Cell(words.number(simulated), simulated),
    ]
    for indicator in SHOWN:
        cells += _cells(context, _compared(context, scenario, indicator, group), indicator)
    return cells


def _name(context: Context, scenario: str, group: str) -> str:
    """Name a group, with the runs that could be compared where not all had such people in both worlds."""
    words, row = context.words, _compared(context, scenario, SHOWN[0], group)
    name = words(f"group.{group}")
    if row is None or not 0 < row.runs < context.results.runs:
        return name
    return words("who.some_runs", group=name, k=words.number(row.runs), n=words.number(context.results.runs))


def _cells(context: Context, row: Difference | None, indicator: str) -> list[Cell]:
    words, places = context.words, decimals(indicator)
    if row is None or not math.isfinite(row.difference):
        own, base = (row.scenario_level, row.baseline_level) if row else (math.nan, math.nan)
        nothing = Cell(words("format.missing"), "")
        return [_level(context, base, places), _level(context, own, places), nothing, nothing]
    return [
        _level(context, row.baseline_level, places),
        _level(context, row.scenario_level, places),
        Cell(f"{_mark(row)} {words.signed(row.difference, places)}", row.difference),
        Cell(words.interval(row.low, row.high, places)),
    ]


def _level(context: Context, value: float, places: int) -> Cell:
    return Cell(context.words.number(value, places), value)


def _people(context: Context, scenario: str, group: str) -> tuple[float, float]:
    """Return how many people the group has under the scenario in the year compared, and how many were simulated."""
    frame = context.results.groups
    chosen = frame[(frame["scenario"] == scenario) & (frame["wijk"] == CITY) & (frame["group"] == group)]
    last = chosen[chosen["year"] == int(context.results.group_year[0])]
    return (float(last["residents"].mean()), float(last["simulated"].mean())) if len(last) else (0.0, 0.0)
