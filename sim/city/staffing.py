"""Professionals at the founding: so many FTE per 1,000 inhabitants in each domain, without any draw.

Home care, welfare, mental health care and liveability work in a wijk, which has its share of them by residents, at
any scale; work, education and physical space serve the whole city. The FTE of a domain and wijk are posts of equal
size, at most one FTE and at least ``least_posts`` of them, so that one vacancy does not empty a small wijk. What
they do stands in ``cases``, ``professional_care`` and ``professionals``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.world.codes import PROFESSIONAL_DOMAINS, WHOLE_CITY
from sim.world.services import SERVE_THE_WHOLE_CITY

NEARLY_NOTHING = 1e-9


class Staffing(NamedTuple):
    """Parameters of ``staffing.yaml``: FTE per 1,000 inhabitants, by domain, and how many posts share them."""

    home_care: float
    welfare: float
    mental_health_care: float
    work: float
    education: float
    liveability: float
    physical_space: float
    least_posts: int


class Posts(NamedTuple):
    """Columns of the posts at the founding, all held: (posts,) each."""

    domain: np.ndarray
    wijk: np.ndarray
    fte: np.ndarray


def plan(residents: np.ndarray, own: Staffing) -> Posts:
    """Give the professionals of a city whose wijken have so many simulated residents: whole numbers, (wijken,)."""
    parts = [_domain(own, domain, getattr(own, name), residents) for domain, name in enumerate(PROFESSIONAL_DOMAINS)]
    return Posts(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _domain(
    own: Staffing, domain: int, per_thousand: float, residents: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give domain, wijk and FTE of each post of one domain."""
    everywhere = domain in SERVE_THE_WHOLE_CITY
    served = np.array([residents.sum()]) if everywhere else residents
    fte = per_thousand * served / 1000.0
    posts = np.where(fte > 0.0, np.maximum(np.ceil(fte - NEARLY_NOTHING), own.least_posts), 0.0).astype(np.int64)
    places = np.array([WHOLE_CITY]) if everywhere else np.arange(len(residents))
    wijk = np.repeat(places, posts)
    return np.full(len(wijk), domain), wijk, np.repeat(fte / np.maximum(posts, 1), posts)
