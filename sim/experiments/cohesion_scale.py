"""Fit the scale of social cohesion to the Dutch figures, once.

The four latents of adults in burnt-in baselines are standardised; each statement gets the cut at which the
published share agrees, and all get one spacing between answers, at which the mean score is the published
one. What comes out was written into ``sim/indicators/cohesion.yaml`` and is frozen: a scale that moves with
the model measures nothing. Fit again only where what the latents are made of has changed::

    python -m sim.experiments.cohesion_scale
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from sim.indicators.cohesion import AGREES_FROM, STATEMENTS, all_latents
from sim.model import burn_in
from sim.rulebook import rulebook
from sim.scenario import load_scenario

BASELINE = Path(__file__).resolve().parents[2] / "scenarios" / "baseline.yaml"
AGREE = (1.0 - 0.261, 0.753, 0.605, 0.621)
"""Veiligheidsmonitor 2023 (CBS 85146NED); 26.1% agree that people hardly know each other."""
MEAN_SCORE = 6.4
SCALE, SEEDS = 5, (1, 2, 3, 4)


def measured() -> np.ndarray:
    """Give the latents of all adults of a few burnt-in baselines: (adults, 4)."""
    scenario = load_scenario(BASELINE)
    own = rulebook(scenario.parameters).bound["cohesion"]
    return np.concatenate([all_latents(burn_in(scenario, seed, SCALE), own) for seed in SEEDS])


def fit(latents: np.ndarray) -> dict[str, np.ndarray | float]:
    """Give mean, spread and cut per statement and the spacing of answers."""
    mean, spread = latents.mean(axis=0), latents.std(axis=0)
    standard = (latents - mean) / spread

    def cuts(spacing: float) -> np.ndarray:
        return np.array([_cut(standard[:, k], k, spacing) for k in range(len(STATEMENTS))])

    def score(spacing: float) -> float:
        cut = cuts(spacing)
        steps = np.arange(1, 5)[:, None, None]
        chances = expit(standard - cut - spacing * (steps - 3))
        return float(2.5 * chances.sum(axis=0).mean())

    spacing = brentq(lambda value: score(value) - MEAN_SCORE, 0.2, 5.0)
    return {"mean": mean, "spread": spread, "cut": cuts(spacing), "spacing": spacing}


def _cut(standard: np.ndarray, statement: int, spacing: float) -> float:
    """Find the cut of one statement at which the published share agrees."""
    shift = spacing * (AGREES_FROM[statement] - 3)
    return float(brentq(lambda cut: expit(standard - cut - shift).mean() - AGREE[statement], -15.0, 15.0))


if __name__ == "__main__":
    for name, value in fit(measured()).items():
        print(f"{name}: {np.round(value, 4).tolist()}")
