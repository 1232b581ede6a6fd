"""Where people come to live: a tile map of how many more or fewer residents each wijk has than in the baseline.

It is what all moves of the whole period leave behind, with births and deaths: departures are in no table. The tables of
differences have no row of it, so it is compared here, by their rule: t intervals of paired runs, and certain only what
is left after Benjamini & Hochberg over the wijken of the map.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import stats

from sim.paired import ERROR, estimate
from sim.report import tiles, where
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.results import CITY, LEAST_RUNS, LEAST_SIMULATED, PAIR, WINDOW, Difference, Results
from sim.report.words import decimals

RESIDENTS = "residents"


def moves(context: Context) -> list[Markup]:
    """Return the map of every scenario, under a legend of its own, as its colour is neither good nor bad."""
    before, maps = context.figures, []
    for key in context.results.scenarios:
        context.figures = before  # each scenario shows the same figure: it counts once
        maps.append(tag("div", _map(context, key), class_="maps"))
    return [_legend(context), *context.per_scenario(maps)]


def compared(results: Results, scenario: str, column: str = RESIDENTS) -> dict[str, Difference]:
    """Give the difference of a column of wijken.parquet with its mark: for the city, and for each wijk."""
    rows = {code: _row(results, scenario, column, code) for code in (CITY, *(wijk.code for wijk in results.places))}
    tested = [code for code, row in rows.items()
              if code != CITY and math.isfinite(row.p) and row.simulated >= LEAST_SIMULATED]  # fmt: skip
    adjusted = stats.false_discovery_control([rows[code].p for code in tested]) if tested else np.empty(0)
    for code, p in zip(tested, adjusted, strict=True):
        rows[code] = replace(rows[code], p_adjusted=float(p))
    return {code: replace(row, verdict=_mark(row)) for code, row in rows.items()}


@lru_cache(maxsize=4)
def _levels(results: Results, column: str) -> pd.DataFrame:
    """Give the mean of the last months: a row for each scenario and run, columns by what and wijk."""
    table = results.wijken
    last = table[table["month"].isin(sorted(table["month"].unique())[-WINDOW:])]
    wanted = dict.fromkeys((column, "simulated"), "float64")
    means = last.astype(wanted).groupby(["scenario", *PAIR, "wijk"], observed=True)[list(wanted)].mean()
    return pd.DataFrame(means.unstack("wijk"))


def _row(results: Results, scenario: str, column: str, code: str) -> Difference:
    levels = _levels(results, column)
    if code not in levels[column].columns:
        return Difference(scenario, column, code, "everyone")
    here, there = (levels.loc[key] for key in (scenario, results.baseline))
    pairs = (here[column, code] - there[column, code]).dropna()
    found = estimate(pairs.to_numpy())
    return Difference(
        scenario=scenario,
        indicator=column,
        wijk=code,
        group="everyone",
        baseline_level=float(there[column, code].loc[pairs.index].mean()),
        scenario_level=float(here[column, code].loc[pairs.index].mean()),
        difference=found.difference,
        low=found.low,
        high=found.high,
        p=found.p,
        runs=found.runs,
        runs_lower=int(np.sum(pairs < 0)),
        runs_higher=int(np.sum(pairs > 0)),
        simulated=min(float(world["simulated", code].mean()) for world in (here, there)),
    )


def _mark(row: Difference) -> str:
    if not row.simulated >= LEAST_SIMULATED:
        return "too_small"
    if row.runs and row.runs_lower == row.runs_higher == 0:
        return "same"
    if row.runs < LEAST_RUNS:
        return "too_few_runs"
    if row.p_adjusted < ERROR:
        return "certain_changed"
    return "indication_changed" if row.p < ERROR else "not_distinguishable"


def _map(context: Context, scenario: str) -> Markup:
    words, rows = context.words, compared(context.results, scenario)
    city = rows.pop(CITY)
    title = _title(context, scenario, rows)
    alt = words("where.alt", title=title, extremes=where.extremes(context, RESIDENTS, rows))
    drawings = [where.drawing(context, rows, alt, narrow) for narrow in (False, True)]
    places = decimals(RESIDENTS)
    subtitle = words(
        "moves.subtitle",
        baseline=context.baseline,
        months=context.results.window,
        city=words.signed(city.difference, places),
        interval=words.interval(city.low, city.high, places),
    )
    key = tag("p", words("where.key"), class_="note narrow-only")
    notes = [where.note(context, rows), tag("p", words("moves.caption"), class_="note")]
    return context.figure(title, subtitle, [drawings, key, notes], where.data(context, rows), saves_svg=True)


def _title(context: Context, scenario: str, rows: dict[str, Difference]) -> str:
    """Say in how many wijken surely more or fewer people live; an indication counts as not distinguishable."""
    words, states = context.words, {code: tiles.look(row).state for code, row in rows.items()}
    sure = [rows[code].difference for code, state in states.items() if state == "certain"]
    small = sum(state == "too_small" for state in states.values())
    return words(
        "moves.title",
        scenario=context.quoted(scenario),
        baseline=context.baseline,
        more=words.counted("where.wijken", sum(value > 0 for value in sure)),
        fewer=words.number(sum(value < 0 for value in sure)),
        unclear=words.number(len(rows) - len(sure) - small),
        small=words.number(small),
    )


def _legend(context: Context) -> Markup:
    words = context.words
    samples = (
        (tiles.Look("certain"), "moves.legend_certain"),
        (tiles.Look("indication"), "where.legend_indication"),
        (tiles.Look("not_distinguishable"), "where.legend_unclear"),
        (tiles.Look("too_small"), "where.legend_small"),
        (tiles.Look("same"), "where.legend_same"),
    )
    keys = [tag("span", where.sample([look]), words(name)) for look, name in samples]
    chance = tiles.by_chance(words, len(context.results.places))
    return tag("div", tag("p", keys, class_="legend"), tag("p", chance, class_="note"))
