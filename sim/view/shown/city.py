"""The city: wijken as tiles in their places, under both policies and as the difference between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from sim.indicators.catalogue import INDICATORS
from sim.report.results import LEAST_SIMULATED
from sim.report.words import decimals, level_decimals
from sim.view.arm import PLACE, Arm
from sim.view.pair import MARKS, Pair
from sim.view.session import Session
from sim.view.shown.certain import certainty, marks
from sim.view.words import PageWords

CLASSES = 5
LEAST_WIDTH = 1e-4
"""The narrowest class of a level: figures of more decimals would say nothing."""
Shown = dict[str, Any]


def city(session: Session) -> Shown | None:
    """Give the maps, None until there is a city."""
    pair = session.pair
    if pair is None:
        return None
    words, name = session.words, session.chosen.indicator
    classes = class_edges(pair, name)
    tiles = [wijk.tile for wijk in pair.left.model.city.wijken]
    levels = [_level(session, pair, arm, *classes) for arm in (0, 1)]
    return {
        "months": pair.months,
        "mode": "diff" if session.told_out else session.chosen.mode,
        "arm": 2 if session.told_out else session.chosen.arm,
        "columns": max(column for _, column in tiles) + 1,
        "arms": levels,
        "diff": _difference(session, pair),
        "legend": _legend(*classes, name, words) if _any(levels, few=False) else [],
        "few": words.own("map.few_note", n=words.number(LEAST_SIMULATED)) if _any(levels, few=True) else "",
        "key": words.own("map.key", names=", ".join(f"{w.code[-2:]} {w.label}" for w in pair.left.model.city.wijken)),
    }


def class_edges(pair: Pair, name: str) -> tuple[list[float], int]:
    """Give the four inner edges of the five classes of a level, and the decimals that tell the classes apart.

    They are fixed by the start, so that a colour keeps its meaning: they spread over the values of the wijken then that
    have enough simulated residents, and a quarter of their range beyond at both ends.
    """
    start = pair.left.history[0, :-1, PLACE[name]].astype(float)
    known = np.isfinite(start) & (pair.left.history[0, :-1, PLACE["simulated"]] >= LEAST_SIMULATED)
    values = start[known] if known.any() else start
    lowest, highest = float(np.nanmin(values)), float(np.nanmax(values))
    digits = level_decimals(name)
    reach = max(highest - lowest, CLASSES * LEAST_WIDTH) if highest > lowest else CLASSES * 10.0**-digits
    low, high = lowest - reach / 4, highest + reach / 4
    if INDICATORS[name].unit.startswith("%") or low < 0 <= lowest:
        low = max(low, 0.0)
    while 10.0**-digits > (high - low) / CLASSES:
        digits += 1
    return [round(low + (high - low) * part / CLASSES, digits) for part in range(1, CLASSES)], digits


def class_of(value: float, edges: list[float], digits: int) -> int:
    """Give the class of a value as it is written, 0 to 4, so that what reads the same looks the same; -1 for none."""
    return -1 if not math.isfinite(value) else int(np.searchsorted(edges, round(value, digits), side="right"))


def too_few(arm: Arm, place: int, words: PageWords) -> str:
    """Say how many simulated residents a wijk has where they are too few for a level; nothing where they suffice."""
    simulated = float(arm.values("simulated")[place])
    return words.own("map.n", n=words.number(simulated)) if simulated < LEAST_SIMULATED else ""


def level_text(value: float, name: str, words: PageWords, digits: int | None = None) -> str:
    """Write a level as all parts of the page do; with more decimals on a map whose classes ask for them."""
    return words.level(value, name, digits) if math.isfinite(value) else words("format.missing")


def difference_text(value: float, name: str, words: PageWords) -> str:
    """Write a difference with its sign, rounded as a level is; exactly nothing is 0."""
    if not math.isfinite(value):
        return words("format.missing")
    return words.signed(value, decimals(name)) if value else "0"


def _any(levels: Sequence[Shown], few: bool) -> bool:
    return any(bool(tile["few"]) == few for level in levels for tile in level["tiles"])


def _level(session: Session, pair: Pair, arm: int, edges: list[float], digits: int) -> Shown:
    words, name = session.words, session.chosen.indicator
    values = pair.arms[arm].values(name).astype(float)
    tiles = []
    for place, wijk in enumerate(pair.left.model.city.wijken):
        text = level_text(values[place], name, words, digits)
        few = too_few(pair.arms[arm], place, words)
        level = -1 if few else class_of(values[place], edges, digits)
        said = f"{text}; {few}, {words.own('map.few')}" if few else text
        label = words.own("map.tile", wijk=wijk.name, value=said)
        tiles.append(_tile(place, wijk, text, words) | {"level": level, "few": few, "label": label})
    title = session.titles()[arm]
    return {
        "mark": MARKS[arm],
        "title": title,
        "label": words.own(
            "map.label", indicator=words.indicator(name), unit=words.indicator(name, "unit"), title=title
        ),
        "tiles": tiles,
        "city": level_text(values[-1], name, words, digits),
        "costs": words.money(float(pair.arms[arm].costs[pair.months])),
    }


def _difference(session: Session, pair: Pair) -> Shown:
    """Give the map of the difference: of the run that is watched, or of a comparison over many if that is asked for."""
    words, name, offered = session.words, session.chosen.indicator, session.compared
    titles, wijken, unit = session.titles(), pair.left.model.city.wijken, words.unit(name, "sentence")
    found = offered if session.chosen.sure else None
    looks = marks(session, found, wijken) if found else _of_this_run(session, pair)
    around = certainty(session, found) if found else _around(session, pair)
    return around | {
        "label": words.own("map.diff", indicator=words.indicator(name), unit=unit, left=titles[0], right=titles[1]),
        "tiles": [_tile(place, wijk, looks[place]["text"], words) | looks[place] for place, wijk in enumerate(wijken)],
        "unit": unit,
        "offer": words.own("map.sure") if offered else "",
        "sure": found is not None,
    }


def _of_this_run(session: Session, pair: Pair) -> list[Shown]:
    words, name = session.words, session.chosen.indicator
    left, right = (arm.values(name).astype(float) for arm in pair.arms)
    simulated, looks = pair.left.values("simulated"), []
    for place in range(len(pair.left.model.city.wijken)):
        gap = float(right[place] - left[place])
        text = arrow(gap) + difference_text(gap, name, words)
        looks.append({"text": text, "state": _state(gap, name, float(simulated[place]))})
    return looks


def _around(session: Session, pair: Pair) -> Shown:
    """Give what stands around the map of this run: the whole city, costs, and what the marks mean."""
    words, name = session.words, session.chosen.indicator
    left, right = (float(arm.values(name)[-1]) for arm in pair.arms)
    keys = ("neutral",) if INDICATORS[name].better == "neither" else ("better", "worse")
    few = f"{_dotted(name, words)} {words.own('few_people', n=words.number(LEAST_SIMULATED))}"
    return {
        "city": difference_text(right - left, name, words),
        "costs": words.money(float(pair.right.costs[pair.months] - pair.left.costs[pair.months])),
        "note": words.own("equal") if pair.equal else words.own("one_run"),
        "few": few,
        "legend": [{"states": [key], "text": words.own(f"map.{key}")} for key in keys],
    }


def arrow(gap: float) -> str:
    """Give the hollow arrow of a difference: one run is an indication at most."""
    return "" if not gap or not math.isfinite(gap) else "▽ " if gap < 0 else "△ "


def _state(gap: float, name: str, simulated: float) -> str:
    """Tell how a tile of the difference looks: better, worse, neutral, few, or same."""
    if not math.isfinite(gap) or gap == 0:
        return "same"
    if simulated < LEAST_SIMULATED:
        return "few"
    matters, better = INDICATORS[name].matters, INDICATORS[name].better
    if matters is not None and abs(gap) < matters:
        return "small"
    if better == "neither":
        return "neutral"
    return "better" if (gap < 0) == (better == "lower") else "worse"


def _dotted(name: str, words: PageWords) -> str:
    """Say what a dotted frame means: less than what matters, where somebody set what that is."""
    matters = INDICATORS[name].matters
    if matters is None:
        return words.own("map.same")
    return words.own("map.small", m=words.number(matters, 1), unit=words.unit(name, "sentence"))


def _tile(place: int, wijk: Any, text: str, words: PageWords) -> Shown:
    return {
        "wijk": place, "row": wijk.tile[0] + 1, "column": wijk.tile[1] + 1, "name": wijk.label,
        "number": wijk.code[-2:], "text": text, "label": words.own("map.tile", wijk=wijk.name, value=text),
    }  # fmt: skip


def _legend(edges: list[float], digits: int, name: str, words: PageWords) -> list[str]:
    shown = [level_text(edge, name, words, digits) for edge in edges]
    middle = [words.own("map.legend", low=a, high=b) for a, b in pairwise(shown)]
    return [words.own("map.below", high=shown[0]), *middle, words.own("map.above", low=shown[-1])]
