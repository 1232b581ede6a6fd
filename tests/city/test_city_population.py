"""A city file becomes people in homes: as many as it says, where it says, and nobody lost."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.city.file import load_city
from sim.city.integerise import integerise
from sim.city.ipf import fit
from sim.city.population import synthesise
from sim.city.settings import read_households
from sim.randomness import Draws
from sim.world.codes import CARE_ROOM, INSTITUTION, SEATS_OF_KIND

CITY = load_city(Path(__file__).resolve().parents[2] / "scenarios" / "cities" / "groningen.yaml")
SETTINGS = read_households()


@pytest.fixture(scope="module")
def people():
    return synthesise(CITY, 10, Draws(1), SETTINGS)


@given(arrays(float, (4, 5), elements=st.floats(0, 50)), st.integers(0, 2**32))
def test_whole_numbers_keep_each_cell_within_one_and_the_total(table, seed):
    whole = integerise(table, np.random.default_rng(seed))
    assert np.all(np.abs(whole - table) < 1 + 1e-5)
    assert abs(whole.sum() - table.sum()) < 1 + 1e-5


def test_whole_numbers_are_right_on_average():
    table = np.array([0.25, 0.5, 1.25, 2.0])
    drawn = [integerise(table, np.random.default_rng(seed)) for seed in range(4000)]
    assert np.allclose(np.mean(drawn, axis=0), table, atol=0.04)  # 5 standard errors of a half


def test_fitting_meets_both_margins_and_keeps_what_belongs_together():
    start = np.array([[4.0, 1.0], [1.0, 4.0]])
    fitted = fit(start, [((0,), np.array([30.0, 10.0])), ((1,), np.array([20.0, 20.0]))])
    assert np.allclose(fitted.sum(axis=1), [30, 10]) and np.allclose(fitted.sum(axis=0), [20, 20])
    odds = fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0])
    assert odds == pytest.approx(16.0)


@pytest.mark.parametrize("scale", [100, 25, 5])
def test_there_are_as_many_people_as_the_city_divided_by_the_scale(scale):
    population = synthesise(CITY, scale, Draws(2), SETTINGS)
    young = sum(w.population_2024 * w.ages[0] / sum(w.ages) for w in CITY.wijken) * 4 / 15
    expected = (sum(w.population_2024 for w in CITY.wijken) - young) / scale
    assert abs(len(population.age) - expected) < 1.0


def shares_of_ages(months):
    """Shares of 15-24, 25-44, 45-64 and 65+ among those of 15 and over, in per cent."""
    found = np.histogram(months / 12, bins=[15, 25, 45, 65, 200])[0]
    return 100 * found / found.sum()


def test_wijken_without_facilities_have_the_ages_of_their_file(people):
    """Within one point and what four people are; who lives in a facility may come from another wijk."""
    home = people.dwelling_wijk[people.dwelling]
    without = [row for row in range(len(CITY.wijken)) if row not in people.unit_wijk]
    assert len(without) >= 5
    for row in without:
        wijk, here = CITY.wijken[row], people.age[home == row]
        wanted = 100 * np.array(wijk.ages[1:]) / sum(wijk.ages[1:])
        assert np.allclose(shares_of_ages(here), wanted, atol=1.0 + 400 / len(here)), wijk.name


def test_the_city_has_the_ages_of_its_file(people):
    """Within 0.4 point: parents are made as old as their children require."""
    numbers = sum(w.population_2024 * np.array(w.ages[1:]) / sum(w.ages) for w in CITY.wijken)
    assert np.allclose(shares_of_ages(people.age), 100 * numbers / numbers.sum(), atol=0.4)


def test_every_wijk_has_the_tenures_of_its_file(people):
    for row, wijk in enumerate(CITY.wijken):
        homes = people.dwelling_tenure[(people.dwelling_wijk == row) & (people.dwelling_tenure != INSTITUTION)]
        assert 100 * np.mean(homes == 0) == pytest.approx(wijk.owner_share, abs=0.5 + 200 / len(homes)), wijk.name


def test_nobody_lives_nowhere_or_in_a_full_home(people):
    seats = np.array(SEATS_OF_KIND)[people.dwelling_kind]
    assert np.all(np.bincount(people.dwelling, minlength=len(seats)) <= seats)


def test_partners_share_a_home_and_each_other(people):
    rows = np.flatnonzero(people.partner >= 0)
    assert np.array_equal(people.partner[people.partner[rows]], rows)
    assert np.array_equal(people.dwelling[people.partner[rows]], people.dwelling[rows])
    assert people.age[rows].min() >= 216


def test_living_alone_is_as_common_as_the_file_says(people):
    """A sharer of a house counts as a household of one, as statistics count."""
    homes = people.dwelling_kind < CARE_ROOM
    members = np.bincount(people.dwelling, minlength=len(homes))
    shared = members[people.dwelling_kind == 3].sum()
    alone = np.sum(members[homes & (people.dwelling_kind != 3)] == 1) + shared
    several = np.sum(members[homes & (people.dwelling_kind != 3)] > 1)
    assert 100 * alone / (alone + several) == pytest.approx(CITY.city.single_share, abs=1.0)


def test_kin_are_once_related_and_never_of_one_household(people):
    pairs = np.sort(people.kin, axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert np.all(people.dwelling[pairs[:, 0]] != people.dwelling[pairs[:, 1]])
    adults = people.age >= 216
    in_city = np.bincount(people.kin.ravel(), minlength=len(adults))[adults].mean()
    assert in_city + people.external_kin[adults].mean() == pytest.approx(SETTINGS.kin_total, abs=0.35)


def test_children_have_parents_of_plausible_age(people):
    child = np.flatnonzero(people.age < 216)
    oldest = np.zeros(len(people.dwelling_kind))
    np.maximum.at(oldest, people.dwelling, people.age)
    gap = (oldest[people.dwelling[child]] - people.age[child]) / 12
    assert gap.min() >= 18.9


def test_the_same_seed_gives_the_same_city():
    one, other = (synthesise(CITY, 50, Draws(4), SETTINGS) for _ in range(2))
    assert np.array_equal(one.age, other.age) and np.array_equal(one.kin, other.kin)


def test_blocks_have_about_nine_homes_and_pools_about_eight_blocks(people):
    home = people.dwelling_kind < CARE_ROOM
    blocks = np.bincount(people.dwelling_block[home])
    assert 8.0 < blocks[blocks > 0].mean() < 10.0
    pools = [len(np.unique(people.dwelling_block[home & (people.dwelling_pool == p)])) for p in range(20)]
    assert 5 <= np.mean(pools) <= 11
