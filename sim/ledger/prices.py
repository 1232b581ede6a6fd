"""Unit prices of what policies cost and save, in ``prices.yaml``.

Euros of about 2024, the same in every year: nothing is raised for inflation or discounted. A scenario may override a
price like any parameter (``prices.care_home_place``), for instance from the accounts of a gemeente.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from sim.parameters import read


class Prices(NamedTuple):
    """Parameters of ``prices.yaml``."""

    care_home_place: float
    sheltered_place: float
    shelter_place: float
    home_care_hour: float
    hours_of_fte: float
    wijkteam_fte: float
    social_manager_fte: float
    coordinator_fte: float
    volunteer: float
    community_centre: float
    club: float
    green: float
    buddy_match: float
    language_place: float
    help_platform: float
    sheltered_job: float
    wage_subsidy: float
    special_pupil: float
    dwelling_capital: float
    capital_years: float
    renewal_capital: float
    moving_allowance: float


def prices_of(call: Any) -> Prices:
    """Give the prices that hold for a policy: those of its scenario, else those that are shipped."""
    return cast("Prices", call.prices) if call.prices is not None else shipped()


@cache
def shipped() -> Prices:
    """Read the prices as shipped."""
    return Prices(**{name: cast("float", entry.value) for name, entry in read(_FILE).items()})


_FILE = Path(__file__).with_name("prices.yaml")
