"""How many singles, sharers, single parents, couples and families make up each wijk.

The wijk's adults A who do not live with parents have to fill its occupied homes H: with K couples and X
sharers in S houses, H = A - K - X + S. Couples follow from age; adults left over share houses, as students
do; where few can share, more live as couples, and where there are more adults than homes for couples,
grown children stay with their parents. The city as a whole is bent to its share of one-person households.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.city.settings import BANDS, FROM_4, FROM_15, FROM_25, FROM_45, Households

LARGEST_FAMILY = 5
CHILD_YEARS = 11
STEPS = 40
WIDEST_SHIFT = 4.0


class Positions(NamedTuple):
    """Whole numbers per wijk: children at home [wijken, bands], households and sharers [wijken]."""

    child: np.ndarray
    single: np.ndarray
    houses: np.ndarray
    sharers: np.ndarray
    single_parent: np.ndarray
    couple: np.ndarray
    family: np.ndarray

    def types(self) -> np.ndarray:
        """Households of the five types, [wijken, types]."""
        return np.stack([self.single, self.houses, self.single_parent, self.couple, self.family], axis=1)

    def single_share(self) -> float:
        """Share of households that are one person; each sharer is a household, as statistics count."""
        one = self.single.sum() + self.sharers.sum()
        return float(one / (one + self.single_parent.sum() + self.couple.sum() + self.family.sum()))


def solve(
    ages: np.ndarray, homes: np.ndarray, tenures: np.ndarray, settings: Households, single_share: float
) -> Positions:
    """Find the positions that give the city its ``single_share`` (0-1).

    ``ages`` [wijken, bands] are residents, ``homes`` [wijken] the homes to be occupied, ``tenures``
    [wijken, 3] the shares (0-1) of owner, social and private homes. All wijken share one shift of the
    log-odds of living as a couple.
    """
    one_parent = tenures @ settings.single_parents
    low, high = -WIDEST_SHIFT, WIDEST_SHIFT
    for _ in range(STEPS):
        shift = (low + high) / 2.0
        positions = divide(ages, homes, one_parent, settings, shift)
        if positions.single_share() > single_share:
            low = shift
        else:
            high = shift
    return positions


def without_room(found: Positions, dwellings: np.ndarray) -> np.ndarray:
    """Tell of each wijk whether its households do not fit its ``dwellings`` [wijken]."""
    types = found.types()
    return np.asarray((types < 0).any(axis=1) | (types.sum(axis=1) > dwellings))


def divide(
    ages: np.ndarray, homes: np.ndarray, one_parent: np.ndarray, settings: Households, shift: float
) -> Positions:
    """Divide the residents of each wijk over its homes, at one ``shift`` of the log-odds of living as a couple."""
    rows = [_wijk(ages[wijk], int(homes[wijk]), one_parent[wijk], settings, shift) for wijk in range(len(ages))]
    return Positions(*(np.array(column) for column in zip(*rows, strict=True)))


def _wijk(
    ages: np.ndarray, homes: int, one_parent: float, settings: Households, shift: float
) -> tuple[np.ndarray, int, int, int, int, int, int]:
    child = _at_home(ages, settings)
    while True:
        numbers = _fill(ages - child, int(child.sum()), homes, one_parent, settings, shift)
        short = int(np.ceil(settings.fewest_singles * homes)) - numbers[0]
        kept = _keep_home(ages, child, short)
        if np.array_equal(kept, child):
            return child, *numbers
        child = kept


def _at_home(ages: np.ndarray, settings: Households) -> np.ndarray:
    """Count children at home per band: all under 15, older ones in proportion to those under 15."""
    a_year = ages[FROM_4] / CHILD_YEARS
    child = np.zeros(BANDS, dtype=np.int64)
    child[FROM_4] = ages[FROM_4]
    child[FROM_15] = int(min(settings.home_years * a_year, settings.home_ceiling * ages[FROM_15]))
    child[FROM_25] = int(min(settings.late_home_years * a_year, ages[FROM_25] / 2))
    return child


def _keep_home(ages: np.ndarray, child: np.ndarray, short: int) -> np.ndarray:
    """Let ``short`` more adults live with their parents, the youngest first, at most half of 25 and over."""
    kept = child.copy()
    for band in (FROM_15, FROM_25, FROM_45):
        ceiling = ages[band] if band == FROM_15 else ages[band] // 2
        more = int(np.clip(short, 0, max(ceiling - kept[band], 0)))
        kept[band] += more
        short -= more
    return kept


def _fill(
    free: np.ndarray, children: int, homes: int, one_parent: float, settings: Households, shift: float
) -> tuple[int, int, int, int, int, int]:
    """Fill the homes: singles (below 0 where there are too many adults), houses, sharers, and the rest."""
    adults = int(free.sum())
    families = int(np.clip(round(children / settings.children_per_family), -(-children // LARGEST_FAMILY), children))
    single_parents = min(round(families * one_parent), adults)
    families = min(families - single_parents, (adults - single_parents) // 2)
    sharers, houses = _sharers(free, adults, homes, settings, shift)
    couples = adults - sharers - homes + houses
    while couples < families and houses > 0:
        sharers, houses = sharers - sharers // houses, houses - 1
        couples = adults - sharers - homes + houses
    if couples < families:  # fewer adults than homes: the rest stays empty
        homes -= families - couples
        couples = families
    singles = homes - houses - single_parents - couples
    return singles, houses, sharers, single_parents, couples - families, families


def _sharers(free: np.ndarray, adults: int, homes: int, settings: Households, shift: float) -> tuple[int, int]:
    """Let those share a house for whom no home is left when couples live as their ages suggest."""
    size = settings.sharers_per_house
    wanted = (adults - homes - _couples(free, settings, shift)) * size / (size - 1.0)
    ceiling = settings.sharing_ceiling @ free[FROM_15:FROM_45]
    sharers = int(np.clip(wanted, 0.0, ceiling))
    houses = round(sharers / size)
    return (sharers, houses) if houses > 0 else (0, 0)


def _couples(free: np.ndarray, settings: Households, shift: float) -> float:
    share = settings.coupled_share
    odds = share * np.exp(shift)
    return float((odds / (1.0 - share + odds)) @ free) / 2.0
