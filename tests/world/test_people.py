"""What people are born or arrive with."""

import numpy as np
import pytest
from handmade import BOUND

from sim.randomness import Draws
from sim.world.codes import ADULT, EXHOMELESS, LVB, NEW, PSY, SOCIAL
from sim.world.people import draw_vulnerability

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
