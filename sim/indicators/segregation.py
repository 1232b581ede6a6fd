"""How unevenly vulnerable adults are spread over wijken and over blocks, beyond what chance alone would do.

Dissimilarity D (Duncan & Duncan 1955): the share of vulnerable adults who would have to move for an even spread,
over what it is at most. Isolation: the share of vulnerable adults in the place of the average vulnerable adult
(P*, Lieberson 1981), adjusted for their share in the city: eta squared, (P* - p) / (1 - p). Entropy H (Theil 1972).
Each is 0 for an even spread and 1 where nobody shares a place. Small places are never even by chance, so from each
is taken off what it is on average when the same adults are dealt at random over the same places (Carrington &
Troske 1997; Winship 1977): numbers are then hypergeometric, so the mean is exact and nothing is drawn. Rooms of a
living group of a facility are one block.

Clustering is Moran's I of the share of vulnerable adults by wijk, neighbours sharing an edge on the tile map: 1 where
neighbours are alike, -1 for a chessboard, -1 / (wijken - 1) on average by chance. Only the city has these figures.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.tally import is_adult, is_vulnerable, of_the_city, wijk_of

REACH = 12.0
"""Standard deviations from the mean beyond which a number is left out (less than one in 10^25)."""


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give each indicator for the city."""
    wijken, blocks = _count(world)
    found = {"clustering": clustering(wijken, world.wijken.x, world.wijken.y)}
    for place, people in (("wijken", wijken), ("blocks", blocks)):
        for name, value in excess(people).items():
            found[f"{name}_{place}"] = value
    return {name: of_the_city(value, len(wijken)) for name, value in found.items()}


@allocating
def _count(world):
    """Count adults and the vulnerable among them, by wijk and by block."""
    wijken = np.zeros((world.wijken.x.shape[0], 2), np.int64)
    blocks = np.zeros((world.foci.kind.shape[0], 2), np.int64)
    for i in range(world.residents.uid.shape[0]):
        if is_adult(world, i):
            vulnerable = is_vulnerable(world, i)
            wijk, block = wijk_of(world, i), world.dwellings.block[world.residents.dwelling[i]]
            wijken[wijk, 0] += 1
            wijken[wijk, 1] += vulnerable
            blocks[block, 0] += 1
            blocks[block, 1] += vulnerable
    return wijken, blocks


def excess(people: np.ndarray) -> dict[str, float]:
    """Give dissimilarity, isolation and entropy of places (adults, vulnerable ones) less their means by chance."""
    found, chance = spread(people), spread_by_chance(people)
    return {name: found[name] - chance[name] for name in found}


def spread(people: np.ndarray) -> dict[str, float]:
    """Give the three as they are; not a number where nobody or everybody is vulnerable."""
    size, vulnerable = (column.astype(np.float64) for column in people[people[:, 0] > 0].T)
    isolation = float((vulnerable**2 / size).sum())
    away = float(np.abs(vulnerable - size * _share(people)).sum())
    return _scaled(people, away, isolation, float((size * entropy(vulnerable / size)).sum()))


def spread_by_chance(people: np.ndarray) -> dict[str, float]:
    """Give the mean of the three when the same adults are dealt at random over the same places."""
    adults, vulnerable = (int(total) for total in people.sum(axis=0))
    sizes, times = np.unique(people[people[:, 0] > 0, 0], return_counts=True)
    if not 0 < vulnerable < adults:
        return _scaled(people, math.nan, math.nan, math.nan)
    away, mixed = _means(sizes, adults, vulnerable)
    share = _share(people)
    isolation = vulnerable * (share + (1.0 - share) * (times.sum() - 1) / (adults - 1))
    return _scaled(people, float(away @ times), float(isolation), float((sizes * times) @ mixed))


def _share(people: np.ndarray) -> float:
    adults, vulnerable = people.sum(axis=0)
    return float(vulnerable / adults) if adults > 0 else math.nan


def _scaled(people: np.ndarray, away: float, isolation: float, mixed: float) -> dict[str, float]:
    """Bring sums over places to the scale from 0 to 1."""
    adults, vulnerable = (int(total) for total in people.sum(axis=0))
    if not 0 < vulnerable < adults:
        return dict.fromkeys(("dissimilarity", "isolation", "entropy"), math.nan)
    share = _share(people)
    return {
        "dissimilarity": away / (2.0 * adults * share * (1.0 - share)),
        "isolation": (isolation / vulnerable - share) / (1.0 - share),
        "entropy": 1.0 - mixed / (adults * float(entropy(np.array([share]))[0])),
    }


def entropy(share: np.ndarray) -> np.ndarray:
    """Give how mixed places are, given the share of one of two sorts: 0 where there is one sort only."""
    both = np.stack([share, 1.0 - share])
    return -(both * np.log(both, out=np.zeros_like(both), where=both > 0)).sum(axis=0)


@allocating
def _means(sizes, adults, vulnerable):
    away, mixed = np.zeros(sizes.shape[0]), np.zeros(sizes.shape[0])
    for k in range(sizes.shape[0]):
        away[k], mixed[k] = mean_by_chance(sizes[k], adults, vulnerable)
    return away, mixed


@kernel
def mean_by_chance(size, adults, vulnerable):
    """Give, for a place of so many adults dealt at random, the mean distance of its vulnerable ones from their mean,
    and the mean entropy: sums over the hypergeometric distribution."""
    share = vulnerable / adults
    mean = size * share
    reach = 1.0 + REACH * math.sqrt(1.0 + mean * (1.0 - share) * (adults - size) / (adults - 1.0))
    low = max(0, size + vulnerable - adults, int(mean - reach))
    high = min(size, vulnerable, int(mean + reach))
    chance = math.exp(_ways(vulnerable, low) + _ways(adults - vulnerable, size - low) - _ways(adults, size))
    away, mixed = 0.0, 0.0
    for number in range(low, high + 1):
        away += chance * abs(number - mean)
        part = number / size
        if 0.0 < part < 1.0:
            mixed -= chance * (part * math.log(part) + (1.0 - part) * math.log(1.0 - part))
        chance *= (vulnerable - number) / (number + 1.0)
        chance *= (size - number) / (adults - vulnerable - size + number + 1.0)
    return away, mixed


@kernel
def _ways(total, chosen):
    """Give the logarithm of how many ways there are to choose so many."""
    return math.lgamma(total + 1.0) - math.lgamma(chosen + 1.0) - math.lgamma(total - chosen + 1.0)


def clustering(people: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """Give Moran's I of the vulnerable share of wijken with adults; not a number without neighbours or differences."""
    lived_in = people[:, 0] > 0
    share = people[lived_in, 1] / people[lived_in, 0]
    apart = np.hypot(*(np.subtract.outer(places, places) for places in (x[lived_in], y[lived_in])))
    steps = apart[apart > 0]
    if not len(steps) or np.ptp(share) == 0:
        return math.nan
    beside = np.isclose(apart, steps.min())  # wijken lie on whole tiles, so who is nearest shares an edge
    away = share - share.mean()
    return float(len(share) * (away @ beside @ away) / (beside.sum() * (away @ away)))
