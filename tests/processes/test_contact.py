"""The face that others meet."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import contact
from sim.randomness import Draws
from sim.world.codes import BEHAVIOUR, DRIVE, NEAR_DRIVE
from sim.world.meetings import behaviour_seen

OWN = BOUND["contact"]


def test_behaviour_shows_more_the_less_of_what_somebody_needs_is_given():
    world = street(4)
    r = world.residents
    r.behaviour[:4] = 0.4, 0.4, 0.4, 0.0
    r.need[:4], r.unmet[:4] = (0.0, 8.0, 8.0, 8.0), (0.0, 0.0, 2.0, 8.0)
    contact.step(world, BOUND, Draws(1), 0)
    assert r.face[:4, BEHAVIOUR] == pytest.approx([0.4, 0.4, 0.5, 0.0])
    seen = [behaviour_seen(*each) for each in zip(r.behaviour[:4], r.unmet[:4], r.need[:4], strict=True)]
    assert seen == pytest.approx(r.face[:4, BEHAVIOUR])


def test_support_that_fails_altogether_doubles_what_shows():
    world = street(1)
    world.residents.behaviour[0], world.residents.need[0], world.residents.unmet[0] = 0.9, 5.0, 5.0
    contact.step(world, BOUND, Draws(1), 0)
    assert world.residents.face[0, BEHAVIOUR] == pytest.approx(1.8)
    assert np.float32(0.9) == world.residents.behaviour[0]


def presence(world):
    contact.step(world, BOUND, Draws(1), 0)
    face = world.residents.face[:3]
    return face[:, NEAR_DRIVE] / face[:, DRIVE]


def with_fear():
    """Three in two wijken, the last in the other one; fear keeps their presence below its highest value."""
    world = street(3, wijken=2)
    world.dwellings.wijk[2] = 1
    world.wijken.meeting_places[:], world.wijken.green[:], world.residents.fear[:3] = 0.5, 0.3, 2.0
    return world


def test_places_and_green_that_policies_add_count_like_those_there_are():
    levered, changed = with_fear(), with_fear()
    levered.wijk_levers.places[0], levered.wijk_levers.green[0] = 0.2, 0.1
    changed.wijken.meeting_places[0], changed.wijken.green[0] = 0.7, 0.4
    plain, found = presence(with_fear()), presence(levered)
    assert found == pytest.approx(presence(changed))
    assert found[:2] == pytest.approx(plain[:2] + 0.2 * OWN.presence[1] + 0.1 * OWN.presence[2], rel=1e-5)
    assert found[2] == plain[2]


def test_places_and_green_are_one_at_most():
    levered, full = with_fear(), with_fear()
    levered.wijk_levers.places[0], levered.wijk_levers.green[0] = 0.9, 0.9
    full.wijken.meeting_places[0], full.wijken.green[0] = 1.0, 1.0
    assert np.array_equal(presence(levered), presence(full))
