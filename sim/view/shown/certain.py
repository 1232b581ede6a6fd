"""The difference as a comparison over many runs gives it: effect and certainty in one mark, as in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.indicators.catalogue import INDICATORS
from sim.report.results import CITY, Difference
from sim.report.tiles import Look, by_chance, look, told, value
from sim.report.words import Words, decimals
from sim.view.comparisons import Compared
from sim.view.session import Session

Shown = dict[str, Any]
STEPS = (1, 2, 3)
"""Steps of colour of what is certain, by its size (see ``sim.report.tiles``)."""
SIDES = {
    "where.legend_better": [f"sure-better-{step}" for step in STEPS],
    "where.legend_worse": [f"sure-worse-{step}" for step in STEPS],
    "where.legend_indication": ["better", "worse"],
}
NO_SIDES = {
    "view.map.legend_changed": [f"sure-neutral-{step}" for step in STEPS],
    "where.legend_indication": ["neutral"],
}
OTHERS: dict[str, list[str]] = {"where.legend_unclear": ["small"], "where.legend_small": [], "where.legend_same": []}
"""What the legend says, and the marks that stand beside it; numbers and = explain themselves."""


def marks(session: Session, found: Compared, wijken: Sequence[Any]) -> list[Shown]:
    """Give text and look of each wijk by the comparison, in the order of the map."""
    words, name = session.words, session.chosen.indicator
    places = {place.code: place for place in found.results.places}
    rows = [found.results.difference(found.scenario, name, wijk.code) for wijk in wijken]
    return [{"text": _text(words, row), "state": _state(look(row)), "label": told(words, places[wijk.code], row)}
            for wijk, row in zip(wijken, rows, strict=True)]  # fmt: skip


def certainty(session: Session, found: Compared) -> Shown:
    """Give what stands around the map: where it comes from, the whole city with its interval, and what marks mean."""
    words, results = session.words, found.results
    row = results.difference(found.scenario, session.chosen.indicator, CITY)
    sides = NO_SIDES if INDICATORS[session.chosen.indicator].better == "neither" else SIDES
    where = words.own(
        "map.from_compare", n=words.number(results.runs), k=results.scale, end=words.month(results.manifest["end"])
    )
    return {
        "note": where,
        "city": words("format.missing") if row is None else _with_interval(words, row),
        "costs": "",
        "few": by_chance(words, len(results.places)),
        "legend": [{"states": states, "text": words(key)} for key, states in (sides | OTHERS).items()],
    }


def _text(words: Words, row: Difference | None) -> str:
    return words("format.missing") if row is None else value(words, row, arrow=True)


def _state(shown: Look) -> str:
    """Name how a tile looks: a full one has its colour step, an indication is the small square of a single run."""
    side = "neutral" if shown.good is None else "better" if shown.good else "worse"
    if shown.state == "certain":
        return f"sure-{side}-{shown.step}"
    return {"indication": side, "not_distinguishable": "small", "too_small": "few"}.get(shown.state, "same")


def _with_interval(words: Words, row: Difference) -> str:
    places = decimals(row.indicator)
    return f"{words.signed(row.difference, places)} ({words.interval(*row.interval, places)})"
