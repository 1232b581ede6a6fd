"""Do volunteers come back when demand falls back? The well-mixed limit of ``volunteering``, with its own rules.

In a large pool everybody is alike: load = demand / (volunteers · contract), at most 1 + overload; strain and the
chance to stop follow ``strain_after`` and ``chance_to_stop`` of the month itself, and people begin at the rate that
keeps the starting share when nobody is strained. Demand goes up in steps and down again, each held until nothing
changes. ``python -m sim.experiments.hysteresis`` draws both ways into docs/hysteresis.svg and prints the folds.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.experiments.store import write_text
from sim.processes.volunteering import strain_after
from sim.report.markup import Markup, svg, tag
from sim.rulebook import rulebook
from sim.world.caring import chance_to_stop

HELD = 2400
"""Months for which each demand is held; far beyond what it takes to settle, but at a fold."""
DEMANDS = np.linspace(0.02, 1.3, 129)
"""Hours asked a week, in shares of those that the volunteers of the start offer."""


class Pool(NamedTuple):
    """A well-mixed pool: parameters of ``volunteering``, overload, and shares of adults at the start and willing."""

    own: Any
    overload: float
    start: float
    willing: float

    @property
    def begins(self) -> float:
        """Chance a month that somebody willing begins, which keeps the start when nobody is strained."""
        return self.own.stops * self.start / (self.willing - self.start)

    def load(self, demand: float, volunteers: float) -> float:
        """Give the load of each, at most 1 + overload, for a demand in shares of what the start offers."""
        return min(demand * self.start / max(volunteers, 1e-12), 1.0 + self.overload)


def pool(bound: Any, **changes: Any) -> Pool:
    """Make a pool from bound parameters; ``changes`` are those of ``volunteering`` or ``overload``."""
    overload = changes.pop("overload", bound["volunteer_care"].overload)
    own = bound["volunteering"]._replace(**changes)
    return Pool(own, float(overload), bound["founding"].in_team, own.willing)


def settled(some: Pool, demand: float, volunteers: float, strain: float) -> tuple[float, float]:
    """Give volunteers (share of adults) and strain after ``HELD`` months of one demand."""
    for _ in range(HELD):
        strain = strain_after(some.own, strain, some.load(demand, volunteers), 0.0)
        joined = some.begins * (some.willing - volunteers)
        volunteers += joined - chance_to_stop(some.own, strain) * volunteers
    return volunteers, strain


def path(some: Pool, demands: np.ndarray) -> np.ndarray:
    """Give the share of adults who volunteer at each demand, one after the other: (demands,)."""
    volunteers, strain = some.start, 0.0
    found = np.empty(len(demands))
    for k, demand in enumerate(demands):
        volunteers, strain = settled(some, float(demand), volunteers, strain)
        found[k] = volunteers
    return found


def low_branch(some: Pool) -> float:
    """Give the share of adults who volunteer where all carry the greatest load: r · willing / (r + most)."""
    push = some.own.grows * some.overload
    strain = push / (push + some.own.fades)
    return some.begins * some.willing / (some.begins + float(chance_to_stop(some.own, strain)))


def lower_fold(some: Pool) -> float:
    """Give the demand under which the pool recovers: (1 + overload) · low branch / start; above 1 there are no two."""
    return (1.0 + some.overload) * low_branch(some) / some.start


def jumps(up: np.ndarray, down: np.ndarray, demands: np.ndarray) -> tuple[float, float]:
    """Give the demands between which the two ways differ by more than a tenth of the start; nan where they do not."""
    apart = np.flatnonzero(np.abs(up - down) > 0.1 * up[0])
    if len(apart) == 0:
        return math.nan, math.nan
    return float(demands[apart[0]]), float(demands[apart[-1]])


WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 680.0, 380.0, 70.0, 56.0, 24.0, 16.0
INK, VIOLET, GREY = "#1b1b1b", "#6a3d9a", "#8a8a8a"


def draw(some: Pool, demands: np.ndarray, up: np.ndarray, down: np.ndarray) -> Markup:
    """Draw the share of adults who volunteer against demand, going up and coming back."""
    most_x, most_y = float(demands.max()), 1.15 * 100.0 * some.start

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + (WIDTH - LEFT - RIGHT) * x / most_x,
            HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * y / most_y,
        )

    parts = [tag("rect", width=WIDTH, height=HEIGHT, fill="#ffffff"), _axes(at, most_x, most_y)]
    for values, looks in ((up, {"stroke": INK}), (down, {"stroke": VIOLET, "stroke_dasharray": "7 4"})):
        points = " ".join("{:.1f},{:.1f}".format(*at(x, 100.0 * y)) for x, y in zip(demands, values, strict=True))
        parts.append(tag("polyline", points=points, fill="none", stroke_width=2.5, **looks))
    x, y = at(1.02, 100.0 * some.start)
    parts.append(_text("demand rises", x, y - 8, INK))
    x, y = at(lower_fold(some) + 0.03, 100.0 * low_branch(some))
    parts.append(_text("demand falls back", x, y - 8, VIOLET))
    label = "Share of adults who volunteer against the hours asked: falling demand brings them back later"
    return svg(WIDTH, HEIGHT, label, *parts)


def _axes(at: Any, most_x: float, most_y: float) -> Markup:
    (left, bottom), (right, top) = at(0.0, 0.0), at(most_x, most_y)
    ink = {"stroke": GREY, "stroke_width": 1}
    parts = [
        tag("line", x1=left, y1=bottom, x2=right, y2=bottom, **ink),
        tag("line", x1=left, y1=bottom, x2=left, y2=top, **ink),
    ]
    for share in np.arange(0.0, most_x + 1e-9, 0.25):
        x, _ = at(float(share), 0.0)
        parts.append(_text(f"{share:.2f}", x, bottom + 18, INK, "middle"))
    for percent in np.arange(0.0, most_y, 2.0):
        _, y = at(0.0, float(percent))
        parts.append(_text(f"{percent:.0f}%", left - 8, y + 4, INK, "end"))
    parts.append(_text("hours asked a week, over those that the volunteers of the start offer", left, bottom + 42, INK))
    parts.append(_text("adults who volunteer", left - 60, top - 8, INK))
    return tag("g", *parts)


def _text(words: str, x: float, y: float, colour: str, anchor: str = "start") -> Markup:
    return tag("text", words, x=x, y=y, fill=colour, font_size=13, font_family="sans-serif", text_anchor=anchor)


def main(arguments: list[str] | None = None) -> None:
    """Draw the two ways and print where they part, beside the formula."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("docs/hysteresis.svg"), help="where to write the drawing")
    some = pool(rulebook({}).bound)
    out = parser.parse_args(arguments).out
    up, down = path(some, DEMANDS), path(some, DEMANDS[::-1])[::-1]
    drawing = str(draw(some, DEMANDS, up, down)) + "\n"
    write_text(out, drawing)
    low, high = jumps(up, down, DEMANDS)
    print(f"two states between {low:.2f} and {high:.2f} of the hours offered; by formula {lower_fold(some):.3f} and 1")
    print(out)


if __name__ == "__main__":
    main()
