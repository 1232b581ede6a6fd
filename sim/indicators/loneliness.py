"""Loneliness of adults by the De Jong Gierveld scale of eleven items (RIVM definitions).

Lonely: 3 or more; severely lonely: 9 or more; socially, emotionally lonely: 2 or more of the five social,
of the six emotional items. The expected share of severely lonely adults is the chance of nine answers given
the feelings, were the thresholds drawn anew (Poisson-binomial): the same figure with less noise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.answers import LONELY, SEVERE, SUBSCALE, expected_severe, severe_tails
from sim.indicators.tally import is_adult, per_person, wijk_of, with_city


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    people = parameters["people"]
    tails = severe_tails(people.item_steepness, people.item_spread)
    sums = with_city(_count(world, *tails))
    adults = sums[:, 0]
    names = ("lonely", "severely_lonely", "socially_lonely", "emotionally_lonely", "severely_lonely_expected")
    shares = {name: 100.0 * per_person(sums[:, 1 + k], adults) for k, name in enumerate(names)}
    return {**shares, "loneliness_score": per_person(sums[:, 6], adults)}


@allocating
def _count(world, social_chances, emotional_tails):
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 7))
    for i in range(r.uid.shape[0]):
        if not is_adult(world, i):
            continue
        row = sums[wijk_of(world, i)]
        social, emotional = r.social_score[i], r.emotional_score[i]
        score = np.int64(social) + np.int64(emotional)
        row[0] += 1.0
        row[1] += score >= LONELY
        row[2] += score >= SEVERE
        row[3] += social >= SUBSCALE
        row[4] += emotional >= SUBSCALE
        row[5] += expected_severe(social_chances, emotional_tails, r.social_feeling[i], r.emotional_feeling[i])
        row[6] += score
    return sums
