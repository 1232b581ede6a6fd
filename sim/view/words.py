"""The words of the page: its own catalogue over that of the report, whose indicators and groups it shares."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from sim.report.words import Words, kind, texts_in

MILLION = 1e6


class PageWords(Words):
    """The words of one language for the page. Its own keys begin with ``view.``."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.texts = self.texts | page_catalogue(language)

    def own(self, key: str, **values: object) -> str:
        """Give a text of the page with its placeholders filled."""
        return self(f"view.{key}", **values)

    def named(self, key: str, name: str) -> str:
        """Give the words for something, or its own name where nobody wrote any yet: a policy may be new."""
        return self.texts.get(f"view.{key}.{name}", name.replace("_", " "))

    def lever(self, policy: str, name: str) -> str:
        """Give the words for a setting of a policy: its own, else those that policies share."""
        own = self.texts.get(f"view.lever_of.{policy}.{name}")
        return own if own is not None else self.named("lever", name)

    def of_lever(self, kind: str, text: str) -> str:
        """Give the ``unit`` or ``source`` of a parameter in this language, or as it stands there."""
        return lever_texts(self.language).get(kind, {}).get(text, text)

    def indicator(self, name: str, part: str = "name") -> str:
        """Give the name, phrase or unit of an indicator."""
        return self(f"indicator.{name}.{part}")

    def unit(self, indicator: str, place: str) -> str:
        """Return the unit of a difference: the indicator's own where the report has one word for all counts."""
        return self.indicator(indicator, "unit") if kind(indicator) == "count" else super().unit(indicator, place)

    def level(self, value: float, indicator: str, digits: int | None = None) -> str:
        """Write a level with its unit where that is a percentage, in as many decimals as asked for."""
        if digits is None:
            return super().level(value, indicator)
        text = self.number(value, digits)
        return self("format.percent", x=text) if kind(indicator) == "pp" else text

    def money(self, euros: float) -> str:
        """Write an amount so far, with its sign: + € 1,2 mln."""
        if abs(euros) < 500:
            return self.own("total.no_costs")
        size = abs(euros)
        key, unit = ("million", MILLION) if size >= MILLION / 2 else ("thousand", 1e3)
        amount = self.own(key, x=self.number(size / unit, 1 if size < 100 * unit else 0))
        return self.own("costs_plus" if euros > 0 else "costs_minus", x=amount)


@cache
def page_catalogue(language: str) -> dict[str, str]:
    """Return the texts of the page in a language by their dotted keys."""
    own = texts_in(Path(__file__).with_name(f"words_{language}.yaml"))
    return {f"view.{key}": text for key, text in own.items()}


@cache
def lever_texts(language: str) -> dict[str, dict[str, str]]:
    """Return units and sources of levers in a language, by what stands with the parameter; English stands there."""
    path = Path(__file__).with_name(f"levers_{language}.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
