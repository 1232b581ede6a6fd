"""How volunteers tire, stop and begin."""

import math

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import volunteering
from sim.randomness import Draws
from sim.world.codes import NOWHERE, TEAM, VOLUNTEERING

OWN = BOUND["volunteering"]


def crowd(people, team_seats=0, volunteers=False):
    """A street whose pool doubles as a team: its seats are those of the last homes."""
    world = street(people, homes=people + team_seats // 4 + 1)
    seat = 4 * people
    world.foci.kind[1], world.foci.start[1], world.foci.size[1] = TEAM, seat, max(team_seats, 1)
    world.seats.place[seat:] = 1
    world.wijken.first_focus[0, TEAM], world.wijken.foci[0, TEAM] = 1, int(team_seats > 0)
    if volunteers:
        world.residents.focus[:people, VOLUNTEERING] = seat + np.arange(people)
        world.seats.occupant[seat : seat + people] = np.arange(people)
    return world


def test_strain_settles_where_load_and_recovery_balance():
    strain = 0.0
    for _ in range(500):
        strain = volunteering.strain_after(OWN, strain, 1.3, 0.2)
    drive = OWN.grows * 0.3 * 0.8
    assert strain == pytest.approx(drive / (drive + OWN.fades))


def test_a_load_within_the_contract_tires_nobody():
    assert volunteering.strain_after(OWN, 0.0, 1.0, 0.0) == 0.0
    assert volunteering.strain_after(OWN, 0.5, 0.9, 0.0) == pytest.approx(0.5 * (1.0 - OWN.fades))


def test_strain_makes_stopping_more_likely():
    assert volunteering.chance_to_stop(OWN, 0.0) == OWN.stops
    assert volunteering.chance_to_stop(OWN, 1.0) == pytest.approx(OWN.stops * math.exp(OWN.strain_stops))


def test_carers_tire_by_what_they_give_over_what_they_can():
    world = street(2)
    world.residents.care_given[:2] = 3.9, 2.0  # they can give 3
    volunteering.step(world, BOUND, Draws(1), 0)
    assert world.residents.strain[0] == pytest.approx(OWN.grows * 0.3, rel=1e-4)
    assert world.residents.strain[1] == 0.0


def test_paid_coordination_relieves_volunteers_but_not_without_limit():
    strains = []
    for hours in (0.0, 0.3, 100.0):
        world = crowd(4, 12, volunteers=True)
        world.wijken.volunteer_load[0] = 2.0
        world.wijk_levers.coordinator[0] = 4 * hours
        volunteering.step(world, BOUND | {"volunteering": OWN._replace(stops=0.0)}, Draws(1), 0)
        strains.append(float(world.residents.strain[0]))
    full = OWN.grows * BOUND["volunteer_care"].overload
    assert strains == pytest.approx([full, full * 0.7, full * (1.0 - OWN.most_relief)], rel=1e-5)


def test_who_stops_is_not_asked_for_one_to_two_years():
    world = crowd(4, 12, volunteers=True)
    volunteering.step(world, BOUND | {"volunteering": OWN._replace(stops=1.0, begins=1.0)}, Draws(1), 0)
    assert np.all(world.residents.focus[:4, VOLUNTEERING] == NOWHERE)
    assert np.all(world.residents.refractory[:4] >= OWN.rests_from)
    assert world.wijken.volunteers_quit[0] == 4


def test_people_stop_at_the_rate_of_their_strain():
    """2,000 volunteers: the count within 4.5 standard errors of the binomial; false alarm 7e-6."""
    people = 2000
    world = crowd(people, people, volunteers=True)
    world.residents.strain[:people] = 0.4
    volunteering._stop(world, OWN, Draws(5).key("volunteering", 0))
    chance = volunteering.chance_to_stop(OWN, np.float32(0.4))
    stopped = int((world.residents.focus[:people, VOLUNTEERING] == NOWHERE).sum())
    assert abs(stopped - people * chance) < 4.5 * math.sqrt(people * chance * (1.0 - chance))


def test_only_the_willing_begin_and_only_where_there_is_a_seat():
    own = OWN._replace(begins=1.0, tries=50)
    for seats in (0, 400):
        world = crowd(200, seats)
        rows, _ = volunteering._candidates(world, own, Draws(1).key("volunteering", 0))
        assert (len(rows) > 0) == (seats > 0)
        assert all(volunteering.is_willing(own, world.residents.uid[row]) for row in rows)


def test_the_share_of_the_willing_is_what_the_parameter_says():
    """20,000 uids: within 4.5 standard errors; false alarm 7e-6."""
    share = np.mean([volunteering.is_willing(OWN, uid) for uid in range(20000)])
    assert abs(share - OWN.willing) < 4.5 * math.sqrt(OWN.willing * (1 - OWN.willing) / 20000)


def test_people_with_a_vulnerability_are_asked_like_others():
    world = crowd(200, 400)
    asked = volunteering._candidates(world, OWN._replace(begins=1.0), Draws(1).key("volunteering", 0))[0]
    world.residents.vulnerability[:200] = 2
    again = volunteering._candidates(world, OWN._replace(begins=1.0), Draws(1).key("volunteering", 0))[0]
    assert np.array_equal(asked, again)


def test_half_as_many_again_are_asked_where_a_policy_invites():
    """400 people who are all asked when the lever is high enough; without it a part of them; the same ones first."""
    world, own = crowd(400, 800), OWN._replace(willing=1.0, begins=0.2, tries=50)
    key, asked = Draws(1).key("volunteering", 0), []
    for invites in (0.0, 0.5, 100.0):
        world.wijk_levers.invites[0] = invites
        asked.append(sum(volunteering._begins(world, own, key, i) for i in range(400)))
    chance = 0.2 * own.talent_attracts
    for found, expected in zip(asked, (chance, 1.5 * chance, 1.0), strict=True):
        assert abs(found - 400 * expected) <= 4.5 * math.sqrt(400 * expected * (1.0 - expected))
    assert asked[0] < asked[1] < asked[2] == 400
