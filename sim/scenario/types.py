"""What a scenario is, once its file has been read and found right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.ledger import BudgetLine, Prices


@dataclass(frozen=True)
class PolicyCall:
    """One policy of a scenario. Months count from the start of the scenario; ``until`` is the first without.

    ``over`` is the length in months of the phase in which the policy comes in; ``wijken`` are names.
    ``budget``, ``reinvest`` and ``cap`` (euros a year) are for the ledger (``sim.ledger``). ``number`` is the place
    among the policies of a scenario, ``prices`` are those of the scenario, ``funded`` is the part of it (0-1) that is
    paid for this month; the model fills these in. ``drawn_as`` is the number by which it draws where another than that:
    put together with others, a policy draws as it does alone.
    """

    name: str
    start: int
    over: int
    until: int | None
    wijken: tuple[str, ...]
    settings: Mapping[str, Any]
    number: int = 0
    drawn_as: int | None = None
    budget: tuple[BudgetLine, ...] = ()
    reinvest: float = 0.0
    cap: float | None = None
    prices: Prices | None = None
    funded: float = 1.0


@dataclass(frozen=True)
class Scenario:
    """A city, a period, policies, and parameters that differ from the shipped ones.

    ``key`` is the name of the file; ``text`` and ``sha256`` are of the file as read (the fingerprint covers
    the files it extends). ``files`` are all files that it was read from with their texts, itself first, then what it
    extends. ``together`` has the keys of the two scenarios that it puts together, where it does.
    """

    key: str
    city: Path
    start: tuple[int, int]
    months: int
    policies: tuple[PolicyCall, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    sha256: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    stories: Mapping[str, str] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    files: tuple[tuple[Path, str], ...] = ()

    @property
    def extended(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each file that it builds on, the nearest first."""
        return tuple((path.name, text) for path, text in self.files if text != self.text)

    def title(self, language: str) -> str:
        """Give the name in a language, in the other where it has only that, else the key."""
        return self.names.get(language) or next(iter(self.names.values()), self.key)

    def story(self, language: str) -> str:
        """Give the story in a language, in the other where it has only that, else nothing."""
        return self.stories.get(language) or next(iter(self.stories.values()), "")
