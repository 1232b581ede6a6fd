"""To what a sweep answers: a bar with its interval for each uncertainty, for each policy and for their order."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.report.markup import Child, Markup, svg, tag
from sim.report.style import INK, NEUTRAL
from sim.report.swept import Row, Swept, outcome_heading
from sim.report.tables import Cell, table, text
from sim.report.words import Words

WIDTH, HEIGHT = 220, 18
MOST = 8
"""Uncertainties shown of each policy; the table on disk has all."""
MAIN = {"sobol": "ST", "morris": "mu_star", "latin_hypercube": "rank_correlation"}
"""The measure by which uncertainties are put in order, for each design."""
BESIDE = {"sobol": "S1", "morris": "sigma"}
FLOORED = ("ST", "mu_star")
"""The measures of which chance alone makes more than nothing."""
RANKING, CHANCE = "*", "*"


def answers(swept: Swept, words: Words) -> Markup | None:
    """Return the block; nothing where the design gives no such measures."""
    main = MAIN.get(swept.kind)
    if main is None or not any(row["measure"] == main for row in swept.sensitivity):
        return None
    parts: list[Child] = []
    for outcome in swept.outcomes:
        for policy in [RANKING, *list(swept.policies)[1:]]:
            rows = [row for row in swept.sensitivity if (row["outcome"], row["policy"]) == (outcome.name, policy)]
            if any(row["measure"] == main for row in rows):
                about = outcome_heading(words, outcome)
                name = words.quoted(swept.policy(policy, words.language))
                key = "sweep.answers_order" if policy == RANKING else "sweep.answers_policy"
                parts.append(tag("h3", words(key, outcome=about, policy=name)))
                parts.append(_table(words, rows, main, BESIDE.get(swept.kind)))
    note = tag("p", words(f"sweep.measure_{swept.kind}"))
    return tag("section", tag("h2", words("sweep.answers")), note, parts, class_="block")


def _table(words: Words, rows: Sequence[Row], main: str, beside: str | None) -> Markup:
    own = sorted((row for row in rows if row["measure"] == main), key=lambda row: -abs(row["value"]))[:MOST]
    others = {row["uncertainty"]: row["value"] for row in rows if row["measure"] == beside}
    reach = max([abs(row["value"]) + (row["reach"] if math.isfinite(row["reach"]) else 0.0) for row in own] + [1e-12])
    floored = main in FLOORED and any(math.isfinite(row["floor"]) for row in own)
    columns = [words("sweep.column_uncertainty"), words(f"sweep.column_{main}"), words("sweep.column_drawn")]
    columns += [words("sweep.column_floor")] if floored else []
    columns += [words(f"sweep.column_{beside}")] if beside else []
    body = []
    for row in own:
        cells = [_name(words, row), _value(words, row), text(_bar(words, row, reach))]
        cells += [Cell(words.number(row["floor"], 2), row["floor"])] if floored else []
        if beside:
            other = others.get(row["uncertainty"], math.nan)
            cells.append(Cell(words.number(other, 2), other))
        body.append(cells)
    return tag("div", table(words, columns, body), [tag("p", line) for line in _below(words, rows, own)])


def _name(words: Words, row: Row) -> Cell:
    """Name an uncertainty, and say where it cannot be told from chance."""
    if row["verdict"] != "chance":
        return text(row["uncertainty"])
    return text([row["uncertainty"], tag("br"), tag("small", words("sweep.by_chance"))], row["uncertainty"])


def _value(words: Words, row: Row) -> Cell:
    """Write an index with its interval, where it has one; a correlation has its ends at −1 and 1."""
    if not math.isfinite(row["reach"]):
        return Cell(words.number(row["value"], 2), row["value"])
    ends = [row["value"] - row["reach"], row["value"] + row["reach"]]
    if row["measure"] == "rank_correlation":
        ends = [max(ends[0], -1.0), min(ends[1], 1.0)]
    between = words("format.between", low=words.number(ends[0], 2), high=words.number(ends[1], 2))
    return Cell([words.number(row["value"], 2), tag("br"), tag("small", between)], row["value"])


def _below(words: Words, rows: Sequence[Row], own: Sequence[Row]) -> list[str]:
    """Say below a table how much is chance, and what the table cannot say."""
    chance = next((row["value"] for row in rows if row["uncertainty"] == CHANCE), math.nan)
    lines = [words("sweep.chance", x=words.number(100 * chance))] if math.isfinite(chance) else []
    if any(row["verdict"] == "unknown" for row in own):
        lines.append(words("sweep.chance_unknown"))
    if any(row["measure"] in FLOORED and not math.isfinite(row["reach"]) for row in own):
        lines.append(words("sweep.few"))
    return lines


def _bar(words: Words, row: Row, reach: float) -> Markup:
    label = f"{row['uncertainty']}: {words.number(row['value'], 2)}"
    unit = (WIDTH - 8) / reach
    low, high = (max(abs(row["value"]) + sign * row["reach"], 0.0) * unit + 4 for sign in (-1, 1))
    line = tag("line", x1=f"{low:.1f}", y1=HEIGHT / 2, x2=f"{high:.1f}", y2=HEIGHT / 2, stroke=INK, stroke_width=2)
    return svg(
        WIDTH, HEIGHT, label, tag("title", label),
        tag("rect", x=4, y=3, width=f"{abs(row['value']) * unit:.1f}", height=HEIGHT - 6,
            fill=NEUTRAL[1] if row["value"] >= 0 else NEUTRAL[0]),
        line if math.isfinite(row["reach"]) else None,
    )  # fmt: skip
