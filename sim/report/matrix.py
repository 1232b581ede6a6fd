"""All scenarios side by side, wijk by wijk, with the marks of the map."""

from __future__ import annotations

from sim.indicators.catalogue import PRIMARY
from sim.report import tiles
from sim.report.context import Context
from sim.report.markup import Markup, svg, tag
from sim.report.results import Wijk

WIDTH, HEIGHT = 56, 28


def matrices(context: Context) -> Markup:
    """Return a matrix of scenarios and wijken for each main outcome."""
    return tag("div", [_matrix(context, name) for name in PRIMARY], class_="maps")


def _matrix(context: Context, indicator: str) -> Markup:
    words, results = context.words, context.results
    head = tag("tr", tag("th"), [tag("th", context.title(key), scope="col") for key in results.scenarios])
    rows = [tag("tr", tag("th", f"{wijk.number} {wijk.short}", scope="row"),
                [tag("td", _small_tile(context, key, indicator, wijk)) for key in results.scenarios])
            for wijk in results.places]  # fmt: skip
    title = words("where.matrix", indicator=words(f"indicator.{indicator}.phrase"))
    subtitle = words("where.matrix_subtitle", baseline=context.baseline, unit=words.unit(indicator, "plural"))
    drawn = tag("table", tag("thead", head), tag("tbody", rows), class_="matrix")
    return context.figure(title, subtitle, tag("div", drawn, class_="scroll"))


def _small_tile(context: Context, scenario: str, indicator: str, wijk: Wijk) -> Markup:
    row = context.results.difference(scenario, indicator, wijk.code)
    shown = tiles.look(row)
    said = "n" if shown.state == "too_small" else tiles.value(context.words, row, arrow=False)
    texts = tiles.lines(WIDTH / 2, HEIGHT / 2 + 1, [(said, 12, shown.state == "certain")], shown.ink)
    told = tiles.told(context.words, wijk, row)
    drawn = tiles.tile(1, 1, HEIGHT - 2, shown, texts, tag("title", told), width=WIDTH - 2, class_="small")
    return svg(WIDTH, HEIGHT, told, drawn)
