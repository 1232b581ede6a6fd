"""Block 1: the verdict on each scenario, with its interval, its runs and a sentence."""

from __future__ import annotations

from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.report import dots
from sim.report.context import Context
from sim.report.markup import Child, Markup, tag
from sim.report.remarked import said_of
from sim.report.results import Difference
from sim.report.sentences import lead, verdict
from sim.report.stakes import stakes, stakes_data
from sim.report.tables import Cell, table, text
from sim.report.words import decimals, enough

MOST_OPEN = 8  # above this many scenarios the sentences are folded


def verdicts(context: Context) -> Markup:
    """Return the block of verdicts."""
    return context.block("verdict", _leads(context), _figure(context), _all_outcomes(context))


def _leads(context: Context) -> list[Markup]:
    results = context.results
    if len(results.scenarios) == 1:
        rows = [results.difference(results.scenarios[0], name) for name in PRIMARY]
        return [tag("p", verdict(context, row), class_="lead") for row in rows if row]
    return [tag("p", lead(context, name), class_="lead") for name in PRIMARY]


def _figure(context: Context) -> Markup:
    words, results = context.words, context.results
    city = results.manifest["city"]["name"]
    axes = {name: _axis(context, name) for name in PRIMARY}
    head = tag("tr", tag("th", words("verdict.scenario"), scope="col"),
               [_heading(context, name, axes[name]) for name in PRIMARY])  # fmt: skip
    rows = [_row(context, key, axes) for key in results.scenarios]
    body = tag("table", tag("thead", head), rows, class_="verdicts")
    subtitle = words("verdict.subtitle", city=city, n=words.number(results.runs), months=results.window)
    family = words.number(len(results.scenarios) * len(PRIMARY))
    caption = [tag("p", words("verdict.caption", family=family, band=context.band), class_="note"),
               tag("p", words("stakes.caption"), class_="note")]  # fmt: skip
    return context.figure(
        words("verdict.title", baseline=context.baseline),
        subtitle,
        [_legend(context), body, caption],
        [_data(context), stakes_data(context)],
        class_="long",
    )


def _axis(context: Context, indicator: str) -> dots.Axis:
    values: list[float] = []
    for key in context.results.scenarios:
        row = context.results.difference(key, indicator)
        values += [*(row.interval if row else ()), *context.results.paired(key, indicator)]
    return dots.axis(values)


def _places(context: Context, indicator: str) -> int:
    """Return the decimals of an outcome: one number for all scenarios, which stand below each other."""
    rows = (context.results.difference(key, indicator) for key in context.results.scenarios)
    return enough((value for row in rows if row for value in (row.difference, *row.interval)), decimals(indicator))


def _heading(context: Context, indicator: str, axis: dots.Axis) -> Markup:
    words = context.words
    unit = words.unit(indicator, "head")
    ends = (words.signed(-axis.reach, decimals(indicator)), words.signed(axis.reach, decimals(indicator)))
    name = tag("div", words(f"indicator.{indicator}.name"), tag("span", f", {unit}", class_="unit"))
    return tag("th", name, dots.scale(words("verdict.axis"), axis, ends), scope="col", class_="outcome")


def _row(context: Context, scenario: str, axes: dict[str, dots.Axis]) -> Markup:
    """Return the rows of a scenario: its outcomes, below them what it costs and whom it reaches, and what to mind."""
    rows = [(name, context.results.difference(scenario, name)) for name in PRIMARY]
    cells = [_outcome(context, row, axes[name]) if row else tag("td") for name, row in rows]
    row = tag("tr", tag("th", context.title(scenario), scope="rowgroup", rowspan=2), cells)
    beside = tag("tr", tag("td", stakes(context, scenario), colspan=len(cells)), class_="stakes")
    return tag("tbody", row, beside, _remarks(context, scenario, 1 + len(cells)))


def _remarks(context: Context, scenario: str, columns: int) -> Markup | None:
    """Tell beside a verdict what could not happen: without it "no difference" would be read as a finding."""
    told = said_of(context.results.manifest, context.words)[scenario]
    lines = [tag("p", context.words("verdict.mind", remark=remark)) for remark in told]
    return tag("tr", tag("td", lines, colspan=columns), class_="mind") if lines else None


def _sentence(context: Context, row: Difference) -> Markup:
    told = tag("p", verdict(context, row), class_="sentence")
    if len(context.results.scenarios) <= MOST_OPEN:
        return told
    return tag("details", tag("summary", context.words("verdict.sentences")), told)


def _outcome(context: Context, row: Difference, axis: dots.Axis) -> Markup:
    words, places = context.words, _places(context, row.indicator)
    drawing = dots.dots(_alt(context, row), context.results.paired(row.scenario, row.indicator),
                        row.difference, row.interval, axis,
                        INDICATORS[row.indicator].better == "lower")  # fmt: skip
    unit = words.unit(row.indicator, "head")
    numbers = tag(
        "div",
        badge(context, row),
        tag("div", f"{words.signed(row.difference, places)} {unit}", class_="estimate"),
        tag("div", words.interval(*row.interval, places), class_="interval"),
        tag("div", _count(context, row), class_="count") if row.verdict != "same" else None,
        class_="numbers",
    )
    label = words(f"indicator.{row.indicator}.name")
    reach = decimals(row.indicator)
    ends = (words.signed(-axis.reach, reach), words.signed(axis.reach, reach))
    pair = tag("div", numbers, drawing, class_="pair", data_axis=f"{ends[0]} {words('verdict.axis')} {ends[1]}")
    return tag("td", pair, _sentence(context, row), class_="outcome", data_label=label)


def _count(context: Context, row: Difference) -> str:
    """Return the count of runs on the side of the mean."""
    falls = row.difference <= 0
    count = row.runs_lower if falls else row.runs_higher
    key = "verdict.lower_in" if falls else "verdict.higher_in"
    return context.words(key, k=context.words.number(count), n=context.words.number(row.runs))


def badge(context: Context, row: Difference) -> Markup:
    """Return the verdict in one word, with the arrow of the number: ▲ means higher, not better."""
    arrow = "▼" if row.difference < 0 else "▲"
    mark = {"better": arrow, "worse": arrow, "not_distinguishable": "≈", "too_few_runs": "≈", "same": "="}
    word = "badge_same" if row.verdict == "same" else row.verdict
    return tag("span", f"{mark[row.verdict]} {context.words(f'verdict.{word}')}", class_=f"badge {row.verdict}")


def _alt(context: Context, row: Difference) -> str:
    words, places = context.words, _places(context, row.indicator)
    paired = context.results.paired(row.scenario, row.indicator)
    ends = (paired.min(), paired.max()) if len(paired) else (float("nan"), float("nan"))
    return words(
        "verdict.dots_alt",
        scenario=context.title(row.scenario),
        indicator=words(f"indicator.{row.indicator}.phrase"),
        mean=words.signed(row.difference, places),
        unit=words.unit(row.indicator, "sentence"),
        interval=words.interval(*row.interval, places),
        low=words.signed(ends[0], places),
        high=words.signed(ends[1], places),
    )


def _legend(context: Context) -> Markup:
    words = context.words
    keys: list[Child] = [
        tag("span", words("verdict.legend_dots")),
        tag("span", tag("i", class_="dot good"), words("verdict.legend_good")),
        tag("span", tag("i", class_="dot bad"), words("verdict.legend_bad")),
        tag("span", tag("i", class_="ring"), words("verdict.legend_interval")),
    ]
    return tag("p", keys, class_="legend")


def _data(context: Context) -> Markup:
    columns = (
        "indicator",
        "baseline_level",
        "scenario_level",
        "difference",
        "low",
        "high",
        "runs",
        "lower",
        "verdict",
    )
    return _outcome_table(context, list(PRIMARY), columns)


def _all_outcomes(context: Context) -> Markup:
    words = context.words
    columns = ("indicator", "baseline_level", "scenario_level", "difference", "low", "high", "runs", "lower")
    content = _outcome_table(context, list(INDICATORS), columns)
    note = tag("p", words("verdict.all_note"), class_="note")
    return tag("details", tag("summary", words("verdict.all_title")), note, content, class_="more")


def _outcome_table(context: Context, indicators: list[str], columns: tuple[str, ...]) -> Markup:
    words, results = context.words, context.results
    found = [(key, results.difference(key, name)) for name in indicators for key in results.scenarios]
    rows = [
        [text(context.title(key)), *(_cell(context, row, column) for column in columns)] for key, row in found if row
    ]
    names = [words(f"table.{column}") for column in columns]
    return table(words, [words("verdict.scenario"), *names], rows)


def _cell(context: Context, row: Difference, column: str) -> Cell:
    words, places = context.words, _places(context, row.indicator)
    if column == "indicator":
        name, unit = words(f"indicator.{row.indicator}.name"), words(f"indicator.{row.indicator}.unit")
        return text(f"{name}, {unit}", row.indicator)
    if column in ("baseline_level", "scenario_level"):
        value = row.baseline_level if column == "baseline_level" else row.scenario_level
        return Cell(words.number(value, places), value)
    if column in ("runs", "lower"):
        count = row.runs if column == "runs" else row.runs_lower
        return Cell(words.number(count), float(count))
    if column == "verdict":
        return text(badge(context, row), row.verdict)
    low, high = row.interval
    value = {"difference": row.difference, "low": low, "high": high}[column]
    return Cell(words.signed(value, places), value)
