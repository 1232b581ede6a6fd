"""Block 2: where a scenario makes a difference; a tile map for each main outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.report import tiles
from sim.report.context import Context
from sim.report.markup import Markup, svg, tag
from sim.report.matrix import matrices
from sim.report.results import LEAST_SIMULATED, Difference, Wijk
from sim.report.tables import Cell, table, text
from sim.report.words import decimals

HALF = 568  # width of one of two maps side by side
NARROW = 350
LEAST_NAMED, MOST = 80, 96  # tiles of this size and more bear names
MATRIX_FROM = 5  # scenarios
type Rows = Mapping[str, Difference | None]


def where(context: Context) -> Markup:
    """Return the block of maps."""
    results = context.results
    before, maps = context.figures, []
    for key in results.scenarios:
        context.figures = before  # each scenario shows the same two figures: they count once
        maps.append(tag("div", [_map(context, key, name) for name in PRIMARY], class_=_arrangement(results.places)))
    compared = matrices(context) if len(results.scenarios) >= MATRIX_FROM else None
    return context.block("where", context.chooser(), _legend(context), context.per_scenario(maps), compared)


def _arrangement(places: list[Wijk]) -> str:
    """Two maps stand side by side where their tiles have room for names."""
    return "maps beside" if _columns(places) * LEAST_NAMED <= HALF else "maps"


def _columns(places: list[Wijk]) -> int:
    return max(wijk.column for wijk in places) + 1 - min(wijk.column for wijk in places)


def _map(context: Context, scenario: str, indicator: str) -> Markup:
    words, results = context.words, context.results
    rows = {wijk.code: results.difference(scenario, indicator, wijk.code) for wijk in results.places}
    title = _title(context, scenario, indicator, rows)
    alt = words("where.alt", title=title, extremes=extremes(context, indicator, rows))
    drawings = [drawing(context, rows, alt, narrow) for narrow in (False, True)]
    key = tag("p", words("where.key"), class_="note narrow-only")
    subtitle = words(
        "where.subtitle", baseline=context.baseline, unit=words.unit(indicator, "plural"), months=results.window
    )
    return context.figure(title, subtitle, [drawings, key, note(context, rows)], data(context, rows), saves_svg=True)


def _title(context: Context, scenario: str, indicator: str, rows: Rows) -> str:
    """Return the finding; an indication counts as not distinguishable."""
    words = context.words
    looks = [tiles.look(row) for row in rows.values()]
    better = sum(1 for shown in looks if shown.state == "certain" and shown.good)
    worse = sum(1 for shown in looks if shown.state == "certain" and shown.good is False)
    small = sum(1 for shown in looks if shown.state == "too_small")
    return words(
        "where.title",
        scenario=context.title(scenario),
        indicator=words(f"indicator.{indicator}.phrase"),
        better=words.counted("where.wijken", better),
        worse=worse,
        unclear=len(looks) - better - worse - small,
        small=small,
    )


def extremes(context: Context, indicator: str, rows: Rows) -> str:
    """Say which wijk has the lowest and which the highest difference, for who hears the map instead of seeing it."""
    found = [(wijk.name, row) for wijk in context.results.places
             if (row := rows[wijk.code]) and math.isfinite(row.difference)
             and tiles.look(row).state != "too_small"]  # fmt: skip
    if not found:
        return ""
    low, high = (
        min(found, key=lambda pair: pair[1].difference),
        max(found, key=lambda pair: pair[1].difference),
    )
    signed = [context.words.signed(pair[1].difference, decimals(indicator)) for pair in (low, high)]
    return context.words("where.extremes", low_wijk=low[0], low=signed[0], high_wijk=high[0], high=signed[1])


def drawing(context: Context, rows: Rows, alt: str, narrow: bool) -> Markup:
    """Draw the tiles: with names where there is room, with CBS numbers where it is ``narrow``."""
    places = context.results.places
    top, left = min(wijk.row for wijk in places), min(wijk.column for wijk in places)
    size = min(MOST, (NARROW if narrow else HALF) / _columns(places))
    size = size if narrow else max(size, LEAST_NAMED)
    gap = size * 0.03
    drawn = [
        _tile(context, wijk, rows[wijk.code], (wijk.column - left) * size + gap / 2,
              (wijk.row - top) * size + gap / 2, size - gap, named=not narrow)
        for wijk in places
    ]  # fmt: skip
    height = (max(wijk.row for wijk in places) - top + 1) * size
    return svg(_columns(places) * size, height, alt, drawn, class_="map narrow" if narrow else "map wide")


def _tile(context: Context, wijk: Wijk, row: Difference | None, x: float, y: float, size: float, named: bool) -> Markup:
    shown = tiles.look(row)
    certain = shown.state == "certain"
    value = tiles.value(context.words, row, arrow=named)
    names = _broken(wijk) if named else [wijk.number]
    plain = shown.state in ("too_small", "not_distinguishable", "same")
    size_value = 11 if plain and named else 14 if named else 12
    texts = [(name, 11, False) for name in names] + [(value, size_value, certain)]
    written = tiles.lines(x + size / 2, y + size / 2 + (size * 0.03 if shown.good is False else 0), texts, shown.ink)
    return tiles.tile(x, y, size, shown, written, tag("title", tiles.told(context.words, wijk, row)))


def _broken(wijk: Wijk) -> list[str]:
    """Break a name at spaces and hyphens into lines that fit a tile, of its short form where it is long."""
    name = wijk.name if len(wijk.name) <= 26 else wijk.short
    lines: list[str] = []
    for part in name.replace("-", "-\n").replace(" ", "\n").split("\n"):
        joined = lines and (lines[-1] + ("" if lines[-1].endswith("-") else " ") + part)
        if joined and len(joined) <= 13:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines[:3]


def note(context: Context, rows: Rows) -> Markup:
    """Say what the intervals contain, and at which scale no wijk would be too small."""
    words = context.words
    sizes = [row.simulated for row in rows.values() if row and row.simulated > 0]
    small = [row for row in rows.values() if tiles.look(row).state == "too_small"]
    texts = [words("where.band", band=context.band)]
    if small and sizes:
        scale = math.floor(context.results.scale * min(sizes) / LEAST_SIMULATED)
        key = "where.too_small" if scale >= 1 else "where.too_small_always"
        texts.append(words(key, least=LEAST_SIMULATED, k=scale))
    return tag("p", " ".join(texts), class_="note")


def data(context: Context, rows: Rows) -> Markup:
    """Return the table of a map, in the order of the CBS codes."""
    words = context.words
    columns = ("number", "wijk", "difference", "low", "high", "p", "simulated", "verdict")
    cells = [
        [text(wijk.number), text(wijk.name), *_numbers(context, rows[wijk.code])] for wijk in context.results.places
    ]
    return table(words, [words(f"table.{column}") for column in columns], cells)


def _numbers(context: Context, row: Difference | None) -> list[Cell]:
    words = context.words
    if row is None:
        return [Cell(words("format.missing"), "")] * 6
    places = decimals(row.indicator)
    state = row.verdict or "too_small"
    return [
        *(Cell(words.signed(number, places), number) for number in (row.difference, row.low, row.high)),
        Cell(words.number(row.p_adjusted, 3), row.p_adjusted),
        Cell(words.number(row.simulated), float(row.simulated)),
        text(words(f"where.state_{state}"), state),
    ]


def _legend(context: Context) -> Markup:
    words, results = context.words, context.results
    samples: list[tuple[list[tiles.Look], str]] = [
        ([tiles.Look("certain", True, step) for step in (1, 2, 3)], "better"),
        ([tiles.Look("certain", False, step) for step in (1, 2, 3)], "worse"),
        ([tiles.Look("indication", True), tiles.Look("indication", False)], "indication"),
        ([tiles.Look("not_distinguishable")], "unclear"),
        ([tiles.Look("too_small")], "small"),
        ([tiles.Look("same")], "same"),
    ]
    keys = [tag("span", sample(looks), words(f"where.legend_{name}")) for looks, name in samples]
    texts = [_steps(context, name) for name in PRIMARY]
    texts.append(tiles.by_chance(words, len(results.places)))
    return tag("div", tag("p", keys, class_="legend"), tag("p", " ".join(texts), class_="note"))


def sample(looks: list[tiles.Look]) -> Markup:
    """Draw the tiles of a legend."""
    drawn = [tiles.tile(1 + 21 * i, 1, 18, shown, class_="sample") for i, shown in enumerate(looks)]
    return tag("svg", drawn, width=21 * len(looks), height=20, aria_hidden="true")


def _steps(context: Context, indicator: str) -> str:
    words, matters = context.words, INDICATORS[indicator].matters or 0.0
    two, four = (words.number(multiple * matters, 1) for multiple in tiles.STEPS)
    phrase = words(f"indicator.{indicator}.phrase")
    return words("where.legend_steps", indicator=phrase, two=two, four=four, unit=words.unit(indicator, "head"))
