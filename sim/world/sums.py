"""Sums over the 32 slots of a resident, in float32: four side by side, so that none waits for another.

The order of additions is written down, not left to the compiler, so that every machine gives the same bytes.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.world.codes import TIE_SLOTS

NONE, ONE = np.float32(0.0), np.float32(1.0)


@kernel
def total(values, start):
    """Add up 32 values, from a place on."""
    first = second = third = fourth = NONE
    for slot in range(start, start + TIE_SLOTS, 4):
        first += values[slot]
        second += values[slot + 1]
        third += values[slot + 2]
        fourth += values[slot + 3]
    return first + second + third + fourth


@kernel
def product(values, start):
    """Multiply 32 values, from a place on."""
    first = second = third = fourth = ONE
    for slot in range(start, start + TIE_SLOTS, 4):
        first *= values[slot]
        second *= values[slot + 1]
        third *= values[slot + 2]
        fourth *= values[slot + 3]
    return first * second * third * fourth
