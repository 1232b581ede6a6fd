"""Caps and savings that others may use: no euro is spent twice."""

import numpy as np
import pytest

from sim.ledger.funding import Account, funding


def test_without_a_cap_nothing_is_short():
    assert funding([Account(1e6, 0.0), Account(0.0, 5e5, None, 1.0)]) == [(0.0, 0.0), (0.0, 0.0)]


def test_what_costs_more_than_the_cap_is_short():
    assert funding([Account(100.0, 0.0, 60.0)]) == [(0.0, 40.0)]


def test_savings_of_another_policy_pay_what_lies_above_the_cap_as_far_as_they_may_be_used():
    assert funding([Account(100.0, 0.0, 60.0), Account(0.0, 50.0, None, 0.5)])[0] == (25.0, 15.0)


def test_a_policy_cannot_use_its_own_savings():
    assert funding([Account(100.0, 1000.0, 60.0, 1.0)]) == [(0.0, 40.0)]


def test_two_policies_above_their_caps_share_in_proportion():
    found = funding([Account(100.0, 0.0, 70.0), Account(100.0, 0.0, 40.0), Account(0.0, 30.0, None, 1.0)])
    assert [part.reinvested for part in found] == pytest.approx([10.0, 20.0, 0.0])


def test_no_more_is_reinvested_than_was_saved_and_may_be_used():
    rng = np.random.default_rng(1)
    for _ in range(200):
        accounts = [Account(*rng.uniform(0, 100, 2), rng.choice([None, 20.0]), rng.uniform()) for _ in range(4)]
        found = funding(accounts)
        usable = sum(account.reinvest * account.savings for account in accounts)
        above = [max(a.costs - a.cap, 0.0) if a.cap is not None else 0.0 for a in accounts]
        assert sum(part.reinvested for part in found) <= usable + 1e-9
        assert [sum(part) for part in found] == pytest.approx(above)
