"""What people are born or arrive with."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.randomness import Draws
from sim.world.codes import ADULT, EXHOMELESS, LVB, NEW, PSY, SOCIAL
from sim.world.people import draw_vulnerability, equip

PEOPLE = BOUND["people"]


def share(bit, income, people=20_000):
    key = Draws(3).key("people")
    return np.mean([bool(draw_vulnerability(PEOPLE, key, uid, ADULT, SOCIAL, income) & bit) for uid in range(people)])


@pytest.mark.parametrize(("bit", "by_tenure"), [(PSY, "mental_health"), (LVB, "mild_disability"),
                                                (EXHOMELESS, "formerly_homeless")])  # fmt: skip
@pytest.mark.parametrize("income", [0, 4])
def test_who_has_less_income_is_vulnerable_more_often(bit, by_tenure, income):
    """20,000 draws each, within 4.5 standard errors: false alarm below 1e-5 a case."""
    expected = getattr(PEOPLE, f"{by_tenure}_by_tenure")[SOCIAL] * PEOPLE.vulnerable_by_income[income]
    assert abs(share(bit, income) - expected) < 4.5 * np.sqrt(expected / 20_000)


def test_newcomers_come_to_every_income_alike():
    assert share(NEW, 0) == share(NEW, 4)


def test_who_has_been_homeless_has_as_many_talents_as_others():
    """Of 20,000 people drawn in social rent: the mean number of eight talents within 5 standard errors of 4."""
    world, people = street(1), BOUND["people"]
    key, talents = Draws(1).key("people"), {True: [], False: []}
    for uid in range(20_000):
        drawn = draw_vulnerability(people, key, uid, 480, SOCIAL, 0)
        world.residents.uid[0], world.residents.vulnerability[0] = uid, drawn
        equip(world, people, key, 0, 0)
        talents[bool(drawn & EXHOMELESS)].append(int(world.residents.talents[0]).bit_count())
    for counts in talents.values():
        assert len(counts) > 100
        assert np.mean(counts) == pytest.approx(4.0, abs=5.0 * np.sqrt(2.0 / len(counts)))
