"""What a sweep leaves in its folder beside its runs: one table of all, what it says, a page, and what it came from."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from typing import Any

import pandas as pd

from sim.experiments import store
from sim.experiments.identity import environment
from sim.experiments.manifest import commit
from sim.experiments.sweep.carrying import Carried
from sim.experiments.sweep.design import Sweep
from sim.experiments.sweep.table import together
from sim.experiments.sweep.uncertain import Uncertainty
from sim.report.swept import Looked, Swept

TABLE, PAGE, MANIFEST = "runs.parquet", "sweep.html", "manifest.json"
ANALYSES = ("sensitivity", "robustness", "discovery")


def table_of(sweep: Sweep, carried: Carried) -> pd.DataFrame:
    """Give the table of all runs that there are."""
    places = {one.name: sweep.coordinates[:, side] for side, one in enumerate(sweep.uncertainties)}
    names = [arm.name for arm in sweep.arms]
    return together(carried.rows, names, places, [one.name for one in sweep.outcomes])


def write(sweep: Sweep, done: Any, folder: Path, command: str, lang: str) -> None:
    """Write tables, page and manifest; the same runs give the same bytes of all tables."""
    from sim.report.sweep import sweep_page

    paths = [store.write_table(folder / TABLE, done.table)]
    paths += [store.write_table(folder / f"{name}.parquet", getattr(done.analysis, name)) for name in ANALYSES]
    store.write_text(folder / PAGE, sweep_page(swept(sweep, done, command, lang)))
    described = {
        "project": "Ongedeeld", "command": command, "file": sweep.file.name, "sweep": sweep.text, "seeds": done.seeds,
        "commit": commit(), "with": environment(), "designed with": {"SALib": version("SALib")}, **sweep.origin(),
        "runs": len(done.table), "failed": len(done.carried.failures),
        "policies": [arm.name for arm in sweep.arms], "files": {path.name: store.sha256(path) for path in paths},
    }  # fmt: skip
    store.write_json(folder / MANIFEST, described)


def swept(sweep: Sweep, done: Any, command: str, lang: str) -> Swept:
    """Tell the page what it needs."""
    return Swept(
        titles=sweep.titles or {"en": sweep.key},
        stories=sweep.stories,
        policies={arm.name: arm.titles for arm in sweep.arms},
        outcomes=[Looked(one.name, one.indicator, one.group, one.wijk_name, one.worse_by) for one in sweep.outcomes],
        uncertain=[(one.name, one.future, range_of(one), one.parameter.unit) for one in sweep.uncertainties],
        kind=sweep.kind,
        points=len(sweep.units),
        seeds=done.seeds,
        scale=sweep.scale,
        months=sweep.months,
        runs=len(done.table),
        failed=len(done.carried.failures),
        robustness=done.analysis.robustness.to_dict("records"),
        discovery=done.analysis.discovery.to_dict("records"),
        sensitivity=done.analysis.sensitivity.to_dict("records"),
        lang=lang,
        facts={"command": command, "commit": str(commit() or "")[:12]},
    )


def range_of(one: Uncertainty) -> str:
    """Write the range of an uncertainty."""
    if one.values is not None:
        return ", ".join(map(str, one.values))
    return f"{'× ' if one.times else ''}{one.low:g} – {one.high:g}{' (log)' if one.log else ''}"


def sweep_text(sweep: Sweep, done: Any, lang: str) -> str:
    """Tell on the terminal, in at most 80 columns, where policies fail."""
    from sim.report.sweep import sentence
    from sim.report.words import Words

    told, words = swept(sweep, done, "", lang), Words(lang)
    lines = [f"{sweep.title(lang)}: {len(done.table):,} x 1:{sweep.scale}", ""]
    for row in told.discovery:
        lines += [*wrap(sentence(told, words, row), 78, initial_indent="- ", subsequent_indent="  ")]
    return "\n".join(lines)
