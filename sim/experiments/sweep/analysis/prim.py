"""Where something happens, as a box: the patient rule induction method (Friedman and Fisher 1999).

From all points a small part is peeled off again and again, at that side where what is left has most cases; then
limits that add nothing, or could be chance, are taken away. Of all boxes on the way the one is given that holds most
of the cases and least of the others (Youden's J). How good it is is told by its coverage, the share of cases that lie
inside, and its density, the share inside that are cases. Bryant and Lempert (2010) use it to find the worlds in which
a policy fails. Written here, since the libraries that have it bring along more than all else of this project.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import stats

PEELED = 0.05
"""Share of the points in the box that is peeled off at once."""
SMALLEST = 0.05
"""Share of all points that a box holds at least."""
SURE = 0.05
"""Chance, over all uncertainties searched, above which a limit could as well be chance, and is left out."""


@dataclass(frozen=True)
class Box:
    """Limits by uncertainty: (low, high) of its places, or the set of values that lie inside; and how good it is."""

    limits: dict[int, tuple[float, float] | frozenset[float]]
    coverage: float
    density: float
    points: int
    others: float
    chances: dict[int, float]

    @property
    def worth(self) -> float:
        """The share of cases inside less that of others, 0 for a box that says nothing."""
        return self.coverage - self.others


def find(places: np.ndarray, cases: np.ndarray, listed: frozenset[int] = frozenset()) -> Box:
    """Find the box of cases: places (points, uncertainties), cases (points,) bool; ``listed`` sides are of values."""
    best = box = _box(places, cases, {})
    while box.density < 1.0:
        better = [_box(places, cases, {**box.limits, side: limit}) for side, limit in _peels(places, box, listed)]
        better = [one for one in better if SMALLEST * len(cases) <= one.points < box.points]
        if not better:
            break
        box = max(better, key=lambda one: _gain(one, box))
        best = max(best, box, key=lambda one: one.worth)
    return _with_chances(places, cases, _simplified(places, cases, best))


def _gain(after: Box, before: Box) -> float:
    """Give how much denser it got for each point that was lost."""
    return (after.density - before.density) / (before.points - after.points)


def inside(places: np.ndarray, limits: dict[int, Any]) -> np.ndarray:
    """Tell which points lie in a box, (points,)."""
    found = np.ones(len(places), dtype=bool)
    for side, limit in limits.items():
        column = places[:, side]
        if isinstance(limit, frozenset):
            found &= np.isin(column, list(limit))
        else:
            found &= (column >= limit[0]) & (column <= limit[1])
    return found


def _box(places: np.ndarray, cases: np.ndarray, limits: dict[int, Any]) -> Box:
    within = inside(places, limits)
    hits, points = int((within & cases).sum()), int(within.sum())
    all_cases, all_others = max(int(cases.sum()), 1), max(int((~cases).sum()), 1)
    return Box(limits, hits / all_cases, hits / max(points, 1), points, (points - hits) / all_others, {})


def _peels(places: np.ndarray, box: Box, listed: frozenset[int]) -> list[tuple[int, Any]]:
    """Give all limits that peel a part off: at both ends of a side, or one value of a list."""
    own = places[inside(places, box.limits)]
    found: list[tuple[int, Any]] = []
    for side in range(places.shape[1]):
        column = own[:, side]
        there = np.unique(column)
        if len(there) < 2:
            continue
        if side in listed:
            found += [(side, frozenset(there[there != value].tolist())) for value in there]
            continue
        low, high = _ends(box, side)
        above, below = column[column > np.quantile(column, PEELED)], column[column < np.quantile(column, 1 - PEELED)]
        found += [(side, (float(above.min()), high))] if len(above) else []
        found += [(side, (low, float(below.max())))] if len(below) else []
    return found


def _ends(box: Box, side: int) -> tuple[float, float]:
    limit = box.limits.get(side, (-np.inf, np.inf))
    assert not isinstance(limit, frozenset)
    return limit


def _simplified(places: np.ndarray, cases: np.ndarray, box: Box) -> Box:
    """Take limits away as long as the box is as good without, or one of them could be chance."""
    while box.limits:
        without = [_box(places, cases, {k: v for k, v in box.limits.items() if k != side}) for side in box.limits]
        best = max(without, key=lambda one: one.worth)
        chances = {side: _chance(places, cases, box, side) for side in box.limits}
        weakest = max(chances, key=lambda side: chances[side])
        if best.worth >= box.worth:
            box = best
        elif chances[weakest] > SURE / places.shape[1]:
            box = _box(places, cases, {k: v for k, v in box.limits.items() if k != weakest})
        else:
            break
    return box


def _chance(places: np.ndarray, cases: np.ndarray, box: Box, side: int) -> float:
    """Give how likely the cases of a box would be if this limit had no say (one-sided binomial)."""
    wider = _box(places, cases, {k: v for k, v in box.limits.items() if k != side})
    return float(stats.binom.sf(round(box.density * box.points) - 1, box.points, wider.density))


def _with_chances(places: np.ndarray, cases: np.ndarray, box: Box) -> Box:
    chances = {side: _chance(places, cases, box, side) for side in box.limits}
    return replace(box, chances=chances)
