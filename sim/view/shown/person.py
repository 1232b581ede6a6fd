"""The card of a person: who they are, whom they know, who helps, what happened; and the same in the other arm."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.indicators.catalogue import GROUPS
from sim.view.arm import NOT_ASKED, Arm
from sim.view.chronicle import BEGINNINGS, HELPERS
from sim.view.pair import MARKS, Pair
from sim.view.session import Session
from sim.view.words import PageWords
from sim.world.codes import (
    ADULT,
    EXHOMELESS,
    HOUSEHOLD_TIE,
    KIN_TIE,
    LIVE_IN_FACILITIES,
    LVB,
    NEW,
    NOBODY,
    NOWHERE,
    OLD80,
    PSY,
    TYPE_BITS,
    VOLUNTEERING,
    WOMAN,
)

BITS = ((OLD80, "oldest"), (PSY, "mental_health"), (LVB, "mild_intellectual_disability"), (NEW, "newcomers"),
        (EXHOMELESS, "formerly_homeless"))  # fmt: skip
FRAIL = 3
FEW_HOURS = 0.05
Shown = dict[str, Any]
TEXTS = ("groups", "household", "score", "ties", "need", "unmet", "helps", "gives", "happened", "nothing", "simulated")


def person(session: Session) -> Shown | None:
    """Give the card of who is open, None where nobody is."""
    pair, (kind, *rest) = session.pair, session.chosen.place
    if pair is None or kind != "person":
        return None
    words, uid = session.words, rest[0]
    with pair.lock:
        sides = [_side(session, pair, number, uid) for number in (0, 1)]
        happened = _happened(pair, uid, words)
    shown = {
        "words": {key: words.own(f"person.{key}") for key in TEXTS} | {"close": words.own("close")},
        "uid": str(uid),
    }
    here = next((side for side in sides if side["here"]), None)
    if here is None and all(side["never"] for side in sides):
        return shown | {"unknown": words.own("person.unknown"), "title": words.own("person.unknown")}
    scores = [side["score"] for side in sides]
    asked = any(side["asked"] for side in sides)
    label = words.own("person.score_line", left_mark=MARKS[0], right_mark=MARKS[1], a=scores[0], b=scores[1])
    return shown | {
        "title": here["title"] if here else sides[0]["gone"],
        "groups": here["groups"] if here else "",
        "sides": sides,
        "happened": happened,
        "length": pair.length,
        "asked": asked,
        "not_asked": "" if asked or here is None else words.own("person.not_asked"),
        "score_label": label,
        "wijk": here["wijk"] if here else -1,
    }


def _side(session: Session, pair: Pair, number: int, uid: int) -> Shown:
    arm, words = pair.arms[number], session.words
    row, gone = arm.chronicle.row_of(uid), arm.chronicle.gone(uid)
    values = _scores(arm, row, uid)
    shown: Shown = {
        "mark": MARKS[number],
        "values": values,
        "asked": any(value is not None for value in values),
        "score": "–",
        "here": False,
        "never": False,
    }
    if row is None or gone is not None or not arm.model.world.residents.alive[row]:
        key = "never" if gone is None else gone[1]
        when = words.month(pair.month_name(gone[0] + 1)) if gone else ""
        why = words.own(f"person.{key}", month=when)
        text = words.own("person.gone", arm=f"{MARKS[number]} {session.titles()[number]}", why=why)
        return shown | {"gone": text, "never": gone is None}
    r = arm.model.world.residents
    return shown | _lives(arm, row, words) | _score(r, row, words) | {
        "here": True,
        "ties": _ties(arm, row, words),
        "need": _hours(float(r.need[row]), words),
        "unmet": _hours(float(r.unmet[row]), words),
        "helps": _helpers(arm, row, words),
        "gives": _hours(float(r.care_given[row]), words),
    }  # fmt: skip


def _score(r: Any, row: int, words: PageWords) -> Shown:
    """Give how lonely somebody is; nothing of a child, who is not asked."""
    if r.age[row] < ADULT:
        return {}
    return {"asked": True, "score": words.number(int(r.social_score[row]) + int(r.emotional_score[row]))}


def _lives(arm: Arm, row: int, words: PageWords) -> Shown:
    """Give who somebody is and where and with whom they live."""
    world = arm.model.world
    r, d = world.residents, world.dwellings
    home, age = int(r.dwelling[row]), int(r.age[row])
    adult = ("man", "woman") if age >= ADULT else ("boy", "girl")
    who = words.own(f"person.{adult[int(r.sex[row] == WOMAN)]}")
    lives = _home(arm, row, words)
    wijk = arm.model.city.wijken[d.wijk[home]].name
    title = words.own("person.title", who=who, age=words.number(age // 12), wijk=wijk, home=lives)
    return {"title": title, "home": f"{lives} · {wijk}", "groups": _groups(arm, row, words), "wijk": int(d.wijk[home])}


def _home(arm: Arm, row: int, words: PageWords) -> str:
    world = arm.model.world
    r, d = world.residents, world.dwellings
    home = int(r.dwelling[row])
    if d.unit[home] >= 0:
        facility = LIVE_IN_FACILITIES[world.units.facility[d.unit[home]]]
        return words.own("person.in_facility", facility=words.named("unit", facility))
    others = int((r.alive & (r.dwelling == home)).sum()) - 1
    if others == 0:
        return words.own("person.alone")
    if others == 1 and r.partner[row] != NOBODY:
        return words.own("person.with_partner")
    return words.own("person.with_others", n=words.number(others))


def _groups(arm: Arm, row: int, words: PageWords) -> str:
    r, found = arm.model.world.residents, []
    bits = int(r.vulnerability[row])
    found = [name for bit, name in BITS if bits & bit]
    found += ["high_frailty"] if r.frailty[row] >= FRAIL else []
    found += ["lost_place"] if r.lost_place[row] >= 0 else []
    found += ["volunteers"] if r.focus[row, VOLUNTEERING] != NOWHERE else []
    named = [words(f"group.{name}") for name in found if name in GROUPS]
    return ", ".join(named) or words("group.others")


def _ties(arm: Arm, row: int, words: PageWords) -> str:
    t = arm.model.world.ties
    kinds = t.kind[row, : t.count[row]] & TYPE_BITS
    home, kin = int((kinds == HOUSEHOLD_TIE).sum()), int((kinds == KIN_TIE).sum())
    return words.own("person.ties_value", n=len(kinds), kin=kin, home=home, other=len(kinds) - kin - home)


def _helpers(arm: Arm, row: int, words: PageWords) -> str:
    """Give who supports somebody and with how many hours a week, from the last month lived."""
    if arm.months == 0:
        return words.own("person.not_yet")
    given = arm.chronicle.given[:, row].tolist()
    found = [
        words.own("person.helped_by", who=words.own(f"source.{name}"), x=words.number(hours, 1))
        for name, hours in zip(HELPERS, given, strict=True)
        if hours >= FEW_HOURS
    ]
    return ", ".join(found) or words.own("person.none")


def _hours(hours: float, words: PageWords) -> str:
    return words.own("person.hours", x=words.number(hours, 1)) if hours >= FEW_HOURS else words.own("person.none")


def _scores(arm: Arm, row: int | None, uid: int) -> list[int | None]:
    """Give the score after each month in which this person lived here, None in all others."""
    if row is None:
        return []
    gone = arm.chronicle.gone(uid)
    came = [one.month for one in arm.chronicle.of(uid) if one.kind in BEGINNINGS]
    first, last = (came[-1] if came else 0), (gone[0] if gone else arm.months)
    scores = arm.scores[: arm.months, row].astype(int)
    months = np.arange(arm.months)
    known = (months >= first) & (months < last) & (scores != NOT_ASKED)
    return [int(score) if known[month] else None for month, score in enumerate(scores)]


def _happened(pair: Pair, uid: int, words: PageWords) -> list[Shown]:
    """Give what happened to this person, with the marks of the arms in which it did.

    What reads the same in both is one line, wherever they lived: a wijk that is not named tells nothing apart.
    """
    wijken = pair.left.model.city.wijken
    marks: dict[tuple[int, str], str] = {}
    for arm, mark in zip(pair.arms, MARKS, strict=True):
        for one in arm.chronicle.of(uid):
            text = words.own(f"life.{one.kind}", wijk=wijken[one.wijk].name if one.wijk >= 0 else "")
            before = marks.get((one.month, text), "")
            marks[one.month, text] = before if mark in before else before + mark
    return [
        {
            "when": words.month(pair.month_name(month + 1)),
            "marks": both if len(both) > 1 else words.own("person.only", mark=both),
            "text": text,
        }
        for (month, text), both in sorted(marks.items(), key=lambda noted: noted[0][0])
    ]
