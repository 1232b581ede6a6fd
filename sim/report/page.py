"""The whole page: one file, both languages, no request to anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from sim.report.again import again
from sim.report.context import Context
from sim.report.costs import costs
from sim.report.head import head
from sim.report.markup import Markup, tag
from sim.report.overtime import data, overtime
from sim.report.results import Results
from sim.report.sides import sides
from sim.report.together import together
from sim.report.trust import trust
from sim.report.verdicts import verdicts
from sim.report.where import where
from sim.report.who import who
from sim.report.words import LANGUAGES, Words

BLOCKS = (verdicts, where, overtime, who, sides, together, costs, trust, again)
"""Verdict first, evidence below it, recipe last."""


def page(results: Results) -> str:
    """Return the report as the text of one HTML file."""
    words = {language: Words(language) for language in LANGUAGES}
    chosen = results.manifest.get("lang")
    first = chosen if chosen in LANGUAGES else LANGUAGES[0]
    titles = {language: _title(results, words[language]) for language in LANGUAGES}
    mains = [_main(results, words[language], language == first) for language in LANGUAGES]
    block = {"first": first, "titles_page": titles, **data(results, words)}
    return document(mains, block, titles[first], first, [_plotly()])


def document(mains: list[Markup], block: dict[str, Any], title: str, first: str, libraries: Sequence[str] = ()) -> str:
    """Return a whole page: its texts by language, the data that its script reads, and the script; no network at all."""
    scripts = [*libraries, _own("page.js")]
    top = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(scripts)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Markup(_own("page.css"))),
    )
    stored = tag("script", _json(block), type="application/json", id="data")
    body = tag("body", mains, stored, [tag("script", Markup(script)) for script in scripts])
    return f"<!doctype html>\n{tag('html', top, body, lang=first)}\n"


def policy(scripts: list[str]) -> str:
    """Return the content security policy: these scripts and no others, and no network at all."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _main(results: Results, words: Words, shown: bool) -> Markup:
    context = Context(results, words)
    blocks = [head(context), *(block(context) for block in BLOCKS)]
    return tag("main", blocks, lang=words.language, hidden=not shown)


def _title(results: Results, words: Words) -> str:
    manifest = results.manifest
    return words(
        "page.browser_title",
        city=manifest["city"]["name"],
        start=str(manifest["start"])[:4],
        end=str(manifest["end"])[:4],
    )


def _json(content: dict[str, Any]) -> Markup:
    """Return a data block that no text inside it can end: every '<' is written as an escape."""
    text = json.dumps(content, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _plotly() -> str:
    """Return Plotly as it ships with its Python package, read without importing that package."""
    return resources.files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")


def _own(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
