"""The head of the page: what is watched, the clock, and the buttons that move it."""

from __future__ import annotations

from typing import Any

from sim.view.pair import MARKS
from sim.view.player import SPEEDS
from sim.view.session import SCALES, SHOWN_INDICATORS, Session
from sim.view.shown.city import difference_text, level_text
from sim.view.words import PageWords

Shown = dict[str, Any]
TEXTS = ("limits", "skip", "language", "language_label", "help", "help_text", "help_on", "close", "play", "pause",
         "step", "again", "speed", "scale", "left", "right", "indicator", "mode", "side", "diff", "arm", "loading",
         "lost", "finished", "story.button")  # fmt: skip


def controls(session: Session) -> Shown:
    """Give the head of the page; the page is of use before there is a city."""
    words, chosen, player = session.words, session.chosen, session.player
    pair = session.pair
    return {
        "words": {key: words.own(key) for key in TEXTS},
        "language": chosen.language,
        "title": words.own("title", city=pair.left.model.city.name if pair else ""),
        "clock": clock(session),
        "status": player.state.status,
        "building": _building(session),
        "playing": player.playing,
        "frame": player.frame(),
        "months": pair.months if pair else 0,
        "ready": pair is not None and player.state.status != "building",
        "over": pair is not None and pair.over,
        "fault": session.fault or _stopped(session),
        "speed": player.speed,
        "speeds": [{"value": speed, "label": _speed(speed, words)} for speed in SPEEDS],
        "scale": chosen.scale,
        "scales": [{"value": k, "label": words.own("scale_value", k=k)} for k in _scales(chosen.scale)],
        "names": list(chosen.names),
        "chosen": " · ".join([*_marked(session), words.own("scale_value", k=chosen.scale)]),
        "files": _files(session),
        "indicator": chosen.indicator,
        "indicators": [{"value": name, "label": words.indicator(name)} for name in SHOWN_INDICATORS],
        "mode": "diff" if session.told_out else chosen.mode,
        "arm": 2 if session.told_out else chosen.arm,
        "place": "/".join(str(part) for part in chosen.place),
        "in_story": chosen.story is not None,
        "announced": announced(session),
    }  # fmt: skip


def clock(session: Session) -> str:
    """Write the month that was lived last, and how many of how many."""
    pair, words = session.pair, session.words
    if pair is None:
        return ""
    key = "month_of" if pair.months else "at_start"
    month = words.month(pair.month_name())
    return words.own(key, month=month, n=words.number(pair.months), all=words.number(pair.length))


def announced(session: Session) -> str:
    """Give what a screen reader says: at a pause and every January, the month, both values and their difference."""
    pair, name, words = session.pair, session.chosen.indicator, session.words
    if pair is None or pair.months == 0:
        return ""
    if session.player.playing and not pair.month_name().endswith("-01"):
        return ""
    left, right = (float(arm.values(name)[-1]) for arm in pair.arms)
    return words.own(
        "said", month=words.month(pair.month_name()), indicator=words.indicator(name),
        left=level_text(left, name, words), right=level_text(right, name, words),
        difference=difference_text(right - left, name, words),
    )  # fmt: skip


def _marked(session: Session) -> list[str]:
    return [f"{mark} {title}" for mark, title in zip(MARKS, session.titles_chosen(), strict=True)]


def _files(session: Session) -> list[Shown]:
    language = session.chosen.language
    return [{"value": one.name, "label": f"{one.titles[language]} ({one.name})"} for one in session.entries]


def _scales(scale: int) -> list[int]:
    return sorted({*SCALES, scale}, reverse=True)


def _speed(speed: int, words: PageWords) -> str:
    return words.own("speed_value", n=speed) if speed else words.own("speed_full")


def _building(session: Session) -> Shown | None:
    from sim.compiled import FIRST_TIME

    state, words = session.player.state, session.words
    if state.status != "building":
        return None
    step = words.own(f"loading_step.{state.step or 'building'}")
    return {"step": step, "part": round(100 * state.part), "note": words.own("compiling") if FIRST_TIME else ""}


def _stopped(session: Session) -> str:
    state, pair, words = session.player.state, session.pair, session.words
    if state.status != "stopped":
        return ""
    month = words.month(pair.month_name(pair.months + 1)) if pair else ""
    return words.own("stopped", month=month, what=state.fault)
