"""Block 0: what this report compares, in which city and how, and where to read on."""

from __future__ import annotations

from sim.report.context import Context
from sim.report.markup import Markup, tag
from sim.report.overrides import named, with_own_city
from sim.report.remarked import said_of


def head(context: Context) -> Markup:
    """Return the head of the page in one language."""
    words = context.words
    return tag(
        "header",
        tag("div", tag("p", "Ongedeeld", class_="brand"), _switch(context), class_="bar"),
        tag("h1", words("page.title")),
        tag("p", words("page.limits"), class_="limits"),
        tag("p", _what(context), class_="what"),
        tag(
            "dl",
            [tag("div", tag("dt", words(f"page.{key}")), tag("dd", value)) for key, value in _facts(context)],
        ),
        _remarks(context),
        tag("nav", [_jump(context, name, to) for name, to in _JUMPS], aria_label=words("page.jump")),
        tag("noscript", tag("p", words("page.no_script"), class_="note")),
    )


_JUMPS = (("minutes", "verdict"), ("hour", "where"), ("week", "trust"))


def _what(context: Context) -> str:
    """Say what is compared; that the people are the same only of cities that were burnt in together."""
    words, results, own = context.words, context.results, with_own_city(context)
    told = {"scenarios": words.counted("page.scenarios", len(results.scenarios)), "baseline": context.baseline}
    if not own:
        return words("page.what", **told)
    if len(own) == len(results.scenarios):
        return words("page.what_other_people", **told)
    return words("page.what_some_other_people", own=named(context, own), **told)


def _jump(context: Context, name: str, to: str) -> Markup:
    return tag("a", context.words(f"page.jump_{name}"), href=f"#{context.anchor(to)}")


def _switch(context: Context) -> Markup:
    other = "en" if context.words.language == "nl" else "nl"
    return tag("button", context.words("page.switch"), type="button", lang=other, data_language=other)


def _remarks(context: Context) -> Markup | None:
    """Tell what this comparison cannot show, each remark once with the scenarios that it holds for."""
    holds: dict[str, list[str]] = {}
    for scenario, told in said_of(context.results.manifest, context.words).items():
        for remark in told:
            holds.setdefault(remark, []).append(context.quoted(scenario))
    if not holds:
        return None
    lines = [tag("li", f"{', '.join(scenarios)}. {remark}") for remark, scenarios in holds.items()]
    return tag("div", tag("p", context.words("page.cannot_show")), tag("ul", lines), class_="remarks")


def _facts(context: Context) -> list[tuple[str, str]]:
    words, results = context.words, context.results
    manifest = results.manifest
    start, end = words.month(manifest["start"]), words.month(manifest["end"])
    scale = words("page.scale_value", k=results.scale) if results.scale > 1 else words("page.scale_full")
    return [
        ("city", str(manifest["city"]["name"])),
        ("period", words("page.period_value", start=start, end=end)),
        ("baseline", context.title(results.baseline)),
        ("scale", scale),
        ("runs", words("page.runs_value", n=words.number(results.runs))),
        ("band", context.band),
    ]
