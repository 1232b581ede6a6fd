"""Care homes, sheltered housing and shelters: their units, and who lives in them at the start.

Units are whole; their number is rounded by chance for the city as a whole, so that a facility that has
less than one unit at a small scale exists in some cities and not in others. A facility takes people of its
ages from its own wijk first and from the rest of the city where the wijk has too few.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.city.expected import ages_of
from sim.city.file import CityFile
from sim.city.integerise import integerise, spread_evenly
from sim.city.settings import BANDS, Households
from sim.world.codes import LIVE_IN_FACILITIES


class Units(NamedTuple):
    """One row a unit, in order of wijk: kind and wijk, places (rooms of one person), and how many are taken."""

    facility: np.ndarray
    wijk: np.ndarray
    places: np.ndarray
    taken: np.ndarray


def build_units(
    city: CityFile,
    scale: int,
    elderly: np.ndarray,
    social: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> Units:
    """Make the units at 1:scale, spread by residents of 65+ (``elderly``) or corporation homes (``social``)."""
    kinds, wijken, places = [], [], []
    for facility in city.facilities:
        units = int(facility.places / scale / facility.unit_size + generator.random())
        weights = elderly if facility.spread == "elderly" else social
        per_wijk = spread_evenly(units, weights, generator)
        kinds.append(np.full(units, LIVE_IN_FACILITIES.index(facility.kind)))
        wijken.append(np.repeat(np.arange(len(weights)), per_wijk))
        places.append(np.full(units, facility.unit_size))
    kind, wijk, place = (np.concatenate([np.empty(0, np.int64), *parts]) for parts in (kinds, wijken, places))
    order = np.lexsort((kind, wijk))
    taken = integerise(place[order] * settings.facility_occupancy, generator)
    return Units(kind[order], wijk[order], place[order], taken)


def admit(
    units: Units, ages: np.ndarray, settings: Households, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Choose the age band of each resident of a unit (in order of units), and who is left in homes.

    ``ages`` [wijken, bands] are all residents; the second result is the same without those admitted.
    """
    left = ages.copy()
    bands = np.zeros(int(units.taken.sum()), dtype=np.int64)
    unit = np.repeat(np.arange(len(units.taken)), units.taken)
    for kind in np.unique(units.facility):
        shares = ages_of(LIVE_IN_FACILITIES[kind], settings)
        here = units.facility[unit] == kind
        per_wijk = np.bincount(units.wijk[unit[here]], minlength=len(ages))
        wanted = integerise(per_wijk[:, None] * shares, generator)
        own = np.minimum(wanted, (left * settings.own_wijk_share).astype(np.int64))
        left -= own
        left -= _from_elsewhere((wanted - own).sum(axis=0), left, generator)
        ordered = np.repeat(np.tile(np.arange(BANDS), len(ages)), wanted.ravel())
        wijk = np.repeat(np.arange(len(ages)), per_wijk)
        bands[here] = ordered[np.lexsort((generator.random(len(wijk)), wijk))]
    return bands, left


def _from_elsewhere(wanted: np.ndarray, left: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Take ``wanted`` [bands] people from all wijken in proportion to how many there are."""
    taken = np.zeros_like(left)
    for band in np.flatnonzero(wanted):
        if left[:, band].sum() < wanted[band]:
            raise ValueError(f"too few residents to fill the facilities (age band {band}): use a larger scale")
        taken[:, band] = spread_evenly(wanted[band], left[:, band], generator)
    return taken


def sex_of_residents(
    units: Units, settings: Households, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw sex (woman 1) and the wish to work (bool) of each resident of a unit, in order of units."""
    kind = np.repeat(units.facility, units.taken)
    woman = generator.random(len(kind)) >= settings.men_in_facilities[kind]
    return woman, generator.random(len(kind)) < settings.work_in_facilities[kind]
