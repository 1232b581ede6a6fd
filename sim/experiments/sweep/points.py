"""Where a design places its points: in the cube from 0 to 1, one side for each uncertainty."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

SAMPLED = ("latin_hypercube", "sobol", "morris")
KINDS = ("grid", "list", *SAMPLED)
MOST_POINTS = 1_000_000


def problem(names: Sequence[str]) -> dict[str, Any]:
    """Describe the cube in the words of SALib."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def grid(sizes: Sequence[tuple[int, bool]]) -> np.ndarray:
    """Combine all levels: a size for each side, and whether it is a list of values (then middles of equal parts)."""
    sides = [(np.arange(n) + 0.5) / n if listed else np.linspace(0.0, 1.0, n) for n, listed in sizes]
    return np.array(list(itertools.product(*sides))).reshape(-1, len(sizes))


def sampled(kind: str, names: Sequence[str], points: int, levels: int, seed: int) -> np.ndarray:
    """Give the points of a sampled design, (points, uncertainties), the same for the same seed.

    For ``sobol`` ``points`` is the base sample N, and there are N (uncertainties + 2) points; for ``morris`` it is the
    number of trajectories, of uncertainties + 1 points each.
    """
    from SALib.sample import latin, morris, sobol  # here: it takes a second to import

    cube = problem(names)
    if kind == "latin_hypercube":
        return np.asarray(latin.sample(cube, points, seed=seed))
    if kind == "sobol":
        return np.asarray(sobol.sample(cube, points, calc_second_order=False, scramble=True, seed=seed))
    return np.asarray(morris.sample(cube, points, num_levels=levels, seed=seed))


def count(kind: str, sides: int, points: int) -> int:
    """Give how many points a sampled design has."""
    return {"latin_hypercube": points, "sobol": points * (sides + 2), "morris": points * (sides + 1)}[kind]
