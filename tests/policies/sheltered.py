"""Sheltered work in a small city: policies that move it, and who sits where."""

from dataclasses import replace

import numpy as np

from sim.city.file import load_city
from sim.model import WijkModel
from sim.policies.settings import settings_of
from sim.scenario.types import PolicyCall
from sim.world.sheltered_work import place_held

CLOSE, OPEN = "close_social_workplaces", "employer_places"
NONE_PLACED, ALL_PLACED = {"share": 1.0, "p_place": 0.0}, {"share": 1.0, "p_place": 1.0}


def call(name, start=1, over=1, until=None, wijken=(), **settings):
    chosen = {key: entry.value for key, entry in settings_of(name).items()} | settings
    return PolicyCall(name, start, over, until, wijken, chosen)


def living_with(baseline, city):
    """Give what lives so many months in a city with these policies; those that name no wijken hold in all of it."""
    everywhere = tuple(wijk.name for wijk in load_city(baseline.city).wijken)

    def live(*calls, months=6, parameters=None, start=city, **options):
        asked = tuple(c if c.wijken else replace(c, wijken=everywhere) for c in calls)
        scenario = replace(baseline, key="work", policies=asked, months=36, parameters=parameters or {})
        return WijkModel(scenario, 2, 100, start, **options).run(months)

    return live


def sitting(world, kind):
    """Give the uids of those who do sheltered work in a kind of workplace."""
    return {int(uid) for row, uid in enumerate(world.residents.uid) if place_held(world, row) == kind}


def by_uid(world, uids):
    """Give the rows of those of these people who are alive, in the order of uids."""
    rows = {int(uid): row for row, uid in enumerate(world.residents.uid) if world.residents.alive[row]}
    return np.array([rows[uid] for uid in sorted(uids) if uid in rows])


def the_same(uids, *worlds):
    """Give the rows in each of these worlds of those who are alive in all of them."""
    alive = [set(world.residents.uid[world.residents.alive].tolist()) for world in worlds]
    return [by_uid(world, uids.intersection(*alive)) for world in worlds]
