"""What policies will build: a burnt-in city becomes a copy with room for it.

Dwellings, blocks, pools and groups are added behind those that exist, so every row keeps its number and
every draw its meaning. They stand empty and closed until a lever lets them. A site is small flats for one or
two, in blocks of nine and pools of eight blocks of their own (a circle is a range of seats, so a new block
cannot lie within an old pool), near the middle of a pool of the wijk, social and in the lowest fifth of rents.
Or it is groups alone: clubs or centre groups of the wijk, as large as those there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.randomness import Draws, branch
from sim.world.codes import (
    BLOCK,
    BLOCKS_PER_POOL,
    COMMON_ROOM,
    DWELLINGS_PER_BLOCK,
    FLAT,
    NOBODY,
    NOWHERE,
    POOL,
    SOCIAL,
)
from sim.world.columns import allocate
from sim.world.tables import Projects, World

SEATS = 2
"""Residents that a small flat can hold."""
GROUP = 12
"""Seats of a group that meets in a common room."""
TENANTS_A_FLAT = 1.5
"""For how many tenants a flat the common room has seats."""
BLOCK_SPREAD, HOME_SPREAD = 0.08, 0.02
"""Distance (km, at most) of a block from the middle of the site, and of a home from the middle of its block."""


class Site(NamedTuple):
    """One project to be built: programme (code), number of the policy call, wijk (row), simulated dwellings.

    Without dwellings it is so many ``groups`` of a ``kind`` of focus, with ``group_size`` seats each.
    """

    programme: int
    call: int
    wijk: int
    dwellings: int
    groups: int = 0
    kind: int = COMMON_ROOM
    group_size: int = GROUP

    @property
    def blocks(self) -> int:
        """Number of blocks; a rest of less than half a block joins the others."""
        return max(1, round(self.dwellings / DWELLINGS_PER_BLOCK)) if self.dwellings else 0

    @property
    def pools(self) -> int:
        """Number of pools, likewise."""
        return max(1, round(self.blocks / BLOCKS_PER_POOL)) if self.dwellings else 0

    @property
    def rooms(self) -> int:
        """Number of groups: those asked for, or as many as the common room needs."""
        return int(np.ceil(self.dwellings * TENANTS_A_FLAT / GROUP)) if self.dwellings else self.groups

    @property
    def foci(self) -> int:
        """Number of circles of all kinds."""
        return self.blocks + self.pools + self.rooms

    @property
    def seats(self) -> int:
        """Number of seats, at home and in groups."""
        return self.dwellings * SEATS + self.rooms * self.group_size


def with_room(world: World, sites: Sequence[Site], draws: Draws) -> World:
    """Give a copy of a world with rows for these sites; without sites, just a copy."""
    if not sites:
        return world.copy()
    if len(world.projects.programme):
        raise ValueError("something was built in this world already; branch from one without projects")
    added = {
        "projects": len(sites),
        "project_levers": len(sites),
        "dwellings": sum(site.dwellings for site in sites),
        "foci": sum(site.foci for site in sites),
        "seats": sum(site.seats for site in sites),
    }
    longer = World(**{name: _longer(table, added.get(name, 0)) for name, table in world.tables().items()})
    dwelling, focus, seat = (len(table[0]) for table in (world.dwellings, world.foci, world.seats))
    for row, site in enumerate(sites):
        generator = np.random.default_rng(int(branch(branch(draws.key("building"), site.call), site.wijk)))
        _build(longer, row, site, (dwelling, focus, seat), generator)
        dwelling, focus, seat = dwelling + site.dwellings, focus + site.foci, seat + site.seats
    return longer


def _longer(table: Any, rows: int) -> Any:
    grown = allocate(type(table), len(table[0]) + rows)
    for new, old in zip(grown, table, strict=True):
        new[: len(old)] = old
    return grown


def _build(world: World, row: int, site: Site, first: tuple[int, int, int], generator: Any) -> None:
    """Fill the rows of one site, which begin at ``first`` (dwellings, foci, seats)."""
    dwelling, focus, seat = first
    first_room = focus + site.blocks + site.pools
    if site.dwellings:
        _build_homes(world, row, site, first, generator)
    _lay_out_rooms(world, first_room, site, seat + site.dwellings * SEATS)
    values = (site.programme, site.call, site.wijk, dwelling, site.dwellings, first_room, site.rooms)
    for name, value in zip(Projects._fields, values, strict=True):
        getattr(world.projects, name)[row] = value


def _build_homes(world: World, row: int, site: Site, first: tuple[int, int, int], generator: Any) -> None:
    dwelling, focus, seat = first
    homes = np.arange(dwelling, dwelling + site.dwellings)
    block = np.minimum(np.arange(site.dwellings) // DWELLINGS_PER_BLOCK, site.blocks - 1)
    pool = np.minimum(block // BLOCKS_PER_POOL, site.pools - 1)
    _fill_dwellings(world, row, site, homes, seat)
    _place(world, homes, block, generator)
    world.dwellings.block[homes] = focus + block
    world.dwellings.pool[homes] = focus + site.blocks + pool
    _lay_out_at_home(world, homes, "block", BLOCK, site.wijk)
    _lay_out_at_home(world, homes, "pool", POOL, site.wijk)


def _fill_dwellings(world: World, row: int, site: Site, homes: np.ndarray, seat: int) -> None:
    d = world.dwellings
    d.wijk[homes], d.kind[homes], d.tenure[homes], d.rent[homes] = site.wijk, FLAT, SOCIAL, 0
    d.unit[homes], d.project[homes], d.open[homes] = NOWHERE, row, False
    d.seats[homes] = SEATS
    d.first_seat[homes] = seat + SEATS * np.arange(site.dwellings)
    world.seats.occupant[seat : seat + site.dwellings * SEATS] = NOBODY
    world.seats.place[seat : seat + site.dwellings * SEATS] = np.repeat(homes, SEATS)


def _place(world: World, homes: np.ndarray, block: np.ndarray, generator: Any) -> None:
    """Put the homes near the middle of a pool of the wijk, drawn for the site."""
    d = world.dwellings
    there = np.flatnonzero((d.wijk == d.wijk[homes[0]]) & (d.project == NOWHERE))
    near = there[d.pool[there] == generator.choice(np.unique(d.pool[there]))]
    away = generator.uniform(-BLOCK_SPREAD, BLOCK_SPREAD, (2, int(block.max()) + 1))[:, block]
    away += generator.uniform(-HOME_SPREAD, HOME_SPREAD, (2, len(homes)))
    d.x[homes] = d.x[near].mean() + away[0]
    d.y[homes] = d.y[near].mean() + away[1]


def _lay_out_at_home(world: World, homes: np.ndarray, column: str, kind: int, wijk: int) -> None:
    """Turn runs of homes with one block (or pool) into foci: ranges of the seats at home."""
    d, f = world.dwellings, world.foci
    foci, begins, counts = np.unique(d._asdict()[column][homes], return_index=True, return_counts=True)
    f.kind[foci], f.wijk[foci], f.open[foci] = kind, wijk, True
    f.start[foci] = d.first_seat[homes[begins]]
    f.size[foci] = counts * SEATS


def _lay_out_rooms(world: World, first: int, site: Site, seat: int) -> None:
    f = world.foci
    rooms = np.arange(first, first + site.rooms)
    f.kind[rooms], f.wijk[rooms], f.open[rooms], f.size[rooms] = site.kind, site.wijk, False, site.group_size
    f.start[rooms] = seat + site.group_size * np.arange(site.rooms)
    seats = slice(seat, seat + site.group_size * site.rooms)
    world.seats.occupant[seats], world.seats.place[seats] = NOBODY, np.repeat(rooms, site.group_size)
