"""Households of each wijk and tenure, and the adults and children in them.

First whole households by type and tenure, so that they fit the homes; then adults by position, tenure, age
and origin (iterative proportional fitting, integerised); then adults of one position and tenure become the
households of that type: partners and housemates of similar age, partners mostly of the same origin.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.city.integerise import integerise
from sim.city.ipf import fit
from sim.city.positions import Positions
from sim.city.settings import (
    BANDS,
    COUPLE,
    FAMILY,
    FROM_15,
    HOME_TENURES,
    ORIGINS,
    SHARED,
    SINGLE_PARENT,
    TYPES,
    Households,
)

ADULT_BANDS = BANDS - FROM_15
BAND_YEARS = 20.0


class Homes(NamedTuple):
    """One row a household, in order of wijk, type and tenure; ``adults`` and ``children`` count members."""

    wijk: np.ndarray
    type: np.ndarray
    tenure: np.ndarray
    adults: np.ndarray
    children: np.ndarray


class Adults(NamedTuple):
    """One row an adult, in order of household: band 15+ (1-6), origin (migration background 1).

    ``place`` (0-1) is how far in the band their age lies; those who live together are alike in it.
    """

    household: np.ndarray
    band: np.ndarray
    origin: np.ndarray
    place: np.ndarray


def build_households(
    positions: Positions,
    stock: np.ndarray,
    vacant: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> Homes:
    """Give each household a tenure such that none has more households than homes.

    ``stock`` and ``vacant`` [wijken, tenures] are all homes and those meant to stay empty.
    """
    types = positions.types()
    occupied = (stock - vacant).astype(np.float64)
    occupied *= (types.sum(axis=1) / np.maximum(occupied.sum(axis=1), 1.0))[:, None]
    start = np.broadcast_to(_tenure_start(settings), (len(types), TYPES, HOME_TENURES))
    expected = fit(start, [((0, 2), occupied), ((0, 1), types)])
    count = _within_stock(integerise(expected, generator), stock)
    wijk, kind, tenure = (np.repeat(axis.ravel(), count.ravel()) for axis in np.indices(count.shape))
    adults = np.where(kind >= COUPLE, 2, 1)
    adults[kind == SHARED] = _divide(positions.sharers, positions.houses)
    children = np.zeros_like(adults)
    parents = (kind == FAMILY) | (kind == SINGLE_PARENT)
    children[parents] = _family_sizes(wijk[parents], positions.child.sum(axis=1), generator)
    return Homes(wijk, kind, tenure, adults, children)


def _tenure_start(settings: Households) -> np.ndarray:
    """Start weights [types, tenures], in the order of the types."""
    return np.stack(
        [
            settings.tenure_single,
            settings.tenure_shared,
            settings.tenure_single_parent,
            settings.tenure_couple,
            settings.tenure_family,
        ]
    )


def _within_stock(count: np.ndarray, stock: np.ndarray) -> np.ndarray:
    """Move households to another tenure of the wijk where rounding left them without a home.

    No wijk has more households than homes, so there is room for each that moves.
    """
    count = count.copy()
    homeless = np.maximum(count.sum(axis=1) - stock, 0)
    for wijk, tenure in np.argwhere(homeless):
        for _ in range(homeless[wijk, tenure]):
            room = stock[wijk] - count[wijk].sum(axis=0)
            type_ = int(count[wijk, :, tenure].argmax())
            count[wijk, type_, tenure] -= 1
            count[wijk, type_, int(room.argmax())] += 1
    return count


def _divide(people: np.ndarray, houses: np.ndarray) -> np.ndarray:
    """Give the number of people per house, as even as can be, houses in order of wijk."""
    base = people // np.maximum(houses, 1)
    rank = np.arange(houses.sum()) - np.repeat(np.cumsum(houses) - houses, houses)
    return np.repeat(base, houses) + (rank < np.repeat(people - base * houses, houses))


def _family_sizes(wijk: np.ndarray, children: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Divide the wijk's children over its families (rows in order of wijk), at least one each."""
    families = np.bincount(wijk, minlength=len(children))
    extra = children - families
    weight = generator.random(len(wijk))
    total = np.bincount(wijk, weight, minlength=len(children))
    return 1 + integerise(weight * (extra / np.maximum(total, 1e-12))[wijk], generator)


def build_adults(
    homes: Homes,
    free: np.ndarray,
    migration_share: float,
    settings: Households,
    generator: np.random.Generator,
) -> Adults:
    """Give every household its adults. ``free`` [wijken, bands] are residents not at home with parents."""
    wijken = len(free)
    cell = (homes.wijk * TYPES + homes.type) * HOME_TENURES + homes.tenure
    shape = (wijken, TYPES, HOME_TENURES)
    members = np.bincount(cell, homes.adults, minlength=int(np.prod(shape))).reshape(shape)
    origins = _origins(members.sum(axis=1), migration_share, settings)
    table = fit(
        np.broadcast_to(_adult_start(settings), (*shape, ADULT_BANDS, ORIGINS)),
        [((0, 4), origins), ((0, 3), free[:, FROM_15:]), ((0, 1, 2), members)],
        tolerance=1e-6,
    )
    count = integerise(table, generator)
    group, band, origin = _spell_out(count)
    place = generator.random(len(group))
    order = _side_by_side(group, band + place, origin, settings, generator)
    household = np.repeat(np.arange(len(homes.wijk)), homes.adults)
    return Adults(household, band[order] + FROM_15, origin[order], place[order])


def _adult_start(settings: Households) -> np.ndarray:
    """Start weights [types, tenures, adult bands, origins]: position by age, times origin by tenure."""
    by_age = np.stack(
        [
            settings.position_15_24,
            settings.position_25_44,
            settings.position_45_64,
            settings.position_65_74,
            settings.position_75_84,
            settings.position_85,
        ]
    )
    by_origin = np.stack([1.0 - settings.origin_by_tenure, settings.origin_by_tenure], axis=1)
    return np.einsum("ap,to->ptao", by_age, by_origin)


def _origins(members: np.ndarray, share: float, settings: Households) -> np.ndarray:
    """Adults without and with a migration background per wijk, from its tenures; the city has ``share``."""
    adults = members.sum(axis=1)
    weight = members @ settings.origin_by_tenure
    foreign = np.minimum(weight * share * adults.sum() / weight.sum(), 0.9 * adults)
    return np.stack([adults - foreign, foreign], axis=1)


def _spell_out(count: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn a table [wijken, types, tenures, bands, origins] into one row a person: group, band, origin."""
    rows = np.repeat(np.arange(count.size), count.ravel())
    origin = rows % ORIGINS
    band = rows // ORIGINS % ADULT_BANDS
    return rows // (ORIGINS * ADULT_BANDS), band, origin


def _side_by_side(
    group: np.ndarray,
    age: np.ndarray,
    origin: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> np.ndarray:
    """Order people within their group so that those who will live together are next to each other.

    ``age`` counts in bands of about twenty years.
    """
    people = len(group)
    loosened = age + generator.normal(0.0, settings.age_gap / BAND_YEARS, people)
    anybody = generator.random(people) < settings.mixed_couples
    apart = np.where(anybody, generator.integers(0, ORIGINS, people), origin)
    return np.lexsort((loosened, apart, group))
