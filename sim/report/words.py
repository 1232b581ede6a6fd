"""The words and numbers of one language: message catalogues and the formatting that goes with them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.indicators.catalogue import COLUMNS

LANGUAGES = ("nl", "en")
MINUS = "\N{MINUS SIGN}"
WORD_JOINER = "\N{WORD JOINER}"
"""Keeps a minus on the line of its amount."""
MOST_DECIMALS = 5


class Words:
    """One catalogue. ``words("verdict.better")`` is a text; keyword arguments fill its placeholders."""

    def __init__(self, language: str):
        self.language = language
        self.texts = catalogue(language)

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled."""
        return self.texts[key].format_map(values) if values else self.texts[key]

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with the marks of the language: 1.234,5 or 1,234.5; never a negative zero."""
        if not math.isfinite(value):
            return self("format.missing")
        text = f"{abs(value):,.{decimals}f}"
        swap = {",": self("format.thousands"), ".": self("format.decimal")}
        sign = MINUS if value < 0 and float(f"{value:.{decimals}f}") != 0 else ""
        return sign + "".join(swap.get(letter, letter) for letter in text)

    def size(self, value: float, decimals: int) -> str:
        """Write the size of a difference inside a sentence, as the table beside it does but without the sign."""
        step = 10.0**-MOST_DECIMALS
        if value != 0 and abs(value) < step / 2:
            return self("format.less_than", x=self.number(step, MOST_DECIMALS))
        return self.number(abs(value), _enough(value, decimals))

    def signed(self, value: float, decimals: int) -> str:
        """Write a difference with its sign.

        An end of an interval decides a verdict by its side of zero, so "−0.04" must not become "0.0".
        """
        if not math.isfinite(value):
            return self("format.missing")
        rounded = float(f"{value:.{_enough(value, decimals)}f}")
        if rounded == 0:
            return "0"
        return ("+" if rounded > 0 else "") + self.number(rounded, _enough(value, decimals))

    def interval(self, low: float, high: float, decimals: int) -> str:
        """Write an interval with a word between its ends: '−1,5 tot −0,3'."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return self("format.missing")
        return self("format.between", low=self.signed(low, decimals), high=self.signed(high, decimals))

    def with_interval(self, value: str, low: str, high: str) -> str:
        """Put an interval behind the number it belongs to, all of them in words: '+1 (95%-interval +0,2 tot +1,8)'."""
        return self("format.with_interval", x=value, interval=self("format.between", low=low, high=high))

    def rounded(self, value: float) -> str:
        """Write an amount in three significant digits, with at most two decimals; what these do not show is 0."""
        if not math.isfinite(value):
            return self("format.missing")
        if round(value, 2) == 0:
            return self.number(0.0)
        places = 2 - math.floor(math.log10(abs(value)))
        return self.number(round(value, places), min(max(places, 0), 2))

    def signed_rounded(self, value: float) -> str:
        """Write a difference as ``rounded`` does, with its sign."""
        text = self.rounded(value)
        return f"+{text}" if value > 0 and text != self.rounded(0.0) else text

    def euros(self, value: float) -> str:
        """Write an amount of euros for a sentence."""
        amount = self("format.euros", x=self.rounded(abs(value)))
        return MINUS + WORD_JOINER + amount if value < 0 and self.rounded(value) != self.rounded(0.0) else amount

    def signed_euros(self, value: float) -> str:
        """Write a difference in euros with its sign, for a table."""
        amount = self.euros(value)
        return f"+{WORD_JOINER}{amount}" if value > 0 and self.rounded(value) != self.rounded(0.0) else amount

    def people(self, value: float) -> str:
        """Write a number of people in two significant digits."""
        size = abs(value)
        if size < 1:
            return self("format.less_than", x="1")
        digits = math.floor(math.log10(size)) - 1
        return self.number(round(size, -digits) if digits > 0 else round(size))

    def runs(self, value: float) -> str:
        """Write a number of runs in two significant digits, rounded up: fewer would not do."""
        if not math.isfinite(value):
            return self("format.missing")
        step = 10 ** max(math.floor(math.log10(max(value, 1.0))) - 1, 0)
        return self.number(math.ceil(value / step) * step)

    def counted(self, key: str, count: float) -> str:
        """Write a count with its noun, singular or plural."""
        return self(f"{key}_one" if count == 1 else f"{key}_many", n=self.number(count))

    def duration(self, months: int) -> str:
        """Write a number of months as years where they are whole years."""
        if months % 12 == 0:
            return self.counted("format.years", months // 12)
        return self.counted("format.months", months)

    def month(self, month: str) -> str:
        """Write '2027-01' as 'januari 2027' or 'January 2027'; a bare year stays as it is."""
        year, _, number = month.partition("-")
        if not number:
            return year
        return self("format.month", month=self("format.months").split()[int(number) - 1], year=year)

    def quoted(self, text: str) -> str:
        """Put the title of a scenario between quotes, so that it can stand inside a sentence."""
        return self("format.quoted", x=text)

    def unit(self, indicator: str, place: str) -> str:
        """Return the unit of a difference, as it stands in a ``head`` or in a ``sentence``."""
        return self(f"unit.{kind(indicator)}.{place}")

    def amount(self, value: float, indicator: str, places: int) -> str:
        """Write the size of a difference with its unit, for a sentence."""
        return f"{self.size(value, places)} {self.unit(indicator, 'sentence')}"

    def level(self, value: float, indicator: str) -> str:
        """Write a level with its unit where that is a percentage."""
        text = self.number(value, level_decimals(indicator))
        return self("format.percent", x=text) if kind(indicator) == "pp" else text


def enough(values: Iterable[float], decimals: int) -> int:
    """Return one number of decimals for what stands together, so that sums of it can be followed.

    They are as many as the largest needs to show two digits, and no fewer than ``decimals``. Whatever is too small to
    show one then has more of its own (``Words.signed``): its side of zero may decide a verdict.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if round(largest, MOST_DECIMALS) == 0:
        return decimals
    return min(max(decimals, 1 - math.floor(math.log10(largest))), MOST_DECIMALS)


def _enough(value: float, decimals: int) -> int:
    """Add decimals until a value that is not zero has a digit to show."""
    while decimals < MOST_DECIMALS and value != 0 and float(f"{value:.{decimals}f}") == 0:
        decimals += 1
    return decimals


def kind(indicator: str) -> str:
    """Return which sort of unit an indicator has: pp, points, people or count."""
    unit = COLUMNS[indicator].unit
    if unit == "residents":
        return "people"
    return "pp" if unit.startswith("%") else "points" if unit.startswith("points") else "count"


def decimals(indicator: str) -> int:
    """Return how many decimals a difference of the indicator is written with."""
    return COLUMNS[indicator].decimals


def level_decimals(indicator: str) -> int:
    """Return how many decimals a level is written with: one suffices for all but whole counts."""
    return min(COLUMNS[indicator].decimals, 1)


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the texts of a language by their dotted keys."""
    found: dict[str, str] = {}
    for part in ("words", "words_sweep", "words_ablated"):
        found |= texts_in(Path(__file__).with_name(f"{part}_{language}.yaml"))
    return found


def texts_in(path: Path) -> dict[str, str]:
    """Read a catalogue: its texts by their dotted keys."""
    return dict(_flat("", yaml.safe_load(path.read_text(encoding="utf-8"))))


def _flat(prefix: str, node: dict[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in node.items():
        pairs += _flat(f"{prefix}{key}.", value) if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return pairs
