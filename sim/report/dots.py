"""Quantile dots: what single runs may bring, above the interval of their mean.

Drawn as plain SVG rather than with Plotly: a hundred small drawings inside table cells must print, scale
with the cell and be there without a script.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from sim.report.markup import Child, Markup, svg, tag
from sim.report.style import BETTER, INK, NEUTRAL, SECONDARY, WHITE, WORSE

WIDTH, HEIGHT = 250, 58
SLIM = 20  # height of an interval without dots
UPPER, LOWER, TWO = 12, 32, 44  # where a sum and both together stand, and the height of the two
BASE = 42  # dots stand on this line; the interval lies below it
LARGEST, SMALLEST = 7.0, 1.5
MOST_DOTS = 20


@dataclass(frozen=True)
class Axis:
    """One axis for all rows of an outcome: symmetric about zero."""

    reach: float

    def at(self, value: float) -> float:
        """Return where a value stands, in pixels from the left."""
        return WIDTH / 2 + value / self.reach * (WIDTH / 2 - 8)

    def within(self, value: float) -> float:
        """Return the value, or the end of the axis where it lies beyond; what is not a number stays so."""
        return value if abs(value) <= self.reach or math.isnan(value) else math.copysign(self.reach, value)


def axis(values: list[float]) -> Axis:
    """Return the symmetric axis on which all these values fall."""
    reach = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return Axis(reach * 1.02 or 1.0)


def quantiles(paired: np.ndarray) -> np.ndarray:
    """Return at most twenty values that stand for the runs: the runs themselves where they are fewer."""
    if len(paired) <= MOST_DOTS:
        return np.sort(paired)
    return np.quantile(paired, (np.arange(MOST_DOTS) + 0.5) / MOST_DOTS)


def dots(
    label: str,
    paired: np.ndarray,
    mean: float,
    interval: tuple[float, float],
    axis: Axis,
    lower_is_better: bool,
) -> Markup:
    """Draw the dots of one scenario and outcome: filled blue where favourable, hollow orange where not."""
    size, stacks = _stacked(quantiles(paired), axis)
    marks = [
        _dot(x, BASE - size * (level + 0.5), size, None if sign == 0 else (sign < 0) == lower_is_better)
        for (x, sign), count in stacks.items()
        for level in range(count)
    ]
    return svg(WIDTH, HEIGHT, label, tag("title", label), _zero(0, HEIGHT), marks, _interval(mean, interval, axis))


def interval_alone(label: str, mean: float, interval: tuple[float, float], axis: Axis, colour: str) -> Markup:
    """Draw a mean and its interval without single runs; what reaches beyond the axis is cut off at its end."""
    ends = (axis.within(interval[0]), axis.within(interval[1]))
    marks = _interval(axis.within(mean), ends, axis, y=SLIM / 2, colour=colour)
    return svg(WIDTH, SLIM, label, tag("title", label), _zero(0, SLIM), marks)


def sum_and_both(label: str, apart: float, both: float, gap: tuple[float, float], axis: Axis) -> Markup:
    """Draw the sum of two differences as a ring and both together as a dot below it, with the interval of the gap.

    That interval is laid from the sum: where it leaves out the line under the ring, the gap is distinguishable.
    """
    marks: list[Child] = []
    if math.isfinite(apart):
        x = f"{axis.at(apart):.1f}"
        if all(math.isfinite(end) for end in gap):
            low, high = (axis.at(apart + end) for end in gap)
            marks.append(_line(low, LOWER, high, LOWER, width=3, colour=NEUTRAL[1]))
        marks.append(
            tag("line", x1=x, x2=x, y1=UPPER, y2=TWO - 2, stroke=INK, stroke_width="1.5", stroke_dasharray="3 2")
        )
        marks.append(tag("circle", cx=x, cy=UPPER, r=5, fill=WHITE, stroke=INK, stroke_width="2"))
    if math.isfinite(both):
        marks.append(tag("circle", cx=f"{axis.at(both):.1f}", cy=LOWER, r=5.5, fill=NEUTRAL[2]))
    return svg(WIDTH, TWO, label, tag("title", label), _zero(0, TWO), marks)


def scale(label: str, axis: Axis, ends: tuple[str, str]) -> Markup:
    """Draw the heading of a column of dots: which side is which, and how far the axis goes."""
    right = axis.at(axis.reach)
    texts = [
        _text(WIDTH / 2, 11, label, "middle"),
        _text(WIDTH - right, 26, ends[0], "start"),
        _text(WIDTH / 2, 26, "0", "middle"),
        _text(right, 26, ends[1], "end"),
    ]
    ticks = [_line(x, 29, x, 33) for x in (WIDTH - right, WIDTH / 2, right)]
    return svg(WIDTH, 34, label, texts, _line(WIDTH - right, 33, right, 33), ticks)


def _stacked(values: np.ndarray, axis: Axis) -> tuple[float, dict[tuple[float, int], int]]:
    """Return the size of a dot and how many stand at each place, as large as the tallest stack allows."""
    size = LARGEST
    while True:
        stacks = Counter(_place(value, size, axis) for value in values)
        tallest = max(stacks.values(), default=1)
        if size * tallest <= BASE - 2 or size <= SMALLEST:
            return size, dict(sorted(stacks.items()))
        size -= 0.25


def _place(value: float, size: float, axis: Axis) -> tuple[float, int]:
    """Return the middle of the dot's column; columns begin at zero, so none holds runs of both signs."""
    if value == 0:
        return axis.at(0), 0
    steps = math.floor((axis.at(abs(value)) - axis.at(0)) / size) + 0.5
    sign = 1 if value > 0 else -1
    return axis.at(0) + sign * steps * size, sign


def _dot(x: float, y: float, size: float, good: bool | None) -> Markup:
    radius = size / 2 - 0.4
    if good:
        return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius:.2f}", fill=BETTER[2])
    edge = SECONDARY if good is None else WORSE[2]
    return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius - 0.3:.2f}", fill=WHITE, stroke=edge,
               stroke_width="1.2")  # fmt: skip


def _interval(
    mean: float, interval: tuple[float, float], axis: Axis, y: float = BASE + 9, colour: str = INK
) -> list[Child]:
    marks: list[Child] = []
    if all(math.isfinite(end) for end in interval):
        low, high = (axis.at(end) for end in interval)
        marks.append(_line(low, y, high, y, width=3, colour=colour))
    if math.isfinite(mean):
        ring = {"cx": f"{axis.at(mean):.1f}", "cy": y, "r": 4.5}
        marks.append(tag("circle", fill=WHITE, stroke=colour, stroke_width="2", **ring))
    return marks


def _zero(top: float, bottom: float) -> Markup:
    return _line(WIDTH / 2, top, WIDTH / 2, bottom)


def _line(x1: float, y1: float, x2: float, y2: float, width: float = 1, colour: str = INK) -> Markup:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return tag("line", stroke=colour, stroke_width=f"{width:g}", **ends)


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return tag("text", text, x=f"{x:.1f}", y=y, font_size=12, fill=SECONDARY, text_anchor=anchor)
