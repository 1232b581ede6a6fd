"""What scenarios change in the parameters of the model, beside the shipped values; and whose city that makes another.

Scenarios with the same parameters branch from one burnt-in city. One with parameters of its own is burnt in with them,
so that from the first month other people live in its city than in that of the baseline.
"""

from __future__ import annotations

from typing import Any

from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.tables import Cell, table, text


def with_own_city(context: Context) -> list[str]:
    """Return the scenarios whose city was burnt in with other parameters than that of the baseline, as given."""
    listed = context.results.manifest["scenarios"]
    return [str(entry["key"]) for entry in listed if entry.get("own_burn_in")]


def named(context: Context, scenarios: list[str]) -> str:
    """Return the titles of scenarios between quotes, for a sentence."""
    return ", ".join(context.quoted(key) for key in scenarios)


def overrides(context: Context) -> Markup | None:
    """Return the table of what scenarios change, themselves or by what they extend; nothing where none does."""
    shipped = context.results.manifest.get("parameters") or {}
    rows = [
        [text(context.title(entry["key"])), text(name, name), text(plain(value)), *_shipped(shipped.get(name) or {})]
        for entry in context.results.manifest["scenarios"]
        for name, value in (entry.get("parameters") or {}).items()
    ]
    if not rows:
        return None
    words, own = context.words, with_own_city(context)
    columns = [words(f"overrides.{name}") for name in ("scenario", "parameter", "here", "shipped", "unit")]
    said = tag("p", words("overrides.own_city", scenarios=named(context, own))) if own else None
    return tag("div", tag("h3", words("overrides.title")), said, table(words, columns, rows, "data wide"))


def _shipped(entry: dict[str, Any]) -> list[Cell]:
    return [text(plain(entry.get("value", ""))), text(entry.get("unit", ""))]


def plain(value: Any) -> str:
    """Write a value as the files of the model have it: for copying, so not in the marks of the language."""
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
