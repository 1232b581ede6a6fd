"""A city file becomes people in homes: the synthetic population from which the world is founded.

The order is that of a census read backwards: how many people of which age each wijk has, who of them live in
facilities, how many homes of which tenure there are, which households fill them, who those people are, and
where the homes stand. Nobody is lost on the way: the rows are as many as the city has people of four and
older, divided by the scale.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from sim.city import attributes, dwellings, facilities, households, kin, positions
from sim.city.day_places import sheltered_jobs
from sim.city.everybody import Everybody, draw_everybody
from sim.city.expected import residents_by_age, shares_of_tenures
from sim.city.file import CityFile
from sim.city.integerise import integerise
from sim.city.settings import FROM_65, Households
from sim.randomness import Draws
from sim.world.codes import ADULT, CARE_ROOM, INSTITUTION, NOBODY, NOWHERE


@dataclass(frozen=True)
class Population:
    """Columns by table. Residents: one row each; ``partner`` and ``kin`` are rows of residents.

    ``age`` in months; ``wijk_sheltered_jobs`` are simulated places, in parts;
    ``income`` in fifths (0-4), ``education`` low, middle, high (0-2); ``unit`` -1 for homes.
    """

    wijk_x: np.ndarray
    wijk_y: np.ndarray
    wijk_meeting_places: np.ndarray
    wijk_green: np.ndarray
    wijk_work_share: np.ndarray
    wijk_education_high: np.ndarray
    wijk_sheltered_jobs: np.ndarray
    dwelling_wijk: np.ndarray
    dwelling_block: np.ndarray
    dwelling_pool: np.ndarray
    dwelling_x: np.ndarray
    dwelling_y: np.ndarray
    dwelling_kind: np.ndarray
    dwelling_tenure: np.ndarray
    dwelling_rent: np.ndarray
    dwelling_unit: np.ndarray
    unit_facility: np.ndarray
    unit_wijk: np.ndarray
    unit_first_dwelling: np.ndarray
    unit_places: np.ndarray
    dwelling: np.ndarray
    sex: np.ndarray
    age: np.ndarray
    partner: np.ndarray
    income: np.ndarray
    education: np.ndarray
    works: np.ndarray
    tongue: np.ndarray
    kin: np.ndarray
    external_kin: np.ndarray

    def reordered(
        self, dwelling_order: np.ndarray, new_place: np.ndarray, order: np.ndarray, new_row: np.ndarray
    ) -> Population:
        """Take dwellings and residents in another order and follow every reference to them.

        ``dwelling_order`` and ``order`` list old places; ``new_place`` and ``new_row`` are their inverses.
        """
        columns = {
            field.name: getattr(self, field.name)[dwelling_order]
            for field in fields(self)
            if field.name.startswith("dwelling_")
        }
        columns |= {
            name: getattr(self, name)[order]
            for name in ("sex", "age", "income", "education", "works", "tongue", "external_kin")
        }
        partner = self.partner[order]
        return replace(
            self,
            **columns,
            dwelling=new_place[self.dwelling[order]],
            partner=np.where(partner == NOBODY, NOBODY, new_row[partner]),
            kin=new_row[self.kin],
            unit_first_dwelling=new_place[self.unit_first_dwelling],
        )


def synthesise(city: CityFile, scale: int, draws: Draws, settings: Households) -> Population:
    """Draw the population of a city at 1:``scale``; ValueError where the city is too small for that."""
    generator = np.random.default_rng(int(draws.key("population")))
    counted = people_by_age(city, scale, settings, generator)
    homes_by_tenure, tenures = homes(city, scale, generator)
    social = homes_by_tenure[:, 1].astype(np.float64)
    units = facilities.build_units(city, scale, counted[:, FROM_65:].sum(axis=1), social, settings, generator)
    bands, left = facilities.admit(units, counted, settings, generator)
    vacant = integerise(settings.vacancy * homes_by_tenure, generator)
    found = positions.solve(
        left, (homes_by_tenure - vacant).sum(axis=1), tenures, settings, city.city.single_share / 100.0
    )
    _refuse_crowding(city, found, homes_by_tenure)
    built = households.build_households(found, homes_by_tenure, vacant, settings, generator)
    residents = draw_everybody(city, found, built, left, units, bands, settings, generator)
    jobs = sheltered_jobs(city, scale, counted.sum(axis=1), social)
    return _settle(city, residents, built, homes_by_tenure, units, jobs, settings, generator)


def _refuse_crowding(city: CityFile, found: positions.Positions, homes_by_tenure: np.ndarray) -> None:
    """Refuse a wijk that is so small at this scale that rounding leaves households without a home."""
    for row in np.flatnonzero(positions.without_room(found, homes_by_tenure.sum(axis=1))):
        raise ValueError(f"{city.wijken[row].name}: its households do not fit its dwellings: use a larger scale")


def people_by_age(city: CityFile, scale: int, settings: Households, generator: np.random.Generator) -> np.ndarray:
    """Count residents of four and older per wijk and band (int64), the whole city divided by ``scale``."""
    return integerise(residents_by_age(city, settings) / scale, generator)


def homes(city: CityFile, scale: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Count homes per wijk and tenure (owner, social, private), and give the shares (0-1) behind them."""
    tenures = shares_of_tenures(city)
    total = np.array([[wijk.dwellings_2024] for wijk in city.wijken]) / scale
    return integerise(tenures * total, generator), tenures


def _settle(
    city: CityFile,
    people: Everybody,
    built: households.Homes,
    homes_by_tenure: np.ndarray,
    units: facilities.Units,
    jobs: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> Population:
    """Put homes and rooms on the map, people into them, and draw what depends on where they live."""
    kind = dwellings.choose_kinds(built, _oldest(people, built), settings, generator)
    stock = dwellings.build_stock(built, kind, homes_by_tenure, settings, generator)
    rooms = _rooms(units, stock, generator)
    home_of = np.full(len(built.wijk) + len(rooms["taken"]), NOWHERE)
    lived_in = np.flatnonzero(stock.household >= 0)
    home_of[stock.household[lived_in]] = lived_in
    home_of[len(built.wijk) :] = len(stock.wijk) + rooms["taken"]
    dwelling = home_of[people.household]
    place = _places(city, stock, rooms, generator)
    means = _income_scores(people, place["tenure"][dwelling], settings, generator)
    rent = dwellings.draw_rents(city, stock, _of_homes(means, people, stock), settings, generator)
    place["rent"] = np.concatenate([rent, np.zeros(len(rooms["wijk"]), dtype=rent.dtype)])
    wijken = _wijken(city, settings)
    return Population(
        **wijken,
        wijk_sheltered_jobs=jobs,
        **{f"dwelling_{name}": column for name, column in place.items()},
        unit_facility=units.facility,
        unit_wijk=units.wijk,
        unit_first_dwelling=len(stock.wijk) + np.cumsum(units.places) - units.places,
        unit_places=units.places,
        dwelling=dwelling,
        sex=people.sex,
        age=people.age,
        partner=people.partner,
        **_attributes(city, people, dwelling, place, units, means, wijken, settings, generator),
    )


def _oldest(people: Everybody, built: households.Homes) -> np.ndarray:
    """Age in months of the oldest of each household."""
    in_homes = people.household < len(built.wijk)
    oldest = np.zeros(len(built.wijk), dtype=np.int64)
    np.maximum.at(oldest, people.household[in_homes], people.age[in_homes])
    return oldest


def _places(
    city: CityFile, stock: dwellings.Stock, rooms: dict[str, np.ndarray], generator: np.random.Generator
) -> dict[str, np.ndarray]:
    """Columns of all dwellings: homes first, then the rooms of units."""
    place = {
        "wijk": np.concatenate([stock.wijk, rooms["wijk"]]),
        "block": np.concatenate([stock.block, rooms["block"]]),
        "pool": np.concatenate([stock.pool, rooms["pool"]]),
        "kind": np.concatenate([stock.kind, rooms["kind"]]),
        "tenure": np.concatenate([stock.tenure, np.full(len(rooms["wijk"]), INSTITUTION)]),
        "unit": np.concatenate([np.full(len(stock.wijk), NOWHERE), rooms["unit"]]),
    }
    place["x"], place["y"] = dwellings.place_on_map(city, place["wijk"], place["pool"], place["block"], generator)
    return place


def _rooms(units: facilities.Units, stock: dwellings.Stock, generator: np.random.Generator) -> dict[str, np.ndarray]:
    """One row a place in a unit: a unit is a block of its own in some pool of its wijk.

    ``taken`` lists the rooms that are lived in, in the order of the residents of units.
    """
    unit = np.repeat(np.arange(len(units.wijk)), units.places)
    rank = np.arange(len(unit)) - np.repeat(np.cumsum(units.places) - units.places, units.places)
    pools = [np.unique(stock.pool[stock.wijk == wijk]) for wijk in units.wijk]
    pool = np.array([generator.choice(choice) for choice in pools], dtype=np.int64)
    return {
        "wijk": units.wijk[unit],
        "block": int(stock.block.max()) + 1 + unit,
        "pool": pool[unit] if len(pool) else np.zeros(0, dtype=np.int64),
        "kind": CARE_ROOM + units.facility[unit],
        "unit": unit,
        "taken": np.flatnonzero(rank < units.taken[unit]),
    }


def _income_scores(
    people: Everybody, tenure: np.ndarray, settings: Households, generator: np.random.Generator
) -> np.ndarray:
    """Score the income of everybody; those of one circle share theirs."""
    circles = int(people.circle.max()) + 1
    student = people.away_from_parents & (people.age < dwellings.BAND_LIMITS[2])
    shift = np.append(settings.income_tenure, settings.income_in_facilities)[tenure]
    shift = shift + settings.income_student * student + settings.income_couple * people.coupled
    best = np.full(circles, -np.inf)
    np.maximum.at(best, people.circle, np.where(people.age >= ADULT, shift, -np.inf))
    best = np.where(np.isfinite(best), best, 0.0)
    return (best + settings.income_spread * generator.normal(0.0, 1.0, circles))[people.circle]


def _of_homes(score: np.ndarray, people: Everybody, stock: dwellings.Stock) -> np.ndarray:
    """Standardised income score per home of the stock, 0 where nobody lives."""
    top = np.full(int(people.household.max()) + 1, -np.inf)
    np.maximum.at(top, people.household, score)
    lived_in = stock.household >= 0
    known = top[stock.household[lived_in]]
    scores = np.zeros(len(stock.household))
    scores[lived_in] = (known - known.mean()) / max(known.std(), 1e-9)
    return scores


def _wijken(city: CityFile, settings: Households) -> dict[str, np.ndarray]:
    """Columns of the wijken."""
    x, y = dwellings.wijk_centres(city)
    density = np.array([wijk.population_2024 / wijk.area_km2 for wijk in city.wijken])
    return {
        "wijk_x": x,
        "wijk_y": y,
        "wijk_meeting_places": np.full(len(x), settings.starting_meeting_places),
        "wijk_green": 1.0 / (1.0 + density / settings.green_density),
        "wijk_work_share": np.array([wijk.employment for wijk in city.wijken]) / 100.0,
        "wijk_education_high": np.array([wijk.education_high for wijk in city.wijken]) / 100.0,
    }


def _attributes(
    city: CityFile,
    people: Everybody,
    dwelling: np.ndarray,
    place: dict[str, np.ndarray],
    units: facilities.Units,
    income: np.ndarray,
    wijken: dict[str, np.ndarray],
    settings: Households,
    generator: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Draw income, education, wish to work, tongue and relatives."""
    wijk, tenure = place["wijk"][dwelling], place["tenure"][dwelling]
    low, high = (np.array([getattr(w, name) for w in city.wijken]) / 100.0 for name in ("income_low", "income_high"))
    works = attributes.draw_workers(wijk, people.age, tenure, wijken["wijk_work_share"], settings, generator)
    inside = place["unit"][dwelling] != NOWHERE
    kinds = units.facility[place["unit"][dwelling[inside]]]
    works[inside] = generator.random(inside.sum()) < settings.work_in_facilities[kinds]
    tongue = attributes.draw_tongues(people.origin, people.circle, settings, generator)
    related = kin.relate(
        kin.Places(people.age, wijk, tongue, people.household, wijken["wijk_x"], wijken["wijk_y"]),
        settings,
        generator,
    )
    return {
        "income": attributes.cut_incomes(income, wijk, low, high),
        "education": attributes.draw_degrees(
            wijk, people.age, tenure, wijken["wijk_education_high"], settings, generator
        ),
        "works": works,
        "tongue": tongue,
        "kin": related.pairs,
        "external_kin": related.elsewhere,
    }
