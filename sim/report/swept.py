"""What the page of a sweep is told, and how its outcomes are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.report.words import Words

Row = Mapping[str, Any]
EVERYONE, CITY, ALL, EUROS = "everyone", "*", "*", "euros"


@dataclass(frozen=True)
class Looked:
    """An outcome of a sweep: its column, indicator, group and wijk, and from when a policy fails on it."""

    name: str
    indicator: str
    group: str
    wijk: str
    worse_by: float


@dataclass(frozen=True)
class Swept:
    """What the page is told of a sweep; ``policies`` are titles by language under their names, the baseline first.

    ``uncertain`` are name, whether it is a future, the range in words, and unit of each uncertainty.
    """

    titles: Mapping[str, str]
    stories: Mapping[str, str]
    policies: Mapping[str, Mapping[str, str]]
    outcomes: Sequence[Looked]
    uncertain: Sequence[tuple[str, bool, str, str]]
    kind: str
    points: int
    seeds: int
    scale: int
    months: int
    runs: int
    failed: int
    robustness: Sequence[Row]
    discovery: Sequence[Row]
    sensitivity: Sequence[Row]
    lang: str = "en"
    facts: Mapping[str, str] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """Return the name of the sweep in a language, in another where it has only that."""
        return self.titles.get(language) or next(iter(self.titles.values()), "")

    def policy(self, name: str, language: str) -> str:
        """Return the title of a policy in a language, else its name."""
        known = self.policies.get(name, {})
        return known.get(language) or next(iter(known.values()), name)


def outcome_phrase(words: Words, outcome: Looked) -> str:
    """Name an outcome inside a sentence."""
    if outcome.indicator == EUROS:
        return words("sweep.euros")
    phrase = words(f"indicator.{outcome.indicator}.phrase")
    if outcome.group != EVERYONE:
        return words("sweep.of_group", phrase=phrase, group=words(f"group.{outcome.group}"))
    return phrase if outcome.wijk == CITY else words("sweep.in_wijk", phrase=phrase, wijk=outcome.wijk)


def outcome_heading(words: Words, outcome: Looked) -> str:
    """Name an outcome at the beginning of a line."""
    phrase = outcome_phrase(words, outcome)
    return phrase[0].upper() + phrase[1:]
