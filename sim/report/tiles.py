"""One mark a wijk: effect and certainty together.

The less certain, the smaller and paler the mark; the sign is carried by a black bar and an arrow as well as
by colour. Drawn as plain SVG rather than with Plotly: the map then prints with its title, is there without a
script, and its browser tooltips need none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.indicators.catalogue import COLUMNS
from sim.report.markup import Child, Markup, tag
from sim.report.results import Difference, Wijk
from sim.report.style import BETTER, BORDER, INK, NEUTRAL, SECONDARY, WHITE, WORSE
from sim.report.words import Words, decimals

State = Literal["certain", "indication", "not_distinguishable", "too_small", "same"]
MARGIN, BAR = 0.13, 0.07  # of the tile: inset of an indication; bar of what is worse
STEPS = (2, 4)  # multiples of the smallest difference that matters where the colour changes


@dataclass(frozen=True)
class Look:
    """How a tile looks: its state, whether that is good, and how strong the colour is (1 to 3)."""

    state: State
    good: bool | None = None
    step: int = 1

    @property
    def fill(self) -> str:
        """The colour of the tile."""
        if self.state not in ("certain", "indication"):
            return WHITE
        colours = NEUTRAL if self.good is None else BETTER if self.good else WORSE
        return colours[self.step - 1]

    @property
    def ink(self) -> str:
        """The colour of the text: white on the strongest step, grey where there is nothing to see."""
        if self.state in ("certain", "indication"):
            return WHITE if self.step == 3 else INK
        return SECONDARY


def look(row: Difference | None) -> Look:
    """Return the look of a wijk from its verdict."""
    if row is None or row.verdict in ("too_small", ""):
        return Look("too_small")
    if row.verdict == "same":
        return Look("same")
    if row.verdict in ("not_distinguishable", "too_few_runs"):
        return Look("not_distinguishable")
    if row.verdict.startswith("indication"):
        return Look("indication", row.good, 1)
    return Look("certain", row.good, _step(row))


def _step(row: Difference) -> int:
    matters = COLUMNS[row.indicator].matters
    if not matters:
        return 1
    return 1 + sum(abs(row.difference) >= multiple * matters for multiple in STEPS)


def by_chance(words: Words, wijken: int) -> str:
    """Say how many of so many wijken show an indication by chance alone."""
    return words("where.legend_chance", n=words.number(round(0.05 * wijken) or 1), wijken=wijken)


def value(words: Words, row: Difference | None, arrow: bool) -> str:
    """Return what a tile says: the signed number, or why there is none."""
    shown = look(row)
    if row is None or shown.state == "too_small":
        return f"n {words.number(row.simulated)}" if row else "n 0"
    if shown.state == "same":
        return "="
    if shown.state == "not_distinguishable":
        return "≈"
    number = words.signed(row.difference, decimals(row.indicator))
    if not arrow:
        return number
    full, hollow = ("▼", "▽") if row.difference < 0 else ("▲", "△")
    return f"{full if shown.state == 'certain' else hollow} {number}"


def told(words: Words, wijk: Wijk, row: Difference | None) -> str:
    """Return what pointing at a tile tells: the difference with its interval, p, the runs, and the verdict."""
    if row is None or look(row).state == "too_small":
        return words("where.tile_small", wijk=wijk.name, simulated=words.number(row.simulated if row else 0))
    places = decimals(row.indicator)
    return words(
        "where.tile",
        wijk=f"{wijk.number} {wijk.name}",
        difference=words.signed(row.difference, places),
        unit=words.unit(row.indicator, "head"),
        interval=words.interval(*row.interval, places),
        p=words.number(row.p_adjusted, 3),
        n=words.number(row.runs),
        state=words(f"where.state_{row.verdict}"),
    )


def tile(
    x: float,
    y: float,
    size: float,
    shown: Look,
    *inside: Child,
    width: float | None = None,
    class_: str = "tile",
) -> Markup:
    """Draw one tile with its text, square unless a width is given; ``data_state`` names its state."""
    wide = width or size
    marks = [_frame(x, y, wide, size, shown)]
    inset = size * MARGIN if shown.state == "indication" else 0
    if shown.state == "indication":
        marks.append(_rectangle(x + inset, y + inset, wide - 2 * inset, size - 2 * inset, fill=shown.fill))
    if shown.good is False and shown.state in ("certain", "indication"):
        marks.append(_rectangle(x + inset, y + inset, wide - 2 * inset, max(size * BAR, 3), fill=INK))
    return tag("g", marks, inside, class_=class_, data_state=shown.state)


def _frame(x: float, y: float, width: float, height: float, shown: Look) -> Markup:
    if shown.state == "certain":
        return _rectangle(x, y, width, height, fill=shown.fill, stroke=INK, stroke_width=1.5)
    dashes = "2 3" if shown.state == "not_distinguishable" else None
    return _rectangle(x, y, width, height, fill=WHITE, stroke=BORDER, stroke_width=1, stroke_dasharray=dashes)


def _rectangle(x: float, y: float, width: float, height: float, **look: object) -> Markup:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    return tag("rect", **place, **look)


def lines(x: float, y: float, texts: Sequence[tuple[str, float, bool]], fill: str) -> list[Markup]:
    """Write lines of text (text, size, bold) centred on a point, one below the other."""
    spaced = [(text, size, bold, size * 1.22) for text, size, bold in texts]
    top = y - sum(height for *_, height in spaced) / 2
    written = []
    for text, size, bold, height in spaced:
        top += height
        weight = "700" if bold else None
        written.append(
            tag("text", text, x=f"{x:.1f}", y=f"{top - height * 0.25:.1f}", font_size=f"{size:g}",
                font_weight=weight, text_anchor="middle", fill=fill)
        )  # fmt: skip
    return written
