"""What a city file leads one to expect, in parts of people and homes, before chance makes whole ones of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.city.settings import Households

if TYPE_CHECKING:
    from sim.city.file import CityFile

SCHOOL_YEARS_OF_YOUNGEST = 11 / 15
"""Part of those of 0-14 who are four or older."""


def residents_by_age(city: CityFile, settings: Households) -> np.ndarray:
    """Give residents of four and older per wijk and band [wijken, bands]."""
    shares = np.array([wijk.ages for wijk in city.wijken])
    shares = shares / shares.sum(axis=1, keepdims=True)
    bands = np.concatenate(
        [shares[:, :1] * SCHOOL_YEARS_OF_YOUNGEST, shares[:, 1:4], shares[:, 4:] * settings.elderly_split],
        axis=1,
    )
    return bands * np.array([[wijk.population_2024] for wijk in city.wijken])


def shares_of_tenures(city: CityFile) -> np.ndarray:
    """Give the shares (0-1) of owner, social and private homes [wijken, tenures]."""
    owner, social = (
        np.array([getattr(wijk, name) for wijk in city.wijken]) / 100.0
        for name in ("owner_share", "imputed_social_rent_share")
    )
    return np.stack([owner, social, 1.0 - owner - social], axis=1)


def ages_of(kind: str, settings: Households) -> np.ndarray:
    """Give the shares of the age bands among those who live in facilities of a kind."""
    return settings.care_home_ages if kind == "care_home" else settings.sheltered_ages
