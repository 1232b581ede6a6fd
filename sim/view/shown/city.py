"""The city: wijken as tiles in their places, under both policies and as the difference between them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from sim.indicators.catalogue import INDICATORS
from sim.report.results import LEAST_SIMULATED
from sim.report.words import decimals, level_decimals
from sim.view.arm import PLACE
from sim.view.pair import MARKS, Pair
from sim.view.session import Session
from sim.view.shown.certain import certainty, marks
from sim.view.words import PageWords

CLASSES = 5
Shown = dict[str, Any]


def city(session: Session) -> Shown | None:
    """Give the maps, None until there is a city."""
    pair = session.pair
    if pair is None:
        return None
    words, name = session.words, session.chosen.indicator
    edges = class_edges(pair, name)
    tiles = [wijk.tile for wijk in pair.left.model.city.wijken]
    return {
        "months": pair.months,
        "mode": "diff" if session.told_out else session.chosen.mode,
        "arm": 2 if session.told_out else session.chosen.arm,
        "columns": max(column for _, column in tiles) + 1,
        "arms": [_level(session, pair, arm, edges) for arm in (0, 1)],
        "diff": _difference(session, pair),
        "legend": _legend(edges, name, words),
        "key": words.own("map.key", names=", ".join(f"{w.code[-2:]} {w.label}" for w in pair.left.model.city.wijken)),
    }


def class_edges(pair: Pair, name: str) -> list[float]:
    """Give the four inner edges of the five classes of a level: fixed by the start, so that a colour keeps its meaning.

    They spread over the values of the wijken at the start, and a quarter of their range beyond at both ends.
    """
    start = pair.left.history[0, :-1, PLACE[name]]
    low, high = float(np.nanmin(start)), float(np.nanmax(start))
    reach = max(high - low, 1e-9)
    low, high = low - reach / 4, high + reach / 4
    if INDICATORS[name].unit.startswith("%") or low < 0 <= float(np.nanmin(start)):
        low = max(low, 0.0)
    digits = max(level_decimals(name), 0 if reach >= CLASSES else math.ceil(-math.log10(reach / CLASSES)))
    return [round(low + (high - low) * part / CLASSES, digits) for part in range(1, CLASSES)]


def class_of(value: float, edges: list[float]) -> int:
    """Give the class of a value, 0 to 4; -1 where there is none."""
    return -1 if not math.isfinite(value) else int(np.searchsorted(edges, value, side="right"))


def level_text(value: float, name: str, words: PageWords) -> str:
    """Write a level as all parts of the page do."""
    return words.level(value, name) if math.isfinite(value) else words("format.missing")


def difference_text(value: float, name: str, words: PageWords) -> str:
    """Write a difference with its sign, rounded as a level is; exactly nothing is 0."""
    if not math.isfinite(value):
        return words("format.missing")
    return words.signed(value, decimals(name)) if value else "0"


def _level(session: Session, pair: Pair, arm: int, edges: list[float]) -> Shown:
    words, name = session.words, session.chosen.indicator
    values = pair.arms[arm].values(name)
    tiles = []
    for place, wijk in enumerate(pair.left.model.city.wijken):
        text = level_text(float(values[place]), name, words)
        tiles.append(_tile(place, wijk, text, words) | {"level": class_of(float(values[place]), edges)})
    title = session.titles()[arm]
    return {
        "mark": MARKS[arm],
        "title": title,
        "label": words.own(
            "map.label", indicator=words.indicator(name), unit=words.indicator(name, "unit"), title=title
        ),
        "tiles": tiles,
        "city": level_text(float(values[-1]), name, words),
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


def _legend(edges: list[float], name: str, words: PageWords) -> list[str]:
    shown = [level_text(edge, name, words) for edge in edges]
    if len(set(shown)) < len(shown):
        shown = [words.number(edge, 3) for edge in edges]
    middle = [words.own("map.legend", low=a, high=b) for a, b in pairwise(shown)]
    return [words.own("map.below", high=shown[0]), *middle, words.own("map.above", low=shown[-1])]
