"""What those who decide about professionals share: which domains serve the whole city, and pools of hours.

Figures of professionals stand in arrays (wijken, domains). A domain that serves the whole city is one pool: its
column holds the same figure in every wijk.
"""

from __future__ import annotations

import numpy as np

from sim.world.codes import DOMAINS, EDUCATION, LIVEABILITY, PHYSICAL_SPACE, WORK

SERVE_THE_WHOLE_CITY = (WORK, EDUCATION, PHYSICAL_SPACE)
NOT_SOCIAL = (LIVEABILITY, PHYSICAL_SPACE)
"""The domains that belong to housing and space; all others are the social domain."""
OF_A_WIJK = [domain for domain in range(DOMAINS) if domain not in SERVE_THE_WHOLE_CITY]


def pooled(values):
    """Give the same figures with those of domains that serve the whole city summed over it: (wijken, domains, ...)."""
    together = values.copy()
    for domain in SERVE_THE_WHOLE_CITY:
        together[:, domain] = values[:, domain].sum(axis=0)
    return together


def fte_at_work(world):
    """Give the FTE whose post is held and those that policies add: (wijken, domains)."""
    p = world.professionals
    fte = world.wijk_levers.fte.astype(np.float64)
    held = np.flatnonzero(~p.vacant)
    np.add.at(fte, (p.wijk[held], p.domain[held]), p.fte[held])  # the whole city is -1: the last row, then pooled
    return pooled(fte)
