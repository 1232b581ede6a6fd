"""Whom a chance of their age meets this month: the few rows that a process has to look at, out of all.

Most processes look at everybody and find nothing to do for nearly all. To draw for all without a branch, several at
a time, costs less than to ask each of them one thing after the other; what else has to be known is then asked of few.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import uniform

AGES = 1501
"""Months of age for which a table of chances has a row: 0 to the greatest that the column holds."""


def by_age(starts, chances):
    """Give a table of the chance at each month of age: each holds from its start on, none before the first."""
    table = np.zeros(AGES)
    for start, chance in zip(starts, chances, strict=True):
        table[start:] = chance
    return table


@allocating
def met(world, key, chance):
    """Give the rows of the living whose draw under a key lies below the chance of their age, from low to high."""
    size = world.residents.uid.shape[0]
    hits, rows = np.empty(size, np.bool_), np.empty(size, np.int64)
    _throw(world, key, chance, hits)
    return rows[: collect(hits, rows)]


@kernel
def _throw(world, key, chance, hits):
    r = world.residents
    for i in range(r.uid.shape[0]):
        hits[i] = (uniform(key, r.uid[i]) < chance[r.age[i]]) & r.alive[i]


@kernel
def collect(hits, rows):
    """Write the rows that are hit into ``rows``; give their number."""
    count = 0
    for i in range(hits.shape[0]):
        rows[count] = i  # overwritten by the next unless it counts
        count += hits[i]
    return count
