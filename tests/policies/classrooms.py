"""A small city with many pupils who need extra support, and its life under policies for their classes."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from sim.city.file import load_city
from sim.city.founding import found
from sim.model import WijkModel, live
from sim.policies import close_special_schools, inclusive_classes
from sim.policies.settings import settings_of
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.scenario import PolicyCall, load_scenario
from sim.world import levers
from sim.world.codes import ADULT, DAY, EVERY_TIE, EXTRA_SUPPORT, NOWHERE, SCHOOL_CLASS

SCALE, SEED = 50, 5
MANY = {"people.extra_support_share": 0.1}
"""Four times as many pupils with extra support as there are: about fifty at this scale, in five classes."""
CLOSE, INCLUDE = "close_special_schools", "inclusive_classes"
MODULES = {CLOSE: close_special_schools, INCLUDE: inclusive_classes}
BASELINE = load_scenario(Path(__file__).resolve().parents[2] / "scenarios" / "baseline.yaml")
WIJKEN = tuple(wijk.name for wijk in load_city(BASELINE.city).wijken)


@cache
def city():
    """Give the city after a year in guard mode; it is shared, so change a copy."""
    parameters, draws = rulebook(MANY).bound, Draws(SEED)
    world = found(load_city(BASELINE.city), SCALE, draws, parameters)
    for month in range(-12, 0):
        world.city.month[0] = month
        levers.rest(world, parameters)
        live(world, parameters, draws, month, watch=True)
    return world


def call(name, start=1, over=1, until=None, budget=(), number=0, **settings):
    """Call a policy in all wijken; a closure closes all unless a share is said."""
    chosen = {key: entry.value for key, entry in settings_of(name).items()}
    chosen |= ({"share": 1.0} if name == CLOSE else {}) | settings
    return PolicyCall(name, start, over, until, WIJKEN, chosen, number=number, budget=budget)


def lived(*calls, months=6, parameters=None, guard_mode=False):
    """Live so many months with these policies; parameters hold for ties that are there too."""
    scenario = replace(BASELINE, key="x", policies=calls, parameters=MANY | (parameters or {}))
    start = city().copy()
    start.residents.changed[start.residents.alive] = EVERY_TIE
    return WijkModel(scenario, SEED, SCALE, start, guard_mode=guard_mode).run(months)


def acted(world, name, month=12, wijken=None, **settings):
    """Give a copy of a city with the levers of one month set."""
    world = world.copy()
    levers.rest(world, rulebook({}).bound)
    rows = np.arange(len(world.wijken.x)) if wijken is None else np.array(wijken)
    MODULES[name].act(world, call(name, start=12, **settings), rows, Draws(SEED), month)
    return world


def with_extra_support(world):
    """Give the rows of pupils with extra support."""
    r = world.residents
    return np.flatnonzero(r.alive & (r.vulnerability & EXTRA_SUPPORT != 0))


def sitting(world, rows, kind):
    """Give those of these rows who spend the day in a focus of a kind."""
    seats = world.residents.focus[rows, DAY]
    return rows[(seats != NOWHERE) & (world.foci.kind[world.seats.place[seats]] == kind)]


def classmates(world):
    """Give the pupils without extra support in whose ordinary class somebody has it."""
    r = world.residents
    pupils = np.flatnonzero(r.alive & (r.age < ADULT))
    there = sitting(world, pupils, SCHOOL_CLASS)
    classes = world.seats.place[r.focus[there, DAY]]
    extra = r.vulnerability[there] & EXTRA_SUPPORT != 0
    return there[~extra & np.isin(classes, classes[extra])]
