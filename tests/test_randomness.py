"""Draws are even, independent, and depend on nothing but their key."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.randomness import Draws, branch, coin, scrambled, uniform, uniform_of, uniform_pair
from sim.world.codes import TOKENS

COUNT = 20_000
FALSE_ALARM = 1e-4  # of each statistical test here; the draws are fixed, so a test that passes always passes


def drawn(key, uids=range(COUNT)):
    return np.array([uniform(key, uid) for uid in uids])


def test_draws_are_even_between_zero_and_one():
    assert stats.kstest(drawn(Draws(1).key("x", 0)), "uniform").pvalue > FALSE_ALARM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, "x", 0), (1, "x", 1)),
        ((1, "x", 0), (2, "x", 0)),
        ((1, "x", 0), (1, "y", 0)),
        ((1, "x", -1), (1, "x", 239)),
    ],
)
def test_streams_of_another_seed_process_or_month_are_independent(one, other):
    pairs = [drawn(Draws(seed).key(process, month)) for seed, process, month in (one, other)]
    assert stats.pearsonr(*pairs).pvalue > FALSE_ALARM
    table, *_ = np.histogram2d(*pairs, bins=10)
    assert stats.chisquare(table.ravel()).pvalue > FALSE_ALARM


@pytest.mark.parametrize("shift", [1, 2, 7, 240])
def test_the_draw_of_the_next_uid_is_not_that_of_the_next_month(shift):
    """The mixing fault: one constant for uid and month makes (uid + k, month) draw as (uid, month + k)."""
    draws = Draws(5)
    now = drawn(draws.key("x", 10), range(shift, COUNT))
    later = drawn(draws.key("x", 10 + shift), range(COUNT - shift))
    assert not np.any(now == later)
    assert stats.pearsonr(now, later).pvalue > FALSE_ALARM


def test_neighbouring_uids_draw_independently():
    values = drawn(Draws(2).key("x", 3))
    assert stats.pearsonr(values[1:], values[:-1]).pvalue > FALSE_ALARM


def test_deeper_keys_are_independent_of_each_other():
    key = Draws(2).key("x", 3)
    assert stats.pearsonr(drawn(branch(key, 1)), drawn(branch(key, 2))).pvalue > FALSE_ALARM


@given(st.integers(0, 2**62), st.integers(0, 2**62), st.integers(0, 2**32))
def test_a_pair_draws_the_same_whoever_asks(one, other, seed):
    key = Draws(seed).key("pair", 4)
    assert uniform_pair(key, one, other) == uniform_pair(key, other, one)


@given(st.integers(0, 2**62), st.integers(-240, 600), st.integers(0, 2**64 - 1))
def test_a_draw_is_never_one_and_always_the_same(uid, month, seed):
    first, second = (uniform(Draws(seed).key("x", month), uid) for _ in range(2))
    assert first == second and 0.0 <= first < 1.0


@given(uid=st.integers(0, 2**62 - 1), seed=st.integers(0, 2**32))
def test_a_uid_scrambled_once_draws_what_it_draws(uid, seed):
    key = Draws(seed).key("test")
    assert uniform_of(key, np.uint64(scrambled(uid))) == uniform(key, uid)


def thrown(key, low, high):
    word = np.uint32(key & np.uint64(0xFFFFFFFF))
    return np.array([coin(word, np.uint32(a), np.uint32(b)) for a, b in zip(low, high, strict=True)])


def test_coins_of_pairs_are_uniform_and_never_one():
    low = np.random.default_rng(1).integers(0, TOKENS, COUNT)
    values = thrown(Draws(2).key("pairs", 3), low, low + 1)
    assert values.min() >= 0.0 and values.max() < 1.0
    assert stats.kstest(values, "uniform").pvalue > FALSE_ALARM


@pytest.mark.parametrize("same", ["low", "high", "month"])
def test_coins_of_pairs_that_share_somebody_or_meet_again_are_independent(same):
    tokens = np.sort(np.random.default_rng(1).integers(0, TOKENS, (COUNT, 3)), axis=1)
    first, second = (Draws(2).key("pairs", month) for month in (3, 4))
    one = thrown(first, tokens[:, 0], tokens[:, 2])
    low, high = {"low": (0, 1), "high": (1, 2), "month": (0, 2)}[same]
    other = thrown(second if same == "month" else first, tokens[:, low], tokens[:, high])
    assert stats.pearsonr(one, other).pvalue > FALSE_ALARM


def test_what_holds_for_life_is_drawn_in_no_month():
    """Not in one of the burn-in either, whose months are below 0."""
    draws = Draws(3)
    assert draws.key("cases") not in {draws.key("cases", month) for month in range(-1200, 1200)}
