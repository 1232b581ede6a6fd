"""The face that others meet."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import contact
from sim.randomness import Draws
from sim.world.codes import BEHAVIOUR
from sim.world.meetings import behaviour_seen


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
