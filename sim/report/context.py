"""What every block of the report is given: the results, the words of one language, and shared pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.report.markup import Child, Markup, tag
from sim.report.results import Results
from sim.report.words import Words


@dataclass
class Context:
    """One language of one report. ``figures`` counts the figures as they are made."""

    results: Results
    words: Words
    figures: int = field(default=0)

    def title(self, scenario: str) -> str:
        """Return the title of a scenario in this language."""
        return self.results.title(scenario, self.words.language)

    def quoted(self, scenario: str) -> str:
        """Return the title of a scenario between quotes, for a sentence."""
        return self.words.quoted(self.title(scenario))

    @property
    def baseline(self) -> str:
        """The title of the baseline between quotes."""
        return self.quoted(self.results.baseline)

    @property
    def band(self) -> str:
        """What the bands and intervals contain: chance only, or assumptions as well."""
        sets = self.results.parameter_sets
        if sets == 1:
            return self.words("page.chance_only")
        return self.words("page.chance_and_parameters", n=sets)

    def anchor(self, name: str) -> str:
        """Return an id that is unique among the languages of the page."""
        return f"{self.words.language}-{name}"

    def block(self, name: str, *children: Child) -> Markup:
        """Return a numbered block of the page under its heading."""
        heading = tag("h2", self.words(f"{name}.heading"), id=self.anchor(name))
        return tag("section", heading, *children, class_=f"block {name}")

    def figure(
        self,
        title: Child,
        subtitle: Child,
        body: Child,
        details: Child = None,
        saves_svg: bool = False,
        class_: str = "",
    ) -> Markup:
        """Return a numbered figure: its finding as title, then what it shows, the drawing and its data."""
        self.figures += 1
        words = self.words
        number = tag("span", words("figure.number", n=self.figures), class_="number")
        caption = tag("figcaption", number, tag("h3", title), tag("p", subtitle, class_="subtitle"))
        save = saves_svg and tag("button", words("figure.svg"), type="button", class_="save", data_save="svg",
                                 aria_label=words("figure.svg_label"))  # fmt: skip
        data = details and tag("details", tag("summary", words("figure.details")), details)
        tools = tag("div", save or None, data or None, class_="tools") if save or data else None
        # The data stay outside the figure: on paper a figure is kept whole, a long table need not be.
        return tag("div", tag("figure", caption, body), tools, class_=f"exhibit {class_}".strip())

    def per_scenario(self, children: Sequence[Child], name: str = "div") -> list[Markup]:
        """Wrap what belongs to each scenario, so that the page shows that of the chosen one."""
        return [
            tag(name, child, class_="per", data_scenario=index, hidden=index > 0)
            for index, child in enumerate(children)
        ]

    def chooser(self) -> Markup | None:
        """Return the list from which the reader chooses a scenario; nothing where there is one."""
        if len(self.results.scenarios) < 2:
            return None
        options = [tag("option", self.title(key), value=i) for i, key in enumerate(self.results.scenarios)]
        label = self.words("page.choose_label")
        return tag(
            "label",
            tag("span", self.words("page.choose")),
            tag("select", options, data_chooser=True, autocomplete="off", aria_label=label),
            class_="chooser",
        )
