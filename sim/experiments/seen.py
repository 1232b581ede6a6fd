"""What patterns look at: the adults of a baseline run, once before it begins and once a year after that.

A run for patterns is a burn-in and ``YEARS`` years of the baseline, without a record of every month: patterns are
about people, and a table of adults a year holds all that they ask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.city.file import CityFile, load_city
from sim.experiments.contacts import CONTACTS, FAMILY, FRIENDS, NEARBY, NETWORK, count_contacts
from sim.indicators.answers import LONELY, SEVERE, SUBSCALE
from sim.indicators.cohesion import AGREES_FROM, STATEMENTS, all_latents
from sim.indicators.contact import WEEKS
from sim.indicators.retention import strong_ties
from sim.model import WijkModel, burn_in, live, uncounted
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.world import levers
from sim.world.codes import (
    ADULT,
    CARE_ROOM,
    EXHOMELESS,
    LVB,
    NOBODY,
    NOWHERE,
    PSY,
    VOLUNTEERING,
)

YEARS = 7
"""As long as the panel in which the survival of ties was measured (Mollenhorst 2009)."""


class Seen(NamedTuple):
    """One baseline run: adults before it began and after each year, strong ties before and after, and its city.

    ``here`` are the uids of those who live in the city at the end; ``tenants`` those of the tenants of projects
    after each year of a run with policies, ``platform`` what was counted of its help platform in the last month of
    each, as in ``wijken.platform`` (both empty where there was no such run).
    """

    start: pd.DataFrame
    years: list[pd.DataFrame]
    ties_before: np.ndarray
    ties_after: np.ndarray
    here: np.ndarray
    city: CityFile
    tenants: list[np.ndarray]
    platform: Sequence[np.ndarray] = ()


def see(
    scenario: Any,
    seed: int,
    scale: int,
    lived: Callable[[], None] = uncounted,
    project: Any = None,
) -> Seen:
    """Live through a burn-in and ``YEARS`` years of a scenario without policies, looking at the adults once a year.

    ``project`` is a scenario that differs by policies: a project, whose tenants are then looked at too, and a platform.
    """
    bound = rulebook(scenario.parameters).bound
    draws = Draws(seed)
    world = burn_in(scenario, seed, scale, lived=lived)
    of_policies = ([], []) if project is None else _of_policies(WijkModel(project, seed, scale, start=world), lived)
    start, before, found = adults(world, bound), strong_ties(world), []
    for month in range(12 * YEARS):
        world.city.month[0] = month
        levers.rest(world, bound)
        live(world, bound, draws, month)
        lived()
        if month % 12 == 11:
            found.append(adults(world, bound))
    here = world.residents.uid[world.residents.alive]
    return Seen(start, found, before, strong_ties(world), here, load_city(scenario.city), *of_policies)


def _of_policies(model: WijkModel, lived: Callable[[], None]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Give the uids of the tenants of projects after each year, and what was counted of the help platform."""
    tenants, platform = [], []
    for month in range(12 * YEARS):
        model.step()
        lived()
        if month % 12 == 11:
            r, d = model.world.residents, model.world.dwellings
            tenants.append(r.uid[r.alive & (d.project[r.dwelling] != NOWHERE)])
            platform.append(model.world.wijken.platform.sum(axis=0))
    return tenants, platform


def adults(world: Any, bound: dict[str, Any]) -> pd.DataFrame:
    """Give a row for each adult, in the order of their uid: who they are, how they live, and what they would answer.

    ``age`` in years, ``deaths`` expected of them in a year, ``nuisance`` whether they were the cause of an incident in
    the last year, ``moved`` months since the last move, ``arrived`` since arrival in the city; contacts as chances of
    at least one in a week.
    """
    r, d = world.residents, world.dwellings
    rows = np.flatnonzero(r.alive & (r.age >= ADULT))
    rows = rows[np.argsort(r.uid[rows])]
    home, month = r.dwelling[rows], int(world.city.month[0])
    vulnerability, score = r.vulnerability[rows], r.social_score[rows].astype(int) + r.emotional_score[rows]
    return pd.DataFrame(
        {
            "uid": r.uid[rows],
            "age": r.age[rows] / 12.0,
            "deaths": _deaths(bound["lifetable"], r.sex[rows], r.age[rows] / 12.0),
            "wijk": d.wijk[home],
            "pool": d.pool[home],
            "tenure": d.tenure[home],
            "in_care_home": d.kind[home] == CARE_ROOM,
            "in_facility": d.unit[home] != NOWHERE,
            "income": r.income[rows],
            "education": r.education[rows],
            "works": r.works[rows],
            "frailty": r.frailty[rows],
            "mental_health": (vulnerability & PSY) > 0,
            "mild_disability": (vulnerability & LVB) > 0,
            "vulnerable": (vulnerability & (PSY | LVB | EXHOMELESS)) > 0,
            "partnered": r.partner[rows] != NOBODY,
            "parted": r.parted[rows],
            "lonely": score >= LONELY,
            "severe": score >= SEVERE,
            "social": r.social_score[rows] >= SUBSCALE,
            "emotional": r.emotional_score[rows] >= SUBSCALE,
            "volunteers": r.focus[rows, VOLUNTEERING] != NOWHERE,
            "in_need": r.need[rows] > 0.0,
            "nuisance": month - r.incident[rows] < 12,
            "moved": month - r.moved[rows],
            "arrived": month - r.arrived[rows],
            "neighbours": weekly(r.neighbour_meetings[rows] * r.familiarity[rows] / WEEKS),
            **_meetings(world, bound, rows),
            **_cohesion(world, bound, rows),
        }
    )


def weekly(meetings: np.ndarray) -> np.ndarray:
    """Give the chance of at least one meeting in a week, from the number expected."""
    return -np.expm1(-meetings)


def _deaths(lifetable: Any, sex: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Give the deaths expected in a year, by the life table alone."""
    hazard = [np.exp(lifetable.gompertz_slope[k] * age) * lifetable.gompertz_level[k] for k in (0, 1)]
    return -np.expm1(-np.where(sex == 0, *hazard) - lifetable.background)


def _meetings(world: Any, bound: dict[str, Any], rows: np.ndarray) -> dict[str, np.ndarray]:
    found = np.zeros((len(rows), len(CONTACTS)))
    count_contacts(world, bound["contact"], bound["ties"], rows, found)
    return {
        "family": weekly(found[:, FAMILY]),
        "friends": weekly(found[:, FRIENDS]),
        "network": found[:, NETWORK],
        "nearby": found[:, NEARBY],
    }


def _cohesion(world: Any, bound: dict[str, Any], rows: np.ndarray) -> dict[str, np.ndarray]:
    """Give the chance to agree with each statement, and the score expected, of each adult."""
    own = bound["cohesion"]
    everybody = np.flatnonzero(world.residents.alive & (world.residents.age >= ADULT))
    latents = all_latents(world, own)[np.searchsorted(everybody, rows)]
    standard = (latents - own.mean) / own.spread
    steps = np.arange(1, 5)[:, None, None]
    passes = 1.0 / (1.0 + np.exp(own.cut + own.spacing * (steps - 3) - standard))
    agree = {name: passes[AGREES_FROM[k] - 1, :, k] for k, name in enumerate(STATEMENTS)}
    agree["hardly_know"] = 1.0 - agree["hardly_know"]
    return {**agree, "cohesion": 2.5 * passes.sum(axis=0).mean(axis=1)}
