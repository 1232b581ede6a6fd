"""Validation: the known patterns measured on the baseline of a city, over several seeds, as a table and a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiments import pieces, store
from sim.experiments.engine import Frames, RunFailure, Task
from sim.experiments.manifest import describe
from sim.report.checked import Checked
from sim.report.validation import validation_page

PROJECT = Path(__file__).with_name("project_for_patterns.yaml")
DEFAULT_SEEDS, DEFAULT_SCALE = 5, 5


@dataclass(frozen=True)
class Validation:
    """Each pattern with its result, the values per seed (columns seed, pattern, value), and what they came from."""

    rows: list[Checked]
    values: pd.DataFrame
    manifest: dict[str, Any]


def validate(
    baseline: Any,
    project: Any,
    seeds: Sequence[int],
    scale: int = DEFAULT_SCALE,
    workers: int | None = None,
    folder: Path | None = None,
    progress: Callable[[int], None] = lambda months: None,
    command: str = "validate",
    lang: str = "en",
) -> Validation:
    """Measure all patterns on a baseline, and on a scenario with a project those about its tenants and its platform.

    The manifest holds both files, with text and fingerprint: each decides some of the patterns. With ``folder`` each
    finished seed is kept there until all are done. RunsFailed where seeds failed.
    """
    tasks = [Task((baseline, project), int(seed), scale) for seed in seeds]
    found = pieces.run(tasks, workers, folder, progress, look)
    values = pd.concat([frames[0] for frames in found], ignore_index=True)
    manifest = describe(command, [baseline, project], baseline.key, [task.seed for task in tasks], scale, lang)
    return Validation(checked(values), values, manifest)


def look(task: Task, tick: Callable[[int], None]) -> Frames:
    """Measure all patterns with one seed; the second table is empty."""
    from sim.experiments.patterns import measured  # here, so that the command line starts without the compiler
    from sim.experiments.seen import see

    baseline, project = task.scenarios
    try:
        found = measured(see(baseline, task.seed, task.scale, lambda: tick(1), project))
    except Exception as error:
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        raise RunFailure(f"seed {task.seed}: {what}") from error
    table = pd.DataFrame({"pattern": list(found), "value": list(found.values())})
    table.insert(0, "seed", task.seed)
    return table, table[:0]


def months_of(burn_in_months: int) -> int:
    """Give how many months a seed lives through."""
    from sim.experiments.seen import YEARS

    return burn_in_months + 2 * 12 * YEARS


def checked(values: pd.DataFrame) -> list[Checked]:
    """Give each pattern with its mean, interval and verdict, in the order of the file."""
    from sim.experiments.patterns import NOT_YET, Result, patterns

    by_pattern = dict(list(values.groupby("pattern", sort=False)["value"]))
    rows = []
    for name, pattern in patterns().items():
        result = Result(pattern, tuple(by_pattern[name]) if name in by_pattern else ())
        rows.append(Checked(**asdict(pattern), mean=result.mean, interval=result.interval, passes=result.passes,
                            certain=result.certain, why=NOT_YET.get(name, "")))  # fmt: skip
    return rows


def write(found: Validation, folder: Path, csv: bool = False) -> Path:
    """Write values, manifest and page into a folder and give the path of the page."""
    store.prepare(folder)
    paths = [store.write_table(folder / "patterns.parquet", found.values)]
    if csv:
        paths.append(store.write_csv(folder / "patterns.csv", found.values))
    else:  # one of an earlier validation would tell of other values
        (folder / "patterns.csv").unlink(missing_ok=True)
    found.manifest["files"] = {path.name: store.sha256(path) for path in paths}
    store.write_json(folder / "manifest.json", found.manifest)
    page = store.write_text(folder / "validation.html", validation_page(found.rows, found.manifest))
    pieces.forget(folder)
    return page
