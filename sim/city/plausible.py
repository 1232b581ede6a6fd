"""Whether the figures of a city file go together: its people into its dwellings, and enough of them for its facilities.

A digit too many or too few is seen here, before anything runs. The people are divided over households by the very rules
that the founding follows, at 1:1 and without chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.city import positions
from sim.city.expected import ages_of, residents_by_age, shares_of_tenures
from sim.city.settings import BAND_LIMITS, HOUSEHOLDS, Households
from sim.parameters import read

if TYPE_CHECKING:
    from sim.city.file import CityFile, Wijk

FEWEST_A_DWELLING = 0.5
"""Residents for each dwelling of a wijk below which a figure is taken for a mistake."""
Misfit = tuple[tuple[str | int, ...], str]
"""Where in the file, and what does not fit."""


def misfits(city: CityFile) -> Iterator[Misfit]:
    """Give what does not go together in a city file."""
    settings = _plain_settings()
    residents = residents_by_age(city, settings)
    there, wanted = residents.sum(axis=0), np.zeros(residents.shape[1])
    for row, facility in enumerate(city.facilities):
        wanted += facility.places * settings.facility_occupancy * ages_of(facility.kind, settings)
        short = np.flatnonzero(wanted > there)
        if len(short):
            yield ("facilities", row, "places"), _too_many_places(facility.kind, facility.places, int(short[0]), there)
            return
    left = residents * (1.0 - np.divide(wanted, there, out=np.zeros_like(wanted), where=there > 0))
    for place in np.flatnonzero(_crowded(city, left, settings) | _deserted(city)):
        yield ("wijken", int(place), "dwellings_2024"), _does_not_fit(city.wijken[place])


def _does_not_fit(wijk: Wijk) -> str:
    figures = f"{wijk.dwellings_2024:,} dwellings do not fit {wijk.population_2024:,} residents"
    return f"{wijk.name}: {figures}; check dwellings_2024, population_2024 and ages"


@cache
def _plain_settings() -> Households:
    """Read the settings as plain arrays: a file can be checked without loading the compiler."""
    values: dict[str, Any] = {name: parameter.value for name, parameter in read(HOUSEHOLDS).items()}
    arrays = {name: np.array(value) for name, value in values.items() if isinstance(value, tuple)}
    return Households(**(values | arrays))


def _too_many_places(kind: str, places: int, band: int, there: np.ndarray) -> str:
    years = f"{BAND_LIMITS[band] // 12}-{BAND_LIMITS[band + 1] // 12 - 1}"
    who = f"the city has {there[band]:,.0f} residents of {years}, too few to live there"
    return f"{places:,} places of {kind} are too many: {who}; check places, and the residents of the wijken"


def _crowded(city: CityFile, residents: np.ndarray, settings: Households) -> np.ndarray:
    """Tell of each wijk whether there are more households than dwellings, however its people live together."""
    dwellings = np.array([wijk.dwellings_2024 for wijk in city.wijken])
    occupied = np.rint((1.0 - settings.vacancy) * dwellings).astype(np.int64)
    people = np.rint(residents).astype(np.int64)
    one_parent = shares_of_tenures(city) @ settings.single_parents
    return positions.without_room(positions.divide(people, occupied, one_parent, settings, 0.0), dwellings)


def _deserted(city: CityFile) -> np.ndarray:
    return np.array([wijk.population_2024 < FEWEST_A_DWELLING * wijk.dwellings_2024 for wijk in city.wijken])
