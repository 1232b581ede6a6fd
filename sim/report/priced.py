"""Whether policies of a scenario have a price or a budget, which is not whether anything was spent or saved."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.report.words import Words

BOOKED = ("costs", "savings")
MONEY = (*BOOKED, "reinvested", "wanting")


def has_price(manifest: dict[str, Any], summary: pd.DataFrame, scenario: str) -> bool:
    """Tell whether any policy has a price or a budget: as the manifest says, or because there were euros."""
    entry = next(entry for entry in manifest["scenarios"] if entry["key"] == scenario)
    return bool(entry.get("priced")) or any(euros(summary, scenario, name) for name in MONEY)


def was_booked(summary: pd.DataFrame, scenario: str) -> bool:
    """Tell whether anything was spent or saved beside what is in the baseline."""
    return any(euros(summary, scenario, name) for name in BOOKED)


def euros(summary: pd.DataFrame, scenario: str, measure: str) -> float:
    """Return a measure of euros of a mean year."""
    return float(summary.loc[(summary["scenario"] == scenario) & (summary["measure"] == measure), "value"].sum())


def why_no_ratio(words: Words, verdict: str, priced: bool) -> str:
    """Say why there are no euros for each unit gained: without a price is not the same as without euros."""
    return words("costs.why_unspent" if verdict == "unpriced" and priced else f"costs.why_{verdict}")
