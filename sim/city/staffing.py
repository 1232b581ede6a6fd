"""Professionals at the founding: so many FTE per 1,000 inhabitants in each domain, without any draw.

A professional is a row of at most one FTE; the last row of a domain takes what is left, so that no FTE is
lost. Home care, welfare, mental health care and liveability work in a wijk, in proportion to its residents;
work, education and physical space serve the whole city. What they do stands in ``cases`` and ``professional_care``.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.world.codes import EDUCATION, PHYSICAL_SPACE, PROFESSIONAL_DOMAINS, WHOLE_CITY, WORK

SERVE_THE_WHOLE_CITY = (WORK, EDUCATION, PHYSICAL_SPACE)
NEARLY_NOTHING = 1e-9


class Staffing(NamedTuple):
    """Parameters of ``staffing.yaml``: FTE per 1,000 inhabitants, by domain."""

    home_care: float
    welfare: float
    mental_health_care: float
    work: float
    education: float
    liveability: float
    physical_space: float


class Posts(NamedTuple):
    """Columns of the posts at the founding, all held: (posts,) each."""

    domain: np.ndarray
    wijk: np.ndarray
    fte: np.ndarray


def plan(residents: np.ndarray, own: Staffing) -> Posts:
    """Give the professionals of a city whose wijken have so many simulated residents: whole numbers, (wijken,)."""
    parts = [_domain(domain, getattr(own, name), residents) for domain, name in enumerate(PROFESSIONAL_DOMAINS)]
    return Posts(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _domain(domain: int, per_thousand: float, residents: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give domain, wijk and FTE of each professional of one domain."""
    total = per_thousand * float(residents.sum()) / 1000.0
    rows = math.ceil(total - NEARLY_NOTHING)
    fte = np.minimum(1.0, total - np.arange(rows))
    wijk = np.full(rows, WHOLE_CITY) if domain in SERVE_THE_WHOLE_CITY else _spread(rows, residents)
    return np.full(rows, domain), wijk, fte


def _spread(rows: int, residents: np.ndarray) -> np.ndarray:
    """Give each row a wijk: the one in which the middle resident of its equal share of the city lives."""
    middles = (np.arange(rows) + 0.5) / max(rows, 1) * residents.sum()
    return np.searchsorted(np.cumsum(residents), middles, side="right")
