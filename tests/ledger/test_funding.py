"""Caps, savings that others may use, and pooled budgets: no euro is spent twice, and none crosses payers by itself."""

from typing import NamedTuple

import numpy as np
import pytest

from sim.ledger.funding import LOCAL, NATIONAL, Account, Pool, by_payer, funding, pools_in_force
from sim.ledger.lines import PAYERS, Line

POOLED = frozenset({"gemeente", "corporatie", "zorgkantoor"})


def euros(**by):
    return np.array([float(by.get(payer, 0.0)) for payer in PAYERS])


NOTHING = euros()


def spends(amount, cap=None, payer="gemeente"):
    return Account(euros(**{payer: amount}), NOTHING, cap)


def saves(amount, reinvest, payer="gemeente"):
    return Account(NOTHING, euros(**{payer: amount}), None, reinvest)


def everybody(policies, payers=PAYERS):
    return Pool(np.isin(PAYERS, list(payers)), np.ones(policies, dtype=bool))


def test_without_a_cap_all_is_paid():
    assert [found.share for found in funding([spends(1e6), saves(5e5, 1.0)])] == [1.0, 1.0]


def test_what_costs_more_a_month_than_a_twelfth_of_the_cap_is_paid_in_part():
    (found,) = funding([spends(100.0, cap=12 * 60.0)])
    assert found.share == pytest.approx(0.6) and found.wanting.sum() == pytest.approx(40.0)


def test_a_cap_of_nothing_pays_for_nothing_and_what_has_no_price_is_paid():
    assert funding([spends(100.0, cap=0.0)])[0].share == 0.0
    assert funding([spends(0.0, cap=0.0)])[0].share == 1.0


def test_savings_of_the_same_payer_pay_what_lies_above_the_cap_as_far_as_they_may_be_used():
    found = funding([spends(100.0, cap=12 * 60.0), saves(50.0, 0.5)])[0]
    assert (found.share, found.reinvested.sum(), found.wanting.sum()) == pytest.approx((0.85, 25.0, 15.0))


def test_savings_stay_with_the_payer_who_makes_them_unless_budgets_are_pooled():
    accounts = [spends(100.0, cap=0.0), saves(80.0, 1.0, "zorgkantoor")]
    assert funding(accounts)[0].share == 0.0
    assert funding(accounts, [everybody(2, POOLED)])[0].share == pytest.approx(0.8)
    assert funding(accounts, [everybody(2, LOCAL)])[0].share == 0.0


def test_a_pool_of_some_policies_pays_for_no_others():
    accounts = [spends(100.0, cap=0.0), spends(100.0, cap=0.0), saves(80.0, 1.0, "corporatie")]
    pool = Pool(np.isin(PAYERS, LOCAL), np.array([True, False, True]))
    assert [found.share for found in funding(accounts, [pool])] == pytest.approx([0.8, 0.0, 1.0])


def test_a_policy_cannot_use_its_own_savings():
    (found,) = funding([Account(euros(gemeente=100.0), euros(gemeente=1000.0), 12 * 60.0, 1.0)])
    assert found.share == pytest.approx(0.6)


def test_two_policies_above_their_caps_share_in_proportion_to_what_they_lack():
    found = funding([spends(100.0, cap=12 * 70.0), spends(100.0, cap=12 * 40.0), saves(30.0, 1.0)])
    assert [part.reinvested.sum() for part in found] == pytest.approx([10.0, 20.0, 0.0])


def test_no_more_is_reinvested_than_was_saved_and_may_be_used():
    rng = np.random.default_rng(1)
    for trial in range(200):
        accounts = [
            Account(rng.uniform(0, 100, 7), rng.uniform(0, 50, 7), rng.choice([None, 240.0]), rng.uniform())
            for _ in range(4)
        ]
        found = funding(accounts, [everybody(4)] if trial % 2 else [])
        usable = sum(account.reinvest * account.savings for account in accounts)
        assert np.all(sum(part.reinvested for part in found) <= usable + 1e-9)
        for account, part in zip(accounts, found, strict=True):
            above = max(account.costs.sum() - account.cap / 12, 0.0) if account.cap is not None else 0.0
            assert part.reinvested.sum() + part.wanting.sum() == pytest.approx(above)
            assert part.share == pytest.approx(1 - part.wanting.sum() / account.costs.sum())


class Deal(NamedTuple):
    settings: dict
    wijken: tuple = ("Noordwest",)
    start: int = 12
    until: int | None = 24


@pytest.mark.parametrize(
    ("settings", "payers"),
    [
        ({}, ()),
        ({"pools_budgets": False, "rijk_pools_budgets": False}, ()),
        ({"pools_budgets": True, "rijk_pools_budgets": False}, LOCAL),
        ({"pools_budgets": False, "rijk_pools_budgets": True}, NATIONAL),
        ({"pools_budgets": True, "rijk_pools_budgets": True}, LOCAL + NATIONAL),
    ],
)
def test_a_deal_pools_the_budgets_it_says_while_it_holds_and_for_policies_in_its_wijken(settings, payers):
    calls = [Deal(settings), Deal({}, ("Noordwest", "Centrum"))]
    pools = pools_in_force(calls, 12)
    assert [tuple(np.array(PAYERS)[pool.payers]) for pool in pools] == ([] if not payers else [_in_order(payers)])
    assert all(pool.policies.tolist() == [True, False] for pool in pools)
    assert pools_in_force(calls, 11) == pools_in_force(calls, 24) == []


def _in_order(payers):
    return tuple(payer for payer in PAYERS if payer in payers)


def test_costs_and_savings_are_summed_by_payer_apart():
    lines = [Line(0, "rijk", "care", 5.0, ""), Line(0, "rijk", "care", -3.0, ""), Line(0, "rijk", "care", 1.0, "")]
    assert by_payer(lines, 1)[PAYERS.index("rijk")] == 6.0 and by_payer(lines, -1).sum() == 3.0
