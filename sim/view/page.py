"""The page of a tab: which parts there are, and what each of them is given.

The parts are Solara components, as those of Mesa's own ``SolaraViz`` are, on a real model. ``SolaraViz`` itself is not
used: it has one model, steps it in the loop that answers the browser, begins anew with another seed and speaks one
language (docs/decisions.md). A model made at module level would be shared by all tabs: the session is made in ``Page``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import solara

from sim.view import desk
from sim.view.session import Session
from sim.view.shown.city import city
from sim.view.shown.controls import controls
from sim.view.shown.events import events
from sim.view.shown.lines import lines
from sim.view.shown.panel import panel, story
from sim.view.shown.person import person
from sim.view.shown.wijk import wijk

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
MAP_WORDS = {"city": "total.city", "costs": "total.costs", "empty": "empty"}
Act = Callable[[Any], None]


@solara.component_vue("parts/head.vue", vuetify=False)
def Head(shown: dict[str, Any], event_act: Act) -> None:  # noqa: N802 - components are named like classes
    """Show the title, the clock, the buttons and the choices."""


@solara.component_vue("parts/city.vue", vuetify=False)
def City(shown: dict[str, Any] | None, words: dict[str, str], event_act: Act) -> None:  # noqa: N802
    """Show the maps."""


@solara.component_vue("parts/lines.vue", vuetify=False)
def Lines(shown: dict[str, Any] | None, event_act: Act) -> None:  # noqa: N802
    """Show the lines over time."""


@solara.component_vue("parts/events.vue", vuetify=False)
def Events(shown: dict[str, Any] | None) -> None:  # noqa: N802
    """Show what happened."""


@solara.component_vue("parts/panel.vue", vuetify=False)
def Panel(shown: dict[str, Any] | None, event_act: Act) -> None:  # noqa: N802
    """Show levers and assumptions."""


@solara.component_vue("parts/wijk.vue", vuetify=False)
def Wijk(shown: dict[str, Any] | None, event_act: Act) -> None:  # noqa: N802
    """Show a wijk from nearby."""


@solara.component_vue("parts/person.vue", vuetify=False)
def Person(shown: dict[str, Any] | None, event_act: Act) -> None:  # noqa: N802
    """Show the card of a person."""


@solara.component_vue("parts/story.vue", vuetify=False)
def Story(shown: dict[str, Any] | None, event_act: Act) -> None:  # noqa: N802
    """Show a story."""


@solara.component
def Page() -> None:  # noqa: N802
    """Make the session of this tab and show its parts anew whenever it changes."""
    session: Session = solara.use_memo(desk.new_session, [])
    changes = solara.use_reactive(0)

    def live() -> Callable[[], None]:
        session.listen(lambda: changes.set(changes.peek() + 1))
        return session.close

    solara.use_effect(live, [])
    _ = changes.value
    solara.Style(STYLE)
    with _still(session):
        parts = {part.__name__: part(session) for part in PARTS}
    _lay_out(session, parts)


PARTS = (controls, city, lines, events, panel, wijk, person, story)


def _still(session: Session) -> AbstractContextManager[Any]:
    """Hold the month still while it is read."""
    return session.pair.lock if session.pair is not None else nullcontext()


def _lay_out(session: Session, parts: dict[str, Any]) -> None:
    words, act = session.words, session.do
    with solara.Div(classes=["og"]):
        Head(shown=parts["controls"], event_act=act)
        if parts["story"] is not None:
            Story(shown=parts["story"], event_act=act)
        if parts["person"] is not None:
            Person(shown=parts["person"], event_act=act)
        elif parts["wijk"] is not None:
            Wijk(shown=parts["wijk"], event_act=act)
        elif parts["city"] is not None:
            City(shown=parts["city"], words={key: words.own(name) for key, name in MAP_WORDS.items()}, event_act=act)
        if parts["lines"] is None:
            return
        with solara.Div(classes=["og-below"]):
            Lines(shown=parts["lines"], event_act=act)
            with solara.Div():
                Events(shown=parts["events"])
                if parts["story"] is None:
                    Panel(shown=parts["panel"], event_act=act)
