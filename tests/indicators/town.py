"""Two wijken made by hand: homes of the first half lie in the one, of the second half in the other."""

import numpy as np
from handmade import BOUND, street

from sim.world import tables
from sim.world.columns import allocate


def two_wijken(people, **options):
    """Make a street whose homes lie half in wijk 0, half in wijk 1."""
    world = street(people, wijken=2, **options)
    homes = len(world.dwellings.wijk)
    world.dwellings.wijk[:] = np.arange(homes) >= homes // 2
    return world


def with_posts(world, *posts):
    """Give a world professionals: (domain, wijk, fte, vacant) each."""
    table = allocate(tables.Professionals, len(posts))
    for k, (domain, wijk, fte, vacant) in enumerate(posts):
        table.domain[k], table.wijk[k], table.fte[k], table.vacant[k] = domain, wijk, fte, vacant
    return tables.World(**{**world.tables(), "professionals": table})


def observed(observer, world):
    """Let an observer look at a world."""
    return observer.observe(world, BOUND)
