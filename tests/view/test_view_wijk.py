"""A wijk from nearby counts its posts in words that fit."""

import numpy as np
import pytest

from sim.view.shown.wijk import wijk
from sim.world.codes import PROFESSIONAL_DOMAINS

WIJK = 10
WELFARE, LIVEABILITY = (PROFESSIONAL_DOMAINS.index(name) for name in ("welfare", "liveability"))


def said_with(session, vacant):
    """Give what is said of three posts for liveability of which so many are vacant."""
    session.chosen.place = ("wijk", WIJK)
    p = session.pair.left.model.world.professionals
    mine = np.flatnonzero(p.wijk == WIJK)[:3]
    p.domain[p.wijk == WIJK] = WELFARE
    p.domain[mine] = LIVEABILITY
    p.vacant[mine] = np.arange(3) < vacant
    return wijk(session)["arms"][0]["staff"][-1]["text"]


@pytest.mark.parametrize(
    ("language", "vacant", "text"),
    [
        ("en", 0, "liveability: 3 filled"),
        ("en", 1, "liveability: 2 filled, 1 vacancy"),
        ("en", 2, "liveability: 1 filled, 2 vacancies"),
        ("nl", 1, "leefbaarheid: 2 bezet, 1 vacature"),
        ("nl", 2, "leefbaarheid: 1 bezet, 2 vacatures"),
    ],
)
def test_one_vacancy_and_more_of_them_have_each_their_word(session, language, vacant, text):
    session.chosen.language = language
    assert said_with(session, vacant) == text


def test_places_of_a_kind_are_counted_behind_their_name(session):
    session.chosen.place = ("wijk", WIJK)
    assert all(one["open"].split(": ")[1].isdigit() for one in wijk(session)["arms"][0]["places"])
