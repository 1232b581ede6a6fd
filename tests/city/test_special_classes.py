"""Special classes of a city at its founding: how many, where, and who sits in them."""

from pathlib import Path

import numpy as np
import pytest

from sim.city.file import load_city
from sim.city.founding import found
from sim.city.seating import special_classes
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.world.codes import ADULT, DAY, EXTRA_SUPPORT, GATE, NOWHERE, SCHOOL_CLASS, SCHOOL_GATE, SPECIAL_CLASS

CITY = load_city(Path(__file__).resolve().parents[2] / "scenarios" / "cities" / "groningen.yaml")


@pytest.fixture(scope="module")
def world():
    """The city at 1:50, with four times as many pupils with extra support, about fifty."""
    return found(CITY, 50, Draws(1), rulebook({"people.extra_support_share": 0.1}).bound)


@pytest.mark.parametrize(
    ("pupils", "classes"),
    [
        ([0, 0, 0], [0, 0, 0]),
        ([1, 0, 0], [1, 0, 0]),
        ([12, 9, 3], [1, 1, 1]),
        ([25, 9, 3], [3, 1, 0]),
        ([3, 4, 4], [0, 1, 1]),
        ([2, 2, 2], [1, 0, 0]),
    ],
)
def test_each_next_class_stands_where_most_pupils_have_no_seat_yet(pupils, classes):
    assert special_classes(np.array(pupils), 10.0).tolist() == classes


def kind_of_day(world, rows):
    seats = world.residents.focus[rows, DAY]
    return np.where(seats == NOWHERE, NOWHERE, world.foci.kind[world.seats.place[seats]].astype(int))


def test_there_are_as_many_special_classes_as_the_pupils_of_the_city_fill(world):
    r = world.residents
    pupils = np.flatnonzero(r.alive & (r.vulnerability & EXTRA_SUPPORT != 0))
    classes = np.flatnonzero(world.foci.kind == SPECIAL_CLASS)
    assert len(pupils) > 20 and len(classes) == int(np.ceil(len(pupils) / (12 * 0.92)))
    assert np.all(world.foci.size[classes] == 12) and len(np.unique(world.foci.wijk[classes])) > 1


def test_every_pupil_with_extra_support_sits_in_a_special_class_and_nobody_else_does(world):
    r = world.residents
    extra = np.flatnonzero(r.alive & (r.vulnerability & EXTRA_SUPPORT != 0))
    others = np.flatnonzero(r.alive & (r.age < ADULT) & (r.vulnerability & EXTRA_SUPPORT == 0))
    assert np.all(kind_of_day(world, extra) == SPECIAL_CLASS)
    assert np.all(np.isin(kind_of_day(world, others), [SCHOOL_CLASS, NOWHERE]))


def test_the_own_wijk_is_full_before_somebody_goes_to_another(world):
    r, foci = world.residents, world.foci
    extra = np.flatnonzero(r.alive & (r.vulnerability & EXTRA_SUPPORT != 0))
    home, there = world.dwellings.wijk[r.dwelling[extra]], foci.wijk[world.seats.place[r.focus[extra, DAY]]]
    assert np.any(home != there) and np.any(home == there)
    for wijk in np.unique(home[home != there]):
        own = world.wijken.foci[wijk, SPECIAL_CLASS]
        assert np.count_nonzero((there == wijk) & (home == wijk)) == 12 * own


def test_special_classes_have_no_gate(world):
    r = world.residents
    at_gate = np.flatnonzero(r.alive & (r.focus[:, GATE] != NOWHERE))
    gates = world.seats.place[r.focus[at_gate, GATE]]
    assert len(at_gate) > 20 and np.all(world.foci.kind[gates] == SCHOOL_GATE)
    for resident, gate in zip(at_gate, gates, strict=True):
        at_home = np.flatnonzero(r.alive & (r.dwelling == r.dwelling[resident]) & (r.age < 144))
        assert np.any(kind_of_day(world, at_home) == SCHOOL_CLASS), (resident, gate)
