"""Homes of one tenure stand together as far as the city's settings say."""

import numpy as np

from sim.city.dwellings import _number_blocks


def largest_share(alike):
    """The mean share of the most frequent tenure in a pool, in a wijk of 40 pools with three equal tenures."""
    homes = 40 * 72
    block, pool = _number_blocks(np.array([homes]), alike, np.random.default_rng(1))
    assert np.array_equal(np.sort(np.unique(block)), np.arange(homes // 9)) and np.bincount(block).min() == 9
    tenure = np.repeat(np.arange(3), homes // 3)
    counts = np.array([np.bincount(tenure[pool == k], minlength=3) for k in range(40)])
    return (counts.max(axis=1) / counts.sum(axis=1)).mean()


def test_blocks_of_a_tenure_stand_in_one_pool_the_more_the_more_alike_they_are():
    shares = [largest_share(alike) for alike in (0.0, 0.5, 0.8, 1.0)]
    assert shares[0] < 0.6 < shares[2] and shares == sorted(shares) and shares[3] > 0.95
