"""Lines over time: an indicator under both policies, in the city or a wijk, with what happened on the time axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.report.results import LEAST_SIMULATED
from sim.report.words import level_decimals
from sim.view.pair import MARKS, Pair
from sim.view.session import Session
from sim.view.shown.city import difference_text, level_text, too_few
from sim.view.shown.events import on_axis
from sim.view.words import PageWords

CITY = -1
KEPT = 3
"""Decimals of a value that is only drawn."""
Shown = dict[str, Any]


def lines(session: Session) -> Shown | None:
    """Give the line of where one is, and those of all wijken where they were asked for."""
    pair = session.pair
    if pair is None:
        return None
    kind, *rest = session.chosen.place
    place = rest[0] if kind == "wijk" and rest[0] < len(pair.left.model.city.wijken) else CITY
    words, name = session.words, session.chosen.indicator
    panels = _panels(session, pair) if session.chosen.by_wijk and place == CITY else []
    panel_high = _high([panel["values"] for panel in panels], name)
    return {
        **_line(session, pair, place),
        "events": on_axis(session, pair, place),
        "years": _years(pair),
        "length": pair.length,
        "by_wijk": session.chosen.by_wijk,
        "can_open": place == CITY,
        "panels": panels,
        "panel_high": panel_high,
        "panel_high_shown": _ticks(0.0, panel_high, name, words)[-1]["text"],
        "panel_note": words.own("line.panel_note", unit=words.indicator(name, "unit"), n=words.number(LEAST_SIMULATED)),
        "words": {"wijken": words.own("line.wijken"), "table": words.own("line.table"), "year": words.own("line.year"),
                  "diff": words.own("diff"), "titles": list(session.titles())},
        "table": _table(pair, place, name, words),
        "marks": list(MARKS),
    }  # fmt: skip


def _line(session: Session, pair: Pair, place: int) -> Shown:
    words, name = session.words, session.chosen.indicator
    where = words.own("line.city") if place == CITY else pair.left.model.city.wijken[place].name
    values = _values(pair, place, name)
    ends = [level_text(float(arm.series(name, place)[k]), name, words) for arm in pair.arms for k in (0, -1)]
    label = dict(zip(("a", "b", "c", "d"), ends, strict=True))
    return {
        "title": words.own("line.title", indicator=words.indicator(name), place=where),
        "unit": words.indicator(name, "unit"),
        "label": words.own("line.label", indicator=words.indicator(name), place=where, left_mark=MARKS[0],
                           right_mark=MARKS[1], **label),
        "values": values,
        "low": _low(values),
        "high": _high([values], name),
        "ticks": _ticks(_low(values), _high([values], name), name, words),
        "decimals": level_decimals(name),
    }  # fmt: skip


def _panels(session: Session, pair: Pair) -> list[Shown]:
    words, name = session.words, session.chosen.indicator
    panels = []
    for place, wijk in enumerate(pair.left.model.city.wijken):
        simulated = words.own("map.n", n=words.number(float(pair.left.values("simulated")[place])))
        few = any(too_few(arm, place, words) for arm in pair.arms)
        panels.append({
            "wijk": place, "name": wijk.label, "number": wijk.code[-2:], "values": _values(pair, place, name),
            "few": few, "n": f"{simulated}, {words.own('map.few')}" if few else simulated,
        })  # fmt: skip
    return panels


def _values(pair: Pair, place: int, name: str) -> list[list[float | None]]:
    return [
        [round(value, KEPT) if np.isfinite(value) else None for value in arm.series(name, place).tolist()]
        for arm in pair.arms
    ]


def _low(values: list[list[float | None]]) -> float:
    return min([0.0, *(value for line in values for value in line if value is not None)])


def _high(panels: list[list[list[float | None]]], name: str) -> float:
    """Give the top of the axis: cohesion is out of ten, all others a round number above what is drawn."""
    if name == "cohesion":
        return 10.0
    highest = max([1e-6, *(value for values in panels for line in values for value in line if value is not None)])
    step = 10.0 ** np.floor(np.log10(highest)) / 2
    return float(round(np.ceil(highest * 1.05 / step) * step, 6))


def _ticks(low: float, high: float, name: str, words: PageWords) -> list[Shown]:
    digits = level_decimals(name) if high >= 1 else 3
    values = [low, (low + high) / 2, high]
    return [
        {"at": value, "text": words.number(value, 0 if value == int(value) else max(digits, 1))} for value in values
    ]


def _years(pair: Pair) -> list[Shown]:
    """Give each January within the scenario: how many months were lived before it, and the year."""
    year, month = pair.left.scenario.start
    first = (13 - month) % 12
    return [{"at": at, "text": str(year + (month - 1 + at) // 12)} for at in range(first, pair.length, 12)]


def _table(pair: Pair, place: int, name: str, words: PageWords) -> list[list[str]]:
    """Give the levels at the end of each year lived, and now: month, both levels, their difference."""
    rows, year_ends = [], [m for m in range(1, pair.months + 1) if pair.month_name(m).endswith("-12")]
    for lived in sorted({*year_ends, pair.months} - {0}):
        left, right = (float(arm.series(name, place)[lived]) for arm in pair.arms)
        texts = (
            level_text(left, name, words),
            level_text(right, name, words),
            difference_text(right - left, name, words),
        )
        rows.append([words.month(pair.month_name(lived)), *texts])
    return rows
