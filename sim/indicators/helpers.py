"""Who helps others by choice or by profession, per wijk: volunteers, caseloads, posts, and how they work together.

Volunteers are adults with a seat in a volunteer team. The caseload is a mean over all domains, weighted by the FTE
at work in each; professionals who serve the whole city count in every wijk by its share of the residents. The
share of cases that wait counts the domains that clients need and in which nothing runs yet. The load of
volunteers of the city is the mean of wijken weighted by volunteers, coordination that weighted by residents.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.indicators.tally import Homes, homes_of, of_the_city, per_person, with_city, with_mean
from sim.world.codes import DOMAINS, WHOLE_CITY

STRAINED = 0.6


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give each indicator per wijk, the city last."""
    w, wijken = world.wijken, len(world.wijken.x)
    homes = homes or homes_of(world)
    counts = _count(world, homes.of_residents, homes.of_adults, homes.volunteers)
    residents, adults = with_city(homes.residents), with_city(homes.adults)
    volunteers, strained, needed, running = with_city(counts).T
    return {
        "volunteers": 100.0 * per_person(volunteers, adults),
        "volunteers_quit": 1000.0 * per_person(with_city(w.volunteers_quit.astype(np.float64)), adults),
        "volunteer_load": with_mean(w.volunteer_load, counts[:, 0]),
        "strained_volunteers": 100.0 * per_person(strained, volunteers),
        "cases_waiting": 100.0 * per_person(needed - running, needed),
        **_posts(world, residents[:wijken] / max(residents[wijken], 1.0)),
        "coordination": with_mean(w.coordination, homes.residents),
        "housing_coordination": of_the_city(float(world.city.coordination[0]), wijken),
    }


def _posts(world: Any, share: np.ndarray) -> dict[str, np.ndarray]:
    """Give cases per FTE at work and the share of FTE that nobody holds; ``share`` of the residents is by wijk."""
    cases, work, empty = with_city(_sum_posts(world, share)).T
    return {"caseload": per_person(cases, work), "vacant_posts": 100.0 * per_person(empty, work + empty)}


@allocating
def _sum_posts(world, share):
    """Sum up cases, FTE at work and vacant FTE by wijk."""
    p = world.professionals
    sums = np.zeros((share.shape[0], 3))
    for k in range(p.fte.shape[0]):
        everywhere = p.wijk[k] == WHOLE_CITY
        for wijk in range(0 if everywhere else p.wijk[k], share.shape[0] if everywhere else p.wijk[k] + 1):
            fte = p.fte[k] * share[wijk] if everywhere else np.float64(p.fte[k])
            if p.vacant[k]:
                sums[wijk, 2] += fte
            else:
                sums[wijk, 0] += fte * world.wijken.caseload[wijk, p.domain[k]]
                sums[wijk, 1] += fte
    return sums


@allocating
def _count(world, of_residents, of_adults, is_volunteer):
    """Count volunteers, strained volunteers, and cases needed and running by wijk."""
    r = world.residents
    sums = np.zeros((world.wijken.x.shape[0], 4))
    for i in range(r.uid.shape[0]):
        if r.domains[i] != 0 and of_residents[i] >= 0:
            row = sums[of_residents[i]]
            for domain in range(DOMAINS):
                row[2] += (r.domains[i] >> domain) & 1
                row[3] += (r.served[i] >> domain) & 1
        if is_volunteer[i] and of_adults[i] >= 0:
            row = sums[of_adults[i]]
            row[0] += 1.0
            row[1] += r.strain[i] > STRAINED
    return sums
