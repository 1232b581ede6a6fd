"""What the terminal says: verdicts in a table of at most 80 columns, or the course of one run."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.report.ablated import counts, rows_of
from sim.report.priced import euros, has_price, why_no_ratio
from sim.report.together_terminal import NAME, NUMBER, VERDICT, WIDTH, note, runs_needed, together_lines
from sim.report.words import Words, decimals, enough, level_decimals

BLOCKS, PLAIN_BLOCKS = "▁▂▃▄▅▆▇█", ".:-=+*#@"
CITY, SHOWN = "*", ("severely_lonely", "cohesion", "network")


@cache
def _own(language: str) -> dict[str, Any]:
    path = Path(__file__).with_name("terminal_words.yaml")
    texts: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))[language]
    return texts


def comparison_text(found: Any, language: str) -> str:
    """Tell the verdicts of a comparison."""
    words, own, manifest = Words(language), _own(language), found.manifest
    titles = {entry["key"]: own["both"] if entry.get("together") else entry["title"][language]
              for entry in manifest["scenarios"]}  # fmt: skip
    lines = [_head(manifest, own, own["runs"].format(n=len(manifest["seeds"])), titles), ""]
    scenarios = [key for key in titles if key != manifest["baseline"]]
    family = len(scenarios) * len(PRIMARY)
    for indicator in PRIMARY:
        lines += _outcome(found.differences, indicator, scenarios, titles, family, words, own)
    lines += together_lines(found, words, own)
    lines += _ablated(found, words)
    lines += _wijken(found.differences, scenarios, titles, own)
    lines += _costs(found, scenarios, titles, words, own)
    return _printable("\n".join(lines))


def _ablated(found: Any, words: Words) -> list[str]:
    """Say what became of the verdicts where assumptions were taken out."""
    rows = rows_of(found.ablations)
    if not rows:
        return []
    said = [words("ablated.what", n=words.number(len({row.ablation for row in rows}))), *counts(words, rows)]
    return [line for text in said for line in textwrap.wrap(text, WIDTH)] + [""]


def run_text(found: Any, language: str) -> str:
    """Tell how the city fared in one run."""
    words, own, manifest = Words(language), _own(language), found.manifest
    titles = {entry["key"]: entry["title"][language] for entry in manifest["scenarios"]}
    lines = [_head(manifest, own, own["run"].format(seed=manifest["seeds"][0]), titles), ""]
    table = found.wijken.assign(year=found.wijken["month"].str[:4])
    city = table[table["wijk"] == CITY].groupby("year")
    years = sorted(table["year"].unique())
    marks = [years[0], years[len(years) // 2], years[-1]]
    lines.append(" " * 44 + "".join(f"{year:>{NUMBER}}" for year in marks))
    for name in SHOWN:
        values = city[name].mean()
        label = f"{words(f'indicator.{name}.name')}, {words(f'indicator.{name}.unit')}"
        numbers = "".join(f"{words.number(values[year], decimals(name)):>{NUMBER}}" for year in marks)
        lines.append(f"{label:<44.44}{numbers}")
    return _printable("\n".join([*lines, "", *_courses(table, manifest, words, own), own["one_run"]]))


def _head(manifest: dict[str, Any], own: dict[str, Any], runs: str, titles: dict[str, str]) -> str:
    return own["head"].format(
        city=manifest["city"]["name"],
        scale=manifest["scale"],
        start=manifest["start"],
        end=manifest["end"],
        runs=runs,
        baseline=titles[manifest["baseline"]],
    )


def _outcome(
    rows: pd.DataFrame,
    indicator: str,
    scenarios: Sequence[str],
    titles: dict[str, str],
    family: int,
    words: Words,
    own: dict[str, Any],
) -> list[str]:
    """Give the table of one outcome, and for whom it takes more runs."""
    unit = words(f"unit.{'pp' if INDICATORS[indicator].unit.startswith('%') else 'points'}.sentence")
    name = own["outcome"].format(name=words(f"indicator.{indicator}.name"), unit=unit)
    told = own["family"].format(n=family)
    lines = [f"{name}{told:>{max(WIDTH - len(name), len(told) + 2)}}"]
    first, second, third, fourth = own["columns"]
    lines.append(f"{first:<{NAME}}{second:<{VERDICT}}{third:>{NUMBER}}  {fourth:>20}")
    found, notes = {key: _row(rows, key, indicator) for key in scenarios}, []
    ends = (row[name] for row in found.values() for name in ("difference", "family_low", "family_high"))
    places = enough(ends, decimals(indicator))
    for key, row in found.items():
        verdict = words("verdict.badge_same" if row["verdict"] == "same" else f"verdict.{row['verdict']}")
        interval = words.interval(row["family_low"], row["family_high"], places)
        difference = words.signed(row["difference"], places)
        lines.append(f"{titles[key]:<{NAME}.{NAME - 1}}{verdict:<{VERDICT}}{difference:>{NUMBER}}  {interval:>20}")
        more = _more(row, titles[key], indicator, words, own)
        if more and more not in notes:
            notes.append(more)
    return [*lines, *(line for more in notes for line in note(more)), ""]


def _row(rows: pd.DataFrame, scenario: str, indicator: str) -> dict[str, Any]:
    mask = (rows["scenario"] == scenario) & (rows["indicator"] == indicator) & (rows["wijk"] == CITY)
    mask &= (rows["group"] == "everyone") & (rows["period"] == "final")
    return {str(name): value for name, value in rows[mask].iloc[0].items()}


def _more(row: dict[str, Any], title: str, indicator: str, words: Words, own: dict[str, Any]) -> str | None:
    """Say what it would take to know more."""
    if row["verdict"] == "too_few_runs":
        return str(own["few"].format(n=row["runs"]))
    bound = INDICATORS[indicator].matters or 0.0
    if row["verdict"] in ("better", "worse") and max(abs(row["family_low"]), abs(row["family_high"])) < bound:
        return f"{title}: {words('verdict.small')}"
    if row["verdict"] != "not_distinguishable" or not row["runs_needed"] > row["runs"]:
        return None
    matters = words.number(INDICATORS[indicator].matters or 0.0, 1)
    return str(own["needed"].format(scenario=title, m=matters, n=row["runs"], **runs_needed(row, words)))


def _wijken(rows: pd.DataFrame, scenarios: Sequence[str], titles: dict[str, str], own: dict[str, Any]) -> list[str]:
    """Count per scenario in how many wijken severe loneliness is better, worse, unclear."""
    widths = [max(len(word), 4) + 2 for word in own["signs"]]
    name = 80 - sum(widths)
    lines = [f"{own['wijken']:<{name}.{name - 1}}" + _right_aligned(own["signs"], widths)]
    for key in scenarios:
        mask = (rows["scenario"] == key) & (rows["indicator"] == PRIMARY[0]) & (rows["wijk"] != CITY)
        marks = rows[mask & (rows["group"] == "everyone") & (rows["period"] == "final")]["verdict"]
        small = int((marks == "too_small").sum())
        better, worse = (int((marks == f"certain_{side}").sum()) for side in ("better", "worse"))
        hints = int(marks.str.startswith("indication").sum())
        rest = len(marks) - small - better - worse - hints
        lines.append(f"{titles[key]:<{name}.{name - 1}}" + _right_aligned((better, worse, hints, rest, small), widths))
    return [*lines, ""]


def _costs(
    found: Any, scenarios: Sequence[str], titles: dict[str, str], words: Words, own: dict[str, Any]
) -> list[str]:
    """Tell in a line a scenario what its policies cost; nothing where none has a price or a budget."""
    rows = found.cost_summary
    priced = {key: has_price(found.manifest, rows, key) for key in scenarios}
    if not any(priced.values()):
        return []
    widths = [15, 13, 28]
    first, *heads = own["costs"]
    lines = [f"{first:<{NAME}.{NAME - 1}}" + _right_aligned(heads, widths)]
    for key in scenarios:
        measures = rows[rows["scenario"] == key].set_index("measure")
        values, why = measures["value"].astype(float), str(measures["verdict"]["per_lonely_year"])
        last = why_no_ratio(words, why, priced[key]) if why else words.rounded(values["per_lonely_year"])
        told = (words.rounded(values["net"]), words.rounded(values["per_resident"]), last)
        lines.append(f"{titles[key]:<{NAME}.{NAME - 1}}" + _right_aligned(told, widths))
        if wanting := euros(rows, key, "wanting"):
            lines.append(f"  {words('costs.wanting')}: {words.rounded(wanting)}")
    return [*lines, ""]


def _right_aligned(values: Sequence[Any], widths: list[int]) -> str:
    return "".join(f"{value:>{width}}" for value, width in zip(values, widths, strict=True))


def _courses(table: pd.DataFrame, manifest: dict[str, Any], words: Words, own: dict[str, Any]) -> list[str]:
    """Draw the course of severe loneliness per wijk, all on one scale, in the order of their codes."""
    yearly = table.groupby(["wijk", "year"])[PRIMARY[0]].mean().unstack()
    sizes = table.groupby("wijk")["simulated"].mean()
    low, high = 0.0, float(yearly.max().max())
    name, unit = words(f"indicator.{PRIMARY[0]}.name"), words(f"indicator.{PRIMARY[0]}.unit")
    span = own["from_to"].format(first=yearly.columns[0], last=yearly.columns[-1])
    ends = f"({BLOCKS[0]} 0  {BLOCKS[-1]} {words.number(high)})"
    lines = [f"{f'{name}, {unit}':<46.46}{span}   {ends}"]
    for wijk in sorted(manifest["city"]["wijken"], key=lambda entry: str(entry["code"])):
        values = yearly.loc[wijk["code"]]
        label = f"{wijk['code'][-2:]} {wijk['short']}"
        if sizes[wijk["code"]] < 300:
            label += f"  (n {sizes[wijk['code']]:.0f})"
        first, last = (words.number(values.iloc[at], level_decimals(PRIMARY[0])) for at in (0, -1))
        lines.append(f"{label:<27.27}{first:>7} -> {last:>6}  {_spark(values, low, high)}")
    return lines


def _spark(values: pd.Series, low: float, high: float) -> str:
    span = max(high - low, 1e-9)
    steps = ((values - low) / span * (len(BLOCKS) - 1)).round().clip(0, len(BLOCKS) - 1)
    return "".join(BLOCKS[int(step)] if step == step else " " for step in steps)


def _printable(text: str) -> str:
    """Use plain letters where the terminal cannot show others."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        text.encode(encoding)
        return text
    except (UnicodeEncodeError, LookupError):
        plain = str.maketrans(BLOCKS + "\N{MINUS SIGN}\N{EN DASH}é", PLAIN_BLOCKS + "--e")
        return text.translate(plain).encode("ascii", "replace").decode()
