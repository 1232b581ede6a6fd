"""The homes of the city: kind, block, pool, place on the map and rent.

Homes of one tenure and kind stand together in blocks of nine, but for a scattered share; blocks of one tenure
stand near each other as far as ``blocks_alike`` says, eight to a pool. Each wijk is one tile of 1.5 km, on which
its pools lie in rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.city.file import CityFile
from sim.city.households import Homes
from sim.city.settings import (
    BAND_LIMITS,
    FAMILY,
    FROM_65,
    HOME_TENURES,
    SHARED,
    SINGLE_PARENT,
    VACANT,
    Households,
)
from sim.world.codes import BLOCKS_PER_POOL, DWELLINGS_PER_BLOCK, FAMILY_HOME, FLAT, SENIOR_HOME, SHARED_HOUSE

TILE_KM = 1.5
POOLS_REACH = 0.9
"""Share of the tile's width over which pools lie."""
BLOCK_SPREAD, HOME_SPREAD = 0.3, 0.02
"""Distance (km) of blocks from the middle of their pool, per pool of the tile, and of homes in a block."""
FIFTHS = 5
SMALL_FAMILY = 3


class Stock(NamedTuple):
    """One row a home, occupied or not, in order of wijk, pool and block; ``household`` -1 where vacant."""

    household: np.ndarray
    wijk: np.ndarray
    kind: np.ndarray
    tenure: np.ndarray
    pool: np.ndarray
    block: np.ndarray


def choose_kinds(homes: Homes, oldest: np.ndarray, settings: Households, generator: np.random.Generator) -> np.ndarray:
    """Choose the kind of home of each household; ``oldest`` is the age in months of its oldest member."""
    draw, draw_senior = generator.random((2, len(homes.wijk)))
    parents = (homes.type == FAMILY) | (homes.type == SINGLE_PARENT)
    small = homes.adults + homes.children <= SMALL_FAMILY
    senior = (oldest >= BAND_LIMITS[FROM_65]) & (draw_senior < settings.senior_home_share)
    return np.select(
        [
            homes.type == SHARED,
            parents & small & (draw < settings.flat_families),
            parents,
            senior,
            draw < settings.family_home_by_tenure[homes.tenure],
        ],
        [SHARED_HOUSE, FLAT, FAMILY_HOME, SENIOR_HOME, FAMILY_HOME],
        FLAT,
    )


def build_stock(
    homes: Homes, kind: np.ndarray, stock: np.ndarray, settings: Households, generator: np.random.Generator
) -> Stock:
    """Add the vacant homes of ``stock`` [wijken, tenures] to those of the households, and put them in blocks."""
    cell = homes.wijk * HOME_TENURES + homes.tenure
    empty = stock - np.bincount(cell, minlength=stock.size).reshape(stock.shape)
    empty_wijk, empty_tenure = (np.repeat(axis.ravel(), empty.ravel()) for axis in np.indices(stock.shape))
    household = np.concatenate([np.arange(len(homes.wijk)), np.full(len(empty_wijk), VACANT)])
    wijk = np.concatenate([homes.wijk, empty_wijk])
    tenure = np.concatenate([homes.tenure, empty_tenure])
    kinds = np.concatenate([kind, _vacant_kinds(homes, kind, empty_tenure, generator)])
    order = _along_the_street(wijk, tenure, kinds, settings, generator)
    block, pool = _number_blocks(np.bincount(wijk, minlength=len(stock)), settings.blocks_alike, generator)
    final = np.argsort(block, kind="stable")
    row = order[final]
    return Stock(household[row], wijk[row], kinds[row], tenure[row], pool[final], block[final])


def _vacant_kinds(homes: Homes, kind: np.ndarray, tenure: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Vacant homes are of the kinds that others of their tenure live in, shared houses aside."""
    kinds = np.full(len(tenure), FLAT)
    for value in range(HOME_TENURES):
        known = kind[(homes.tenure == value) & (homes.type != SHARED)]
        wanted = tenure == value
        if len(known):
            kinds[wanted] = known[generator.integers(0, len(known), wanted.sum())]
    return kinds


def _along_the_street(
    wijk: np.ndarray,
    tenure: np.ndarray,
    kind: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> np.ndarray:
    """Order the homes of each wijk by tenure and kind, then let a share of them swap places."""
    alike = tenure * 2 + (kind == FAMILY_HOME)
    order = np.lexsort((generator.random(len(wijk)), alike, wijk))
    loose = np.flatnonzero(generator.random(len(wijk)) < settings.scattered_homes)
    moved = loose[np.lexsort((generator.random(len(loose)), wijk[order[loose]]))]
    order[loose] = order[moved]
    return order


def _number_blocks(homes: np.ndarray, alike: float, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Number blocks and pools, wijk by wijk, of rows in order of wijk and tenure with ``homes`` [wijken] each.

    Blocks are ranked by ``alike`` · their place in the order of tenures + (1 − ``alike``) · chance: at 0 each pool is
    a sample of its wijk, at 1 it is of one tenure. The last block and pool of a wijk take in a rest of less than half.
    """
    block_parts, pool_parts = [], []
    blocks_before = pools_before = 0
    for count in homes:
        blocks = max(1, round(count / DWELLINGS_PER_BLOCK))
        pools = max(1, round(blocks / BLOCKS_PER_POOL))
        local = np.minimum(np.arange(count) // DWELLINGS_PER_BLOCK, blocks - 1)
        place = alike * np.arange(blocks) / blocks + (1.0 - alike) * generator.random(blocks)
        shuffled = np.argsort(np.argsort(place, kind="stable"))[local]
        block_parts.append(blocks_before + shuffled)
        pool_parts.append(pools_before + np.minimum(shuffled // BLOCKS_PER_POOL, pools - 1))
        blocks_before, pools_before = blocks_before + blocks, pools_before + pools
    return np.concatenate(block_parts), np.concatenate(pool_parts)


def wijk_centres(city: CityFile) -> tuple[np.ndarray, np.ndarray]:
    """Centres of the tiles in km: x to the east, y to the north."""
    row, column = np.array([wijk.tile for wijk in city.wijken], dtype=np.float64).T
    return TILE_KM * column, TILE_KM * (row.max() - row)


def place_on_map(
    city: CityFile, wijk: np.ndarray, pool: np.ndarray, block: np.ndarray, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Place dwellings (any order) in km: pools in rows over the tile, blocks around them, homes in blocks."""
    centre_x, centre_y = wijk_centres(city)
    home = np.full(pool.max() + 1, 0)
    home[pool] = wijk
    per_wijk = np.bincount(home, minlength=len(centre_x))
    rank = np.arange(len(home)) - (np.cumsum(per_wijk) - per_wijk)[home]
    side = np.ceil(np.sqrt(per_wijk))[home]
    step = TILE_KM * POOLS_REACH / side
    away = generator.uniform(-BLOCK_SPREAD, BLOCK_SPREAD, (2, block.max() + 1))[:, block] * step[pool]
    away += generator.uniform(-HOME_SPREAD, HOME_SPREAD, (2, len(block)))
    x = centre_x[home] + (rank % side - (side - 1) / 2) * step
    y = centre_y[home] + (rank // side - (side - 1) / 2) * step
    return x[pool] + away[0], y[pool] + away[1]


def draw_rents(
    city: CityFile,
    stock: Stock,
    income: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> np.ndarray:
    """Rank homes by rent or price into fifths (0-4): the wijk's value, tenure, and who could pay it.

    ``income`` (standardised, 0 where vacant) is that of the household.
    """
    value = np.log([wijk.dwelling_value for wijk in city.wijken])
    own = settings.rent_matching * income
    own += np.sqrt(1.0 - settings.rent_matching**2) * generator.normal(0.0, 1.0, len(income))
    score = settings.rent_value * value[stock.wijk] + settings.rent_tenure[stock.tenure]
    score += settings.rent_spread * own
    rank = np.empty(len(score), dtype=np.int64)
    rank[np.argsort(score, kind="stable")] = np.arange(len(score))
    return rank * FIFTHS // len(score)
