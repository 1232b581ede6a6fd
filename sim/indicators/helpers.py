"""Who helps others by choice or by profession, per wijk: volunteers, caseloads, posts, and how they work together.

Volunteers are adults with a seat in a volunteer team. The caseload is a mean over all domains, weighted by the FTE
at work in each; professionals who serve the whole city count in every wijk by its share of the residents. The
load of volunteers of the city is the mean of wijken weighted by volunteers, coordination that weighted by residents.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import is_adult, of_the_city, per_person, wijk_of, with_city, with_mean
from sim.world.codes import DOMAINS, NOWHERE, VOLUNTEERING, WHOLE_CITY

STRAINED = 0.6


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    w, wijken = world.wijken, len(world.wijken.x)
    counts = _count(world)
    residents, adults, volunteers, strained = with_city(counts).T
    return {
        "volunteers": 100.0 * per_person(volunteers, adults),
        "volunteers_quit": 1000.0 * per_person(with_city(w.volunteers_quit.astype(np.float64)), adults),
        "volunteer_load": with_mean(w.volunteer_load, counts[:, 2]),
        "strained_volunteers": 100.0 * per_person(strained, volunteers),
        **_posts(world, per_person(residents[:wijken], residents[wijken:])),
        "coordination": with_mean(w.coordination, counts[:, 0]),
        "housing_coordination": of_the_city(float(world.city.coordination[0]), wijken),
    }


def _posts(world: Any, share: np.ndarray) -> dict[str, np.ndarray]:
    """Give cases per FTE at work and the share of FTE that nobody holds; ``share`` of the residents is by wijk."""
    p = world.professionals
    work, empty = (_fte(world, chosen, share) for chosen in (~p.vacant, p.vacant))
    cases = with_city((world.wijken.caseload * work).sum(axis=1))
    at_work, vacant = with_city(work.sum(axis=1)), with_city(empty.sum(axis=1))
    return {
        "caseload": per_person(cases, at_work),
        "vacant_posts": 100.0 * per_person(vacant, at_work + vacant),
    }


def _fte(world: Any, chosen: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Give the FTE of the chosen professionals: (wijken, domains)."""
    p = world.professionals
    wide = p.wijk == WHOLE_CITY
    here, everywhere = np.zeros((len(share), DOMAINS)), np.zeros(DOMAINS)
    np.add.at(here, (p.wijk[chosen & ~wide], p.domain[chosen & ~wide]), p.fte[chosen & ~wide])
    np.add.at(everywhere, p.domain[chosen & wide], p.fte[chosen & wide])
    return here + np.nan_to_num(share)[:, None] * everywhere


@allocating
def _count(world):
    """Count residents, adults, volunteers and strained volunteers by wijk."""
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 4))
    for i in range(r.uid.shape[0]):
        if r.alive[i]:
            row = sums[wijk_of(world, i)]
            row[0] += 1.0
            if is_adult(world, i):
                row[1] += 1.0
                if r.focus[i, VOLUNTEERING] != NOWHERE:
                    row[2] += 1.0
                    row[3] += r.strain[i] > STRAINED
    return sums
