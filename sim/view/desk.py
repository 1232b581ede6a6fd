"""What all tabs of the program share: the scenario files, the cities that were burnt in, and how a tab begins."""

from __future__ import annotations

from dataclasses import replace

from sim.view.library import Library
from sim.view.session import Chosen, Session
from sim.view.worlds import Worlds

_shared: dict[str, object] = {}
WORLDS = Worlds()


def prepare(library: Library, chosen: Chosen) -> None:
    """Say what every new tab begins with; called once, before the page is served."""
    _shared["library"], _shared["chosen"] = library, chosen


def new_session() -> Session:
    """Make the session of a new tab."""
    library, chosen = _shared["library"], _shared["chosen"]
    assert isinstance(library, Library) and isinstance(chosen, Chosen)
    return Session(library, WORLDS, replace(chosen, names=list(chosen.names), changes={}))
