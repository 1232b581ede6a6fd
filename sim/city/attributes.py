"""Income, education, the wish to work and mother tongue of residents, to the figures of their wijk.

Each figure of the wijk is met by scaling weights by age and tenure until the expected share is right; the
incomes by ranking the residents of the wijk and cutting at its published shares.
"""

from __future__ import annotations

import numpy as np

from sim.city.settings import BAND_LIMITS, BANDS, FROM_15, Households
from sim.world.codes import ADULT, RETIREMENT

OLDEST_COUNTED = 75 * 12
"""Statistics of work and education count people of 15 to 75 (months)."""
ROUNDS = 50
INSTITUTION_WEIGHT = 1.0


def age_band(age: np.ndarray) -> np.ndarray:
    """Band (0-6) of ages in months."""
    return np.clip(np.searchsorted(BAND_LIMITS, age, side="right") - 1, 0, BANDS - 1)


def cut_incomes(score: np.ndarray, wijk: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Turn scores into fifths of the national incomes (0-4) that give each wijk its shares.

    ``low`` and ``high`` [wijken] are the shares (0-1) of residents in the two lowest fifths and in the
    highest; the two lowest, and the two between, are taken to be equally full.
    """
    count = np.bincount(wijk, minlength=len(low))
    order = np.lexsort((score, wijk))
    rank = np.empty(len(score))
    rank[order] = np.arange(len(score)) - np.repeat(np.cumsum(count) - count, count) + 0.5
    share = rank / count[wijk]
    middle = (low + 1.0 - high) / 2.0
    cuts = np.stack([low / 2.0, low, middle, 1.0 - high])
    return (share > cuts[:, wijk]).sum(axis=0)


def draw_degrees(
    wijk: np.ndarray,
    age: np.ndarray,
    tenure: np.ndarray,
    high: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> np.ndarray:
    """Draw education (low 0, middle 1, high 2); ``high`` [wijken] is the share (0-1) of 15-75 with a degree."""
    band = age_band(age)
    weight = settings.degree_age[band] * np.append(settings.degree_tenure, INSTITUTION_WEIGHT)[tenure]
    weight = np.where(age >= ADULT, weight, 0.0)
    counted = (age >= BAND_LIMITS[FROM_15]) & (age < OLDEST_COUNTED)
    wanted = high * np.bincount(wijk[counted], minlength=len(high))
    chance = _scale_to(weight, wijk, counted, wanted, settings.work_ceiling)
    degree = generator.random(len(age)) < chance
    low = (generator.random(len(age)) < settings.low_education[band]) | (age < BAND_LIMITS[FROM_15])
    return np.where(degree, 2, np.where(low, 0, 1))


def draw_workers(
    wijk: np.ndarray,
    age: np.ndarray,
    tenure: np.ndarray,
    employment: np.ndarray,
    settings: Households,
    generator: np.random.Generator,
) -> np.ndarray:
    """Draw who wants paid work (bool), 18-66 years old.

    ``employment`` [wijken] is the share (0-1) of 15-75 in work. Workers under 18 and over 66 are about as
    many as jobless people of the ages between, so as many want work as have it.
    """
    able = (age >= ADULT) & (age < RETIREMENT)
    weight = settings.work_age[age_band(age)] * np.append(settings.work_tenure, INSTITUTION_WEIGHT)[tenure]
    weight = np.where(able, weight, 0.0)
    counted = (age >= BAND_LIMITS[FROM_15]) & (age < OLDEST_COUNTED)
    wanted = employment * np.bincount(wijk[counted], minlength=len(employment))
    return generator.random(len(age)) < _scale_to(weight, wijk, able, wanted, settings.work_ceiling)


def _scale_to(
    weight: np.ndarray, wijk: np.ndarray, counted: np.ndarray, wanted: np.ndarray, ceiling: float
) -> np.ndarray:
    """Scale weights per wijk so that chances, none above ``ceiling``, add up to ``wanted`` among the counted."""
    factor = np.ones(len(wanted))
    for _ in range(ROUNDS):
        chance = np.minimum(weight * factor[wijk], ceiling)
        present = np.bincount(wijk[counted], chance[counted], minlength=len(wanted))
        factor *= np.divide(wanted, present, out=np.ones_like(present), where=present > 0)
    return np.minimum(weight * factor[wijk], ceiling)


def draw_tongues(
    origin: np.ndarray, circle: np.ndarray, settings: Households, generator: np.random.Generator
) -> np.ndarray:
    """Draw mother tongues (Dutch 0, others 1-5); those of one ``circle`` (row number) share theirs."""
    circles = int(circle.max(initial=-1)) + 1
    weights = settings.tongue_weights / settings.tongue_weights.sum()
    own = generator.random(circles) < settings.own_tongue
    tongue = 1 + np.searchsorted(np.cumsum(weights)[:-1], generator.random(circles), side="right")
    return np.where(origin.astype(bool) & own[circle], tongue[circle], 0)
