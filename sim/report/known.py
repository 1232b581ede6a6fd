"""How the model stands beside what is known, from the last validation: a part of the block on certainty."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.tables import Cell, table, text

SHORT = Path(__file__).with_name("validated.yaml")
"""The last validation in short, written by ``sim.experiments.validated``."""
PARTS = ("held_out", "calibrated")
"""Held out first: what chose nothing says most."""


@cache
def validated() -> dict[str, Any]:
    """Read the last validation: scale, seeds and groups with counts (pass, scored) and failures."""
    told: dict[str, Any] = yaml.safe_load(SHORT.read_text(encoding="utf-8"))
    return told


def known(context: Context) -> list[Markup]:
    """Return what passes and what fails of the known patterns, per group."""
    words, told = context.words, validated()
    held, fitted = ([sum(group[part][k] for group in told["groups"].values()) for k in (0, 1)] for part in PARTS)
    lead = words("known.lead", passed=held[0], scored=held[1], fitted=fitted[0], all=fitted[1])
    heads = [words(f"known.{key}") for key in ("group", *PARTS, "failed")]
    rows = [_row(context, name, group) for name, group in told["groups"].items()]
    return [
        tag("h3", words("known.title")),
        tag("p", lead),
        table(words, heads, rows, "data known"),
        tag("p", words("known.where", scale=told["scale"], seeds=told["seeds"]), class_="note"),
    ]


def _row(context: Context, name: str, group: dict[str, Any]) -> list[Cell]:
    words = context.words
    counts = [text(words("known.count", passed=group[part][0], scored=group[part][1])) for part in PARTS]
    failed = "; ".join(
        words("known.fitted_fails", what=row[words.language]) if row["part"] == "calibrated" else row[words.language]
        for row in group["failed"]
    )
    return [text(words(f"known.{name}"), name), *counts, text(failed or words("known.none"))]
