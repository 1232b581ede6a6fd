"""Whom a chance of their age meets, and whether enough ties are members: as asked of each one after the other."""

import numpy as np
import pytest
from handmade import street

from sim.randomness import Draws, uniform
from sim.world.bonds import tie
from sim.world.chances import AGES, by_age, met
from sim.world.codes import CENTRE, SOCIAL_TIE
from sim.world.joining import attracted


def test_a_chance_holds_from_its_age_on():
    table = by_age((216, 300, 600), (0.1, 0.2, 0.0))
    assert len(table) == AGES and table[215] == 0.0 and table[216] == table[299] == 0.1
    assert table[300] == table[599] == 0.2 and table[600] == table[AGES - 1] == 0.0


def test_the_living_whose_draw_lies_below_the_chance_of_their_age_are_met():
    world, key = street(500), Draws(1).key("test")
    r, chance = world.residents, by_age((0, 480), (0.2, 0.6))
    r.age[::2] = 400
    r.alive[::7] = False
    people = np.flatnonzero(r.alive)
    expected = [i for i in people if uniform(key, r.uid[i]) < chance[r.age[i]]]
    assert list(met(world, key, chance)) == expected and len(expected) > 100


@pytest.mark.parametrize("members", range(8))
def test_a_draw_below_the_chance_by_the_share_of_members_attracts(members):
    world = street(8)
    for other in range(1, 8):
        tie(world, 0, other, SOCIAL_TIE, 60.0)
    world.residents.focus[1 : 1 + members, CENTRE] = 0
    limit = 0.01 * (1.0 + 2.0 * (members / 7))
    draws = [limit * share for share in (0.1, 0.5, 1.0 - 1e-12, 1.0, 1.0 + 1e-12, 1.5) if limit * share < 0.03]
    assert [attracted(world, 2.0, draw, 0.01, 0, CENTRE) for draw in draws] == [draw < limit for draw in draws]
