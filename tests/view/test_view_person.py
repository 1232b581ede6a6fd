"""The card of a person says what happened to them once for both arms, and of a child nothing they were not asked."""

import numpy as np
from one_world import lived

from sim.view.chronicle import Event
from sim.view.shown.person import person
from sim.world.codes import ADULT, SCHOOL_AGE


def happened(session, monkeypatch, left, right):
    """Give what the card of the first resident tells where these events were noted in the two arms."""
    residents = session.pair.left.model.world.residents
    for arm, noted in zip(session.pair.arms, (left, right), strict=True):
        monkeypatch.setattr(arm.chronicle, "of", lambda uid, noted=noted: noted)
    session.chosen.place = ("person", int(residents.uid[residents.alive][0]))
    return [(one["text"], one["marks"]) for one in person(session)["happened"]]


def test_what_happened_in_both_arms_is_told_once_even_if_they_lived_elsewhere(session, monkeypatch):
    told = happened(session, monkeypatch, [Event(3, "incident", 1)], [Event(3, "incident", 2)])
    assert told == [("an incident at home or nearby", "○◆")]


def test_moves_to_two_wijken_stay_two_lines_as_each_names_its_own(session, monkeypatch):
    wijken = [wijk.name for wijk in session.pair.left.model.city.wijken]
    told = happened(session, monkeypatch, [Event(3, "moved", 1)], [Event(3, "moved", 2)])
    assert told == [(f"moved to {wijken[1]}", "only ○"), (f"moved to {wijken[2]}", "only ◆")]


def test_the_same_in_two_months_is_told_twice(session, monkeypatch):
    told = happened(session, monkeypatch, [Event(3, "incident", 1)], [Event(4, "incident", 1)])
    assert [marks for _, marks in told] == ["only ○", "only ◆"]


def test_who_turns_four_is_told_apart_from_who_came_to_the_city(session):
    pair = session.pair
    noted = {"came": [], "turned_four": []}
    r = pair.left.model.world.residents
    for _ in range(6):
        before = set(r.uid[r.alive].tolist())
        lived(pair, 1)
        for row in np.flatnonzero(r.alive & ~np.isin(r.uid, list(before))).tolist():
            first = pair.left.chronicle.of(int(r.uid[row]))[0].kind
            noted[first].append(int(r.age[row]))
    assert noted["came"] and noted["turned_four"]
    assert set(noted["turned_four"]) <= {SCHOOL_AGE, SCHOOL_AGE + 1}
    assert max(noted["came"]) >= ADULT


def card_of(session, of_age):
    """Give the card of somebody whose age in months fits."""
    r = session.pair.left.model.world.residents
    here = np.flatnonzero(r.alive & of_age(r.age))
    session.chosen.place = ("person", int(r.uid[here[0]]))
    return person(session)


def test_the_card_of_a_child_has_no_loneliness_and_says_why(session):
    lived(session.pair, 2)
    card = card_of(session, lambda age: age < ADULT - 12)
    assert not card["asked"] and "not asked how lonely" in card["not_asked"]
    assert all(side["score"] == "–" and set(side["values"]) == {None} for side in card["sides"])


def test_the_card_of_an_adult_has_a_score_and_a_line(session):
    lived(session.pair, 2)
    card = card_of(session, lambda age: age > ADULT + 12)
    assert card["asked"] and card["not_asked"] == ""
    assert all(side["score"].isdigit() and None not in side["values"] for side in card["sides"])


def test_who_turned_eighteen_has_a_line_from_then_on(session):
    lived(session.pair, 6)
    card = card_of(session, lambda age: (age >= ADULT) & (age < ADULT + 5))
    known = [value is not None for value in card["sides"][0]["values"]]
    assert card["asked"] and known == sorted(known) and known[-1] and not known[0]
