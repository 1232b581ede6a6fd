"""Does the scale matter, and does the baseline stay level? Verification test 15 and the ten years of the baseline.

``python -m sim.experiments.scales`` runs the baseline and a closure of care homes at several scales over several seeds
and keeps, for each, the city's first and last year. Two scales are taken as alike where the 90% interval of their
difference (Welch's t over seeds; two one-sided tests at 5%) lies within the margin: 1 percentage point for shares, 0.1
for cohesion, and half of that for what the closure changes. What is finished is kept; the same call goes on, and does
again what was made by another program.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.experiments.commands import BASELINE, ROOT, SCENARIOS
from sim.experiments.engine import Task, default_workers, run_task, run_tasks
from sim.experiments.pieces import MADE, made_by
from sim.files import write_text
from sim.scenario import load_scenario

MARGINS = {
    "lonely": 1.0,
    "severely_lonely": 1.0,
    "socially_lonely": 1.0,
    "emotionally_lonely": 1.0,
    "cohesion": 0.1,
}
CONTRAST = 0.5
"""Part of its margin within which a difference between policies must agree."""
ALSO = ("unmet_share", "volunteers", "volunteer_load", "caseload", "vacant_posts", "coordination", "fear", "registered",
        "neighbour_contact", "network", "hardly_know", "pleasant", "help_each_other", "at_home")  # fmt: skip
"""What is looked at over the ten years beside those."""
SCALES, SEEDS = (5, 10, 25), 10
LEVEL = 0.9
CITY = "*"
TABLE = ROOT / "docs" / "calibration" / "scales.csv"
CLOSURE = SCENARIOS / "close_care_homes.yaml"


def interval(first: np.ndarray, second: np.ndarray, level: float = LEVEL) -> tuple[float, float]:
    """Give the interval of the difference of two means, first less second (Welch); at least two values each."""
    found = stats.ttest_ind(first, second, equal_var=False).confidence_interval(level)
    return float(found.low), float(found.high)


def alike(first: np.ndarray, second: np.ndarray, margin: float) -> bool:
    """Tell whether two means are within a margin of each other, with 5% false alarms at its ends."""
    if np.ptp(first) == 0.0 and np.ptp(second) == 0.0:
        return bool(abs(first[0] - second[0]) < margin)
    low, high = interval(first, second)
    return -margin < low and high < margin


def years(wijken: pd.DataFrame, baseline: str, other: str) -> dict[str, float]:
    """Give the city's mean of first and last year of the baseline, and the last year's difference of the other."""
    city = wijken[wijken["wijk"] == CITY]
    found: dict[str, float] = {}
    rows = {key: city[city["scenario"] == key] for key in (baseline, other)}
    for name in (*MARGINS, *ALSO):
        values = {key: table[name].to_numpy(dtype=np.float64) for key, table in rows.items()}
        found[f"{name}.first"] = float(np.nanmean(values[baseline][:12]))
        found[f"{name}.last"] = float(np.nanmean(values[baseline][-12:]))
        found[f"{name}.contrast"] = float(np.nanmean(values[other][-12:])) - found[f"{name}.last"]
    return found


def run(scales: tuple[int, ...], seeds: int, workers: int | None, path: Path) -> pd.DataFrame:
    """Run what is missing in the table at ``path`` and give it: a row for each scale and seed.

    A row says of which program, scenarios and parameters it is; those of others are left out and run again.
    """
    arms = (load_scenario(BASELINE), load_scenario(CLOSURE))
    made = made_by(run_task, arms)
    rows = _kept_rows(path, made)
    for scale in scales:
        tasks = [Task(arms, seed, scale) for seed in range(1, seeds + 1) if (scale, seed) not in rows]

        def finished(task: Task, frames: tuple[pd.DataFrame, ...]) -> None:
            found = years(frames[0], arms[0].key, arms[1].key)
            rows[task.scale, task.seed] = {"scale": task.scale, "seed": task.seed, MADE: made, **found}
            table = pd.DataFrame([rows[key] for key in sorted(rows)])
            write_text(path, table.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
            print(f"1:{task.scale}, seed {task.seed}", file=sys.stderr, flush=True)

        run_tasks(tasks, workers or default_workers(len(tasks) or 1), finished, lambda months: None)
    return pd.DataFrame([rows[key] for key in sorted(rows)])


def _kept_rows(path: Path, made: str) -> dict[tuple[int, int], dict[Any, Any]]:
    """Give the rows of a table that the same call would give again, by scale and seed."""
    if not path.exists():
        return {}
    rows = pd.read_csv(path, dtype={MADE: str}).to_dict("records")
    return {(int(row["scale"]), int(row["seed"])): row for row in rows if row.get(MADE) == made}


def told(table: pd.DataFrame) -> str:
    """Tell, as tables in Markdown, which scales are alike in what, and how the baseline moved over the years."""
    scales = sorted(table["scale"].unique())
    by_scale = {scale: table[table["scale"] == scale] for scale in scales}
    lines = ["| figure | " + " | ".join(f"1:{scale}" for scale in scales) + " | margin | alike |",
             "|---|" + "---|" * (len(scales) + 2)]  # fmt: skip
    for name, margin in MARGINS.items():
        for suffix, allowed in (("first", margin), ("contrast", CONTRAST * margin)):
            lines.append(_scale_row(by_scale, f"{name}.{suffix}", allowed))
    lines += ["", "| figure | scale | first year | last year | change (95%) |", "|---|---|---|---|---|"]
    lines += [_level_row(by_scale[scale], name, scale) for name in (*MARGINS, *ALSO) for scale in scales[:1]]
    return "\n".join(lines)


def _scale_row(by_scale: dict[int, pd.DataFrame], name: str, margin: float) -> str:
    values = {scale: rows[name].to_numpy() for scale, rows in by_scale.items()}
    first, *others = values
    same = [f"1:{first} and 1:{other}: " + ("yes" if alike(values[first], values[other], margin) else "no")
            for other in others]  # fmt: skip
    means = " | ".join(f"{found.mean():.2f}" for found in values.values())
    label = name.replace(".first", ", level").replace(".contrast", ", closure less baseline")
    return f"| {label} | {means} | {margin:g} | {'; '.join(same)} |"


def _level_row(rows: pd.DataFrame, name: str, scale: int) -> str:
    change = (rows[f"{name}.last"] - rows[f"{name}.first"]).to_numpy()
    half = float(stats.t.ppf(0.975, len(change) - 1) * change.std(ddof=1) / math.sqrt(len(change)))
    first, last = rows[f"{name}.first"].mean(), rows[f"{name}.last"].mean()
    return f"| {name} | 1:{scale} | {first:.2f} | {last:.2f} | {change.mean():+.2f} ± {half:.2f} |"


def main(arguments: list[str] | None = None) -> None:
    """Run and print the tables."""
    parser = argparse.ArgumentParser(
        prog="python -m sim.experiments.scales", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--scales", type=int, nargs="+", default=list(SCALES), help="k of 1:k")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"seeds of each ({SEEDS})")
    parser.add_argument("--workers", type=int, help="processes (one per core)")
    parser.add_argument("--table", type=Path, default=TABLE, help="where figures are kept that hold for this program")
    options = parser.parse_args(arguments)
    print(told(run(tuple(options.scales), options.seeds, options.workers, options.table)))


if __name__ == "__main__":
    main()
