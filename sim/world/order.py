"""The rows of residents in the order of their homes: who meets most lies side by side in memory.

No result depends on the order of rows (a test permutes them), but the time of a month does: everybody looks
up the people they have ties with, and most of those live near. Rows are in this order when a city is founded;
moves wear it down.
"""

from __future__ import annotations

import numpy as np

from sim.world.codes import EXTERNAL
from sim.world.tables import World

RESERVED = -EXTERNAL
"""The last rows, which stand for nobody and for whoever lives outside the city, keep their place."""


def in_order(world: World) -> World:
    """Give a copy with residents (and their ties) in the order of their seats at home, free rows behind them."""
    r = world.residents
    seat = np.where(r.alive, r.seat.astype(np.int64), len(world.seats.occupant))
    return reordered(world, np.argsort(seat[:-RESERVED], kind="stable"))


def reordered(world: World, order: np.ndarray) -> World:
    """Give a copy with residents in another order: ``order`` (int64) lists their rows but for the last two."""
    rows = len(world.residents.alive)
    order = np.concatenate([order, np.arange(rows - RESERVED, rows)])
    new_row = np.empty_like(order)
    new_row[order] = np.arange(rows)
    tables = world.tables()
    for name in ("residents", "ties"):
        tables[name] = type(tables[name])(*(column[order] for column in tables[name]))
    copy = World(**tables)
    for column in (copy.residents.partner, copy.residents.buddy, copy.ties.partner, copy.seats.occupant):
        known = column >= 0
        column[known] = new_row[column[known]]
    return copy
