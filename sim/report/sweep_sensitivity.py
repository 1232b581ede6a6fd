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
    columns = [words("sweep.column_uncertainty"), words(f"sweep.column_{main}"), words("sweep.column_drawn")]
    columns += [words(f"sweep.column_{beside}")] if beside else []
    body = []
    for row in own:
        ends = [words.number(row["value"] + sign * row["reach"], 2) for sign in (-1, 1)]
        between = words("format.between", low=ends[0], high=ends[1])
        shown = [words.number(row["value"], 2), tag("br"), tag("small", between)]
        cells = [text(row["uncertainty"]), Cell(shown, row["value"]), text(_bar(words, row, reach))]
        if beside:
            other = others.get(row["uncertainty"], math.nan)
            cells.append(Cell(words.number(other, 2), other))
        body.append(cells)
    chance = next((row["value"] for row in rows if row["uncertainty"] == CHANCE), math.nan)
    known = words("sweep.chance", x=words.number(100 * chance)) if math.isfinite(chance) else None
    return tag("div", table(words, columns, body), tag("p", known) if known else None)


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
