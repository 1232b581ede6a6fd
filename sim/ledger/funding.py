"""Who can pay for it: caps on what policies may spend, and savings that others may use.

Within a year a policy with a ``cap`` may spend that much. What it costs above that is paid from savings of the other
policies, of each the share ``reinvest``, whoever made them; what is left is the shortfall. Nothing is scaled for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Account(NamedTuple):
    """One policy in one year: its costs and savings (both above zero), and its ``cap`` and ``reinvest``."""

    costs: float
    savings: float
    cap: float | None = None
    reinvest: float = 0.0


class Funding(NamedTuple):
    """Euros above the cap of one policy: paid from savings of others, and not paid by anybody."""

    reinvested: float
    shortfall: float


def funding(accounts: Sequence[Account]) -> list[Funding]:
    """Divide the savings that may be used over policies above their caps, in proportion to what each lacks.

    Savings are handed out policy by policy in their order; none is used twice or by the policy that made it.
    """
    lacks = [max(a.costs - a.cap, 0.0) if a.cap is not None else 0.0 for a in accounts]
    lacked = list(lacks)
    for giver, account in enumerate(accounts):
        takers = [place for place in range(len(accounts)) if place != giver and lacks[place] > 0]
        whole = sum(lacks[place] for place in takers)
        part = min(account.reinvest * account.savings / whole, 1.0) if whole else 0.0
        for place in takers:
            lacks[place] *= 1.0 - part
    return [Funding(before - after, after) for before, after in zip(lacked, lacks, strict=True)]
