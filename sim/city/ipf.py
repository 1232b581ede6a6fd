"""Iterative proportional fitting (Deming & Stephan 1940): bend a table until its sums are those wanted.

The pattern of the start table, what belongs with what, is kept as far as the wanted sums allow.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Margin = tuple[tuple[int, ...], np.ndarray]
"""Axes that a margin keeps, and its wanted sums in the order of those axes."""


def fit(start: np.ndarray, margins: Sequence[Margin], tolerance: float = 1e-9, rounds: int = 1000) -> np.ndarray:
    """Scale ``start`` (float, >= 0, any shape) until its sums over all other axes are those of ``margins``.

    Stops when no factor differs from 1 by more than ``tolerance``. The last margin is met exactly in any
    case, the others as nearly as margins that contradict each other allow.
    """
    table = np.array(start, dtype=np.float64)
    for _ in range(rounds):
        if max(_scale(table, axes, wanted) for axes, wanted in margins) <= tolerance:
            break
    return table


def _scale(table: np.ndarray, axes: tuple[int, ...], wanted: np.ndarray) -> float:
    """Scale the table in place to one margin; give the largest relative change."""
    others = tuple(axis for axis in range(table.ndim) if axis not in axes)
    present = table.sum(axis=others)
    factor = np.divide(wanted, present, out=np.zeros_like(present), where=present > 0)
    table *= np.expand_dims(factor, others)
    moved = np.abs(factor - 1.0)[(present > 0) & (wanted > 0)]
    return float(moved.max(initial=0.0))
