"""Everybody in the city at the start: the adults and children of homes, and the residents of facilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.city import ages, facilities, households, positions
from sim.city.file import CityFile
from sim.city.settings import COUPLE, SHARED, Households
from sim.world.codes import ADULT, NOBODY


@dataclass(frozen=True)
class Everybody:
    """One row a person: adults of homes, then children, then those in facilities.

    ``household`` counts on through the rooms of facilities; ``circle`` is who shares means and language: the
    household, but each sharer of a house alone. Woman 1; ``origin`` 1 has a migration background.
    """

    household: np.ndarray
    circle: np.ndarray
    age: np.ndarray
    sex: np.ndarray
    origin: np.ndarray
    partner: np.ndarray
    coupled: np.ndarray
    away_from_parents: np.ndarray


def draw_everybody(
    city: CityFile,
    found: positions.Positions,
    built: households.Homes,
    left: np.ndarray,
    units: facilities.Units,
    bands: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> Everybody:
    """Draw who lives in the homes and in the units (``bands``: the age band of each resident of a unit)."""
    share = city.city.migration_share / 100.0
    adults = households.build_adults(built, left - found.child, share, settings, generator)
    woman = ages.draw_sex(built, adults, settings, generator)
    age = ages.adult_ages(built, adults, settings)
    children = ages.place_children(built, adults, age, woman, found.child, settings, generator)
    girls = generator.random(len(children.age)) >= settings.men_among_children
    women_in_units, _ = facilities.sex_of_residents(units, settings, generator)
    in_units = np.maximum(ages.draw_ages(bands, settings.within_band[bands], generator), ADULT)
    household = np.concatenate([adults.household, children.household, len(built.wijk) + np.arange(len(bands))])
    partner = _partners(built, len(household))
    return Everybody(
        household=household,
        circle=_circles(household, built.type[adults.household] == SHARED),
        age=np.concatenate([age, children.age, in_units]),
        sex=np.concatenate([woman, girls, women_in_units]).astype(np.int64),
        origin=_origins(built, adults, children, len(bands), share * settings.origin_by_tenure[0], generator),
        partner=partner,
        coupled=partner != NOBODY,
        away_from_parents=np.arange(len(household)) < len(adults.household),
    )


def _circles(household: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Let each sharer (the first rows are adults) be a circle of their own."""
    circle = household.copy()
    circle[: len(shares)][shares] = circle.max(initial=0) + 1 + np.arange(shares.sum())
    return circle


def _partners(built: households.Homes, people: int) -> np.ndarray:
    """Pair the two adults of each couple; adults stand in the order of households."""
    first = (np.cumsum(built.adults) - built.adults)[built.type >= COUPLE]
    partner = np.full(people, NOBODY)
    partner[first], partner[first + 1] = first + 1, first
    return partner


def _origins(
    built: households.Homes,
    adults: households.Adults,
    children: ages.Children,
    in_units: int,
    share: float,
    generator: np.random.Generator,
) -> np.ndarray:
    """Children have the origin of the first adult of their home; residents of units draw theirs."""
    first = np.cumsum(built.adults) - built.adults
    drawn = (generator.random(in_units) < share).astype(np.int64)
    return np.concatenate([adults.origin, adults.origin[first[children.household]], drawn])
