"""Lines of the ledger, and how policies make them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sim.ledger.prices import Prices, prices_of

PAYERS = ("gemeente", "corporatie", "zorgkantoor", "zorgverzekeraar", "rijk", "employers", "residents")
MONTHS = 12
STAFF_PAID_BY = {
    "home_care": "zorgverzekeraar",
    "welfare": "gemeente",
    "mental_health_care": "zorgverzekeraar",
    "work": "gemeente",
    "education": "gemeente",
    "liveability": "corporatie",
    "physical_space": "gemeente",
}
"""Who pays the professionals of each domain, unless a budget says otherwise."""
DOMAINS = (*STAFF_PAID_BY, "housing", "care")
"""What euros are for: the domains of professionals, building and letting homes, and places in facilities."""


class Line(NamedTuple):
    """Euros of one month of one policy: above zero a cost to the payer, below a saving. ``what`` says for what."""

    policy: int
    payer: str
    domain: str
    euros: float
    what: str


def yearly(call: Any, payer: str, domain: str, euros: float, what: str) -> Line:
    """Give the line of a month for what costs (or, below zero, saves) so many euros a year."""
    return Line(call.number, payer, domain, float(euros) / MONTHS, what)


def staff(call: Any, domain: str, fte: float) -> Line:
    """Give the line of real FTE of a domain, paid by whoever usually pays them (``STAFF_PAID_BY``)."""
    return yearly(call, STAFF_PAID_BY[domain], domain, fte * _price_of_fte(prices_of(call), domain), "staff")


def _price_of_fte(prices: Prices, domain: str) -> float:
    if domain == "home_care":
        return prices.home_care_hour * prices.hours_of_fte
    return prices.social_manager_fte if domain == "liveability" else prices.wijkteam_fte


def capital(call: Any, payer: str, each: float, built: Callable[[int], float], month: int) -> Line:
    """Spread ``each`` euros a dwelling evenly over ``capital_years``, from the month in which it is let first.

    ``built(month)`` says how many real dwellings there are by a month. A policy that ends builds no more, and what it
    has built is paid for until its years are over.
    """
    life = round(MONTHS * prices_of(call).capital_years)
    last = month if call.until is None else min(month, call.until - 1)
    before = month - life
    paid_off = built(min(before, last)) if before >= call.start else 0.0
    return Line(call.number, payer, "housing", each * (built(last) - paid_off) / life, "capital")
