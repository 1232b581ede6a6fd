"""Block 8: how sure; the runs, what their bands contain, and the assumptions of the model."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.report import widths
from sim.report.ablated import ablated
from sim.report.context import Context
from sim.report.known import known
from sim.report.markup import Markup, svg, tag
from sim.report.overrides import overrides, plain
from sim.report.style import BORDER, INK, NEUTRAL, WHITE
from sim.report.tables import Cell, table, text
from sim.report.words import Words

STATUSES = ("measured", "calibrated", "assumed")
BAR, HEIGHT = 680, 18


def trust(context: Context) -> Markup:
    """Return the block on certainty."""
    words, results = context.words, context.results
    sets = words("trust.one_set") if results.parameter_sets == 1 else words("trust.many_sets", n=results.parameter_sets)
    matters = {
        "lonely": INDICATORS[PRIMARY[0]].matters or 0.0,
        "cohesion": INDICATORS[PRIMARY[1]].matters or 0.0,
    }
    return context.block(
        "trust",
        tag("p", sets, class_="lead"),
        tag("p", words("trust.no_grade" if results.ablations is None else "ablated.no_grade")),
        tag("h3", words("trust.runs_title")),
        tag(
            "p", words("trust.runs_note"), " ", tag("a", words("trust.runs_dots"), href=f"#{context.anchor('verdict')}")
        ),
        tag("ul", [tag("li", line) for line in widths.lines(context)]),
        widths.drawn(context),
        *ablated(context),
        known(context),
        tag("p", words("trust.matters", **{key: words.number(value, 1) for key, value in matters.items()})),
        overrides(context),
        _assumptions(context),
    )


def _assumptions(context: Context) -> Markup | None:
    words, parameters = context.words, context.results.manifest.get("parameters") or {}
    if not parameters:
        return None
    counts = Counter(str(entry.get("status", "assumed")) for entry in parameters.values())
    told = {status: words.number(counts[status]) for status in STATUSES}
    title = words("trust.assumptions_title", n=words.number(len(parameters)), **told)
    note = tag("p", words("trust.english"), class_="note")
    own = any(entry.get("parameters") for entry in context.results.manifest["scenarios"])
    subtitle = words("trust.assumptions_shipped" if own else "trust.assumptions_subtitle")
    return context.figure(title, subtitle, _bar(words, counts), [note, _table(words, parameters)])


def _bar(words: Words, counts: Counter[str]) -> Markup:
    """Draw one bar in three parts: solid is measured, striped is calibrated, outline is assumed."""
    whole = sum(counts.values()) or 1
    name = f"stripes-{words.language}"
    stripe = tag("line", x1=0, y1=0, x2=0, y2=6, stroke=NEUTRAL[2], stroke_width=3)
    pattern = tag("pattern", stripe, id=name, width=6, height=6, patternUnits="userSpaceOnUse",
                  patternTransform="rotate(45)")  # fmt: skip
    fills = {"measured": NEUTRAL[2], "calibrated": f"url(#{name})", "assumed": WHITE}
    label = ", ".join(f"{words(f'trust.{status}')} {counts[status]}" for status in STATUSES)
    x, parts = 1.0, []
    for status in STATUSES:
        width = (BAR - 2) * counts[status] / whole
        parts.append(tag("rect", x=f"{x:.1f}", y=1, width=f"{width:.1f}", height=HEIGHT, fill=fills[status],
                         stroke=BORDER))  # fmt: skip
        if width > 100:
            ink = WHITE if status == "measured" else INK
            parts.append(_tag_text(words(f"trust.{status}"), x + 8, ink, status == "calibrated"))
        x += width
    return svg(BAR, HEIGHT + 2, label, tag("defs", pattern), parts)


def _tag_text(name: str, x: float, ink: str, halo: bool) -> Markup:
    edge = {"stroke": WHITE, "stroke_width": 4, "paint_order": "stroke"} if halo else {}
    return tag("text", name, x=f"{x:.1f}", y=14, font_size=12, fill=ink, **edge)


def _table(words: Words, parameters: dict[str, dict[str, Any]]) -> Markup:
    columns = [words(f"trust.{key}") for key in ("name", "value", "unit", "range", "status", "source")]
    return table(words, columns, [_row(words, name, entry) for name, entry in sorted(parameters.items())], "data wide")


def _row(words: Words, name: str, entry: dict[str, Any]) -> list[Cell]:
    bounds = entry.get("range")
    limits = words("format.between", low=plain(bounds[0]), high=plain(bounds[1])) if bounds else ""
    status = str(entry.get("status", "assumed"))
    shown = words(f"trust.{status}") if status in STATUSES else status
    return [text(name), text(plain(entry.get("value"))), text(entry.get("unit", "")), text(limits),
            text(shown, status), text(entry.get("source", ""))]  # fmt: skip
