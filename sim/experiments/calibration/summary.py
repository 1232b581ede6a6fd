"""What the waves found, as Markdown: the design, how good the emulators are, what is left, and the candidates."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sim.experiments.calibration import choice, waves
from sim.experiments.calibration.emulators import errors, fit
from sim.experiments.calibration.plan import Plan
from sim.experiments.validated import write_validated
from sim.experiments.validation import checked
from sim.files import write_text
from sim.report.checked import PARTS, Checked, scored
from sim.report.words import Words

PATH = waves.FOLDER / "fit.md"
SHIPPED = "## The shipped set beside all patterns"
POINTS = 20_000
TOLD = 5
"""Candidates whose values are written out."""


def write_summary(plan: Plan) -> None:
    """Write ``docs/calibration/fit.md`` from the tables beside it, and the last validation in short for the report."""
    done = [wave for wave in range(1, plan.waves + 1) if len(waves.read_wave(wave)) == plan.runs]
    parts = [
        "# The fit in figures",
        "Written by `python -m sim.experiments.calibration --summary` from the tables beside this file.",
        *_design(plan),
        *_what_is_left(plan, done),
        *_emulators(plan, done),
        *(_candidates(plan) if choice.PATH.exists() else []),
        *_validated(),
    ]
    write_text(PATH, "\n\n".join(parts) + "\n")
    write_validated()


def renew_validated() -> None:
    """Write the last part of that page, and the validation in short, anew: it needs no emulators, which take long."""
    before, _, _ = PATH.read_text(encoding="utf-8").partition(SHIPPED)
    write_text(PATH, before + "\n\n".join(_validated()) + "\n")
    write_validated()


def _design(plan: Plan) -> list[str]:
    shipped = plan.shipped()
    rows = [f"| `{name}` | {low:g} | {high:g} | {value:.4g} |"
            for (name, (low, high)), value in zip(plan.free.items(), shipped, strict=True)]  # fmt: skip
    table = "\n".join(["| parameter | from | to | shipped now |", "|---|---|---|---|", *rows])
    said = (
        f"{plan.waves} waves of {plan.runs} runs at 1:{plan.scale}, one seed each, over {len(plan.free)} parameters "
        f"and {len(plan.targets)} targets. The discrepancy of a target is {plan.discrepancy:g} times the half-width of "
        f"its tolerance; a point is ruled out where its worst target is {plan.ruled_out_from:g} deviations off."
    )
    left = "\n".join(f"- {name}: {why}" for name, why in plan.left_out.items())
    return ["## Design", said, table, "Calibrated patterns that were not fitted to here:", left]


def _what_is_left(plan: Plan, done: list[int]) -> list[str]:
    points = qmc.LatinHypercube(len(plan.free), rng=np.random.default_rng(0)).random(POINTS)
    rows = []
    for wave in done:
        table = waves.read_wave(wave)
        held = _within(plan, table)
        found = waves.emulators(plan, *waves.earlier(plan, wave + 1))
        worst = waves.implausibility(plan, found, points).max(axis=1)
        rows.append(f"| {wave} | {held.mean():.1f} of {len(plan.targets)} | {held.max()} | "
                    f"{np.mean(worst < plan.ruled_out_from):.2%} |")  # fmt: skip
    head = (
        "| wave | targets within tolerance, mean of its runs | best run | of the whole space not ruled out after it |"
    )
    return ["## What is left", "\n".join([head, "|---|---|---|---|", *rows])]


def _within(plan: Plan, table: pd.DataFrame) -> np.ndarray:
    """Count, for each run, how many targets lie within their tolerance."""
    return np.sum([[target.holds(value) for value in table[target.id]] for target in plan.targets], axis=0)


def _emulators(plan: Plan, done: list[int]) -> list[str]:
    """Test emulators trained on a part of all runs on the rest."""
    if not done:
        return []
    points, table = waves.earlier(plan, done[-1] + 1)
    order = np.random.default_rng(0).permutation(len(points))
    known, others = np.split(order, [int(plan.trained_on * len(points))])
    rows = []
    for target in plan.targets:
        values = table[target.id].to_numpy(dtype=np.float64)
        found = errors(fit(points[known], values[known]), points[others], values[others])
        rows.append(f"| {target.id} | {values.std():.2f} | {found['rmse']:.2f} | {found['noise']:.2f} | "
                    f"{max(found['explained'], 0.0):.0%} | {found['covered']:.0%} |")  # fmt: skip
    said = (
        f"Trained on {len(known)} runs of all waves, tested on the {len(others)} others. The error is against single "
        "runs, so it cannot be smaller than their chance; two deviations should cover 95%."
    )
    head = "| target | spread over the runs | error (rmse) | chance of a run | explained | covered |"
    return ["## Emulators on runs that they were not trained on", said,
            "\n".join([head, "|---|---|---|---|---|---|", *rows])]  # fmt: skip


def _candidates(plan: Plan) -> list[str]:
    table = pd.read_csv(choice.PATH)
    heads = "| | " + " | ".join(f"candidate {k + 1}" for k in range(min(TOLD, len(table)))) + " |"
    rows = [heads, "|---|" + "---|" * min(TOLD, len(table))]
    for name in ("largest_miss", "sum_of_squares", *plan.names):
        rows.append(f"| `{name}` | " + " | ".join(f"{value:.4g}" for value in table[name][:TOLD]) + " |")
    said = (
        f"The {len(table)} best points by the emulators, each run with {choice.SEEDS} seeds; misses in deviations of "
        "the discrepancy, so 2 is the end of the tolerance."
    )
    return ["## Candidates", said, "\n".join(rows)]


def _validated() -> list[str]:
    """Set the results of ``run.py validate --csv`` at several scales beside each other, held out first."""
    found = {int(path.stem.split("-")[1]): checked(pd.read_csv(path)) for path in waves.FOLDER.glob("validation-*.csv")}
    if not found:
        return []
    scales = sorted(found)
    parts = [SHIPPED, _VALIDATED]
    for part in PARTS:
        counts = "; ".join("{} of {} pass at 1:{}".format(*scored(found[scale], part), scale) for scale in scales)
        head = "| pattern | target | tolerance | " + " | ".join(f"1:{scale}" for scale in scales) + " |"
        lines = [head, "|---|---|---|" + "---|" * len(scales)]
        lines += [_pattern([found[scale][k] for scale in scales]) for k, row in enumerate(found[scales[0]])
                  if row.part == part]  # fmt: skip
        parts += [f"### {part.replace('_', ' ').capitalize()}: {counts}", "\n".join(lines)]
    return parts


_VALIDATED = (
    "Mean over seeds with its 95% interval; ✓ within the tolerance, ✗ outside, ? where the interval reaches over the "
    "end. Values of each seed: `validation-*.csv` beside this file, as written by `python run.py validate --csv`."
)
_MARKS = {"passes": "✓", "fails": "✗", "passes_unsure": "✓?", "fails_unsure": "✗?"}


def _pattern(rows: Sequence[Checked]) -> str:
    """Write one pattern with its result at each scale."""
    words, row = Words("en"), rows[0]
    results = []
    for result in rows:
        low, high = result.interval
        value = f"{result.mean:.{row.decimals}f} ({low:.{row.decimals}f} to {high:.{row.decimals}f})"
        results.append(f"{_MARKS.get(result.verdict(), '')} {value}" if math.isfinite(result.mean) else row.why)
    target = "" if row.target is None else f"{row.target:g}"
    return f"| {row.id}: {row.what['en']} | {target} | {row.tolerance(words)} | {' | '.join(results)} |"
