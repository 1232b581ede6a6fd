"""Pairs of buddies: one of the two is the buddy, who gives the time; both know the row of the other."""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.codes import NEVER, NOBODY


@kernel
def pair(world, buddy, other, month):
    """Make one resident the buddy of another from a month on; neither is in a pair yet."""
    r = world.residents
    r.buddy[buddy], r.buddy[other] = other, buddy
    r.buddy_since[buddy] = month


@kernel
def part(world, resident):
    """End the pair that a resident is in, on both sides; what they shared stays in their tie."""
    r = world.residents
    other = r.buddy[resident]
    r.buddy[resident], r.buddy[other] = NOBODY, NOBODY
    r.buddy_since[resident], r.buddy_since[other] = NEVER, NEVER


@allocating
def buddies(world):
    """Give the rows of all who are somebody's buddy, in the order of their seats at home: no order of rows matters."""
    r = world.residents
    rows = np.flatnonzero(r.alive & (r.buddy_since >= 0))
    return rows[np.argsort(r.seat[rows], kind="mergesort")]


@allocating
def pairs_of(world):
    """Count the pairs of each wijk, by where who has the buddy lives: int64, (wijken,)."""
    r = world.residents
    count = np.zeros(world.wijken.x.shape[0], np.int64)
    for i in range(r.uid.shape[0]):
        if r.alive[i] and r.buddy_since[i] >= 0:
            count[world.dwellings.wijk[r.dwelling[r.buddy[i]]]] += 1
    return count
