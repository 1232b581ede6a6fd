"""How the effective shared hours of a tie are kept: their square root in 1024ths, two bytes a slot.

That is half the memory of a 32-bit number. A step is 0.1 minutes at one hour and 2.6 at 500 hours. What a month leaves
of a tie is rounded up or down by chance, in proportion to what lies nearer (stochastic rounding; Croci and others 2022,
Royal Society Open Science 9): rounded to the nearest step, a tie whose hours change by less than half a step a month
would change no more. Hours whose root is whole, such as the one below which a tie is forgotten, are kept exactly. The
most are 4,095.9, where all that depends on hours has long been saturated.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.lanes import as_floats, as_wholes, least, root

ROOT_PARTS = np.float32(1024.0)
PART = np.float32(1.0 / 1024.0)
LARGEST = np.float32(65535.0)
HALF = np.float32(0.5)
FIRST_BITS = np.float32(1 << 11)


@kernel
def hours_of(roots):
    """Give the hours, float32, that a root of ``ties.root_hours`` (or eight of them) stands for: 0 to 4,095.9."""
    side = as_floats(roots) * PART
    return side * side


@kernel
def root_of(hours):
    """Give the root that stands for so many hours (0 or more), to the nearest step; an int32 that fits in a uint16."""
    return root_by_chance(hours, HALF)


@kernel
def root_by_chance(hours, draw):
    """Give the root that stands for so many hours, rounded up if what it is beyond a step exceeds 1 - draw."""
    return as_wholes(least(root(as_floats(hours)) * ROOT_PARTS + draw, LARGEST))


@kernel
def last_bits(drawn):
    """Give the last 13 of the 24 bits of a coin (or of eight) as a draw of its own, float32 in the half-open 0 to 1."""
    rest = drawn * FIRST_BITS
    return rest - as_floats(as_wholes(rest))


def all_hours(ties):
    """Give the hours of every slot of a table of ties as NumPy sees them: float32, (residents, 32)."""
    side = ties.root_hours.astype(np.float32) * PART
    return side * side
