"""Block 6: what two policies do together, beside the sum of what each does alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.report import dots
from sim.report.context import Context
from sim.report.markup import Child, Markup, tag
from sim.report.results import LEAST_RUNS, Interaction
from sim.report.sentences import capital, often
from sim.report.tables import Cell, table, text
from sim.report.words import Words, decimals, enough

SIDED = ("more", "less", "higher", "lower")
"""Verdicts that say on which side of the sum both together are."""
ASIDE = ("higher", "lower")
"""Those of them that are no reinforcing or weakening."""
MARKS = {"as_much": "≈", "not_distinguishable": "≈", "too_few_runs": "≈", "same": "="}
"""Signs of verdicts that have no direction; the others have the arrow of the gap."""


def together(context: Context) -> Markup | None:
    """Return the block on pairs of policies; nothing where no scenario puts two together."""
    if not context.results.pairs:
        return None
    told = [part for key in context.results.pairs for part in _sentences(context, key)]
    return context.block("together", told, _figure(context), _details(context))


def _sentences(context: Context, pair: str) -> list[Markup]:
    """Tell in words how both compare with their sum: each main outcome, then euros where there are any."""
    words, results = context.words, context.results
    first, second = results.parts(pair)
    names = {"first": context.quoted(first), "second": context.quoted(second), "baseline": context.baseline}
    lines = [tag("p", words("together.what", **names))]
    lines += [tag("p", sentence(context, results.interaction(pair, name)), class_="lead") for name in PRIMARY]
    net = results.interaction(pair, "net")
    if any((net.first_difference, net.second_difference, net.together)):
        lines.append(tag("p", euros(context, net)))
    return lines


def sentence(context: Context, row: Interaction) -> str:
    """Return how both together compare with their sum on one outcome."""
    words, name = context.words, row.indicator
    places, falls = _places(context, [row]), row.interaction < 0
    matters = INDICATORS[name].matters or 0.0
    count = row.runs_lower if falls else row.runs_higher
    main = words(
        f"together.{'aside' if row.verdict in ASIDE else row.verdict}",
        indicator=words(f"indicator.{name}.phrase"),
        **_two(context, row, places),
        gap=words.signed(row.interaction, places),
        interval=words.interval(*row.interval, places),
        direction=words("verdict.lower" if falls else "verdict.higher"),
        often=often(words, count, row.runs),
        k=words.number(count),
        n=words.number(row.runs),
        m=f"{words.number(matters, 1)} {words.unit(name, 'sentence')}",
        least=LEAST_RUNS,
    )
    return " ".join(part for part in (capital(main), _after(words, row, matters)) if part)


def _places(context: Context, rows: Sequence[Interaction]) -> int:
    """Return one number of decimals for the sums, both together and gaps of an outcome, with their intervals."""
    values = [
        value
        for row in rows
        for ends in (*_single_intervals(context, row).values(), row.interval)
        for value in (row.sum, row.together, row.interaction, *ends)
    ]
    return enough(values, decimals(rows[0].indicator))


def _two(context: Context, row: Interaction, places: int) -> dict[str, str]:
    """Write the sum and both together for a sentence, each with its interval."""
    words = context.words
    told = {"sum": words.signed(row.sum, places), "both": words.signed(row.together, places)}
    told["both"] += f" {words.unit(row.indicator, 'plural')}"
    return {
        key: words.with_interval(told[key], words.signed(low, places), words.signed(high, places))
        for key, (low, high) in _single_intervals(context, row).items()
    }


def _single_intervals(context: Context, row: Interaction) -> dict[str, tuple[float, float]]:
    """Give the intervals of the sum and of both together, not corrected for how many there are."""
    both = context.results.difference(row.scenario, row.indicator)
    return {"sum": (row.sum_low, row.sum_high), "both": (both.low, both.high) if both else (math.nan, math.nan)}


def _after(words: Words, row: Interaction, matters: float) -> str:
    """Return what there is to add: on the sum, that the gap is small, or how many runs would tell."""
    if row.verdict in SIDED:
        opposed = row.first_difference * row.second_difference < 0
        why = words(f"together.{'opposed' if opposed else 'sum_unknown'}") if row.verdict in ASIDE else ""
        small = words("verdict.small") if max(abs(end) for end in row.interval) < matters else ""
        return " ".join(part for part in (why, small) if part)
    if row.verdict == "as_much":
        return words("together.sum_zero") if row.sum_low <= 0.0 <= row.sum_high else ""
    if row.verdict != "not_distinguishable" or not row.runs_needed > row.runs:
        return ""
    m = f"{words.number(matters, 1)} {words.unit(row.indicator, 'sentence')}"
    told = (words.runs(number) for number in (row.runs_needed, row.runs_needed_low, row.runs_needed_high))
    needed, low, high = told
    return words("together.more_runs", needed=needed, low=low, high=high, n=words.number(row.runs), m=m)


def euros(context: Context, net: Interaction) -> str:
    """Return what both cost a year together, beside what they cost apart, each with its interval."""
    words = context.words
    measures = [context.results.measure(key, "net") for key in (net.first, net.second, net.scenario)]
    known = [(row.low, row.high) for row in measures]
    first, second, both, apart = (
        words.with_interval(*(words.euros(part) for part in (value, *ends)))
        for value, ends in zip(
            (net.first_difference, net.second_difference, net.together, net.sum),
            (*known, (net.sum_low, net.sum_high)),
            strict=True,
        )
    )
    sided = "dearer" if net.interaction > 0 else "cheaper"
    verdict = sided if net.verdict in SIDED else net.verdict
    return words(
        f"together.euros_{verdict}",
        first=first,
        second=second,
        sum=apart,
        both=both,
        gap=words.euros(abs(net.interaction)),
        interval=words("format.between", low=words.euros(net.low), high=words.euros(net.high)),
    )


def _figure(context: Context) -> Markup:
    words, results = context.words, context.results
    axes = {name: _axis(context, name) for name in PRIMARY}
    head = tag("tr", tag("th", words("verdict.scenario"), scope="col"),
               [_heading(context, name, axes[name]) for name in PRIMARY])  # fmt: skip
    rows = [
        tag("tbody", tag("tr", tag("th", context.title(key), scope="row"),
                         [_outcome(context, results.interaction(key, name), axes[name]) for name in PRIMARY]))
        for key in results.pairs
    ]  # fmt: skip
    caption = words("together.caption", family=words.number(len(results.pairs) * len(PRIMARY)), band=context.band)
    title = words("together.title", baseline=context.baseline)
    city, runs = results.manifest["city"]["name"], words.number(results.runs)
    subtitle = words("verdict.subtitle", city=city, n=runs, months=results.window)
    legend = tag("p", [tag("span", words(f"together.legend_{key}")) for key in ("sum", "both", "gap")], class_="legend")
    body = tag("table", tag("thead", head), rows, class_="verdicts")
    return context.figure(title, subtitle, [legend, body, tag("p", caption, class_="note")], class_="long")


def _axis(context: Context, indicator: str) -> dots.Axis:
    rows = [context.results.interaction(key, indicator) for key in context.results.pairs]
    return dots.axis([v for row in rows for v in (row.sum, row.together, *(row.sum + end for end in row.interval))])


def _heading(context: Context, indicator: str, axis: dots.Axis) -> Markup:
    words = context.words
    name = tag("div", words(f"indicator.{indicator}.name"),
               tag("span", f", {words.unit(indicator, 'head')}", class_="unit"))  # fmt: skip
    drawn = dots.scale(words("verdict.axis"), axis, _ends(words, axis, indicator))
    return tag("th", name, drawn, scope="col", class_="outcome")


def _ends(words: Words, axis: dots.Axis, indicator: str) -> tuple[str, str]:
    places = decimals(indicator)
    return words.signed(-axis.reach, places), words.signed(axis.reach, places)


def _outcome(context: Context, row: Interaction, axis: dots.Axis) -> Markup:
    words, results = context.words, context.results
    places = _places(context, [results.interaction(key, row.indicator) for key in results.pairs])
    gap, interval = words.signed(row.interaction, places), words.interval(*row.interval, places)
    two = [
        words(f"together.two_{key}", x=words.signed(value, places), interval=words.interval(*ends, places))
        for (key, ends), value in zip(_single_intervals(context, row).items(), (row.sum, row.together), strict=True)
    ]
    numbers = tag(
        "div",
        badge(words, row),
        tag("div", words("together.gap_of", gap=f"{gap} {words.unit(row.indicator, 'head')}"), class_="estimate"),
        tag("div", interval, class_="interval"),
        [tag("div", told, class_="count") for told in two],
        class_="numbers",
    )
    name = words(f"indicator.{row.indicator}.name")
    label = words("together.alt", indicator=name, gap=gap, interval=interval, two=", ".join(two))
    drawing = dots.sum_and_both(label, row.sum, row.together, row.interval, axis)
    ends = _ends(words, axis, row.indicator)
    pair = tag("div", numbers, drawing, class_="pair", data_axis=f"{ends[0]} {words('verdict.axis')} {ends[1]}")
    return tag("td", pair, class_="outcome", data_label=name)


def badge(words: Words, row: Interaction) -> Markup:
    """Return the verdict in a few words, with the arrow of the gap; coloured where the gap is for better or worse."""
    arrow = "▼" if row.interaction < 0 else "▲"
    looks = {True: "better", False: "worse", None: "same"}[row.good] if row.verdict not in MARKS else row.verdict
    shown = "not_distinguishable" if looks == "as_much" else looks
    return tag("span", f"{MARKS.get(row.verdict, arrow)} {words(f'together.badge_{row.verdict}')}",
               class_=f"badge {shown}")  # fmt: skip


def _details(context: Context) -> Markup:
    words = context.words
    parts: list[Child] = [tag("p", words("together.all_note"), class_="note")]
    for pair in context.results.pairs:
        first, second = (context.title(key) for key in context.results.parts(pair))
        parts.append(tag("p", words("together.all_names", first=first, second=second), class_="note"))
        parts += [_table(context, pair, kind) for kind in ("outcome", "measure")]
    return tag("details", tag("summary", words("together.all_title")), parts, class_="more")


def _table(context: Context, pair: str, kind: str) -> Markup:
    words = context.words
    heads = [words("table.indicator" if kind == "outcome" else "costs.measure")]
    heads += [words(f"together.{key}") for key in ("first", "second", "sum_head", "both_head", "gap_head")]
    heads += [words("table.interval"), words("table.verdict")]
    rows = [_row(words, row) for row in context.results.interactions(pair, kind)]
    return table(words, heads, rows, "data pairs")


def _row(words: Words, row: Interaction) -> list[Cell]:
    """Return one row: outcomes with the decimals that they have, measures in three digits."""
    if row.kind == "outcome":
        name = f"{words(f'indicator.{row.indicator}.name')}, {words(f'indicator.{row.indicator}.unit')}"
        places = enough((*row.values, *row.interval), decimals(row.indicator))
        shown = [words.signed(value, places) for value in row.values]
        interval = words.interval(*row.interval, places)
    else:
        name, shown = words(f"costs.{row.indicator}"), [words.rounded(value) for value in row.values]
        known = all(math.isfinite(end) for end in row.interval)
        ends = [words.rounded(end) for end in row.interval]
        interval = words("format.between", low=ends[0], high=ends[1]) if known else ""
    cells = [Cell(said, value) for said, value in zip(shown, row.values, strict=True)]
    return [text(name, row.indicator), *cells, Cell(interval), text(badge(words, row), row.verdict)]
