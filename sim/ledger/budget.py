"""Budget lines of a scenario: what a payer spends on a policy, in place of what prices say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.ledger.lines import MONTHS, Line


@dataclass(frozen=True)
class BudgetLine:
    """Real euros of one payer: ``capital`` once, spread evenly over so many months, and ``yearly`` while it holds."""

    payer: str
    capital: float = 0.0
    over: int = 0
    yearly: float = 0.0

    def of_month(self, call: Any, month: int) -> float:
        """Give the euros of a month; capital is paid for to its end, also after the policy."""
        since = month - call.start
        holds = since >= 0 and (call.until is None or month < call.until)
        spread = self.capital / self.over if 0 <= since < self.over else 0.0
        return spread + (self.yearly / MONTHS if holds else 0.0)


def with_budget(call: Any, lines: Iterable[Line], domain: str, month: int) -> list[Line]:
    """Put the budget of a policy in the place of the costs that prices give to the same payers.

    What it saves a payer stays: a budget says what is spent. Of a policy that is carried out in part, that part of the
    budget is spent. ``domain`` is what the policy is for.
    """
    told = {line.payer for line in call.budget}
    kept = [line for line in lines if line.euros < 0 or line.payer not in told]
    spent = ((line.payer, call.funded * line.of_month(call, month)) for line in call.budget)
    return kept + [Line(call.number, payer, domain, euros, "budget") for payer, euros in spent]
