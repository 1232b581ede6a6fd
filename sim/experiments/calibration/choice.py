"""The choice of one set: the best points by the emulators of all waves, run with several seeds, and the best of those.

Candidates keep away from the limits of the design: patterns leave some parameters open over their whole range, such as
the weight of missing ties, and a set at a limit would have been chosen by the limit. Best is whose largest miss, in
standard deviations of the discrepancy, is smallest once the mean over seeds is taken; where two come out alike the sum
of squares decides.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.calibration import waves
from sim.experiments.calibration.plan import Plan
from sim.experiments.crew import watch_parent
from sim.files import write_text

CANDIDATES, SEEDS, FIRST_SEED = 10, 6, 90_001
INSIDE = 0.15
"""Widths of the design that candidates stay away from its limits."""
NEIGHBOUR = 0.1
"""Mean distance, in widths of the design, that the candidates at least keep from each other."""
PATH = waves.FOLDER / "candidates.csv"


def candidates(plan: Plan) -> np.ndarray:
    """Give the points (CANDIDATES, free) that the emulators of all waves like best, none too near another."""
    points, table = waves.earlier(plan, plan.waves + 1)
    found = waves.emulators(plan, points, table)
    pool = waves.not_ruled_out(plan, found, plan.waves + 1, INSIDE)
    squares = _squares(plan, found, pool)
    chosen: list[np.ndarray] = []
    for place in np.argsort(squares):
        if all(np.abs(pool[place] - other).mean() > NEIGHBOUR for other in chosen):
            chosen.append(pool[place])
        if len(chosen) == CANDIDATES:
            break
    return np.round(plan.low + np.array(chosen) * (plan.high - plan.low), waves.DIGITS)


def _squares(plan: Plan, found: list[Any], points: np.ndarray) -> np.ndarray:
    means = np.stack([emulator.predict(points)[0] for emulator in found], axis=1)
    return (((means - plan.aims) / plan.misses) ** 2).sum(axis=1)


def run_candidates(plan: Plan, workers: int, say: Callable[[str], None]) -> pd.DataFrame:
    """Run the candidates with the same seeds and keep the means: a row a candidate, the best first."""
    points = candidates(plan)
    runs = [(k, seed) for k in range(len(points)) for seed in range(FIRST_SEED, FIRST_SEED + SEEDS)]
    with ProcessPoolExecutor(workers, get_context("forkserver"), watch_parent) as pool:
        futures = {pool.submit(waves.run_point, tuple(points[k]), seed): (k, seed) for k, seed in runs}
        rows = []
        for future in as_completed(futures):
            k, seed = futures[future]
            rows.append({"candidate": k, "seed": seed, **future.result()})
            say(f"candidates: {len(rows)} of {len(runs)}")
    means = pd.DataFrame(rows).sort_values(["candidate", "seed"]).groupby("candidate").mean().drop(columns="seed")
    table = pd.concat([pd.DataFrame(points, columns=plan.names), means.reset_index(drop=True)], axis=1)
    off = np.abs(means[[target.id for target in plan.targets]].to_numpy() - plan.aims) / plan.misses
    table.insert(0, "largest_miss", off.max(axis=1))
    table.insert(1, "sum_of_squares", (off**2).sum(axis=1))
    table = table.sort_values(["largest_miss", "sum_of_squares"], ignore_index=True)
    write_text(PATH, table.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
    return table
