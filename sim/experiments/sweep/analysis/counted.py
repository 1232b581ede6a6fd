"""Which worlds of a design may be counted, to say in how many of them something is so, and how sure that is.

Counting needs worlds that were drawn evenly and apart from each other. Those of a Latin hypercube are; of a Sobol
design the two base samples are, and the others share all but one coordinate with them. A grid and a list are no
samples: a share of them is what it is. Worlds of a Morris design stand along paths over a few levels of each range, so
shares of them tell of the paths and not of the policy.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from sim.experiments.sweep.design import Sweep

DRAWN = ("latin_hypercube", "sobol")
"""Designs whose worlds, or a part of them, are drawn evenly and apart."""
ALONG_PATHS = "morris"


def counted(sweep: Sweep) -> np.ndarray:
    """Tell which points are counted, (points,): of a Sobol design the first and the last of each block, else all."""
    if sweep.kind != "sobol":
        return np.ones(len(sweep.units), dtype=bool)
    last = len(sweep.uncertainties) + 1
    return np.isin(np.arange(len(sweep.units)) % (last + 1), (0, last))


def of_share(hits: int, points: int) -> tuple[float, float]:
    """Give the interval (95%) of a share, that of Clopper and Pearson (1934): 0 of 50 is not surely 0."""
    interval = stats.binomtest(hits, points).proportion_ci(0.95, method="exact")
    return float(interval.low), float(interval.high)
