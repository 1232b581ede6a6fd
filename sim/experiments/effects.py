"""What each policy alone does to severe loneliness and cohesion: every file of scenarios/policies against the baseline.

``python -m sim.experiments.effects`` runs them over ten seeds at 1:5, all from the same burnt-in cities, and writes
``docs/policies.csv``, from which ``run.py docs`` makes the table of docs/policies.md. Intervals are 95% for each policy
on its own; a table of many policies holds some that lie beside zero by chance, so it chooses nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from sim.experiments.commands import BASELINE, ROOT, SCENARIOS
from sim.experiments.compare import compare
from sim.experiments.comparison import paired
from sim.experiments.engine import default_workers, months_of, tasks_of
from sim.experiments.manifest import commit
from sim.experiments.power import needed
from sim.experiments.progress import Progress
from sim.files import write_text
from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.paired import estimate
from sim.rulebook import rulebook
from sim.scenario import load_scenario

TABLE = ROOT / "docs" / "policies.csv"
SCALE, SEEDS = 5, 10
SHOWN = ("scenario", "indicator", "baseline_level", "difference", "low", "high", "runs", "runs_lower", "runs_needed")


def effects(paths: list[Path], seeds: int, scale: int, workers: int | None, folder: Path | None) -> pd.DataFrame:
    """Give a row for each policy file and primary outcome; what is finished in ``folder`` is not run again."""
    baseline, scenarios = load_scenario(BASELINE), [load_scenario(path) for path in paths]
    burn_in = rulebook(baseline.parameters).bound["founding"].burn_in_months
    arms = (baseline, *scenarios)
    tasks = tasks_of(arms, range(seeds), scale, workers or default_workers(seeds * len(arms)))
    months = sum(months_of(task, burn_in) for task in tasks)
    progress = Progress(months, f"{len(scenarios)} policies, {seeds} seed(s) at 1:{scale}")
    found = compare(scenarios, range(1, seeds + 1), scale, workers, baseline, folder, progress, "effects")
    progress.close()
    table = each_on_its_own(found.differences, found.wijken)
    return table.assign(scale=scale, commit=str(commit() or "")[:12]).sort_values(["scenario", "indicator"])


def each_on_its_own(differences: pd.DataFrame, wijken: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of the primary outcomes of the city, with the runs that each would need if it were alone.

    The number in the table of differences is that of all policies as one family, which asks for far more.
    """
    city = (differences["wijk"] == "*") & (differences["group"] == "everyone") & (differences["period"] == "final")
    rows = differences[city & differences["indicator"].isin(PRIMARY)]
    alone = [
        needed(found.spread, found.runs, INDICATORS[indicator].matters, family=1)["runs_needed"]
        for scenario, baseline, indicator in zip(rows["scenario"], rows["baseline"], rows["indicator"], strict=True)
        for found in [estimate(paired(wijken, scenario, baseline, indicator))]
    ]
    return rows.assign(runs_needed=alone)[list(SHOWN)]


def main(arguments: list[str] | None = None) -> None:
    """Run all policies, or those that are named, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m sim.experiments.effects",
                                     description=(__doc__ or "").split("\n")[0])  # fmt: skip
    parser.add_argument("policies", nargs="*", help="names of policies (all of scenarios/policies)")
    parser.add_argument("--scale", type=int, default=SCALE, help=f"k of 1:k ({SCALE})")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"seeds ({SEEDS})")
    parser.add_argument("--workers", type=int, help="processes (one per core)")
    parser.add_argument("--folder", type=Path, default=Path("results/effects"), help="where finished seeds are kept")
    parser.add_argument("--table", type=Path, default=TABLE, help="what is written")
    options = parser.parse_args(arguments)
    paths = sorted((SCENARIOS / "policies").glob("*.yaml"))
    chosen = [path for path in paths if not options.policies or path.stem in options.policies]
    table = effects(chosen, options.seeds, options.scale, options.workers, options.folder)
    if options.table.exists():  # what was not run now stays as it was, with the commit it comes from
        before = pd.read_csv(options.table)
        table = pd.concat([before[~before["scenario"].isin(table["scenario"])], table])
        table = table[table["scenario"].isin([path.stem for path in paths])].sort_values(["scenario", "indicator"])
    write_text(options.table, table.to_csv(index=False, float_format="%.5g", lineterminator="\n"))
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
