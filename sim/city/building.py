"""What policies will build: a burnt-in city becomes a copy with room for it.

Dwellings, blocks, pools and groups are added behind those that exist, so every row keeps its number and
every draw its meaning. They stand empty and closed until a lever lets them. A site is small dwellings for one or
two, in blocks and pools of their own (a circle is a range of seats, so a new block cannot lie within an old pool),
near the middle of a pool of the wijk. Blocks are of nine dwellings and pools of eight blocks, unless the site says
how many dwellings share a block; a site that is social in part has its social dwellings spread evenly. A site without
dwellings is a support point with a room: what it keeps of the general stock is there already (``sim.world.reserved``).
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
    OWNER,
    POOL,
    SOCIAL,
)
from sim.world.columns import allocate
from sim.world.dwelling_tables import never_renewed
from sim.world.tables import Projects, World

SEATS = 2
"""Residents that a small dwelling can hold."""
GROUP = 12
"""Seats of a group that meets in a common room."""
TENANTS_A_FLAT = 1.5
"""For how many tenants a flat the common room has seats."""
RENT_SOCIAL, PRICE_OWNED = 0, 2
"""Fifth of the rents of social dwellings, and of the prices of others: the middle one."""
BLOCK_SPREAD, HOME_SPREAD = 0.08, 0.02
"""Distance (km, at most) of a block from the middle of the site, and of a home from the middle of its block."""


class Site(NamedTuple):
    """One project to be built: programme (code), number of the policy call, wijk (row), simulated dwellings.

    ``kind`` is that of the dwellings, ``per_block`` how many of them share a stair or a courtyard, ``social_share``
    which part is rented out by a corporation (the rest is owned), ``place`` the number of the site among those of
    its call in the wijk. ``scattered`` homes of the general stock belong to it besides: the site is then a support
    point, with a room for who lives in them. Or it has neither, but so many ``groups`` of a kind of focus (``circle``)
    with ``group_size`` seats each. ``drawn_as`` stands for ``call`` in the draw of where it lies, if not None.
    """

    programme: int
    call: int
    wijk: int
    dwellings: int
    kind: int = FLAT
    per_block: int = DWELLINGS_PER_BLOCK
    social_share: float = 1.0
    place: int = 0
    scattered: int = 0
    groups: int = 0
    circle: int = COMMON_ROOM
    group_size: int = GROUP
    drawn_as: int | None = None

    @property
    def blocks(self) -> int:
        """Number of blocks; a rest of less than half a block joins the others."""
        return max(1, round(self.dwellings / self.per_block)) if self.dwellings else 0

    @property
    def pools(self) -> int:
        """Number of pools, likewise."""
        return max(1, round(self.blocks / BLOCKS_PER_POOL)) if self.blocks else 0

    @property
    def rooms(self) -> int:
        """Number of groups: those asked for, or as many as its common room needs; who lives scattered lives alone."""
        return self.groups or int(np.ceil((self.dwellings * TENANTS_A_FLAT + self.scattered) / GROUP))

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
        "dwelling_levers": sum(site.dwellings for site in sites),
        "foci": sum(site.foci for site in sites),
        "focus_levers": sum(site.foci for site in sites),
        "seats": sum(site.seats for site in sites),
    }
    longer = World(**{name: _longer(table, added.get(name, 0)) for name, table in world.tables().items()})
    dwelling, focus, seat = (len(table[0]) for table in (world.dwellings, world.foci, world.seats))
    for row, site in enumerate(sites):
        _build(longer, row, site, (dwelling, focus, seat), _generator(site, draws))
        dwelling, focus, seat = dwelling + site.dwellings, focus + site.foci, seat + site.seats
    return longer


def _generator(site: Site, draws: Draws) -> Any:
    """Give what draws where a site lies: its own, whatever else is built."""
    call = site.call if site.drawn_as is None else site.drawn_as
    key = branch(branch(draws.key("building"), call), site.wijk)
    return np.random.default_rng(int(branch(key, site.place) if site.place else key))


def _longer(table: Any, rows: int) -> Any:
    grown = allocate(type(table), len(table[0]) + rows)
    for new, old in zip(grown, table, strict=True):
        new[: len(old)] = old
    return grown


def _build(world: World, row: int, site: Site, first: tuple[int, int, int], generator: Any) -> None:
    """Fill the rows of one site, which begin at ``first`` (dwellings, foci, seats)."""
    dwelling, focus, seat = first
    first_room = focus + site.blocks + site.pools
    x, y = _middle(world, site.wijk, generator)
    if site.dwellings:
        _build_homes(world, row, site, first, (x, y), generator)
    _lay_out_rooms(world, first_room, site, seat + site.dwellings * SEATS)
    values = (site.programme, site.call, site.wijk, dwelling, site.dwellings, site.scattered, x, y)
    for name, value in zip(Projects._fields, (*values, first_room, site.rooms), strict=True):
        getattr(world.projects, name)[row] = value


def _build_homes(
    world: World, row: int, site: Site, first: tuple[int, int, int], middle: tuple[Any, Any], generator: Any
) -> None:
    dwelling, focus, seat = first
    homes = np.arange(dwelling, dwelling + site.dwellings)
    block = np.minimum(np.arange(site.dwellings) // site.per_block, site.blocks - 1)
    pool = np.minimum(block // BLOCKS_PER_POOL, site.pools - 1)
    _fill_dwellings(world, row, site, homes, seat)
    _place(world, homes, block, middle, generator)
    world.dwellings.block[homes] = focus + block
    world.dwellings.pool[homes] = focus + site.blocks + pool
    _lay_out_at_home(world, homes, "block", BLOCK, site.wijk)
    _lay_out_at_home(world, homes, "pool", POOL, site.wijk)


def _fill_dwellings(world: World, row: int, site: Site, homes: np.ndarray, seat: int) -> None:
    d = world.dwellings
    social = np.diff(np.floor(site.social_share * np.arange(site.dwellings + 1) + 0.5)) > 0
    d.wijk[homes], d.kind[homes] = site.wijk, site.kind
    d.tenure[homes], d.rent[homes] = np.where(social, SOCIAL, OWNER), np.where(social, RENT_SOCIAL, PRICE_OWNED)
    d.unit[homes], d.project[homes], d.open[homes] = NOWHERE, row, False
    d.seats[homes] = SEATS
    never_renewed(d, homes)
    d.first_seat[homes] = seat + SEATS * np.arange(site.dwellings)
    world.seats.occupant[seat : seat + site.dwellings * SEATS] = NOBODY
    world.seats.place[seat : seat + site.dwellings * SEATS] = np.repeat(homes, SEATS)


def _middle(world: World, wijk: int, generator: Any) -> tuple[Any, Any]:
    """Give the middle of a pool of the wijk, drawn for the site (km)."""
    d = world.dwellings
    there = np.flatnonzero((d.wijk == wijk) & (d.project == NOWHERE))
    near = there[d.pool[there] == generator.choice(np.unique(d.pool[there]))]
    return d.x[near].mean(), d.y[near].mean()


def _place(world: World, homes: np.ndarray, block: np.ndarray, middle: tuple[Any, Any], generator: Any) -> None:
    """Put the homes of each block together, near the middle of the site."""
    d = world.dwellings
    away = generator.uniform(-BLOCK_SPREAD, BLOCK_SPREAD, (2, int(block.max()) + 1))[:, block]
    away += generator.uniform(-HOME_SPREAD, HOME_SPREAD, (2, len(homes)))
    d.x[homes] = middle[0] + away[0]
    d.y[homes] = middle[1] + away[1]


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
    f.kind[rooms], f.wijk[rooms], f.open[rooms], f.size[rooms] = site.circle, site.wijk, False, site.group_size
    f.start[rooms] = seat + site.group_size * np.arange(site.rooms)
    seats = slice(seat, seat + site.group_size * site.rooms)
    world.seats.occupant[seats], world.seats.place[seats] = NOBODY, np.repeat(rooms, site.group_size)
