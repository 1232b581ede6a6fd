"""What policies say beforehand, in words: that at this scale not all of a scenario can happen."""

from __future__ import annotations

from typing import Any

from sim.policies.remarks import Remark
from sim.report.words import Words


def said(remark: Remark, words: Words) -> str:
    """Write a remark in a language: whole numbers as they are, others with two figures that say something."""
    shown = {name: figure if isinstance(figure, str) else _number(figure, words) for name, figure in remark.figures}
    return words(f"remark.{remark.key}", **shown)


def said_of(manifest: dict[str, Any], words: Words) -> dict[str, list[str]]:
    """Give what was said beforehand of each scenario of a manifest, the baseline among them."""
    return {
        entry["key"]: [said(Remark(told["key"], tuple(told["figures"].items())), words)
                       for told in entry.get("remarks", ())]
        for entry in manifest["scenarios"]
    }  # fmt: skip


def _number(figure: float, words: Words) -> str:
    if figure == round(figure):
        return words.number(figure)
    _, _, behind = f"{float(f'{figure:.2g}'):f}".rstrip("0").partition(".")
    return words.number(figure, len(behind))
