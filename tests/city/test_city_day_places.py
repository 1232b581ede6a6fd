"""Social workplaces of a city: as many as its file says, at any scale, and who sits there at the start."""

from pathlib import Path

import numpy as np
import pytest

from sim.city.day_places import sheltered_jobs
from sim.city.file import load_city
from sim.city.founding import found
from sim.city.integerise import integerise
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.strict_yaml import InputFault
from sim.world.codes import DAY, NOWHERE, SOCIAL_WORKPLACE
from sim.world.sheltered_work import meant_for, place_held

FILE = Path(__file__).resolve().parents[2] / "scenarios" / "cities" / "groningen.yaml"
CITY = load_city(FILE)
(ENTRY,) = CITY.day_places


def city_with(**changes):
    return CITY.model_copy(update={"day_places": (ENTRY.model_copy(update=changes),)})


@pytest.mark.parametrize(("spread", "expected"), [("residents", [30.0, 70.0]), ("social_rent", [80.0, 20.0])])
def test_places_are_spread_by_residents_or_corporation_homes(spread, expected):
    jobs = sheltered_jobs(city_with(places=1000, spread=spread), 10, np.array([3.0, 7.0]), np.array([8.0, 2.0]))
    assert jobs == pytest.approx(expected)


def test_there_are_as_many_workplaces_on_average_as_the_file_has_places_for():
    """Of 1,000 cities at 1:100, whose number is one or none: within 4.5 standard errors."""
    wanted = sheltered_jobs(CITY, 100, np.ones(20), np.ones(20)) / 12
    drawn = [integerise(wanted, np.random.default_rng(seed)).sum() for seed in range(1000)]
    chance = ENTRY.places / 1200
    assert abs(np.mean(drawn) - chance) < 4.5 * np.sqrt(chance * (1.0 - chance) / 1000)


def test_the_places_are_those_of_the_country_per_head():
    assert abs(ENTRY.places - 63_423 / 17.59e6 * 243_768) < 1.0


@pytest.fixture(scope="module")
def founded():
    return found(city_with(places=2400), 100, Draws(4), rulebook({}).bound)


def test_at_the_start_most_seats_are_taken_by_those_for_whom_they_are_meant(founded):
    sitting = [i for i in range(len(founded.residents.uid)) if place_held(founded, i) == SOCIAL_WORKPLACE]
    seats = founded.foci.size[founded.foci.kind == SOCIAL_WORKPLACE].sum()
    filled = rulebook({}).bound["founding"].filled
    assert seats == 24 and len(sitting) == int(filled * 24 + 0.5)
    assert all(meant_for(founded, i) for i in sitting)


def test_every_seat_knows_who_sits_in_it(founded):
    r, rows = founded.residents, np.flatnonzero(founded.residents.alive)
    seats = r.focus[rows, DAY]
    assert np.array_equal(founded.seats.occupant[seats[seats != NOWHERE]], rows[seats != NOWHERE])


def test_a_city_file_without_day_places_has_no_social_workplace(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    first, last = text.index("day_places:"), text.index("# ages:")
    path = tmp_path / "plain.yaml"
    path.write_text(text[:first] + text[last:], encoding="utf-8")
    assert load_city(path).day_places == ()
    world = found(load_city(path), 100, Draws(4), rulebook({}).bound)
    assert not (world.foci.kind == SOCIAL_WORKPLACE).any()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: social_workplace", "kind: workshop", "social_workplace"),
        ("places: 878", "places: many", "must be a"),
        ("spread: residents", "spread: evenly", "residents"),
    ],
)
def test_a_fault_in_day_places_is_one_line_with_its_place(old, new, words, tmp_path):
    path = tmp_path / "city.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputFault) as found_fault:
        load_city(path)
    (fault,) = found_fault.value.faults
    assert words in str(fault) and str(path.name) in str(fault)
