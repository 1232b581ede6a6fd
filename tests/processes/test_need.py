"""What each resident needs, by hand."""

import pytest
from handmade import BOUND, street

from sim.processes import need
from sim.randomness import Draws
from sim.world.codes import CARE_HOME, CARE_ROOM, EXHOMELESS, EXTRA_SUPPORT, LVB, NEW, PSY, SHELTER, SHELTER_BED

OWN = BOUND["need"]


def hours(**traits):
    world = street(1)
    for name, value in traits.items():
        getattr(world.residents, name)[0] = value
    need.step(world, BOUND, Draws(1), 0)
    assert world.residents.unmet[0] == world.residents.need[0]
    return float(world.residents.need[0])


def test_who_is_not_frail_and_has_no_vulnerability_needs_nothing():
    assert hours(behaviour=0.9, dutch=0.1) == 0.0


@pytest.mark.parametrize("level", range(5))
def test_need_follows_the_level_of_frailty(level):
    assert hours(frailty=level) == OWN.frailty_hours[level]


@pytest.mark.parametrize("group", [PSY, LVB])
def test_behaviour_asks_for_support_only_where_there_is_a_vulnerability(group):
    assert hours(vulnerability=group, behaviour=0.5) == pytest.approx(0.5 * OWN.behaviour_hours)


def test_a_newcomer_needs_less_as_dutch_grows():
    assert hours(vulnerability=NEW, dutch=0.25) == pytest.approx(0.75 * OWN.language_hours)


@pytest.mark.parametrize("group", [EXHOMELESS, EXHOMELESS | NEW])
def test_who_is_or_was_homeless_needs_guidance_whatever_else(group):
    assert hours(vulnerability=group, dutch=1.0) == OWN.homeless_hours


def test_needs_add_up():
    found = hours(vulnerability=PSY | EXTRA_SUPPORT, behaviour=1.0, frailty=2)
    assert found == pytest.approx(OWN.frailty_hours[2] + OWN.behaviour_hours + OWN.extra_support_hours)


@pytest.mark.parametrize(
    ("facility", "room", "closed", "factor"),
    [
        (SHELTER, SHELTER_BED, True, OWN.without_home),
        (SHELTER, SHELTER_BED, False, 1.0),
        (CARE_HOME, CARE_ROOM, True, 1.0),
    ],
)
def test_who_waits_in_a_closed_shelter_needs_more(facility, room, closed, factor):
    world = street(1, kind=room, facility=facility)
    world.residents.frailty[0], world.levers.unit_closed[0] = 2, closed
    need.step(world, BOUND, Draws(1), 0)
    assert world.residents.need[0] == factor * OWN.frailty_hours[2]


def test_who_was_homeless_and_is_difficult_needs_the_larger_of_the_two():
    assert hours(vulnerability=EXHOMELESS | PSY, behaviour=0.1) == OWN.homeless_hours
    assert hours(vulnerability=EXHOMELESS | PSY, behaviour=0.9) == pytest.approx(0.9 * OWN.behaviour_hours)
