"""Verdicts in words: one sentence, or a few short ones, for each scenario and outcome."""

from __future__ import annotations

import math

from sim.indicators.catalogue import INDICATORS
from sim.report.context import Context
from sim.report.results import LEAST_RUNS, Difference
from sim.report.words import Words, decimals, enough

FREQUENCIES = (
    (0.95, "nearly_always"),
    (0.70, "mostly"),
    (0.35, "as_often"),
    (0.06, "seldom"),
    (0.0, "hardly_ever"),
)
"""From which share of the runs each word holds: of 20 runs 19, 14, 7, 2 and 0."""


def verdict(context: Context, row: Difference) -> str:
    """Return the verdict on one outcome of one scenario as text; never an estimate without its interval."""
    told = {
        "better": _change,
        "worse": _change,
        "not_distinguishable": _not_distinguishable,
        "too_few_runs": _few_runs,
        "same": _same,
    }
    return told[row.verdict](context, row)


def often(words: Words, count: float, runs: float) -> str:
    """Return the word for how often something happened; the count must stand beside it."""
    share = count / runs if runs else 0.0
    name = next(name for least, name in FREQUENCIES if share >= least)
    return words(f"verdict.{name}")


def is_small(row: Difference) -> bool:
    """Whether the whole interval is smaller than the smallest difference that matters."""
    matters = INDICATORS[row.indicator].matters
    return matters is not None and max(abs(end) for end in row.interval) < matters


def lead(context: Context, indicator: str) -> str:
    """Return the opening sentence that counts the verdicts on an outcome over all scenarios."""
    words, results = context.words, context.results
    rows = [results.difference(key, indicator) for key in results.scenarios]
    verdicts = [row.verdict for row in rows if row]
    few, same = verdicts.count("too_few_runs"), verdicts.count("same")
    key = "verdict.lead_few" if few else "verdict.lead_same" if same else "verdict.lead"
    return capital(
        words(
            key,
            scenarios=words.counted("page.scenarios", len(verdicts)),
            indicator=words(f"indicator.{indicator}.phrase"),
            better=verdicts.count("better"),
            worse=verdicts.count("worse"),
            unclear=verdicts.count("not_distinguishable") + few,
            few=few,
            same=same,
            baseline=context.baseline,
        )
    )


def capital(text: str) -> str:
    """Return the text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def _change(context: Context, row: Difference) -> str:
    words = context.words
    falls = row.difference < 0
    count = row.runs_lower if falls else row.runs_higher
    near, far = sorted(row.interval, key=abs)
    places = enough((row.difference, *row.interval), decimals(row.indicator))
    sentence = words(
        "verdict.change",
        scenario=context.title(row.scenario),
        indicator=_phrase(words, row),
        period=words.duration(context.results.months),
        abs=words.amount(row.difference, row.indicator, places),
        direction=words("verdict.lower" if falls else "verdict.higher"),
        baseline=context.baseline,
        low=words.size(near, places),
        high=words.size(far, places),
        often=often(words, count, row.runs),
        k=words.number(count),
        n=words.number(row.runs),
        word=words(f"verdict.{row.verdict}_word"),
    )
    extra = [_people(context, row), words("verdict.small") if is_small(row) else ""]
    return " ".join(part for part in (sentence, *extra) if part)


def _people(context: Context, row: Difference) -> str:
    population = context.results.adults(row.scenario)
    if INDICATORS[row.indicator].unit != "% of adults" or not math.isfinite(population):
        return ""
    people = context.words.people(row.difference / 100 * population)
    return context.words("verdict.people", people=people, population=context.words.people(population))


def _not_distinguishable(context: Context, row: Difference) -> str:
    words = context.words
    matters = INDICATORS[row.indicator].matters
    common = {
        "scenario": context.title(row.scenario),
        "indicator": _phrase(words, row),
        "baseline": context.baseline,
    }
    if is_small(row) and matters is not None:
        return words("verdict.nd_narrow", m=_least(words, row, matters), **common)
    low, high = row.interval
    places = enough(row.interval, decimals(row.indicator))
    ends = {"low": words.size(low, places), "high": words.amount(high, row.indicator, places)}
    return " ".join(filter(None, (words("verdict.nd_wide", **ends, **common), _counted(words, row),
                                  _more_runs(words, row))))  # fmt: skip


def _least(words: Words, row: Difference, matters: float) -> str:
    return f"{words.number(matters, 1)} {words.unit(row.indicator, 'sentence')}"


def _counted(words: Words, row: Difference) -> str:
    return words(
        "verdict.counted",
        k=words.number(row.runs_lower),
        n=words.number(row.runs),
        indicator=_phrase(words, row),
        often=often(words, row.runs_lower, row.runs),
    )


def _more_runs(words: Words, row: Difference) -> str:
    matters = INDICATORS[row.indicator].matters
    if matters is None or not math.isfinite(row.runs_needed) or row.runs_needed <= row.runs:
        return ""
    return words(
        "verdict.more_runs",
        needed=words.runs(row.runs_needed),
        low=words.runs(row.runs_needed_low),
        high=words.runs(row.runs_needed_high),
        n=words.number(row.runs),
        m=_least(words, row, matters),
    )


def _few_runs(context: Context, row: Difference) -> str:
    words = context.words
    paired = context.results.paired(row.scenario, row.indicator)
    low, high = (paired.min(), paired.max()) if len(paired) else (math.nan, math.nan)
    places = enough((low, high), decimals(row.indicator))
    return words(
        "verdict.few_runs",
        scenario=context.title(row.scenario),
        indicator=_phrase(words, row),
        n=words.number(row.runs),
        low=words.signed(low, places),
        high=words.signed(high, places),
        unit=words.unit(row.indicator, "plural"),
        least=LEAST_RUNS,
    )


def _same(context: Context, row: Difference) -> str:
    return context.words(
        "verdict.same",
        scenario=context.title(row.scenario),
        indicator=_phrase(context.words, row),
        baseline=context.baseline,
    )


def _phrase(words: Words, row: Difference) -> str:
    return words(f"indicator.{row.indicator}.phrase")
