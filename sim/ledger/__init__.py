"""The ledger: euros that policies cost and save, by payer and domain; it stands beside the simulation.

A policy may have ``costs(world, call, wijken, scale, month)``: lines for one month, for real numbers (simulated units
times the scale), at the prices of ``prices.yaml``. Nothing that people do depends on them. What a city spends anyway is
in no line: the ledger tells what policies add and what they save.
"""

from sim.ledger.budget import BudgetLine, with_budget
from sim.ledger.lines import DOMAINS, PAYERS, Line, capital, staff, yearly
from sim.ledger.prices import Prices, prices_of

__all__ = [
    "DOMAINS",
    "PAYERS",
    "BudgetLine",
    "Line",
    "Prices",
    "capital",
    "prices_of",
    "staff",
    "with_budget",
    "yearly",
]
