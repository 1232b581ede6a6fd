"""What more runs would do to the intervals: in sentences, and drawn for as many, twice and four times as many runs."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.indicators.catalogue import PRIMARY
from sim.paired import ERROR, t_quantile
from sim.report import dots
from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.style import NEUTRAL
from sim.report.tables import Cell, table, text
from sim.report.words import decimals

TIMES = (1, 2, 4)


class Width(NamedTuple):
    """The widest interval of an outcome: half of it, of how many runs, and under which scenario."""

    indicator: str
    half: float
    runs: int
    scenario: str


def narrowed(runs: int, family: int, times: int = 2) -> float:
    """Return by what so many times the runs multiply the width of an interval, if runs go on to differ as much.

    The error of a mean shrinks by the root of ``times``, and the quantile of t falls towards that of the normal: from
    few runs, and at the far quantiles of a large ``family`` of simultaneous intervals, that is more than the root.
    """
    share = 1 - ERROR / 2 / family
    return t_quantile(share, times * runs - 1) / t_quantile(share, runs - 1) / math.sqrt(times)


def lines(context: Context) -> list[str]:
    """Say for the widest interval of each outcome what twice the runs would do to it."""
    words = context.words
    return [
        words(
            "trust.runs",
            now=words.number(width.half, _places(context, width)),
            then=words.number(_half(context, width, 2), _places(context, width)),
            unit=words.unit(width.indicator, "sentence"),
            indicator=words(f"indicator.{width.indicator}.phrase"),
            scenario=context.title(width.scenario),
        )
        for width in _widest(context)
    ]


def drawn(context: Context) -> Markup | None:
    """Return the widest intervals at as many runs, twice and four times as many; nothing where none has a width."""
    words, widths = context.words, _widest(context)
    if not widths:
        return None
    heads = [words(f"trust.{key}") for key in ("outcome", "runs_head", "half_width", "drawn")]
    rows = [_row(context, width, times) for width in widths for times in TIMES]
    note = tag("p", words("trust.widths_note"), class_="note")
    least = words("format.percent", x=words.number(100 * _share(context, widths[0], TIMES[-1])))
    title = words("trust.widths_title", times=TIMES[-1], share=least)
    return context.figure(title, words("trust.widths_subtitle"), [table(words, heads, rows, "data widths"), note])


def _row(context: Context, width: Width, times: int) -> list[Cell]:
    words, half = context.words, _half(context, width, times)
    told = f"±{words.number(half, _places(context, width))} {words.unit(width.indicator, 'plural')}"
    name = words(f"indicator.{width.indicator}.name")
    label = words("trust.widths_row", indicator=name, n=words.number(times * width.runs), half=told)
    drawing = dots.interval_alone(label, 0.0, (-half, half), dots.axis([width.half]), NEUTRAL[2])
    return [text(f"{name}, {context.title(width.scenario)}", width.indicator),
            Cell(words.number(times * width.runs), float(times * width.runs)), Cell(told, half),
            text(tag("div", drawing, class_="drawn"), "")]  # fmt: skip


def _widest(context: Context) -> list[Width]:
    """Give the widest interval of each outcome that has one with a width."""
    found = []
    for indicator in PRIMARY:
        rows = [row for key in context.results.scenarios if (row := context.results.difference(key, indicator))]
        widths = [Width(indicator, (row.interval[1] - row.interval[0]) / 2, int(row.runs), row.scenario)
                  for row in rows]  # fmt: skip
        finite = [width for width in widths if math.isfinite(width.half) and width.half > 0]
        found += [max(finite, key=lambda width: width.half)] if finite else []
    return found


def _share(context: Context, width: Width, times: int) -> float:
    family = len(context.results.scenarios) * len(PRIMARY)
    return 1.0 if times == 1 else narrowed(width.runs, family, times)


def _half(context: Context, width: Width, times: int) -> float:
    return width.half * _share(context, width, times)


def _places(context: Context, width: Width) -> int:
    """Give as many decimals as it takes to tell the half-width of twice the runs in two significant digits."""
    return max(decimals(width.indicator), 1 - math.floor(math.log10(_half(context, width, 2))))
