"""Age in months and sex of everybody in homes, and which child lives with which family.

Within a band ages lean to its young or old end by position. Children are dealt to the families of their
wijk in order of age, oldest children to oldest mothers, loosened so that brothers and sisters differ; a
mother whose age is then implausible is made as much older or younger as it takes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.city.households import Adults, Homes
from sim.city.settings import (
    BAND_LIMITS,
    BANDS,
    COUPLE,
    FAMILY,
    FROM_15,
    FROM_25,
    FROM_45,
    SHARED,
    SINGLE,
    SINGLE_PARENT,
    Households,
)
from sim.world.codes import ADULT


class Children(NamedTuple):
    """One row a child: household, age in months."""

    household: np.ndarray
    age: np.ndarray


def draw_ages(band: np.ndarray, lean: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Draw ages in months within bands; ``lean`` above 1 favours the young end."""
    low, high = BAND_LIMITS[band], BAND_LIMITS[band + 1]
    return (low + (high - low) * generator.random(len(band)) ** lean).astype(np.int64)


def adult_ages(homes: Homes, adults: Adults, settings: Households) -> np.ndarray:
    """Ages in months of all adults; whoever has left home is at least eighteen; partners are alike."""
    kind = homes.type[adults.household]
    lean = settings.within_band[adults.band]
    for band, type_, value in (
        (FROM_25, SHARED, settings.leaning_shared),
        (FROM_25, FAMILY, settings.leaning_family),
        (FROM_45, COUPLE, settings.leaning_empty_nest),
    ):
        lean = np.where((adults.band == band) & (kind == type_), value, lean)
    low = np.where(adults.band == FROM_15, ADULT, BAND_LIMITS[adults.band])
    return (low + (BAND_LIMITS[adults.band + 1] - low) * adults.place**lean).astype(np.int64)


def draw_sex(homes: Homes, adults: Adults, settings: Households, generator: np.random.Generator) -> np.ndarray:
    """Draw the sex of all adults (woman 1): couples are a man and a woman but for a few."""
    kind = homes.type[adults.household]
    men = np.select(
        [kind == SINGLE, kind == SHARED, kind == SINGLE_PARENT],
        [
            settings.men_among_singles[adults.band],
            settings.men_among_sharers,
            settings.men_among_single_parents,
        ],
        0.5,
    )
    woman = (generator.random(len(kind)) >= men).astype(np.int64)
    second = np.flatnonzero(kind >= COUPLE)[1::2]
    same = generator.random(len(second)) < settings.same_sex
    woman[second] = np.where(same, woman[second - 1], 1 - woman[second - 1])
    return woman


def place_children(
    homes: Homes,
    adults: Adults,
    age: np.ndarray,
    woman: np.ndarray,
    counts: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> Children:
    """Deal the children ``counts`` [wijken, bands] to families. Corrects parents' ages in place."""
    mother = _mothers(homes, adults, woman)
    wijk, band = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    lean = np.where(band >= FROM_15, settings.leaning_home, settings.within_band[band])
    ages = draw_ages(band, lean, generator)
    loosened = ages + generator.normal(0.0, settings.sibling_spread * 12.0, len(ages))
    ages = ages[np.lexsort((loosened, wijk))]
    families = np.flatnonzero(homes.children)
    families = families[np.lexsort((age[mother[families]], homes.wijk[families]))]
    household = np.repeat(families, homes.children[families])
    _make_plausible(homes, mother, household, ages, age, settings)
    return Children(household, ages)


def _mothers(homes: Homes, adults: Adults, woman: np.ndarray) -> np.ndarray:
    """Row of the adult who counts as mother of each household: the woman of a couple, else the first."""
    last = np.cumsum(homes.adults) - 1
    first = last - homes.adults + 1
    return np.where((homes.type == FAMILY) & (woman[first] == 0), last, first)


def _make_plausible(
    homes: Homes,
    mother: np.ndarray,
    household: np.ndarray,
    ages: np.ndarray,
    age: np.ndarray,
    settings: Households,
) -> None:
    """Bring the parents of each family within the ages at which they can have had these children."""
    eldest = np.zeros(len(homes.wijk), dtype=np.int64)
    youngest = np.full(len(homes.wijk), BAND_LIMITS[BANDS], dtype=np.int64)
    np.maximum.at(eldest, household, ages)
    np.minimum.at(youngest, household, ages)
    least, most = (settings.parent_gap * 12).astype(np.int64)
    families = np.flatnonzero(homes.children)
    low = eldest[families] + least
    high = np.maximum(youngest[families] + most, low)
    rows = mother[families]
    other = 2 * (np.cumsum(homes.adults) - homes.adults)[families] + homes.adults[families] - 1 - rows
    before = age[rows].copy()
    age[rows] = np.clip(before, low, high)
    pair = other != rows  # a partner keeps the difference in age
    age[other[pair]] = np.maximum(age[other[pair]] + (age[rows] - before)[pair], low[pair])
