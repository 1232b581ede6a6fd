"""Volunteers take on light tasks that are still to be done: first in their own project, then in the wijk.

Of what is still unmet a part is light work: ``light`` by level of frailty, ``light_other`` for others. In a project
whose tenants offer hours, they are shared over the light work of its vulnerable tenants. Of what is left
``found`` finds its way to the volunteers of the wijk, and ``elsewhere`` of that to those of the whole city. Each
volunteer has a contract of ``contract`` hours a week. The load of a wijk is the hours asked over those of the
contracts; where it is above 1 + ``overload`` the hours are shared in proportion. With ``overload`` 0 volunteers
can refuse whatever exceeds the contract. Hours are added to those that came by a help platform.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating
from sim.world.allocation import VULNERABLE
from sim.world.caring import in_want, light_hours, volunteers
from sim.world.codes import ADULT, NOWHERE, VOLUNTEERS

WRITES = (
    "residents.unmet",
    "residents.care_given",
    "wijken.support",
    "wijken.asked",
    "wijken.helped",
    "wijken.volunteer_load",
)


class VolunteerCare(NamedTuple):
    """Parameters of ``volunteer_care.yaml``; ``light`` by level of frailty from 1."""

    light: np.ndarray
    light_other: float
    found: float
    elsewhere: float
    contract: float
    overload: float


def step(world, parameters, draws, month):
    """Let volunteers do what light work reaches them."""
    own, months, w = parameters["volunteer_care"], parameters["network_care"].months, world.wijken
    if len(world.projects.programme):
        _help_in_projects(world, own)
    rows = in_want(world)
    homes = world.dwellings.wijk[world.residents.dwelling[rows]]
    work = own.found * light_work(world, own, rows)
    asked = np.bincount(homes, work, minlength=len(w.x))
    offered = own.contract * volunteers(world)
    w.volunteer_load[:] = loads(own, asked, offered)
    given = work * answered(own, w.volunteer_load, offered)[homes]
    world.residents.unmet[rows] = np.maximum(world.residents.unmet[rows] - given, 0.0)
    helped = np.bincount(homes, given, minlength=len(w.x))
    w.support[:, VOLUNTEERS] += helped
    w.asked[:] += asked / months
    w.helped[:] += helped / months


def loads(own, asked, offered):
    """Give the hours asked of the volunteers of each wijk over those they offer: (wijken,); 0 without volunteers."""
    everywhere = offered / max(offered.sum(), 1e-9)
    asked_here = (1.0 - own.elsewhere) * asked + own.elsewhere * asked.sum() * everywhere
    return np.divide(asked_here, offered, out=np.zeros(len(asked)), where=offered > 0.0)


def answered(own, load, offered):
    """Give the share of the hours that each wijk asks which is given: (wijken,)."""
    within_reach = np.where(offered > 0.0, np.minimum(1.0, (1.0 + own.overload) / np.maximum(load, 1e-9)), 0.0)
    of_city = float((within_reach * offered).sum() / max(offered.sum(), 1e-9))
    return (1.0 - own.elsewhere) * within_reach + own.elsewhere * of_city


@allocating
def light_work(world, own, rows):
    """Give the hours a week of light work that each of these residents still needs done: (rows,)."""
    hours = np.empty(rows.shape[0])
    for k in range(rows.shape[0]):
        hours[k] = light_hours(world, own, rows[k])
    return hours


def _help_in_projects(world, own):
    """Share the hours that the carriers of each project offer over the light work of its vulnerable tenants."""
    r, projects = world.residents, len(world.projects.programme)
    rows = np.flatnonzero(r.alive)
    tenants = rows[world.dwellings.project[r.dwelling[rows]] != NOWHERE]
    tenants = tenants[np.argsort(r.seat[tenants], kind="stable")]
    vulnerable = (r.vulnerability[tenants] & VULNERABLE) != 0
    carriers, others = tenants[~vulnerable & (r.age[tenants] >= ADULT)], tenants[vulnerable]
    project_of = world.dwellings.project[r.dwelling]
    offered = np.bincount(project_of[carriers], minlength=projects) * world.project_levers.offered
    work = light_work(world, own, others)
    asked = np.bincount(project_of[others], work, minlength=projects)
    share = np.divide(np.minimum(offered, asked), asked, out=np.zeros(projects), where=asked > 0.0)
    given = work * share[project_of[others]]
    r.unmet[others] = np.maximum(r.unmet[others] - given, 0.0)
    each = np.minimum(offered, asked) / np.maximum(np.bincount(project_of[carriers], minlength=projects), 1)
    r.care_given[carriers] += each[project_of[carriers]]
    wijken = world.dwellings.wijk[r.dwelling[others]]
    world.wijken.support[:, VOLUNTEERS] += np.bincount(wijken, given, minlength=len(world.wijken.x))
