"""Newcomers learn Dutch from the hours they share with people who speak it.

Command grows by ``per_hour`` · hours · (1 − command). Hours count when the other speaks Dutch well,
among ties and by chance alike.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import kernel

WRITES = ("residents.dutch",)


class Language(NamedTuple):
    """Parameters of ``language.yaml``."""

    per_hour: float


def step(world, parameters, draws, month):
    """Let this month's hours with speakers of Dutch do their work."""
    _learn(world, parameters["language"].per_hour)


@kernel
def _learn(world, per_hour):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if r.alive[i] and r.dutch[i] < 1.0:
            r.dutch[i] = min(r.dutch[i] + per_hour * r.dutch_hours[i] * (1.0 - r.dutch[i]), 1.0)
