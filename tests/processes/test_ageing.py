"""Mental health problems begin and end so often that the share of a tenure stays what it is."""

import math

import numpy as np
from handmade import BOUND, street

from sim.processes import ageing
from sim.randomness import Draws, branch
from sim.world.codes import PSY, SOCIAL
from sim.world.people import give_character, give_traits

PEOPLE_OF = BOUND["people"]
SHARE = float(PEOPLE_OF.mental_health_by_tenure[SOCIAL])
CHARACTER = ("behaviour", "sociability", "trait_social", "trait_emotional", "category")


def a_month(world, recovers, seed=1):
    ageing._fall_ill_and_recover(
        world, recovers, PEOPLE_OF, Draws(1).key("people"), Draws(seed).key("mental_health", 0)
    )
    return world.residents


def test_at_the_share_of_the_tenure_as_many_fall_ill_as_recover():
    """40,000 people, a month in which half of the ill recover: the difference of two binomial counts within 4.5
    standard errors of 0; false alarm 7e-6."""
    people = 40_000
    world = street(people)
    ill = int(SHARE * people)
    world.residents.vulnerability[:ill] = PSY
    r = a_month(world, 0.5)
    recovered = int((r.vulnerability[:ill] & PSY == 0).sum())
    fell = int((r.vulnerability[ill:people] & PSY > 0).sum())
    assert recovered > 300
    assert abs(fell - recovered) < 4.5 * math.sqrt(fell + recovered)


def test_who_recovers_is_who_they_were_before():
    world = street(200)
    r, key = world.residents, Draws(1).key("people")
    for i in range(200):
        give_character(world, PEOPLE_OF, key, i)
        give_traits(world, PEOPLE_OF, branch(key, 7), i)
    before = {name: getattr(r, name)[:200].copy() for name in CHARACTER}
    own = PEOPLE_OF._replace(mental_health_by_tenure=np.full(4, 0.5))
    ageing._fall_ill_and_recover(world, 1.0, own, key, Draws(1).key("mental_health", 0))
    assert np.all(r.vulnerability[:200] & PSY)
    assert np.mean(r.behaviour[:200]) > np.mean(before["behaviour"]) + 0.1
    ageing._fall_ill_and_recover(world, 1.0, own, key, Draws(1).key("mental_health", 1))
    assert not np.any(r.vulnerability[:200] & PSY)
    for name, values in before.items():
        assert np.array_equal(getattr(r, name)[:200], values), name


def test_children_do_not_fall_ill_here():
    world = street(500)
    world.residents.age[:500] = 120
    assert not np.any(a_month(world, 1.0).vulnerability[:500])
