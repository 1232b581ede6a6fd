"""Block 9: everything it takes to do the comparison again, and how to cite it."""

from __future__ import annotations

from typing import Any

from sim.report.context import Context
from sim.report.markup import Markup, tag


def again(context: Context) -> Markup:
    """Return the block of provenance."""
    words, results = context.words, context.results
    facts = [
        tag("div", tag("dt", words(f"again.{name}")), tag("dd", tag("pre", value))) for name, value in _facts(context)
    ]
    texts = [_text(context, entry) for entry in results.manifest["scenarios"]]
    texts += [_extended(context, name, text) for name, text in _built_on(results.manifest["scenarios"])]
    return context.block(
        "again",
        tag("p", words("again.intro")),
        tag("dl", facts, class_="provenance"),
        tag("p", words("again.changed"), class_="note"),
        texts,
        tag("h3", words("again.cite")),
        tag("pre", _citation(context)),
    )


def _text(context: Context, entry: dict[str, Any]) -> Markup:
    title = context.words("again.scenario", title=context.title(entry["key"]))
    mark = tag("pre", f"sha256 {entry.get('sha256', '')}", class_="hash")
    return tag("details", tag("summary", title), mark, tag("pre", entry.get("text", "")))


def _built_on(scenarios: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return name and text of the files that scenarios extend and that are no scenario of the comparison, each once."""
    own = {str(entry.get("text", "")) for entry in scenarios}
    found = [(str(page["file"]), str(page["text"])) for entry in scenarios for page in entry.get("extends") or []]
    return [page for page in dict.fromkeys(found) if page[1] not in own]


def _extended(context: Context, name: str, text: str) -> Markup:
    return tag("details", tag("summary", context.words("again.extended", file=name)), tag("pre", text))


def _facts(context: Context) -> list[tuple[str, str]]:
    manifest = context.results.manifest
    unknown = context.words("again.unknown")
    city = manifest["city"]
    named = dict(manifest.get("files") or {})
    return [
        ("command", str(manifest.get("command") or unknown)),
        ("commit", str(manifest.get("commit") or unknown)),
        ("versions", _pairs(manifest.get("versions") or {})),
        ("seeds", ", ".join(str(seed) for seed in manifest.get("seeds", []))),
        ("sets", _sets(manifest.get("parameter_sets"))),
        ("city_file", f"{city.get('file', '')}\nsha256 {city.get('sha256', '')}"),
        *([("files", _pairs(named))] if named else []),
    ]


def _sets(sets: Any) -> str:
    return ", ".join(str(item) for item in sets) if isinstance(sets, list | tuple) else str(sets)


def _pairs(pairs: dict[str, Any]) -> str:
    return "\n".join(f"{name} {_short(value)}" for name, value in sorted(pairs.items()))


def _short(value: Any) -> str:
    return str(value.get("sha256", value)) if isinstance(value, dict) else str(value)


def _citation(context: Context) -> str:
    words, results = context.words, context.results
    manifest = results.manifest
    return words(
        "again.citation",
        project=str(manifest.get("project") or "Ongedeeld"),
        version=str(manifest.get("version") or ""),
        city=manifest["city"]["name"],
        start=words.month(manifest["start"]),
        end=words.month(manifest["end"]),
        k=results.scale,
        n=words.number(results.runs),
        commit=str(manifest.get("commit") or words("again.unknown")),
    )
