"""What each policy alone does, from the table that ``python -m sim.experiments.effects`` writes."""

from __future__ import annotations

import csv

from sim.docs.blocks import DocsFault
from sim.docs.markdown import code, link, table
from sim.docs.source import SIM
from sim.docs.submodels import POLICY

TABLE = SIM.parent / "docs" / "policies.csv"
OUTCOMES = {"severely_lonely": ("severe loneliness", 2), "cohesion": ("cohesion", 3)}
"""Name and decimals of each."""

HEAD = ("policy", "severe loneliness, percentage points", "cohesion, points")


def effects() -> str:
    """Give each policy's differences to the baseline with their intervals, in the order of the table."""
    try:
        rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    except OSError:
        rows = []
    if not rows:
        raise DocsFault("docs/policies.csv: is missing or empty; run: python -m sim.experiments.effects")
    by_policy: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        by_policy.setdefault(row["scenario"], {})[row["indicator"]] = row
    scale, runs = rows[0]["scale"], rows[0]["runs"]
    commit = " and ".join(dict.fromkeys(row["commit"] for row in rows))
    lines = [(link(code(name), POLICY.format(name)), *(_told(found[key], key) for key in OUTCOMES))
             for name, found in by_policy.items()]  # fmt: skip
    levels = "; ".join(f"{OUTCOMES[key][0]} {float(row['baseline_level']):.2f}"
                       for key, row in next(iter(by_policy.values())).items())  # fmt: skip
    said = f"Groningen at 1:{scale}, {runs} seeds, ten years, commit {commit}; under the baseline: {levels}."
    return f"{said}\n\n{table(HEAD, lines)}"


def _told(row: dict[str, str], indicator: str) -> str:
    """Write a difference with its 95% interval; bold where that lies beside zero."""
    places = OUTCOMES[indicator][1]
    mean, low, high = (float(row[key]) for key in ("difference", "low", "high"))
    text = f"{mean:+.{places}f} ({low:+.{places}f} to {high:+.{places}f})"
    return f"**{text}**" if low > 0 or high < 0 else text
