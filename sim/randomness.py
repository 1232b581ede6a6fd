"""Counter-based draws: every draw is a hash of (seed, process, month, uid), never of an order.

A resident whom a policy does not reach draws in every arm exactly what it draws in the baseline, whoever
else was born, died or moved in between. There is no generator with a state, so nothing depends on the
number of workers, on the order of rows or on what was drawn before.

The finaliser is that of SplitMix64 (Steele, Lea & Flood 2014, OOPSLA). Seed, process and month are mixed
one after the other before they meet the uid: with one odd constant for both month and uid, the draw of
(uid + 1, month) would be that of (uid, month + 1).
"""

from __future__ import annotations

import math
import zlib

import numpy as np

from sim.compiled import kernel
from sim.lanes import as_bits, as_floats

U64 = np.uint64
_GOLDEN = U64(0x9E3779B97F4A7C15)
_MULTIPLY_1 = U64(0xBF58476D1CE4E5B9)
_MULTIPLY_2 = U64(0x94D049BB133111EB)
_ONE = U64(1)
_SHIFT_30, _SHIFT_27, _SHIFT_31, _SHIFT_11 = U64(30), U64(27), U64(31), U64(11)
_GOLDEN_32, _MULTIPLY_3, _MULTIPLY_4 = np.uint32(0x9E3779B9), np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
_SHIFT_8, _SHIFT_15, _SHIFT_16 = np.uint32(8), np.uint32(15), np.uint32(16)
_TO_UNIT_32 = np.float32(1.0 / (1 << 24))
_TO_UNIT = 1.0 / (1 << 53)
LOW_HALF = U64(0xFFFFFFFF)
"""The bits of a key that ``coin`` takes."""
_FOR_LIFE, _MONTH_ZERO = 1, 1 << 32
"""Parts of keys: of what holds for life, and of month 0. The months of a burn-in are below 0, and none is 1."""
ANY_KEY = U64(0)
"""For hashes that stand for a uid and are not a draw."""


@kernel
def mix(word):
    """Scramble 64 bits so that each input bit flips each output bit with probability one half."""
    word = (word ^ (word >> _SHIFT_30)) * _MULTIPLY_1
    word = (word ^ (word >> _SHIFT_27)) * _MULTIPLY_2
    return word ^ (word >> _SHIFT_31)


@kernel
def extend(key, part):
    """Key one level deeper: the same key with another part gives an unrelated stream."""
    return mix((key + _GOLDEN) ^ mix(U64(np.int64(part)) + _GOLDEN))


@kernel
def uniform(key, uid):
    """Give the draw of one uid under a key: a float64 in the half-open range 0 to 1."""
    return (extend(key, uid) >> _SHIFT_11) * _TO_UNIT


@kernel
def scrambled(uid):
    """Give what a uid brings to each of its draws: half the work, done once for who draws under several keys."""
    return mix(U64(np.int64(uid)) + _GOLDEN)


@kernel
def uniform_of(key, scrambled_uid):
    """Give what ``uniform`` gives for the uid that was scrambled."""
    return (mix((key + _GOLDEN) ^ scrambled_uid) >> _SHIFT_11) * _TO_UNIT


@kernel
def uniform_pair(key, uid_a, uid_b):
    """Give the draw of a pair: the same whichever of the two asks for it."""
    low, high = (uid_a, uid_b) if uid_a < uid_b else (uid_b, uid_a)
    return uniform(extend(key, low), high)


@kernel
def coin(key, low, high):
    """Give the coin of a pair, a float32 in the half-open range 0 to 1, from a key and two tokens, all of 32 bits.

    The finaliser of 32 bits of Wellons (2018, "lowbias32"), twice, in place of that of 64: eight pairs are drawn at a
    time where both tokens are eights. The key is mixed in first, so that pairs whose hashes fall together do so in one
    month and not the next.
    """
    word = _mix_32(as_bits(low + key))
    word = _mix_32(as_bits(word ^ as_bits(high * _GOLDEN_32)))
    return as_floats(word >> _SHIFT_8) * _TO_UNIT_32


@kernel
def _mix_32(word):
    word = as_bits((word ^ (word >> _SHIFT_16)) * _MULTIPLY_3)
    word = as_bits((word ^ (word >> _SHIFT_15)) * _MULTIPLY_4)
    return as_bits(word ^ (word >> _SHIFT_16))


@kernel
def below(key, uid, count):
    """Draw a whole number from 0 to count - 1 (count > 0)."""
    return np.int64(uniform(key, uid) * count)


@kernel
def nth_below(stream, place, count):
    """Draw a whole number from 0 to count - 1, the one at a place of a stream: SplitMix64 as a sequence, one mix."""
    word = mix(stream + U64(place + 1) * _GOLDEN)
    return np.int64((word >> _SHIFT_11) * _TO_UNIT * count)


@kernel
def normal(key, uid):
    """Draw from the standard normal distribution (Box & Muller 1958, one of the pair)."""
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(extend(key, 1), uid)))
    return radius * math.cos(2.0 * math.pi * uniform(extend(key, 2), uid))


@kernel
def logistic(key, uid):
    """Draw from the standard logistic distribution."""
    share = uniform(key, uid)
    share = min(max(share, 1e-12), 1.0 - 1e-12)
    return math.log(share / (1.0 - share))


@kernel
def poisson(key, uid, mean):
    """Draw a Poisson count by inversion; meant for means below about 30."""
    rest = uniform(key, uid)
    chance = math.exp(-mean)
    count = 0
    while rest > chance and count < 200:
        rest -= chance
        count += 1
        chance *= mean / count
    return count


@kernel
def gamma(key, uid, shape):
    """Draw from the gamma distribution of unit scale (Marsaglia & Tsang 2000); shape > 0."""
    boost = 1.0
    if shape < 1.0:
        boost = (1.0 - uniform(extend(key, 3), uid)) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    for attempt in range(100):
        z = normal(extend(key, 10 + attempt), uid)
        v = (1.0 + c * z) ** 3
        if v > 0.0:
            u = 1.0 - uniform(extend(key, 200 + attempt), uid)
            if math.log(u) < 0.5 * z * z + d - d * v + d * math.log(v):
                return boost * d * v
    return boost * d


@kernel
def beta(key, uid, a, b):
    """Draw from the beta distribution with both shapes above 0."""
    first = gamma(extend(key, 1), uid, a)
    return first / (first + gamma(extend(key, 2), uid, b))


@kernel
def uid_from(key, part):
    """Give a new uid that depends on the key and the part alone (62 bits, so never negative)."""
    return np.int64(extend(key, part) >> U64(2))


def process_number(name: str) -> int:
    """Turn the name of a process into its place in the key (CRC-32: the same on every machine)."""
    return zlib.crc32(name.encode())


class Draws:
    """The streams of one seed: ``draws.key("mortality", month)`` is the key of one process in one month."""

    __slots__ = ("_root", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._root = U64(mix(U64((seed + int(_GOLDEN)) % 2**64)))

    def key(self, process: str, month: int | None = None) -> np.uint64:
        """Key of one process in one month (those of the burn-in are below 0); without one, of what holds for life."""
        stream = U64(extend(self._root, U64(process_number(process))))
        return U64(extend(stream, U64(_FOR_LIFE if month is None else _MONTH_ZERO + month)))


def branch(key: np.uint64, part: int) -> np.uint64:
    """Key one level deeper, for callers outside compiled code (inside it, ``extend``)."""
    return U64(extend(key, U64(part % 2**64)))
