"""What the terminal says of two policies together: how each main outcome and the euros compare with their sum."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import Any

from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.report.words import Words, decimals, enough

WIDTH = 80
NAME, VERDICT, NUMBER = 24, 22, 11
"""Widths of columns, the same in all tables of a comparison."""


def together_lines(found: Any, words: Words, own: dict[str, Any]) -> list[str]:
    """Tell the interaction of each pair in a comparison; nothing where it has none."""
    lines: list[str] = []
    for entry in found.manifest["scenarios"]:
        if entry.get("together"):
            rows = found.interactions[found.interactions["scenario"] == entry["key"]]
            lines += _pair({str(row["indicator"]): row for row in rows.to_dict("records")}, words, own)
    return lines


def _pair(rows: dict[str, Any], words: Words, own: dict[str, Any]) -> list[str]:
    told = own["family"].format(n=len(PRIMARY))
    first, second, third, fourth = own["gap_columns"]
    lines = [f"{own['gap']}{told:>{WIDTH - len(own['gap'])}}"]
    lines.append(f"{first:<{NAME}}{second:<{VERDICT}}{third:>{NUMBER}}  {fourth:>20}")
    notes: list[str] = []
    for name in PRIMARY:
        row = rows[name]
        places = enough((row["interaction"], row["family_low"], row["family_high"]), decimals(name))
        interval = words.interval(row["family_low"], row["family_high"], places)
        verdict, gap = words(f"together.badge_{row['verdict']}"), words.signed(row["interaction"], places)
        phrase = words(f"indicator.{name}.phrase")
        lines.append(f"{phrase:<{NAME}.{NAME - 1}}{verdict:<{VERDICT}}{gap:>{NUMBER}}  {interval:>20}")
        notes += _needed(row, phrase, words, own)
    return [*lines, *notes, *_euros(rows["net"], words, own), ""]


def _needed(row: dict[str, Any], phrase: str, words: Words, own: dict[str, Any]) -> list[str]:
    """Say how many runs more would tell, where that is not known yet."""
    if row["verdict"] != "not_distinguishable" or not row["runs_needed"] > row["runs"]:
        return []
    matters = words.number(INDICATORS[row["indicator"]].matters or 0.0, 1)
    text = own["gap_needed"].format(indicator=phrase, m=matters, n=row["runs"], **runs_needed(row, words))
    return note(text)


def runs_needed(row: dict[str, Any], words: Words) -> dict[str, str]:
    """Give in words how many runs would tell, and between which ends that number may lie."""
    named = {"needed": "runs_needed", "low": "runs_needed_low", "high": "runs_needed_high"}
    return {name: words.runs(row[column]) for name, column in named.items()}


def note(text: str) -> list[str]:
    """Give a note below a table, over as many lines as it takes."""
    return wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _euros(net: dict[str, Any], words: Words, own: dict[str, Any]) -> list[str]:
    """Give euros together beside apart; nothing where no policy has a price or a budget."""
    if not any(net[key] for key in ("first_difference", "second_difference", "together")):
        return []
    told = own["gap_euros"].format(sum=words.rounded(net["sum"]), both=words.rounded(net["together"]))
    verdict = words(f"together.badge_{net['verdict']}")
    if net["verdict"] == "same" or not math.isfinite(net["low"]):
        return [told, f"  {verdict}"]
    ends = (words.rounded(net["low"]), words.rounded(net["high"]))
    interval = words("format.between", low=ends[0], high=ends[1])
    return [
        told,
        f"  {own['gap_of_euros'].format(verdict=verdict, gap=words.rounded(net['interaction']), interval=interval)}",
    ]
