"""Emulators: for each target a Gaussian process over the free parameters, with the chance between seeds as noise.

A linear trend is taken off first, so that far from any run the emulator says what the trend says; the rest is a
process with a length scale for each parameter. Parameters are scaled to 0-1, values to mean 0 and deviation 1.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import Ridge

SHORTEST, LONGEST = 0.3, 30.0
"""Length scales allowed, in widths of the design."""


@dataclass(frozen=True)
class Emulator:
    """One target: trend and process. ``noise`` is the standard deviation of a single run, in units of the target."""

    trend: Any
    process: Any
    centre: float
    spread: float
    noise: float

    def predict(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give mean and standard deviation of the expected value at scaled points (n, free): two arrays (n,)."""
        rest, deviation = self.process.predict(points, return_std=True)
        chance = self.noise / self.spread
        own = np.sqrt(np.maximum(deviation**2 - chance**2, 0.0))
        return self.centre + self.spread * (self.trend.predict(points) + rest), self.spread * own


def fit(points: np.ndarray, values: np.ndarray) -> Emulator:
    """Fit an emulator to scaled points (n, free) and the values of one run at each (n,); nan values are left out."""
    known = np.isfinite(values)
    points, values = points[known], values[known]
    centre, spread = float(values.mean()), float(values.std()) or 1.0
    standard = (values - centre) / spread
    trend = Ridge(alpha=1e-2).fit(points, standard)
    scales = RBF(np.full(points.shape[1], 3.0), (SHORTEST, LONGEST))
    kernel = ConstantKernel(0.2, (1e-3, 10.0)) * scales + WhiteKernel(0.2, (1e-4, 2.0))
    process = GaussianProcessRegressor(kernel, random_state=0, n_restarts_optimizer=0)
    with warnings.catch_warnings():  # a length scale at its bound says that a parameter does not matter
        warnings.simplefilter("ignore", ConvergenceWarning)
        process.fit(points, standard - trend.predict(points))
    noise = spread * float(np.sqrt(process.kernel_.k2.noise_level))
    return Emulator(trend, process, centre, spread, noise)


def errors(emulator: Emulator, points: np.ndarray, values: np.ndarray) -> dict[str, float]:
    """Test an emulator on runs it was not trained on: error, its size over the spread, and how often 2 sd cover it.

    What is predicted is a single run, so the noise counts.
    """
    known = np.isfinite(values)
    mean, deviation = emulator.predict(points[known])
    off = values[known] - mean
    whole = np.sqrt(deviation**2 + emulator.noise**2)
    return {
        "rmse": float(np.sqrt(np.mean(off**2))),
        "explained": float(1.0 - np.var(off) / np.var(values[known])),
        "covered": float(np.mean(np.abs(off) <= 2.0 * whole)),
        "noise": emulator.noise,
    }
