"""Who can pay for it: caps on what policies may spend, savings that others may use, and what is carried out.

A policy with a ``cap`` is paid from its own payers up to a twelfth of that a month. What it costs above that is paid
from what other policies saved in the month before, of each the share ``reinvest``. Savings stay with the payer who
makes them: they pay for lines of the same payer, unless a deal pools budgets (``Pool``). What nobody pays is not
carried out: the policy comes in for the share of its costs that is paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.ledger.lines import MONTHS, PAYERS, Line

LOCAL = ("gemeente", "corporatie")
"""Payers within the gemeente whose budgets ``pools_budgets`` brings together."""
NATIONAL = ("zorgkantoor", "zorgverzekeraar", "rijk")
"""Payers that departments of the Rijk answer for, which ``rijk_pools_budgets`` adds."""


class Account(NamedTuple):
    """One policy in one month, in euros of 0 or more by payer (payers,); ``cap`` a year, None without one."""

    costs: np.ndarray
    savings: np.ndarray
    cap: float | None = None
    reinvest: float = 0.0


class Funding(NamedTuple):
    """What of one policy is paid: a share (0-1), by whose savings (payers,), and what whose costs lack (payers,)."""

    share: float
    reinvested: np.ndarray
    wanting: np.ndarray


class Pool(NamedTuple):
    """Payers (bool, payers) whose savings pay for each other's lines, for some policies (bool, policies)."""

    payers: np.ndarray
    policies: np.ndarray


def by_payer(lines: Iterable[Line], sign: int) -> np.ndarray:
    """Sum the euros of lines above zero (``sign`` 1) or below (-1) by payer, as 0 or more: (payers,)."""
    sums = np.zeros(len(PAYERS))
    for line in lines:
        sums[PAYERS.index(line.payer)] += max(sign * line.euros, 0.0)
    return sums


def pools_in_force(calls: Sequence[Any], month: int) -> list[Pool]:
    """Give the pools of the deals that hold in a month; a deal of some wijken pools for policies within these."""
    found = []
    for deal in calls:
        payers = _pooled(deal)
        if payers and deal.start <= month and (deal.until is None or month < deal.until):
            within = [set(call.wijken) <= set(deal.wijken) for call in calls]
            found.append(Pool(np.isin(PAYERS, payers), np.array(within)))
    return found


def _pooled(deal: Any) -> tuple[str, ...]:
    local = LOCAL if deal.settings.get("pools_budgets") else ()
    return local + (NATIONAL if deal.settings.get("rijk_pools_budgets") else ())


def funding(accounts: Sequence[Account], pools: Sequence[Pool] = ()) -> list[Funding]:
    """Pay for policies above their caps from savings of the others, in proportion to what each lacks.

    Savings are handed out policy by policy and payer by payer in their order; none is used twice, or by the policy
    that made it.
    """
    costs = np.array([account.costs for account in accounts])
    lacks = np.array([_above_cap(account) for account in accounts])
    given = np.zeros_like(lacks)
    for giver, account in enumerate(accounts):
        for payer in np.flatnonzero(account.reinvest * account.savings > 0):
            lacking = np.where(_reach(pools, len(accounts), giver, int(payer)), lacks, 0.0)
            whole = lacking.sum()
            paid = lacking * min(account.reinvest * account.savings[payer] / whole, 1.0) if whole else lacking
            lacks -= paid
            given[:, payer] += paid.sum(axis=1)
    shares = 1.0 - lacks.sum(axis=1) / np.maximum(costs.sum(axis=1), 1e-9)
    return [Funding(float(share), *rows) for share, *rows in zip(np.clip(shares, 0.0, 1.0), given, lacks, strict=True)]


def _above_cap(account: Account) -> np.ndarray:
    """Give what a policy costs above its cap in a month, by payer in proportion to what each pays."""
    whole = account.costs.sum()
    if account.cap is None or whole <= account.cap / MONTHS:
        return np.zeros(len(PAYERS))
    return np.asarray(account.costs * (1.0 - account.cap / MONTHS / whole))


def _reach(pools: Sequence[Pool], policies: int, giver: int, payer: int) -> np.ndarray:
    """Mark whose lines of which payers the savings of a policy and payer may pay for: (policies, payers)."""
    reached = np.zeros((policies, len(PAYERS)), dtype=bool)
    reached[:, payer] = True
    for pool in pools:
        if pool.policies[giver] and pool.payers[payer]:
            reached |= pool.policies[:, None] & pool.payers
    reached[giver] = False
    return reached
