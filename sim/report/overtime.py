"""Block 3: levels and differences over time, a small panel for the city and for each wijk.

These figures are drawn by Plotly in the reader's browser: one can point at a line to read its value, and the
number of panels in a row follows the width of the screen or paper.
"""

from __future__ import annotations

import math
from typing import Any

from sim.indicators.catalogue import PRIMARY
from sim.report import tiles
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.overrides import with_own_city
from sim.report.results import CITY, LEAST_SIMULATED, Difference, Results
from sim.report.series import Line, Series, reach, series, step
from sim.report.style import BASELINE_LINE, SCENARIO_LINE
from sim.report.tables import Cell, table, text
from sim.report.words import Words, decimals, enough, level_decimals

COHESION_RANGE = (0.0, 10.0)


def overtime(context: Context) -> Markup:
    """Return the block of lines."""
    figures = [_figure(context, name, what) for name in PRIMARY for what in ("levels", "differences")]
    notes = tag("p", f"{_overlap(context)} {context.words('time.small')}", class_="note")
    return context.block("time", context.chooser(), notes, figures)


def _overlap(context: Context) -> str:
    """Say what is compared pair by pair: people, or where some city has other people the runs."""
    return context.words("time.overlap_other_people" if with_own_city(context) else "time.overlap")


def _figure(context: Context, indicator: str, what: str) -> Markup:
    words, scenarios = context.words, context.results.scenarios
    titles = context.per_scenario([_title(context, key, indicator, what) for key in scenarios], "span")
    subtitle = words(
        f"time.{what}_subtitle",
        indicator=words(f"indicator.{indicator}.name"),
        unit=words.unit(indicator, "plural") if what == "differences" else words(f"indicator.{indicator}.unit"),
        step=words(f"time.step_{step(context.results.months)}"),
    )
    keys = context.per_scenario([_key(context, key, what) for key in scenarios])
    plot = tag("div", class_="plot", data_figure=what, data_indicator=indicator)
    data = context.per_scenario([_data(context, key, indicator, what) for key in scenarios])
    return context.figure(titles, subtitle, [keys, plot], data, saves_svg=True)


def _title(context: Context, scenario: str, indicator: str, what: str) -> str:
    """Tell the difference that has a verdict, with its interval: the last period drawn has neither."""
    words = context.words
    row = context.results.difference(scenario, indicator) or Difference(scenario, indicator, CITY, "everyone")
    places = enough((row.difference, *row.interval), decimals(indicator))
    common = {
        "scenario": context.quoted(scenario),
        "baseline": context.baseline,
        "indicator": words(f"indicator.{indicator}.phrase"),
        "difference": f"{words.signed(row.difference, places)} {words.unit(indicator, 'sentence')}",
        "interval": words.interval(*row.interval, places),
    }
    if what == "differences":
        return words("time.differences", **common)
    levels = {"scenario_level": row.scenario_level, "baseline_level": row.baseline_level}
    return words("time.levels", **common, **{key: words.level(value, indicator) for key, value in levels.items()})


def _key(context: Context, scenario: str, what: str) -> Markup:
    own = tag("span", _stroke(SCENARIO_LINE, None, "◆"), context.title(scenario))
    base = tag("span", _stroke(BASELINE_LINE, "5 3", "○"), context.title(context.results.baseline))
    band = tag("span", context.words("time.band", band=context.band))
    return tag("p", base if what == "levels" else None, own, band, class_="legend")


def _stroke(colour: str, dashes: str | None, mark: str) -> Markup:
    line = tag("line", x1=0, y1=8, x2=30, y2=8, stroke=colour, stroke_width=2, stroke_dasharray=dashes)
    end = tag("text", mark, x=33, y=12, font_size=12, fill=colour)
    return tag("svg", line, end, width=46, height=16, aria_hidden="true")


def _data(context: Context, scenario: str, indicator: str, what: str) -> Markup:
    words, lines = context.words, series(context.results, indicator)
    baseline = context.results.baseline
    shown = {"levels": [(baseline, lines.levels), (scenario, lines.levels)],
             "differences": [(scenario, lines.differences)]}[what]  # fmt: skip
    named = [(CITY, words("table.city")), *((wijk.code, wijk.name) for wijk in context.results.places)]
    found = [(name, key, of[key, code].mean) for code, name in named for key, of in shown]
    places = level_decimals(indicator)
    if what == "differences":
        places = enough((value for *_, values in found for value in values), decimals(indicator))
    write = words.signed if what == "differences" else words.number
    rows = [
        [text(name), text(context.title(key)), *(Cell(write(value, places), value) for value in values)]
        for name, key, values in found
    ]
    return table(words, [words("table.wijk"), words("table.world"), *lines.periods], rows, "data long")


def data(results: Results, words: dict[str, Words]) -> dict[str, Any]:
    """Return what the script needs to draw the lines, for all scenarios and both languages."""
    codes = [CITY, *(wijk.code for wijk in results.places)]
    return {
        "periods": series(results, PRIMARY[0]).periods,
        "small": [_is_small(results, code) for code in codes],
        "names": {lang: [own("table.city"), *(w.name for w in results.places)] for lang, own in words.items()},
        "short": {lang: [own("table.city"), *(w.short for w in results.places)] for lang, own in words.items()},
        "marks": {
            lang: {name: [_marks(results, own, key, name) for key in results.scenarios] for name in PRIMARY}
            for lang, own in words.items()
        },
        "titles": {
            lang: [results.title(key, lang) for key in (results.baseline, *results.scenarios)] for lang in words
        },
        "figures": {name: _lines(results, name, codes) for name in PRIMARY},
        "words": {
            lang: {
                "separators": own("format.decimal") + own("format.thousands"),
                "band": own("time.script_band"),
            }
            for lang, own in words.items()
        },
    }


def _is_small(results: Results, code: str) -> bool:
    row = next((row for key in results.scenarios if (row := results.difference(key, PRIMARY[0], code))), None)
    return code != CITY and (row is None or row.simulated < LEAST_SIMULATED)


def _marks(results: Results, words: Words, scenario: str, indicator: str) -> list[str]:
    """Return the mark of each panel's difference: that of the map; none for the city, which has a verdict."""
    rows = [results.difference(scenario, indicator, wijk.code) for wijk in results.places]
    return ["", *(tiles.value(words, row, arrow=True) for row in rows)]


def _lines(results: Results, indicator: str, codes: list[str]) -> dict[str, Any]:
    lines = series(results, indicator)
    enough = [code for code in codes if not _is_small(results, code)]
    return {
        "decimals": decimals(indicator),
        "levels_range": _levels_range(lines, indicator, enough),
        "differences_range": _differences_range(lines, enough),
        "baseline": [_plain(lines.levels[results.baseline, code]) for code in codes],
        "levels": [[_plain(lines.levels[key, code]) for code in codes] for key in results.scenarios],
        "differences": [[_plain(lines.differences[key, code]) for code in codes] for key in results.scenarios],
    }


def _levels_range(lines: Series, indicator: str, codes: list[str]) -> list[float]:
    """Return one range from zero for all panels; wijken with few residents do not stretch it."""
    if indicator == "cohesion":
        return list(COHESION_RANGE)
    high = reach([line for (_, code), line in lines.levels.items() if code in codes])[1]
    return [0.0, _round_up(high)]


def _differences_range(lines: Series, codes: list[str]) -> list[float]:
    low, high = reach([line for (_, code), line in lines.differences.items() if code in codes])
    widest = _round_up(max(abs(low), abs(high)))
    return [-widest, widest]


def _round_up(value: float) -> float:
    """Return the next round number whose half is round too, for an axis of three ticks."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(
        round(power * nice, 6) for nice in (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10) if power * nice >= value * 0.999
    )


def _plain(line: Line) -> list[list[float | None]]:
    return [[round(v, 3) if math.isfinite(v) else None for v in part] for part in (line.mean, line.low, line.high)]
