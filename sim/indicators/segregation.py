"""How unevenly vulnerable adults are spread over wijken and over blocks, beyond what chance alone would do.

Dissimilarity D (Duncan & Duncan 1955): the share of vulnerable adults who would have to move for an even spread,
over what it is at most. Isolation: the share of vulnerable adults in the place of the average vulnerable adult
(P*, Lieberson 1981), adjusted for their share in the city: eta squared, (P* - p) / (1 - p). Entropy H (Theil 1972).
Each is 0 for an even spread and 1 where nobody shares a place. Small places are never even by chance, so from each
is taken off what it is on average when the same adults are dealt at random over the same places (Carrington &
Troske 1997; Winship 1977): numbers are then hypergeometric, so the mean is exact and nothing is drawn. Rooms of a
living group of a facility are one block.

Clustering is Moran's I of the share of vulnerable adults by wijk, neighbours sharing an edge on the tile map: 1 where
neighbours are alike, -1 for a chessboard, -1 / (wijken - 1) on average by chance, with p from dealing the shares anew
over the wijken. Only the city has these figures; they are measured once a quarter.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.tally import Homes, homes_of, is_vulnerable, of_the_city

SHUFFLES = 199
REACH = 8.0
"""Standard deviations from the mean beyond which a number is left out (its chance is below 10^-12)."""


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give each indicator for the city."""
    homes = homes or homes_of(world)
    wijken, blocks = _count(world, homes.of_adults)
    found = dict(zip(("clustering", "clustering_p"), clustering(wijken, world.wijken.x, world.wijken.y), strict=True))
    for place, people in (("wijken", wijken), ("blocks", blocks)):
        for name, value in excess(people).items():
            found[f"{name}_{place}"] = value
    return {name: of_the_city(value, len(wijken)) for name, value in found.items()}


@allocating
def _count(world, homes):
    """Count adults and the vulnerable among them, by wijk and by block."""
    wijken = np.zeros((world.wijken.x.shape[0], 2), np.int64)
    blocks = np.zeros((world.foci.kind.shape[0], 2), np.int64)
    for i in range(world.residents.uid.shape[0]):
        wijk = homes[i]
        if wijk >= 0:
            vulnerable = is_vulnerable(world, i)
            block = world.dwellings.block[world.residents.dwelling[i]]
            wijken[wijk, 0] += 1
            wijken[wijk, 1] += vulnerable
            blocks[block, 0] += 1
            blocks[block, 1] += vulnerable
    return wijken, blocks


def excess(people: np.ndarray) -> dict[str, float]:
    """Give dissimilarity, isolation and entropy of places (adults, vulnerable ones) less their means by chance."""
    found, chance = spread(people)
    return {name: found[name] - chance[name] for name in found}


def spread(people: np.ndarray) -> tuple[dict[str, float], dict[str, float]]:
    """Give the three as they are, and their means when the same adults are dealt at random over the same places."""
    adults, vulnerable = (int(total) for total in people.sum(axis=0))
    if not 0 < vulnerable < adults:
        nothing = dict.fromkeys(("dissimilarity", "isolation", "entropy"), math.nan)
        return nothing, nothing
    places, away, squares, mixed, away_by_chance, mixed_by_chance = _sums(people, adults, vulnerable)
    share = vulnerable / adults
    most_away, most_mixed = 2.0 * adults * share * (1.0 - share), adults * entropy(share)
    found = (away / most_away, (squares / vulnerable - share) / (1.0 - share), 1.0 - mixed / most_mixed)
    chance = (away_by_chance / most_away, (places - 1.0) / (adults - 1.0), 1.0 - mixed_by_chance / most_mixed)
    return _named(found), _named(chance)


def _named(values: tuple[float, float, float]) -> dict[str, float]:
    dissimilarity, isolation, mixing = values
    return {"dissimilarity": dissimilarity, "isolation": isolation, "entropy": mixing}


@allocating
def _sums(people, adults, vulnerable):
    """Sum up over places: their number, distance from an even spread, squares over size, entropy by adults; then
    distance and entropy as they are by chance (kept by size, for many places are alike)."""
    share = vulnerable / adults
    places, away, squares, mixed, away_by_chance, mixed_by_chance = 0, 0.0, 0.0, 0.0, 0.0, 0.0
    kept = np.full((people[:, 0].max() + 1, 2), -1.0)
    for k in range(people.shape[0]):
        size, number = people[k, 0], people[k, 1]
        if size == 0:
            continue
        if kept[size, 0] < 0.0:
            kept[size, 0], kept[size, 1] = mean_by_chance(size, adults, vulnerable)
        places += 1
        away += abs(number - size * share)
        squares += number * number / size
        mixed += size * entropy(number / size)
        away_by_chance += kept[size, 0]
        mixed_by_chance += size * kept[size, 1]
    return places, away, squares, mixed, away_by_chance, mixed_by_chance


@kernel
def entropy(share):
    """Give how mixed a place is, given the share of one of two sorts: 0 where there is one sort only."""
    if share <= 0.0 or share >= 1.0:
        return 0.0
    return -share * math.log(share) - (1.0 - share) * math.log(1.0 - share)


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
        mixed += chance * entropy(number / size)
        chance *= (vulnerable - number) / (number + 1.0)
        chance *= (size - number) / (adults - vulnerable - size + number + 1.0)
    return away, mixed


@kernel
def _ways(total, chosen):
    """Give the logarithm of how many ways there are to choose so many."""
    return math.lgamma(total + 1.0) - math.lgamma(chosen + 1.0) - math.lgamma(total - chosen + 1.0)


def clustering(people: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Give Moran's I of the vulnerable share of wijken with adults, and its p; nan without neighbours or differences.

    p is the share of ``SHUFFLES`` dealings of the same shares over the wijken, and the one found, that are clustered
    at least as much. The dealings are always the same ones.
    """
    lived_in = people[:, 0] > 0
    share = people[lived_in, 1] / people[lived_in, 0]
    apart = np.hypot(*(np.subtract.outer(places, places) for places in (x[lived_in], y[lived_in])))
    steps = apart[apart > 0]
    if not len(steps) or np.ptp(share) == 0:
        return math.nan, math.nan
    beside = np.isclose(apart, steps.min())  # wijken lie on whole tiles, so who is nearest shares an edge
    away = share - share.mean()
    order = np.argsort(np.random.default_rng(SHUFFLES).random((SHUFFLES, len(away))), axis=1)
    products = [(dealt @ beside * dealt).sum(axis=-1) for dealt in (away, away[order])]
    found = len(share) * products[0] / (beside.sum() * (away @ away))
    as_much = np.count_nonzero(products[1] >= products[0] - 1e-12 * (away @ away))
    return float(found), (1.0 + as_much) / (1.0 + SHUFFLES)
