"""Indicators: what is measured, in which unit, which way is better, and how it follows from the state."""

from __future__ import annotations

from functools import cache

import yaml

from sim.docs.markdown import code, inline, prose, table
from sim.docs.source import SIM, docstring, has_function
from sim.indicators.catalogue import GROUPS, INDICATORS, PRIMARY, Indicator

HEAD = ("indicator", "in words", "unit", "better", "smallest difference that matters")


def indicators() -> str:
    """List every indicator, then describe the files that measure them."""
    found = [table(HEAD, [_row(indicator) for indicator in INDICATORS.values()])]
    observers = sorted(path.stem for path in (SIM / "indicators").glob("*.py"))
    for name in observers:
        module = f"sim.indicators.{name}"
        if has_function(module, "observe"):
            found.append(f"### Measured by `{name}`\n\n{prose(docstring(module))}")
    return "\n\n".join(found)


def groups() -> str:
    """List the groups of adults that are reported apart."""
    return table(("group", "in words"), [(code(name), inline(_words("group").get(name, ""))) for name in GROUPS])


def _row(indicator: Indicator) -> tuple[str, ...]:
    words = inline(_words("indicator").get(indicator.name, ""))
    words += " (main outcome)" if indicator.name in PRIMARY else ""
    words += " (whole city only)" if indicator._asdict().get("city_only") else ""
    matters = "" if indicator.matters is None else f"{indicator.matters:g}"
    return code(indicator.name), words, inline(indicator.unit), indicator.better, matters


@cache
def _words(part: str) -> dict[str, str]:
    """Give the English words of the report for indicators or groups, by name."""
    texts = yaml.safe_load((SIM / "report" / "words_en.yaml").read_text(encoding="utf-8"))
    return {name: text["name"] if isinstance(text, dict) else text for name, text in texts.get(part, {}).items()}
