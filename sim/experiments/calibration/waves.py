"""Waves of runs: a design over the points that are not ruled out, run one seed each, kept as a small table.

A point is ruled out where the emulated value of some target lies further from its aim than ``ruled_out_from``
standard deviations, made of what the emulator does not know and of the model's own discrepancy (Craig et al. 1997;
Vernon et al. 2010). The first wave is a Latin hypercube over all.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sim.experiments.calibration.emulators import Emulator, fit
from sim.experiments.calibration.plan import Plan, read_plan
from sim.experiments.commands import BASELINE
from sim.experiments.crew import watch_parent
from sim.files import write_text

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "calibration"
CANDIDATES = 40_000
SPREADS = (0.3, 0.15, 0.08, 0.04)
"""Steps, in widths of the design, by which candidates are drawn around the best ones where few are left."""
DIGITS = 6


def path_of(wave: int) -> Path:
    """Give where the table of a wave is kept: a row a run, with its point and its patterns."""
    return FOLDER / f"wave-{wave}.csv"


def read_wave(wave: int) -> pd.DataFrame:
    """Read what is finished of a wave; an empty table where it has not begun."""
    path = path_of(wave)
    return pd.read_csv(path).set_index("run", drop=False) if path.exists() else pd.DataFrame({"run": []})


def earlier(plan: Plan, wave: int) -> tuple[np.ndarray, pd.DataFrame]:
    """Give the scaled points and the tables of all waves before one."""
    tables = [read_wave(number) for number in range(1, wave)]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    return (plan.scaled(table[plan.names].to_numpy()) if len(table) else np.zeros((0, len(plan.free)))), table


def emulators(plan: Plan, points: np.ndarray, table: pd.DataFrame) -> list[Emulator]:
    """Fit an emulator for each target."""
    return [fit(points, table[target.id].to_numpy(dtype=np.float64)) for target in plan.targets]


def implausibility(plan: Plan, found: list[Emulator], points: np.ndarray) -> np.ndarray:
    """Give how many standard deviations each target is off at scaled points: (n, targets)."""
    off = np.empty((len(points), len(found)))
    for k, emulator in enumerate(found):
        mean, deviation = emulator.predict(points)
        off[:, k] = np.abs(mean - plan.aims[k]) / np.sqrt(deviation**2 + plan.misses[k] ** 2)
    return off


def design(plan: Plan, wave: int) -> np.ndarray:
    """Give the points (runs, free) of a wave; the same ones every time, as long as the waves before it are."""
    cube = qmc.LatinHypercube(len(plan.free), rng=np.random.default_rng(wave))
    if wave == 1:
        scaled = cube.random(plan.runs)
    else:
        points, table = earlier(plan, wave)
        scaled = not_ruled_out(plan, emulators(plan, points, table), wave)[: plan.runs]
    return np.round(plan.low + scaled * (plan.high - plan.low), DIGITS)


def not_ruled_out(plan: Plan, found: list[Emulator], wave: int, inside: float = 0.0) -> np.ndarray:
    """Draw scaled points that are not ruled out, in no order; where too few are found, those that come nearest.

    ``inside`` keeps them so far from the limits of every parameter, in widths of the design.
    """
    generator = np.random.default_rng([wave, 1])
    points = inside + (1.0 - 2.0 * inside) * qmc.LatinHypercube(len(plan.free), rng=generator).random(CANDIDATES)
    worst = implausibility(plan, found, points).max(axis=1)
    for spread in SPREADS:
        if (worst < plan.ruled_out_from).sum() >= 4 * plan.runs:
            break
        best = points[np.argsort(worst)[: plan.runs]]
        around = best[generator.integers(0, len(best), CANDIDATES // 2)]
        around = around + generator.normal(0.0, spread, around.shape) * (generator.random(around.shape) < 0.5)
        around = np.clip(around, inside, 1.0 - inside)
        points = np.concatenate([points, around])
        worst = np.concatenate([worst, implausibility(plan, found, around).max(axis=1)])
    kept = np.flatnonzero(worst < plan.ruled_out_from)
    if len(kept) < plan.runs:
        kept = np.argsort(worst)[: plan.runs]
    return points[generator.permutation(kept)]


def run_point(point: tuple[float, ...], seed: int) -> dict[str, float]:
    """Run one point with one seed; give all patterns, also those that choose nothing."""
    from sim.experiments.patterns import measured
    from sim.experiments.seen import see
    from sim.scenario import load_scenario

    plan, scenario = read_plan(), load_scenario(BASELINE)
    chosen = replace(scenario, parameters={**scenario.parameters, **plan.overrides(np.array(point))})
    found = measured(see(chosen, seed, plan.scale))
    return {target.id: found[target.id] for target in plan.targets}


def run_wave(plan: Plan, wave: int, workers: int, say: Callable[[str], None]) -> pd.DataFrame:
    """Run what is missing of a wave and keep each run as it ends; seeds differ between points."""
    points, done = design(plan, wave), read_wave(wave)
    rows: dict[int, dict[Any, Any]] = {int(row["run"]): row for row in done.to_dict("records")}
    todo = [run for run in range(plan.runs) if run not in rows]
    with ProcessPoolExecutor(workers, get_context("forkserver"), watch_parent) as pool:
        seeds = {run: 10_000 * wave + run for run in todo}
        futures = {pool.submit(run_point, tuple(points[run]), seeds[run]): run for run in todo}
        for future in as_completed(futures):
            run = futures[future]
            point = dict(zip(plan.names, points[run], strict=True))
            rows[run] = {"run": run, "seed": seeds[run], **point, **future.result()}
            _keep(wave, rows)
            say(f"wave {wave}: {len(rows)} of {plan.runs}")
    return read_wave(wave)


def _keep(wave: int, rows: dict[int, dict[Any, Any]]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = pd.DataFrame([rows[run] for run in sorted(rows)])
    table[["run", "seed"]] = table[["run", "seed"]].astype(int)
    write_text(path_of(wave), table.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
