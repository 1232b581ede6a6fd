"""Loneliness of adults by the De Jong Gierveld scale of eleven items (RIVM definitions).

Lonely: 3 or more; severely lonely: 9 or more; socially, emotionally lonely: 2 or more of the five social,
of the six emotional items. The expected share of severely lonely adults is the chance of nine answers given
the feelings, were the thresholds drawn anew (Poisson-binomial): the same figure with less noise.
"""

from __future__ import annotations

import numpy as np

from sim.indicators.tally import per_person

SHARES = ("lonely", "severely_lonely", "socially_lonely", "emotionally_lonely", "severely_lonely_expected")


def observe(sums: dict[str, np.ndarray], adults: np.ndarray) -> dict[str, np.ndarray]:
    """Give each indicator from the sums and numbers of all adults, which ``groups`` takes of everyone, per wijk."""
    shares = {name: 100.0 * per_person(sums[name], adults) for name in SHARES}
    return {**shares, "loneliness_score": per_person(sums["loneliness_score"], adults)}
