"""The purse of a run: what was saved last month, and what of each policy with a cap is paid for in this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.ledger.book import Book
from sim.ledger.funding import Account, by_payer, funding, pools_in_force
from sim.ledger.lines import PAYERS, Line

Lines = Callable[[Any], list[Line]]


class Purse:
    """Keeps the savings of last month, by policy and payer; nobody has saved anything before the first."""

    def __init__(self, policies: int) -> None:
        self.saved = np.zeros((policies, len(PAYERS)))

    def pay(self, calls: Sequence[Any], month: int, in_full: Lines, book: Book) -> list[Any]:
        """Give the calls with the share of each that is paid for in a month, and note in the book who paid.

        ``in_full(call)`` gives the lines of a call if all of it were carried out. It is asked of calls with a
        cap that have begun; all others are carried out in full, and so is what has no price.
        """
        capped = [call.cap is not None and call.start <= month for call in calls]
        if not any(capped):
            return list(calls)
        costs = [
            by_payer(in_full(replace(call, funded=1.0)), 1) if has_cap else np.zeros(len(PAYERS))
            for call, has_cap in zip(calls, capped, strict=True)
        ]
        accounts = [
            Account(spent, saved, call.cap, call.reinvest)
            for spent, saved, call in zip(costs, self.saved, calls, strict=True)
        ]
        found = funding(accounts, pools_in_force(calls, month))
        for call, paid in zip(calls, found, strict=True):
            book.note_funding(month, call.number, paid.reinvested, paid.wanting)
        return [replace(call, funded=paid.share) for call, paid in zip(calls, found, strict=True)]

    def save(self, call: Any, lines: Sequence[Line]) -> None:
        """Keep what a policy saved this month for the next."""
        self.saved[call.number] = by_payer(lines, -1)
