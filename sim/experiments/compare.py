"""The main job: several scenarios against a baseline over several seeds, as tables and a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiments import pieces, store
from sim.experiments.ablations import ABLATIONS, ablated, ablations
from sim.experiments.beforehand import beforehand
from sim.experiments.comparison import differences
from sim.experiments.cost_summary import cost_summary
from sim.experiments.engine import Frames, Task, default_workers, tasks_of
from sim.experiments.interactions import interactions
from sim.experiments.manifest import describe

TABLES = ("wijken", "groups", "differences", "costs", "cost_summary")
WHERE_ASKED = ("interactions", "ablations")
"""Tables that are written only where they have rows: two scenarios together, and assumptions taken out."""
REPORT = "report.html"
"""What tells of the tables, written after them."""
DEFAULT_SEEDS = range(1, 6)


@dataclass(frozen=True)
class Comparison:
    """The tables of a comparison and what they were made from."""

    wijken: pd.DataFrame
    groups: pd.DataFrame
    differences: pd.DataFrame
    costs: pd.DataFrame
    cost_summary: pd.DataFrame
    interactions: pd.DataFrame
    ablations: pd.DataFrame
    manifest: dict[str, Any]


def compare(
    scenarios: Sequence[Any],
    seeds: Sequence[int] = DEFAULT_SEEDS,
    scale: int | None = None,
    workers: int | None = None,
    baseline: Any = None,
    folder: Path | None = None,
    progress: Callable[[int], None] = lambda months: None,
    command: str = "compare",
    lang: str = "en",
    ablate: bool = False,
) -> Comparison:
    """Run scenarios and compare them with a baseline: the first, unless another is given.

    A scenario from ``load_together`` beside the two it is made of gives their interaction as well; with ``ablate``
    all of it is run again for each assumption that is taken out (``sim.experiments.ablations``).
    With ``folder`` each finished seed is kept there until all are done, and the same call goes on from what
    is kept. RunsFailed where seeds failed; ValueError where scenarios cannot be compared.
    """
    from sim.model import DEFAULT_SCALE

    arms = _arms(scenarios, baseline)
    scale, workers = scale or DEFAULT_SCALE, workers or default_workers(len(seeds) * len(arms))
    variants = ablated(arms) if ablate else {}
    tasks = tasks_of(arms, seeds, scale, workers, variants)
    found = list(zip(tasks, pieces.run(tasks, workers, folder, progress), strict=True))
    keys = [arm.key for arm in arms]
    wijken, groups, costs = (_in_order(_of(found, "", table), keys) for table in range(3))
    others = {name: _in_order(_of(found, name, 0), keys) for name in variants}
    manifest = describe(command, arms, keys[0], [int(seed) for seed in seeds], scale, lang)
    listed = zip(manifest["scenarios"], arms, strict=True)
    manifest["scenarios"] = [told | beforehand(arm, scale) for told, arm in listed]
    differ = differences(wijken, groups, keys[0], keys[1:])
    summary, both = cost_summary(costs, wijken, groups, arms), interactions(wijken, groups, costs, arms)
    if ablate:
        manifest["ablations"] = {name: dict(ABLATIONS[name]) for name in variants}
    return Comparison(wijken, groups, differ, costs, summary, both, ablations(wijken, others, keys[0]), manifest)


def _arms(scenarios: Sequence[Any], baseline: Any) -> list[Any]:
    """Put the baseline first; all arms must share city, start and length."""
    arms = list(scenarios) if baseline is None else [baseline, *scenarios]
    first = arms[0]
    seen: dict[str, Any] = {}
    for arm in arms:
        if arm.key in seen:
            same = arm.sha256 == seen[arm.key].sha256
            remedy = "they are the same, so name one of them" if same else "rename one of the files"
            raise ValueError(f"two scenarios are called {arm.key}; {remedy}")
        seen[arm.key] = arm
        for name in ("city", "start", "months"):
            if getattr(arm, name) != getattr(first, name):
                raise ValueError(f"{arm.key} and {first.key} differ in {name}; only like can be compared with like")
    return list(seen.values())


def _of(found: Sequence[tuple[Task, Frames]], variant: str, table: int) -> list[pd.DataFrame]:
    """Give one of the tables of each task of a variant, in the order of tasks."""
    return [frames[table] for task, frames in found if task.variant == variant]


def _in_order(parts: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Put the rows of all seeds together: by scenario as given, then seed, then as the model wrote them."""
    return pd.concat([part[part["scenario"] == key] for key in keys for part in parts], ignore_index=True)


def write(comparison: Comparison, folder: Path, csv: bool = False) -> list[Path]:
    """Write tables and manifest into a folder; the pieces kept meanwhile are no longer needed.

    What an earlier comparison or run left there and this one does not write over is removed, its report as well.
    """
    store.prepare(folder)
    names = [*TABLES, *(name for name in WHERE_ASKED if len(getattr(comparison, name)))]
    tables = {name: getattr(comparison, name) for name in names}
    paths = [store.write_table(folder / f"{name}.parquet", table) for name, table in tables.items()]
    if csv:
        paths += [store.write_csv(folder / f"{name}.csv", table) for name, table in tables.items()]
    written = {path.name for path in paths}
    for name in (REPORT, *(f"{table}.{kind}" for table in (*TABLES, *WHERE_ASKED) for kind in ("parquet", "csv"))):
        if name not in written:
            (folder / name).unlink(missing_ok=True)
    comparison.manifest["files"] = {path.name: store.sha256(path) for path in paths}
    store.write_json(folder / "manifest.json", comparison.manifest)
    pieces.forget(folder)
    return paths
