"""``run.py sweep``: a designed set of runs, in a folder of its own; the same command again goes on where it stopped."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from sim.experiments import crew, store
from sim.experiments.alone import alone
from sim.experiments.crew import Work
from sim.experiments.engine import default_workers
from sim.experiments.identity import environment
from sim.experiments.progress import Progress
from sim.experiments.sweep import book, forecast
from sim.experiments.sweep.analysis import Analysis, analyse
from sim.experiments.sweep.carrying import Carried, Carrying, Crew
from sim.experiments.sweep.design import Sweep
from sim.experiments.sweep.living import live
from sim.experiments.sweep.results import table_of, write
from sim.experiments.sweep.table import reader

SHOWN_FAILURES = 5


class TooLarge(Exception):
    """What was asked for does not fit in memory; the text says what does."""


@dataclass(frozen=True)
class Done:
    """What a sweep came to: its table, what it says, how many seeds it has, and what was carried out."""

    table: pd.DataFrame
    analysis: Analysis
    seeds: int
    carried: Carried


def say(text: str) -> None:
    """Tell what is going on, beside the result."""
    print(text, file=sys.stderr, flush=True)


def run_sweep(
    sweep: Sweep,
    folder: Path,
    command: str,
    workers: int | None = None,
    cluster: str | None = None,
    more_seeds: int = 0,
    work: Work = live,
    foretold: bool = True,
    lang: str = "en",
) -> Done:
    """Carry out a sweep in a folder, write its table and tell what failed; ``foretold`` asks for a probe first.

    Taken where another command works there, OtherSweep where it holds other runs, TooLarge where the workers do not
    fit in memory; then nothing is run.
    """
    with alone(folder, command):
        store.prepare(folder)
        seeds = book.agree(folder, sweep.told(), environment(), sweep.seeds + more_seeds)
        carrying = Carrying(folder, reader([(one.wijk, one.group, one.indicator) for one in sweep.outcomes]))
        missing = [job.months for job in sweep.jobs(seeds) for run in job.runs if not carrying.is_there(run)]
        size = workers or default_workers(len(sweep.units) * seeds)
        months = round(sum(missing) / len(sweep.arms))
        if missing and foretold:
            foretell(sweep, seeds, len(missing), size, cluster)
        book.note(folder, sweep.told(), environment(), seeds)
        progress = Progress(max(months, 1), f"{len(missing):,} runs") if missing else None
        try:
            carried = carrying.out(sweep.jobs(seeds), work, _crew(size, cluster), progress or _silent)
        finally:
            if progress is not None:
                progress.close()
        table = table_of(sweep, carried)
        done = Done(table, analyse(sweep, table), seeds, carried)
        write(sweep, done, folder, command, lang)
    tell(carried)
    return done


def _silent(lived: int) -> None:
    """Show no progress."""


def _crew(workers: int, cluster: str | None) -> Crew:
    if cluster is None:
        return partial(crew.run_each, workers=workers)
    from sim.experiments.sweep import cluster as machines

    return partial(machines.run_each, address=cluster)


def foretell(sweep: Sweep, seeds: int, missing: int, workers: int, cluster: str | None) -> forecast.Forecast:
    """Probe and tell what the missing runs take; TooLarge where memory does not allow so many workers."""
    say(f"{sweep.key}: {len(sweep.units):,} points x {seeds:,} seeds x {len(sweep.arms)} policies, "
        f"{missing:,} runs to make; a probe first")  # fmt: skip
    measured = forecast.probed(sweep)
    found = forecast.forecast(sweep, seeds, missing, workers, measured)
    memory = forecast.memory_of_machine()
    if cluster is None and found.memory > forecast.MOST_OF_MEMORY * memory:
        fit = forecast.workers_that_fit(measured, memory)
        instead = f"give --workers {fit}" if fit else "choose a coarser scale, such as 1:50"
        raise TooLarge(f"{workers} worker(s) take {found.memory / 1e9:.1f} GB, more than 80% of the "
                       f"{memory / 1e9:.1f} GB of this machine; {instead}")  # fmt: skip
    where = "on one worker of the cluster" if cluster else f"on {workers} worker(s)"
    seconds = found.seconds * (workers / forecast.CROWDED if cluster and workers > 1 else 1.0)
    say(f"a month takes {1e3 * measured.month:.0f} ms: about {forecast.duration(seconds)} {where}; "
        f"{measured.memory / 1e6:.0f} MB of memory each")  # fmt: skip
    return found


def tell(carried: Carried) -> None:
    """Tell what was found, what was made and what failed."""
    if carried.damaged:
        say(f"{carried.damaged:,} stored run(s) were damaged and have been made again")
    for run, reason in carried.failures[:SHOWN_FAILURES]:
        say(f"failed: policy {run.policy}, point {run.point}, seed {run.seed}: {reason}")
    if len(carried.failures) > SHOWN_FAILURES:
        say(f"and {len(carried.failures) - SHOWN_FAILURES:,} more; all stand in failed/")
