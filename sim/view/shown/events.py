"""What happened: what the policies began, ended, closed and opened, in one list with the mark of its arm."""

from __future__ import annotations

from typing import Any

from sim.view.arm import Happening
from sim.view.pair import MARKS, Pair
from sim.view.session import Session

MOST_LISTED = 40
Shown = dict[str, Any]
Dated = tuple[int, str, list[Happening]]


def events(session: Session) -> Shown | None:
    """Give the list of events so far, the latest first."""
    pair = session.pair
    if pair is None:
        return None
    words, (kind, *rest) = session.words, session.chosen.place
    found = _so_far(pair, rest[0] if kind == "wijk" else -1)
    listed = [
        {"when": words.month(pair.month_name(month + 1)), "marks": marks, "text": _text(session, pair, one)}
        for month, marks, all_of_them in reversed(found)
        for one in all_of_them
    ]
    more = len(listed) - MOST_LISTED
    return {
        "title": words.own("event.title"),
        "none": words.own("event.none"),
        "list": listed[:MOST_LISTED],
        "more": words.own("event.more", n=words.number(more)) if more > 0 else "",
    }


def on_axis(session: Session, pair: Pair, place: int) -> list[Shown]:
    """Give what stands on the time axis: a mark a month and arm, with its texts."""
    return [
        {"at": month, "marks": marks, "text": "; ".join(_text(session, pair, one) for one in found)}
        for month, marks, found in _so_far(pair, place)
    ]


def _so_far(pair: Pair, wijk: int) -> list[Dated]:
    """Give what happened until now in a wijk (-1: anywhere), by month and by the arms in which it did."""
    by: dict[tuple[int, str], list[Happening]] = {}
    left, right = (
        [one for one in arm.happenings if one.month < pair.months and (wijk < 0 or one.wijk in (-1, wijk))]
        for arm in pair.arms
    )
    for one in left:
        by.setdefault((one.month, MARKS[0] + MARKS[1] if one in right else MARKS[0]), []).append(one)
    for one in right:
        if one not in left:
            by.setdefault((one.month, MARKS[1]), []).append(one)
    return [(month, marks, found) for (month, marks), found in sorted(by.items())]


def _text(session: Session, pair: Pair, one: Happening) -> str:
    words = session.words
    wijken = pair.left.model.city.wijken
    where = wijken[one.wijk].name if one.wijk >= 0 else ""
    policy, real = words.named("policy", one.policy), words.number(one.count * pair.setup.scale)
    return words.own(f"event.{one.what}", n=real, wijk=where, policy=policy)
