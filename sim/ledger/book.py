"""The book of a run: lines of all months, summed by year, payer, domain and policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.ledger.lines import DOMAINS, MONTHS, PAYERS, Line

COLUMNS = ("scenario", "seed", "parameter_set", "year", "payer", "domain", "policy", "account", "euros")
ACCOUNTS = ("spent", "saved", "reinvested", "wanting")
"""Costs, savings (below zero), what of the costs savings of others paid (by who saved), and what nobody paid."""
BOOKED = ACCOUNTS[:2]
"""The accounts that euros are really spent and saved in: the others say who paid, and what was not carried out."""
Key = tuple[int, int, int, int, int]


def policy_name(number: int, name: str) -> str:
    """Name a policy of a scenario by its place (from 1) and its kind: a scenario may have two of a kind."""
    return f"{number + 1} {name}"


class Book:
    """Collects the lines of one run. ``start`` is year and month; kinds and domains of the calls, in their order."""

    def __init__(self, start: tuple[int, int], policies: Sequence[str], domains: Sequence[str]) -> None:
        self.start, self.policies, self.domains = start, policies, domains
        self.sums: dict[Key, float] = {}

    def note(self, month: int, lines: Iterable[Line]) -> None:
        """Add lines of a month; costs and savings stay apart."""
        for line in lines:
            place = (PAYERS.index(line.payer), DOMAINS.index(line.domain))
            self._add(month, line.policy, *place, int(line.euros < 0), line.euros)

    def note_funding(self, month: int, policy: int, reinvested: Iterable[float], wanting: Iterable[float]) -> None:
        """Add what savings of others paid for a policy, by who saved, and what its payers lacked: (payers,) each."""
        domain = DOMAINS.index(self.domains[policy])
        for account, sums in zip((2, 3), (reinvested, wanting), strict=True):
            for payer, euros in enumerate(sums):
                self._add(month, policy, payer, domain, account, float(euros))

    def _add(self, month: int, policy: int, payer: int, domain: int, account: int, euros: float) -> None:
        if euros:
            year = self.start[0] + (self.start[1] - 1 + month) // MONTHS
            place = (year, policy, payer, domain, account)
            self.sums[place] = self.sums.get(place, 0.0) + euros

    def net(self) -> float:
        """Give all that was spent so far, less what was saved, in euros."""
        return sum(euros for place, euros in self.sums.items() if ACCOUNTS[place[4]] in BOOKED)

    def table(self, keys: Mapping[str, Any]) -> pd.DataFrame:
        """Give one row for each calendar year, policy, payer, domain and account; ``keys`` name the run."""
        rows = [(*place, euros) for place, euros in sorted(self.sums.items())]
        texts = {
            "payer": [PAYERS[row[2]] for row in rows],
            "domain": [DOMAINS[row[3]] for row in rows],
            "policy": [policy_name(row[1], self.policies[row[1]]) for row in rows],
            "account": [ACCOUNTS[row[4]] for row in rows],
        }
        columns = {
            "scenario": pd.Series([keys["scenario"]] * len(rows), dtype="str"),
            "seed": pd.Series([keys["seed"]] * len(rows), dtype="int32"),
            "parameter_set": pd.Series([keys["parameter_set"]] * len(rows), dtype="int16"),
            "year": pd.Series([row[0] for row in rows], dtype="int16"),
            **{name: pd.Series(values, dtype="str") for name, values in texts.items()},
            "euros": pd.Series([row[5] for row in rows], dtype="float64"),
        }
        return pd.DataFrame(columns)[list(COLUMNS)]
