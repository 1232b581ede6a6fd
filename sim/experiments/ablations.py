"""What a result hangs on: assumptions that no measurement settles, each taken out on its own, all else as it is.

For each of ABLATIONS the baseline and all scenarios are lived through again, from the founding of the city on, with the
same seeds. The city is then another one, and not fitted: what counts is the difference that a policy makes in it.

An ablation has *kept* the verdict where its own verdict is the same; it *reverses* it where both are told apart from
zero on different sides; else the verdict is *lost* or *gained*. Since verdicts near the edge of their interval come and
go by chance, the ``shift`` says how far the difference itself moves, run by run (difference with the assumption taken
out, less difference as shipped), with an interval simultaneous over all ablations, scenarios and primary outcomes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.comparison import CITY, Levels, last_months, outcome
from sim.indicators.catalogue import PRIMARY
from sim.paired import estimate

ABLATIONS: Mapping[str, Mapping[str, Any]] = {
    "bad_meetings": {"attitudes.sours": 0.0},
    "wariness": {"contact.hypervigilance": 0.0},
    "house_rules": {"contact.autonomy": (1.0, 1.0, 1.0)},
    "taking_on_more": {"volunteer_care.overload": 0.0},
    "incidents_without_support": {"incidents.unmet_weight": 0.0, "incidents.idle_weight": 0.0},
    "contagion": {"loneliness.contagion": 1.0},
}
"""What is taken out, by name: parameters and the values at which they do nothing. Contagion, which the model leaves out
since findings on it are disputed, is put in instead."""
COLUMNS = (
    "ablation", "scenario", "indicator", "difference", "low", "high", "family_low", "family_high", "runs",
    "runs_lower", "runs_higher", "verdict", "change", "shift", "shift_low", "shift_high",
)  # fmt: skip
SIDES = ("better", "worse")


def ablated(arms: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    """Give all arms once for each ablation, by its name, with the parameters that take the assumption out."""
    return {name: tuple(_without(arm, parameters) for arm in arms) for name, parameters in ABLATIONS.items()}


def _without(arm: Any, parameters: Mapping[str, Any]) -> Any:
    """Give an arm with other parameters; what is kept of its runs is known by them."""
    also = json.dumps(sorted(parameters.items()))
    fingerprint = hashlib.sha256(f"{arm.sha256} {also}".encode()).hexdigest()
    return replace(arm, parameters={**arm.parameters, **parameters}, sha256=fingerprint)


def ablations(shipped: pd.DataFrame, without: Mapping[str, pd.DataFrame], baseline: str) -> pd.DataFrame:
    """Give a row for each ablation, scenario and primary outcome of the city (columns as in COLUMNS).

    ``shipped`` is the table of wijken as the model is, ``without`` that of each ablation; all have the same seeds.
    """
    before = _levels(shipped)
    scenarios = [name for name in dict.fromkeys(shipped["scenario"]) if name != baseline]
    rows: list[dict[str, Any]] = []
    for name, table in without.items():
        after = _levels(table)
        for scenario in scenarios:
            for indicator in PRIMARY:
                family = len(scenarios) * len(PRIMARY)
                row = _row(before, after, (scenario, baseline, indicator), family, family * len(without))
                rows.append({"ablation": name, "scenario": scenario, "indicator": indicator, **row})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _levels(wijken: pd.DataFrame) -> Levels:
    last = wijken[wijken["month"].isin(last_months(wijken)) & (wijken["wijk"] == CITY)]
    return Levels(last, "wijk", list(PRIMARY))


def _row(before: Levels, after: Levels, compared: tuple[str, str, str], family: int, shifts: int) -> dict[str, Any]:
    as_shipped, now = outcome(before, *compared, family), outcome(after, *compared, family)
    shift = estimate(_differences(after, *compared) - _differences(before, *compared), shifts)
    told = {name: now[name] for name in COLUMNS if name in now}
    return told | {
        "change": change(as_shipped["verdict"], now["verdict"]),
        "shift": shift.difference,
        "shift_low": shift.family_low,
        "shift_high": shift.family_high,
    }


def _differences(levels: Levels, scenario: str, baseline: str, indicator: str) -> np.ndarray:
    return levels.of(scenario, CITY, indicator) - levels.of(baseline, CITY, indicator)


def change(before: str, after: str) -> str:
    """Say what became of a verdict: kept, reverses, lost or gained; "too_few_runs" where there was none to keep."""
    if "too_few_runs" in (before, after):
        return "too_few_runs"
    if before in SIDES and after in SIDES:
        return "kept" if before == after else "reverses"
    return "lost" if before in SIDES else "gained" if after in SIDES else "kept"
