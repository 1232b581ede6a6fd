"""What a sweep consists of: runs, and the jobs in which all policies of one parameter set and seed live together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.experiments.kept import KEY

FORMAT = 1
"""Goes up when a run is stored in another way, so that older ones are not taken for it."""


@dataclass(frozen=True)
class Run:
    """One policy under one set of parameters (``point``) with one seed. ``key`` names all that determines it."""

    key: str
    policy: str
    point: int
    seed: int
    subject: Any = None

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands in the table: policy, point, seed."""
        return self.policy, self.point, self.seed


@dataclass(frozen=True)
class Job:
    """Runs of one point and seed that branch from one burnt-in city; ``start`` is the scenario of the burn-in.

    ``months`` is what it lives through, for progress. ``environment`` is with what its runs must be made, ``city`` the
    fingerprint of the city file, which a worker elsewhere may have in another version.
    """

    point: int
    seed: int
    runs: tuple[Run, ...]
    start: Any = None
    scale: int = 1
    months: int = 1
    environment: dict[str, str] = field(default_factory=dict)
    city: str = ""

    @property
    def name(self) -> str:
        """What a failure calls it."""
        return f"point {self.point}, seed {self.seed}"


class Outcome(NamedTuple):
    """What came of a run: the bytes of its table, or None and the reason."""

    key: str
    content: bytes | None
    reason: str = ""


def key_of(told: Any) -> str:
    """Give the fingerprint of what determines a run."""
    text = json.dumps([FORMAT, told], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY]
