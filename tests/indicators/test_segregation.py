"""Uneven spread: extremes, the mean by chance, and likeness of neighbours."""

import math

import numpy as np
import pytest
from scipy import stats
from town import observed, two_wijken

from sim.indicators import segregation
from sim.indicators.segregation import clustering, excess, mean_by_chance, spread
from sim.indicators.tally import homes_of
from sim.world.codes import NEW, OLD80

THREE = ("dissimilarity", "isolation", "entropy")


def places(*pairs):
    return np.array(pairs, np.int64)


def test_complete_segregation_is_one_and_one_less_chance_after():
    people = places((30, 30), (70, 0), (0, 0))
    found, chance = spread(people)
    assert [found[name] for name in THREE] == pytest.approx([1.0, 1.0, 1.0])
    assert all(0.0 < chance[name] < 1.0 for name in THREE)
    assert [excess(people)[name] for name in THREE] == pytest.approx([1.0 - chance[name] for name in THREE])


def test_an_even_spread_is_zero_and_about_zero_after():
    people = places(*[(10_000, 700)] * 20)
    found, _ = spread(people)
    assert [found[name] for name in THREE] == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)
    after = excess(people)
    assert -0.02 < after["dissimilarity"] < 0.0
    assert -1e-3 < after["isolation"] < 0.0 and -1e-3 < after["entropy"] < 0.0


def test_a_random_spread_is_zero_on_average():
    """400 random deals of 60 vulnerable adults over 100 blocks of 9 and 4 of 25, in which chance alone gives a
    dissimilarity of about a half. The mean of each within 4 standard errors of zero: false alarm 2e-4 for three."""
    sizes = np.array([9] * 100 + [25] * 4)
    homes = np.repeat(np.arange(len(sizes)), sizes)
    draws = np.random.default_rng(1)
    found, before = [], []
    for _ in range(400):
        number = np.bincount(draws.choice(homes, 60, replace=False), minlength=len(sizes))
        people = np.stack([sizes, number], axis=1)
        found.append([excess(people)[name] for name in THREE])
        before.append(spread(people)[0]["dissimilarity"])
    error = np.std(found, axis=0, ddof=1) / 20.0
    assert np.mean(before) > 0.4
    assert np.all(np.abs(np.mean(found, axis=0)) < 4.0 * error) and error.max() < 0.002


@pytest.mark.parametrize(("size", "adults", "vulnerable"), [(9, 900, 60), (1, 50, 3), (400, 900, 60), (880, 900, 60)])
def test_the_mean_by_chance_is_that_of_the_hypergeometric_distribution(size, adults, vulnerable):
    number = np.arange(min(size, vulnerable) + 1)
    chance = stats.hypergeom.pmf(number, adults, vulnerable, size)
    entropy = stats.entropy(np.stack([number, size - number]) / size)
    away, mixed = mean_by_chance(size, adults, vulnerable)
    assert away == pytest.approx(chance @ np.abs(number - size * vulnerable / adults), rel=1e-8)
    assert mixed == pytest.approx(chance @ entropy, rel=1e-8)


def test_the_mean_by_chance_is_right_in_a_wijk_at_full_scale():
    away, _ = mean_by_chance(20_000, 200_000, 14_000)
    known = stats.hypergeom(200_000, 14_000, 20_000)
    assert away == pytest.approx(known.std() * math.sqrt(2.0 / math.pi), rel=1e-3)


@pytest.mark.parametrize("vulnerable", [0, 10])
def test_where_nobody_or_everybody_is_vulnerable_nothing_can_be_uneven(vulnerable):
    assert all(math.isnan(value) for value in excess(places((10, vulnerable), (10, vulnerable))).values())


def grid(rows, columns):
    return (1.5 * side.ravel() for side in np.meshgrid(np.arange(columns), np.arange(rows)))


def test_a_chessboard_has_a_clustering_of_minus_one():
    x, y = grid(4, 4)
    black = np.round((x + y) / 1.5) % 2
    assert clustering(np.stack([np.full(16, 10), 3 * black], axis=1), x, y) == pytest.approx((-1.0, 1.0))


def test_two_halves_of_a_city_have_the_clustering_of_the_textbook():
    """Of 24 edges of a 4 by 4 grid 4 join unlike wijken: (20 - 4) / 24."""
    x, y = grid(4, 4)
    assert clustering(np.stack([np.full(16, 10), 3 * (x > 2.0)], axis=1), x, y) == pytest.approx(
        (16.0 / 24.0, 1.0 / 200.0)
    )


def test_without_neighbours_or_differences_there_is_no_clustering():
    x, y = grid(1, 2)
    assert np.isnan(clustering(places((10, 1), (10, 1)), x, y)).all()
    assert np.isnan(clustering(places((10, 1), (0, 0)), x, y)).all()


def test_old_age_alone_is_no_vulnerability_and_children_do_not_count():
    world = two_wijken(5, homes=8)
    world.dwellings.block[4:] = 1
    world.residents.vulnerability[:5] = OLD80, NEW, NEW, 0, NEW
    world.residents.age[2] = 100
    wijken, blocks = segregation._count(world, homes_of(world).of_adults)
    assert wijken.tolist() == blocks.tolist() == [[3, 1], [1, 1]]
    found = observed(segregation, world)
    assert set(found) == {"clustering", "clustering_p"} | {
        f"{name}_{place}" for name in THREE for place in ("wijken", "blocks")
    }
    assert all(np.isnan(values[:2]).all() and len(values) == 3 for values in found.values())


def test_shares_dealt_at_random_have_p_values_spread_evenly():
    """300 dealings over 25 wijken; Kolmogorov-Smirnov against the uniform distribution, false alarm 1e-4."""
    x, y = (1.5 * axis.ravel().astype(float) for axis in np.indices((5, 5)))
    generator = np.random.default_rng(4)
    found = [
        clustering(np.stack([np.full(25, 1000), generator.permutation(np.arange(25)) * 10], axis=1), x, y)[1]
        for _ in range(300)
    ]
    assert stats.kstest(found, "uniform").pvalue > 1e-4
