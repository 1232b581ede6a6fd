"""Residents come to recognise those who live around them, and forget as these are replaced.

F ← F + ``recognises`` · presence · (1 − F) − turnover of the pool · F. Whoever moves keeps a part
within the wijk and nothing beyond it (Blokland: public familiarity).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating
from sim.world.codes import NOWHERE
from sim.world.presence import presence

WRITES = ("residents.familiarity", "residents.known_pool")


class Familiarity(NamedTuple):
    """Parameters of ``familiarity.yaml``."""

    recognises: float
    kept_within_wijk: float


def step(world, parameters, draws, month):
    """Update everyone's familiarity with the own pool."""
    _recognise(world, parameters["familiarity"], parameters["contact"].presence, month)


@allocating
def _recognise(world, own, weights, month):
    r, d, turnover = world.residents, world.dwellings, _turnover(world, month)
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        pool = d.pool[r.dwelling[i]]
        known = r.known_pool[i]
        if known != pool:
            same_wijk = known != NOWHERE and world.foci.wijk[known] == world.foci.wijk[pool]
            r.familiarity[i] *= own.kept_within_wijk if same_wijk else 0.0
            r.known_pool[i] = pool
        grown = own.recognises * presence(world, weights, i) * (1.0 - r.familiarity[i])
        r.familiarity[i] = min(max(r.familiarity[i] * (1.0 - turnover[pool]) + grown, 0.0), 1.0)


@allocating
def _turnover(world, month):
    """Give the share of the residents of each pool who moved in this month: (foci,); few did, so few are looked up."""
    r, d = world.residents, world.dwellings
    foci = world.foci.kind.shape[0]
    members, fresh = np.zeros(foci, np.int32), np.zeros(foci, np.int32)
    for dwelling in range(d.pool.shape[0]):
        members[d.pool[dwelling]] += d.occupants[dwelling]
    for i in range(r.uid.shape[0]):
        if r.moved[i] == month and r.alive[i]:
            fresh[d.pool[r.dwelling[i]]] += 1
    return fresh / np.maximum(members, 1)
