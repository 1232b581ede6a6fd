"""A wijk from nearby: its blocks, homes and facilities, and who lives in them, in both arms.

Where more people live there than can be told apart, whole blocks are drawn and others left out: the same ones in both
arms and in every month, living groups and projects always.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.view.arm import Arm
from sim.view.pair import MARKS, Pair
from sim.view.session import Session
from sim.view.words import PageWords
from sim.world.codes import (
    ADULT,
    BLOCK,
    FOCUS_KINDS,
    LIVE_IN_FACILITIES,
    NOWHERE,
    POOL,
    PROFESSIONAL_DOMAINS,
    SCHOOL_GATE,
    UNIT,
    VOLUNTEERING,
)

MOST_DRAWN = 480
"""Residents of a wijk drawn at the start, about; above it blocks are left out."""
MODERATE, SEVERE = 3, 9
CHILD = 3
"""The class of who is not asked how lonely they are; the others are 0, 1 and 2 by their score."""
NOT_PLACES = (BLOCK, POOL, UNIT, SCHOOL_GATE)
Shown = dict[str, Any]
TEXTS = ("back", "resident", "volunteer", "professional", "facility", "closed", "vacant", "score_low", "score_middle",
         "score_high", "child", "block", "group", "project", "staff", "no_staff", "places", "moved_here")  # fmt: skip


def wijk(session: Session) -> Shown | None:
    """Give the wijk that is open, None where none is."""
    pair, (kind, *rest) = session.pair, session.chosen.place
    if pair is None or kind != "wijk" or rest[0] >= len(pair.left.model.city.wijken):
        return None
    words, place = session.words, rest[0]
    with pair.lock:
        arms = [_arm(session, pair, arm, place) for arm in (0, 1)]
    return {
        "name": pair.left.model.city.wijken[place].name,
        "arm": session.chosen.arm,
        "arms": arms,
        "words": {key: words.own(f"wijk.{key}") for key in TEXTS},
    }


def score_class(score: int, age: int) -> int:
    """Give the class of a loneliness score: 0 not, 1 moderately, 2 severely lonely; children apart."""
    return CHILD if age < ADULT else 2 if score >= SEVERE else 1 if score >= MODERATE else 0


def _arm(session: Session, pair: Pair, number: int, place: int) -> Shown:
    arm, words = pair.arms[number], session.words
    blocks, drawn, everybody = _blocks(arm, pair, place)
    title = session.titles()[number]
    name = pair.left.model.city.wijken[place].name
    return {
        "mark": MARKS[number],
        "title": title,
        "label": words.own("wijk.label", title=title, wijk=name, n=words.number(drawn)),
        "drawn": words.own("wijk.drawn", n=words.number(drawn), all=words.number(everybody), k=pair.setup.scale),
        "blocks": [_named(block, arm, words) for block in blocks],
        "staff": _staff(arm, place, words),
        "places": _places(arm, place, words),
    }


def _blocks(arm: Arm, pair: Pair, place: int) -> tuple[list[Shown], int, int]:
    """Give the blocks that are drawn with their homes, how many people are in them, and how many live in the wijk."""
    world = arm.model.world
    d, r = world.dwellings, world.residents
    homes = np.flatnonzero(d.wijk == place)
    people = np.flatnonzero(r.alive)
    people = people[d.wijk[r.dwelling[people]] == place]
    by_home: dict[int, list[int]] = {}
    for row in people.tolist():
        by_home.setdefault(int(r.dwelling[row]), []).append(row)
    blocks: dict[tuple[str, int], list[int]] = {}
    for home in homes.tolist():
        blocks.setdefault(_block_of(d, home), []).append(home)
    kept = _sampled(list(blocks), float(pair.left.history[0, place, 1]))
    drawn, found = 0, []
    for key in kept:
        marks = [[_person(r, row) for row in by_home.get(home, [])] for home in blocks[key]]
        drawn += sum(len(home) for home in marks)
        found.append({"kind": key[0], "id": key[1], "homes": marks})
    return found, drawn, len(people)


def _block_of(d: Any, home: int) -> tuple[str, int]:
    if d.unit[home] >= 0:
        return "unit", int(d.unit[home])
    return ("project" if d.project[home] >= 0 else "block"), int(d.block[home])


def _sampled(blocks: list[tuple[str, int]], residents: float) -> list[tuple[str, int]]:
    """Keep living groups and projects, and as many of the other blocks as can be drawn, evenly spread."""
    share = min(1.0, MOST_DRAWN / max(residents, 1.0))
    special = sorted(key for key in blocks if key[0] != "block")
    others = sorted(key for key in blocks if key[0] == "block")
    return special + [key for k, key in enumerate(others) if int((k + 1) * share) > int(k * share)]


def _person(r: Any, row: int) -> list[Any]:
    """Give a resident as uid, role (1 volunteers), class of the score, and whether their place closed.

    The uid is a text: a browser would round one of nineteen digits.
    """
    score = int(r.social_score[row]) + int(r.emotional_score[row])
    volunteers = int(r.focus[row, VOLUNTEERING] != NOWHERE)
    return [str(r.uid[row]), volunteers, score_class(score, int(r.age[row])), int(r.lost_place[row] >= 0)]


def _named(block: Shown, arm: Arm, words: PageWords) -> Shown:
    """Add to a block what it is and whether it is closed."""
    world, number = arm.model.world, block["id"]
    if block["kind"] == "unit":
        closed = bool(world.levers.unit_closed[number])
        return block | {"name": words.named("unit", LIVE_IN_FACILITIES[world.units.facility[number]]), "closed": closed}
    if block["kind"] == "project":
        d = world.dwellings
        home = int(np.flatnonzero((d.block == number) & (d.project >= 0))[0])
        project = d.project[home]
        programme, scattered = world.projects.programme[project], world.projects.dwellings[project] == 0
        closed = not scattered and not bool(d.open[(d.block == number) & (d.project >= 0)].any())
        return block | {"name": words.named("programme", str(programme)), "closed": closed}
    return block | {"name": words.own("wijk.block"), "closed": False}


def _staff(arm: Arm, place: int, words: PageWords) -> list[Shown]:
    """Give the posts of professionals of the wijk by domain: how many are held and how many vacant."""
    p = arm.model.world.professionals
    mine = p.wijk == place
    found = []
    for domain, name in enumerate(PROFESSIONAL_DOMAINS):
        posts = mine & (p.domain == domain)
        if posts.any():
            held, vacant = int((posts & ~p.vacant).sum()), int((posts & p.vacant).sum())
            text = words.own("wijk.posts", domain=words.named("domain", name), n=words.number(held))
            unfilled = words.counted("view.wijk.vacancies", vacant) if vacant else ""
            found.append({"held": held, "vacant": vacant, "text": ", ".join(filter(None, (text, unfilled)))})
    return found


def _places(arm: Arm, place: int, words: PageWords) -> list[Shown]:
    """Give what people of the wijk can go to: how many of each kind meet, and how many do not."""
    f, closed = arm.model.world.foci, arm.model.world.focus_levers.closed
    mine, found = f.wijk == place, []
    for kind, name in enumerate(FOCUS_KINDS):
        here = mine & (f.kind == kind)
        if kind in NOT_PLACES or not here.any():
            continue
        meets = f.open & ~closed
        what = words.named("place", name)
        found.append({
            "open": words.own("place.open", n=words.number(int((here & meets).sum())), what=what),
            "closed": int((here & ~meets).sum()),
        })  # fmt: skip
    return found
