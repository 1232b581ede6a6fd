"""The levers, the assumptions and the button that saves; and the stories."""

from __future__ import annotations

from typing import Any

from sim.report.remarked import said
from sim.view.levers import assumptions, levers
from sim.view.pair import MARKS
from sim.view.session import Session

Shown = dict[str, Any]
TEXTS = ("title", "none", "assumptions", "assumptions_note", "pending", "back", "source", "unit", "save", "name")
STORY_TEXTS = ("previous", "next", "look", "leave")


def panel(session: Session) -> Shown:
    """Give what can be moved: the policies of both arms and the assumptions."""
    words, changes = session.words, session.chosen.changes
    titles = session.titles_chosen()
    arms = [
        {"mark": MARKS[arm], "title": titles[arm], "policies": levers(file, arm, changes, words)}
        for arm, file in enumerate(session.files)
    ]
    return {
        "words": {key: words.own(f"levers.{key}") for key in TEXTS} | {"again": words.own("again")},
        "arms": [arm for arm in arms if arm["policies"]],
        "assumptions": assumptions(session.files[1], changes, words),
        "remarks": [said(remark, words) for remark in session.remarks],
        "pending": session.pending,
        "moved": bool(changes),
        "which": words.own("levers.save_which", mark=MARKS[1], title=titles[1]),
        "saved": session.saved,
    }


def story(session: Session) -> Shown | None:
    """Give the story that is told, None outside the stories."""
    words, place = session.words, session.chosen.story
    if place is None or place >= len(session.stories):
        return None
    entry = session.stories[place]
    return {
        "words": {key: words.own(f"story.{key}") for key in STORY_TEXTS}
        | {"play": words.own("play"), "pause": words.own("pause")},
        "title": words.own("story.title", n=place + 1, all=len(session.stories)),
        "name": entry.titles[session.chosen.language],
        "text": entry.stories[session.chosen.language],
        "place": place,
        "last": place == len(session.stories) - 1,
        "playing": session.player.playing,
        "over": session.pair is not None and session.pair.over,
    }
