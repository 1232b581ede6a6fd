"""Waves of runs: a design over the points that are not ruled out, run one seed each, kept as a small table.

A point is ruled out where the emulated value of some target lies further from its aim than ``ruled_out_from``
standard deviations, made of what the emulator does not know and of the model's own discrepancy (Craig et al. 1997;
Vernon et al. 2010). The first wave is a Latin hypercube over all.

Each row says what made it: program, baseline and plan. A wave goes on from rows that the same would give again; an
emulator learns from one program's runs only.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, replace
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
from sim.experiments.pieces import MADE, made_by
from sim.files import write_text

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "calibration"
CANDIDATES = 40_000
SPREADS = (0.3, 0.15, 0.08, 0.04)
"""Steps, in widths of the design, by which candidates are drawn around the best ones where few are left."""
DIGITS = 6
UNKNOWN = "unknown"
"""What made the rows of a table that does not say so; all such rows count as made by one program."""


class MixedWaves(Exception):
    """Waves of different programs, baselines or plans were to be put together: what they teach fits no one model."""


def path_of(wave: int) -> Path:
    """Give where the table of a wave is kept: a row a run, with its point and its patterns."""
    return FOLDER / f"wave-{wave}.csv"


def read_wave(wave: int) -> pd.DataFrame:
    """Read what is finished of a wave, each row with what made it; an empty table where it has not begun."""
    path = path_of(wave)
    if not path.exists():
        return pd.DataFrame({"run": [], MADE: []})
    table = pd.read_csv(path, dtype={MADE: str}).set_index("run", drop=False)
    return table if MADE in table else table.assign(**{MADE: UNKNOWN})


def made_now(plan: Plan) -> str:
    """Name what makes a row today, in short."""
    from sim.scenario import load_scenario

    return made_by(run_point, [load_scenario(BASELINE)], asdict(plan))


def earlier(plan: Plan, wave: int) -> tuple[np.ndarray, pd.DataFrame]:
    """Give the scaled points and the tables of all waves before one. MixedWaves where not all were made by the same."""
    _refuse_mixed(wave)
    tables = [read_wave(number) for number in range(1, wave)]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    return (plan.scaled(table[plan.names].to_numpy()) if len(table) else np.zeros((0, len(plan.free)))), table


def _refuse_mixed(wave: int, *now: str) -> None:
    """Raise MixedWaves where not all waves before one, and what is to be run now, are of one maker."""
    makers = {f"wave {number}": set(read_wave(number)[MADE]) for number in range(1, wave)} | {"now": set(now)}
    if len(set[str]().union(*makers.values())) > 1:
        told = "; ".join(f"{name}: {', '.join(sorted(found))}" for name, found in makers.items() if found)
        raise MixedWaves(f"waves come from different programs, baselines or plans ({told}); remove the tables of the "
                         f"older ones from {FOLDER} and call again")  # fmt: skip


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


def finished_wave(plan: Plan, wave: int, workers: int, say: Callable[[str], None]) -> pd.DataFrame:
    """Give a whole wave, running what is missing; what another program has finished is left as it is, and told.

    It is the record of a fit that was shipped: whoever wants it anew removes its table.
    """
    table = read_wave(wave)
    if len(table) < plan.runs:
        return run_wave(plan, wave, workers, say)
    if set(table[MADE]) != {made_now(plan)}:
        say(f"wave {wave}: finished by another program, baseline or plan; left as it is (remove {path_of(wave)} to run "
            "it again)")  # fmt: skip
    return table


def run_wave(plan: Plan, wave: int, workers: int, say: Callable[[str], None]) -> pd.DataFrame:
    """Run what is missing of a wave and keep each run as it ends; seeds differ between points.

    Rows that another program made are run again, of a finished wave too. MixedWaves where waves before are another's.
    """
    made = made_now(plan)
    _refuse_mixed(wave, made)
    points, rows = design(plan, wave), _rows_to_keep(wave, made, say)
    todo = [run for run in range(plan.runs) if run not in rows]
    with ProcessPoolExecutor(workers, get_context("forkserver"), watch_parent) as pool:
        seeds = {run: 10_000 * wave + run for run in todo}
        futures = {pool.submit(run_point, tuple(points[run]), seeds[run]): run for run in todo}
        for future in as_completed(futures):
            run = futures[future]
            point = dict(zip(plan.names, points[run], strict=True))
            rows[run] = {"run": run, "seed": seeds[run], MADE: made, **point, **future.result()}
            _keep(wave, rows)
            say(f"wave {wave}: {len(rows)} of {plan.runs}")
    return read_wave(wave)


def _rows_to_keep(wave: int, made: str, say: Callable[[str], None]) -> dict[int, dict[Any, Any]]:
    """Give the rows of a wave that the same program would give again, and tell of how many that is not so."""
    done = read_wave(wave)
    same = done[done[MADE] == made]
    if others := len(done) - len(same):
        say(f"wave {wave}: {others} runs were made by another program, baseline or plan and are run again")
    return {int(row["run"]): row for row in same.to_dict("records")}


def _keep(wave: int, rows: dict[int, dict[Any, Any]]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = pd.DataFrame([rows[run] for run in sorted(rows)])
    table[["run", "seed"]] = table[["run", "seed"]].astype(int)
    write_text(path_of(wave), table.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
