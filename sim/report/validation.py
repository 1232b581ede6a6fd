"""The page of ``run.py validate``: each known pattern with its target, tolerance and result; failures stay on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sim.report.checked import PARTS, Checked, scored
from sim.report.markup import Markup, svg, tag
from sim.report.page import document
from sim.report.style import BETTER, GRID, INK, WHITE, WORSE
from sim.report.tables import Cell, table, text
from sim.report.words import LANGUAGES, Words

WIDTH, HEIGHT, MIDDLE = 240, 22, 11
BAR = 0.45
"""Share of the width that every tolerance takes."""


def validation_page(rows: Sequence[Checked], manifest: dict[str, Any]) -> str:
    """Return the page as the text of one HTML file, in both languages."""
    words = {language: Words(language) for language in LANGUAGES}
    first = manifest["lang"]
    titles = {language: _title(manifest, words[language]) for language in LANGUAGES}
    mains = [_main(rows, manifest, words[language], language == first) for language in LANGUAGES]
    return document(mains, {"first": first, "titles_page": titles}, titles[first], first)


def _title(manifest: dict[str, Any], words: Words) -> str:
    return words("validation.browser_title", city=manifest["city"]["name"])


def _main(rows: Sequence[Checked], manifest: dict[str, Any], words: Words, shown: bool) -> Markup:
    blocks = [_head(rows, manifest, words), *(_part(rows, part, words) for part in PARTS), _reading(words)]
    return tag("main", blocks, lang=words.language, hidden=not shown)


def _head(rows: Sequence[Checked], manifest: dict[str, Any], words: Words) -> Markup:
    facts = (
        ("city", manifest["city"]["name"]),
        ("scale", words("page.scale_value", k=manifest["scale"])),
        ("runs", words.number(len(manifest["seeds"]))),
        ("commit", str(manifest["commit"] or words("again.unknown"))[:12]),
    )
    switch = tag("button", words("page.switch"), type="button", lang="en" if words.language == "nl" else "nl",
                 data_language="en" if words.language == "nl" else "nl")  # fmt: skip
    held, fitted = scored(rows, "held_out"), scored(rows, "calibrated")
    lead = words("validation.lead", passed=held[0], scored=held[1], fitted=fitted[0], all=fitted[1])
    return tag(
        "header",
        tag("div", tag("p", "Ongedeeld", class_="brand"), switch, class_="bar"),
        tag("h1", words("validation.title")),
        tag("p", lead, class_="limits"),
        tag("p", words("validation.what"), class_="what"),
        tag("dl", [tag("div", tag("dt", words(f"validation.{key}")), tag("dd", value)) for key, value in facts]),
    )


def _part(rows: Sequence[Checked], part: str, words: Words) -> Markup | None:
    chosen = [row for row in rows if row.part == part]
    if not chosen:
        return None
    passed, count = scored(rows, part)
    heading = words(f"validation.{part}", passed=passed, scored=count, failed=count - passed)
    columns = [words(f"validation.{key}") for key in ("pattern", "target", "tolerance", "result", "drawing", "verdict",
                                                      "source")]  # fmt: skip
    body = table(words, columns, [_row(row, words) for row in chosen], "data patterns")
    notes = [tag("p", words(f"validation.{part}_note")), _legend(words) if part == PARTS[0] else None]
    return tag("section", tag("h2", heading), notes, body, class_="block")


def _row(row: Checked, words: Words) -> list[Cell]:
    name = f"{row.what[words.language]}"
    unit = "" if row.unit == "%" else f" ({words(f'validation.unit_{row.unit}')})"
    result = [tag("strong", row.number(words, row.mean))]
    if all(math.isfinite(end) for end in row.interval):
        ends = [words.number(end, row.decimals) for end in row.interval]
        result += [tag("br"), tag("small", words("format.between", low=ends[0], high=ends[1]))]
    return [
        text([f"{name}{unit}", tag("br"), tag("small", row.id)], row.id),
        Cell(row.number(words, row.target), row.target),
        text(row.tolerance(words)),
        Cell(result, row.mean),
        text(_drawing(row, words)),
        text(_verdict(row, words), row.verdict()),
        text([row.source, f", {row.year}" if str(row.year) not in row.source else ""]),
    ]


def _verdict(row: Checked, words: Words) -> Markup:
    verdict = row.verdict()
    mark = {"passes": "✓ ", "fails": "✗ "}.get(verdict.removesuffix("_unsure"), "")
    kind = {"passes": "better", "fails": "worse"}.get(verdict.removesuffix("_unsure"), "not_distinguishable")
    said = tag("span", mark + words(f"validation.{verdict.removesuffix('_unsure')}"), class_=f"badge {kind}")
    note = words("validation.unsure") if verdict.endswith("_unsure") else row.why
    return tag("span", said, tag("br") if note else None, tag("small", note) if note else None)


def _drawing(row: Checked, words: Words) -> Markup:
    """Draw the tolerance as a bar of one width for all, the target as a tick, and the result with its interval."""
    label = f"{row.what[words.language]}: {row.number(words, row.mean) or words('format.missing')}"
    if not math.isfinite(row.mean) or (row.low is None and row.high is None):
        return svg(WIDTH, HEIGHT, label)
    at = _axis(row)
    low = 4.0 if row.low is None else at(row.low)
    high = WIDTH - 4.0 if row.high is None else at(row.high)
    marks = [tag("rect", x=f"{low:.1f}", y=4, width=f"{high - low:.1f}", height=HEIGHT - 8, fill=GRID)]
    if row.target is not None:
        marks.append(_line(at(row.target), 2, at(row.target), HEIGHT - 2, 2))
    if all(math.isfinite(end) for end in row.interval):
        marks.append(_line(at(row.interval[0]), MIDDLE, at(row.interval[1]), MIDDLE, 2))
    full = row.passes is not False
    looks = {"fill": BETTER[2], "stroke": BETTER[2]} if full else {"fill": WHITE, "stroke": WORSE[2]}
    marks.append(tag("circle", cx=f"{at(row.mean):.1f}", cy=MIDDLE, r=5, stroke_width=2, **looks))
    return svg(WIDTH, HEIGHT, label, tag("title", label), marks)


def _axis(row: Checked) -> Any:
    """Place values so that each tolerance has the same width; what lies far out stands at the edge."""
    ends = [end for end in (row.low, row.high) if end is not None]
    known = [*ends, *([row.target] if row.target is not None else [])]
    centre = sum(ends) / len(ends)
    half = (ends[1] - ends[0]) / 2.0 if len(ends) == 2 else max(abs(value - centre) for value in [*known, row.mean])
    unit = (half or 1.0) / (BAR * WIDTH / 2.0 if len(ends) == 2 else WIDTH / 2.0 - 10.0)
    return lambda value: min(max(WIDTH / 2.0 + (value - centre) / unit, 6.0), WIDTH - 6.0)


def _line(x1: float, y1: float, x2: float, y2: float, width: float) -> Markup:
    return tag("line", x1=f"{x1:.1f}", y1=y1, x2=f"{x2:.1f}", y2=y2, stroke=INK, stroke_width=width)


def _legend(words: Words) -> Markup:
    def key(drawing: Markup, name: str) -> Markup:
        return tag("span", drawing, words(f"validation.legend_{name}"))

    bar = svg(28, 14, "", tag("rect", x=0, y=1, width=28, height=12, fill=GRID))
    tick = svg(8, 14, "", tag("line", x1=4, y1=0, x2=4, y2=14, stroke=INK, stroke_width=2))
    full = svg(14, 14, "", tag("circle", cx=7, cy=7, r=5, fill=BETTER[2]))
    hollow = svg(14, 14, "", tag("circle", cx=7, cy=7, r=5, fill=WHITE, stroke=WORSE[2], stroke_width=2))
    return tag("p", key(bar, "bar"), key(tick, "tick"), key(full, "full"), key(hollow, "hollow"), class_="legend")


def _reading(words: Words) -> Markup:
    lines = [tag("li", words(f"validation.reading_{k}")) for k in (1, 2, 3)]
    return tag("section", tag("h2", words("validation.reading")), tag("ul", lines), class_="block")
