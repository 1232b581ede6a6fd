"""Figures of a city file that do not go together are named before anything runs, and the founding always ends."""

from pathlib import Path

import numpy as np
import pytest

from sim.city.file import load_city
from sim.city.households import _within_stock
from sim.city.plausible import misfits
from sim.city.population import synthesise
from sim.city.settings import read_households
from sim.randomness import Draws
from sim.scenario import check

FILE = Path(__file__).resolve().parents[2] / "scenarios" / "cities" / "groningen.yaml"


@pytest.mark.parametrize(
    ("written", "instead", "place", "words"),
    [
        ("dwellings_2024: 13809", "dwellings_2024: 1381", "95:66:", "Centrum: 1,381 dwellings do not fit 24,920"),
        ("dwellings_2024: 13809", "dwellings_2024: 1", "95:66:", "Centrum: 1 dwellings do not fit 24,920"),
        ("dwellings_2024: 13809", "dwellings_2024: 138090", "95:66:", "138,090 dwellings do not fit 24,920"),
        ("population_2024: 24920", "population_2024: 249200", "95:66:", "13,809 dwellings do not fit 249,200"),
        ("places: 1680", "places: 1000000", "60:13:", "1,000,000 places of care_home are too many"),
    ],
)
def test_a_slip_in_a_city_file_is_one_line_with_its_place(tmp_path, written, instead, place, words):
    path = tmp_path / "city.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert written in text
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")
    (fault,) = check(path)
    line = str(fault).removeprefix(f"{path}:")
    assert line.startswith(place) and words in line and "check " in line


def test_facilities_that_a_city_has_no_people_for_are_named():
    city = load_city(FILE)
    few = tuple(wijk.model_copy(update={"population_2024": 10}) for wijk in city.wijken)
    ((place, words),) = misfits(city.model_copy(update={"wijken": few}))
    assert place == ("facilities", 0, "places") and "too few to live there" in words


def test_a_wijk_whose_people_do_not_fit_stops_the_founding_with_its_name():
    city = load_city(FILE)
    crowded = city.wijken[0].model_copy(update={"dwellings_2024": 1381})
    with pytest.raises(ValueError, match="Centrum: its households do not fit its dwellings"):
        synthesise(city.model_copy(update={"wijken": (crowded, *city.wijken[1:])}), 100, Draws(1), read_households())


def test_households_without_a_home_move_where_there_is_room_in_their_wijk():
    count = np.zeros((1, 5, 3), dtype=np.int64)
    count[0, 0] = (4, 1, 0)
    moved = _within_stock(count, np.array([[2, 2, 2]]))
    assert np.all(moved.sum(axis=1) <= 2) and moved.sum() == 5


def test_households_that_fit_nowhere_do_not_keep_the_founding_from_ending():
    count = np.full((1, 5, 3), 2, dtype=np.int64)
    assert _within_stock(count, np.array([[1, 1, 1]])).sum() == count.sum()
