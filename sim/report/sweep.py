"""The page of ``run.py sweep``: how policies hold up over all worlds, where each fails, and what decides."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from sim.indicators.catalogue import INDICATORS
from sim.report.markup import Child, Markup, tag
from sim.report.page import document
from sim.report.sweep_sensitivity import answers
from sim.report.swept import ALL, EUROS, Looked, Row, Swept, outcome_heading, outcome_phrase
from sim.report.tables import Cell, table, text
from sim.report.words import LANGUAGES, Words, decimals

EURO_DECIMALS = 0


def sweep_page(swept: Swept) -> str:
    """Return the page as the text of one HTML file, in both languages."""
    words = {language: Words(language) for language in LANGUAGES}
    titles = {language: words[language]("sweep.browser_title", title=swept.title(language)) for language in LANGUAGES}
    mains = [_main(swept, words[language], language == swept.lang) for language in LANGUAGES]
    return document(mains, {"first": swept.lang, "titles_page": titles}, titles[swept.lang], swept.lang)


def _main(swept: Swept, words: Words, shown: bool) -> Markup:
    blocks = [_head(swept, words), _robust(swept, words), _fails(swept, words), answers(swept, words),
              _uncertain(swept, words), _reading(swept, words)]  # fmt: skip
    return tag("main", blocks, lang=words.language, hidden=not shown)


def _head(swept: Swept, words: Words) -> Markup:
    other = "en" if words.language == "nl" else "nl"
    switch = tag("button", words("page.switch"), type="button", lang=other, data_language=other)
    told = words("sweep.lead", points=words.number(swept.points), seeds=words.number(swept.seeds),
                 policies=words.number(len(swept.policies)), runs=words.number(swept.runs))  # fmt: skip
    failed = words("sweep.failed", n=words.number(swept.failed)) if swept.failed else None
    story = swept.stories.get(words.language) or next(iter(swept.stories.values()), None)
    facts = {"scale": words("page.scale_value", k=swept.scale), "months": words.duration(swept.months),
             "design": words(f"sweep.kind_{swept.kind}")}  # fmt: skip
    shown = [(words(f"sweep.{key}"), value) for key, value in facts.items()]
    return tag(
        "header",
        tag("div", tag("p", "Ongedeeld", class_="brand"), switch, class_="bar"),
        tag("h1", swept.title(words.language)),
        tag("p", story, class_="what") if story else None,
        tag("p", told, class_="limits"),
        tag("p", failed, class_="limits") if failed else None,
        tag("dl", [tag("div", tag("dt", name), tag("dd", value)) for name, value in shown]),
    )


def _robust(swept: Swept, words: Words) -> Markup:
    blocks: list[Child] = []
    columns = [words(f"sweep.column_{key}") for key in ("policy", "difference", "regret", "high", "best", "fails")]
    for outcome in swept.outcomes:
        rows = [row for row in swept.robustness if row["outcome"] == outcome.name]
        if rows:
            blocks.append(tag("h3", outcome_heading(words, outcome)))
            blocks.append(table(words, columns, [_robust_row(swept, words, outcome, row) for row in rows]))
    if not blocks and swept.kind != "morris":
        blocks = [tag("p", words("sweep.nothing"))]
    notes = [tag("p", words(f"sweep.{key}")) for key in _notes(swept)]
    return tag("section", tag("h2", words("sweep.robust")), notes, blocks, class_="block")


def _notes(swept: Swept) -> list[str]:
    """Name what is said of figures over worlds, as the design and the seeds allow them."""
    if swept.kind == "morris":
        return ["robust_morris"]
    return ["robust_note", f"robust_{swept.kind}", "robust_by_chance" if swept.seeds > 1 else "robust_one_seed"]


def _robust_row(swept: Swept, words: Words, outcome: Looked, row: Row) -> list[Cell]:
    places = EURO_DECIMALS if outcome.indicator == EUROS else decimals(outcome.indicator) + 1

    def percent(value: float) -> str:
        return words("format.percent", x=words.number(100 * value))

    def interval(name: str, written: Callable[[float], str]) -> list[Child]:
        ends = [row[f"{name}_low"], row[f"{name}_high"]]
        if not all(map(math.isfinite, ends)):
            return []
        return [tag("br"), tag("small", words("format.between", low=written(ends[0]), high=written(ends[1])))]

    regret = [words.number(row["mean_regret"], places),
              *interval("mean_regret", lambda value: words.number(value, places))]  # fmt: skip
    fails = [percent(row["fails"]), *interval("fails", percent)]
    if math.isfinite(row["fails_by_chance"]):
        fails += [tag("br"), tag("small", words("sweep.about_by_chance", x=percent(row["fails_by_chance"])))]
    return [
        text(swept.policy(row["policy"], words.language), row["policy"]),
        Cell(words.signed(row["difference"], places), row["difference"]),
        Cell(regret, row["mean_regret"]),
        Cell(words.number(row["high_regret"], places), row["high_regret"]),
        Cell(percent(row["best"]), row["best"]),
        Cell(fails if row["policy"] != next(iter(swept.policies)) else "", row["fails"]),
    ]


def _fails(swept: Swept, words: Words) -> Markup:
    lines = [tag("li", sentence(swept, words, row)) for row in swept.discovery if row["fails"] or row["outcome"] != ALL]
    body = tag("ul", lines) if lines else tag("p", words("sweep.nothing"))
    heading = tag("h2", words("sweep.where"))
    return tag("section", heading, tag("p", words("sweep.where_note")), body, class_="block")


def sentence(swept: Swept, words: Words, row: Row) -> str:
    """Say in one or two sentences in which worlds a policy fails."""
    outcome = next((one for one in swept.outcomes if one.name == row["outcome"]), None)
    on = words("sweep.all_outcomes") if outcome is None else outcome_phrase(words, outcome)
    policy = words.quoted(swept.policy(row["policy"], words.language))
    known = {"fails": words.number(row["fails"]), "points": words.number(row["points"])}
    if not row["fails"] and row["points"]:
        return words("sweep.fails_never", policy=policy, outcome=on, points=known["points"])
    first = words("sweep.fails_in", policy=policy, outcome=on, **known)
    if math.isfinite(row["by_chance"]):
        first += f" {words('sweep.fails_by_chance', n=words.number(row['by_chance'] * row['points']))}"
    if row["verdict"] != "box":
        return f"{first} {words(f'sweep.verdict_{row["verdict"]}')}"
    limits = words("sweep.and").join(_limit(words, limit) for limit in json.loads(row["limits"]))
    coverage, density = (words.number(100 * row[key]) for key in ("coverage", "density"))
    return f"{first} {words('sweep.verdict_box', limits=limits, coverage=coverage, density=density)}"


def _limit(words: Words, limit: Mapping[str, Any]) -> str:
    """Say one limit of a box."""
    if "in" in limit:
        return words("sweep.limit_in", name=limit["name"], values=words("sweep.or").join(limit["in"]))
    low, high = limit["low"], limit["high"]
    name = words("sweep.factor", name=limit["name"]) if limit["times"] else limit["name"]
    ends = {"low": _short(words, low), "high": _short(words, high)}
    key = "between" if low is not None and high is not None else "below" if low is None else "above"
    return words(f"sweep.limit_{key}", name=name, **ends)


def _short(words: Words, value: float | None) -> str:
    """Write a number in three significant digits."""
    if value is None or value == 0:
        return "0"
    return words.number(value, max(2 - math.floor(math.log10(abs(value))), 0))


def _uncertain(swept: Swept, words: Words) -> Markup:
    columns = [words(f"sweep.column_{key}") for key in ("uncertainty", "range", "unit", "when")]
    rows = [
        [text(name), text(shown), text(unit), text(words("sweep.future" if future else "sweep.past"))]
        for name, future, shown, unit in swept.uncertain
    ]
    body = table(words, columns, rows) if rows else tag("p", words("sweep.nothing"))
    return tag("section", tag("h2", words("sweep.uncertain")), body, class_="block")


def _reading(swept: Swept, words: Words) -> Markup:
    lines = [tag("li", words(f"sweep.reading_{k}")) for k in (1, 2, 3, 4)]
    facts = [tag("div", tag("dt", name), tag("dd", value)) for name, value in swept.facts.items()]
    limits = [tag("li", _limit_of(words, one)) for one in swept.outcomes]
    return tag("section", tag("h2", words("sweep.reading")), tag("ul", lines, limits), tag("dl", facts), class_="block")


def _limit_of(words: Words, outcome: Looked) -> str:
    """Say from when a policy fails on an outcome."""
    on = outcome_phrase(words, outcome)
    if outcome.worse_by == 0:
        return words("sweep.limit_none", outcome=on)
    return words("sweep.limit_of", outcome=on, x=_worse_by(words, outcome))


def _worse_by(words: Words, outcome: Looked) -> str:
    if outcome.indicator == EUROS:
        return words.euros(outcome.worse_by)
    assert outcome.indicator in INDICATORS
    return f"{words.size(outcome.worse_by, decimals(outcome.indicator))} {words.unit(outcome.indicator, 'sentence')}"
