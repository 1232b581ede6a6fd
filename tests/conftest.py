"""What many tests share: burnt-in small cities, made once a session."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # the first example may have to compile
settings.load_profile("steady")
sys.path.insert(0, str(Path(__file__).parent))

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"


@pytest.fixture(scope="session")
def scenarios():
    return SCENARIOS


@pytest.fixture(scope="module")
def browser():
    """Start Chromium, which reaches this machine alone; fails without it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def baseline():
    from sim.scenario import load_scenario

    return load_scenario(SCENARIOS / "baseline.yaml", months=12)


def after_a_year(baseline, seed, **changes):
    """Give a city at 1:100 after a short burn-in in guard mode; branch from it with a copy.

    ``changes`` stand for sections of its file.
    """
    from sim.city.file import load_city
    from sim.city.founding import found
    from sim.model import live
    from sim.randomness import Draws
    from sim.rulebook import rulebook
    from sim.world import levers

    parameters, draws = rulebook({}).bound, Draws(seed)
    world = found(load_city(baseline.city).model_copy(update=changes), 100, draws, parameters)
    for month in range(-12, 0):
        world.city.month[0] = month
        levers.rest(world, parameters)
        live(world, parameters, draws, month, watch=True)
    return world


@pytest.fixture(scope="session")
def burnt_in(baseline):
    """Give a small city with a care home."""
    return after_a_year(baseline, 3)


@pytest.fixture(scope="session")
def with_every_facility(baseline):
    """Give a small city that has a care home, a group of sheltered housing and a shelter, one unit of each."""
    return after_a_year(baseline, 2)


@pytest.fixture(scope="session")
def with_workplaces(baseline):
    """Give a small city with two social workplaces: it has room for most of those for whom they are meant."""
    from sim.city.file import load_city

    (entry,) = load_city(baseline.city).day_places
    return after_a_year(baseline, 2, day_places=(entry.model_copy(update={"places": 2400}),))


@pytest.fixture
def closing(baseline):
    """Make a scenario of 12 months that closes care homes from its second month."""
    from sim.policies.settings import settings_of
    from sim.scenario import PolicyCall

    def make(months=12, **settings):
        defaults = {name: entry.value for name, entry in settings_of("close_care_homes").items()}
        from sim.city.file import load_city

        wijken = tuple(wijk.name for wijk in load_city(baseline.city).wijken)
        call = PolicyCall("close_care_homes", 1, 1, None, wijken, defaults | settings)
        return replace(baseline, key="closing", policies=(call,), months=months)

    return make
