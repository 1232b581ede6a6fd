"""How people come to recognise those who live around them."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import familiarity
from sim.randomness import Draws

OWN = BOUND["familiarity"]


def lived(world, months, presence=0.8, newcomers=0):
    r = world.residents
    contact = BOUND["contact"]._replace(presence=np.array([presence, 0, 0, 0, 0, 0, 1.0]))
    for month in range(1, months + 1):
        r.moved[:newcomers] = month
        familiarity.step(world, BOUND | {"contact": contact}, Draws(1), month)
    return r.familiarity


@pytest.mark.parametrize("newcomers", [0, 1, 3])
def test_familiarity_settles_where_recognition_and_turnover_balance(newcomers):
    """Verification 5: F* = φ p / (φ p + m), with m the share of the pool that is new each month."""
    gain, turnover = OWN.recognises * 0.8, newcomers / 10
    found = lived(street(10), 3000, newcomers=newcomers)[9]
    assert found == pytest.approx(gain / (gain + turnover), abs=1e-5)


def test_whoever_moves_far_begins_again_and_whoever_stays_in_the_wijk_keeps_a_part():
    world = street(2, wijken=2)
    for known, kept in ((1, 0.5), (0, 0.5 * OWN.kept_within_wijk)):
        world.residents.familiarity[0], world.residents.known_pool[0] = 0.5, known
        assert lived(world.copy(), 1, presence=0.0)[0] == pytest.approx(kept)
    world.foci.wijk[0] = 1
    assert lived(world, 1, presence=0.0)[0] == 0.0
