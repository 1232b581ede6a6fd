"""Turn expected numbers into whole ones without losing anybody: truncate, replicate, sample.

Lovelace & Ballas (2013, Computers, Environment and Urban Systems) take the whole part of each cell and draw
who else there is from the remainders. Here the draw is systematic: one random start, then every whole step
along the running sum. So each cell keeps its expected number, gets at most one more than its whole part,
and every stretch of cells whose expected number is whole gets exactly that.
"""

from __future__ import annotations

import numpy as np

NEARLY_WHOLE = 1e-6


def integerise(table: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Give whole numbers (int64, same shape) that add up to the sum of ``table`` (float, >= 0).

    Where the sum is not whole the total is the whole number below or above it. Cells are taken in the
    order of memory (last axis fastest).
    """
    flat = np.asarray(table, dtype=np.float64).ravel()
    whole = np.floor(flat + NEARLY_WHOLE)
    running = np.cumsum(np.clip(flat - whole, 0.0, None))
    nearest = np.round(running)
    running = np.where(np.abs(running - nearest) < NEARLY_WHOLE, nearest, running)
    steps = np.floor(running + generator.random())
    return (whole + np.diff(steps, prepend=0.0)).astype(np.int64).reshape(np.shape(table))


def spread_evenly(total: float, weights: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Divide ``total`` over cells in proportion to ``weights`` (float, >= 0, not all 0) in whole numbers."""
    return integerise(total * weights / weights.sum(), generator)
