"""A help platform: who takes part, who comes to whom, and what a match costs and gives."""

import math

import numpy as np
import pytest
from handmade import BOUND, befriend, hours_between, move_in, street

from sim.processes import contact, help_platform, network_care
from sim.randomness import Draws
from sim.world.caring import capacity
from sim.world.codes import ADULT, ASKING, KIN_TIE, LVB, MATCHED, NETWORK, OFFERING, VOLUNTEERS
from sim.world.guard import check_hours, check_invariants
from sim.world.hours import all_hours
from sim.world.members import digital_skill, takes_part
from sim.world.order import reordered

OWN, CARING = BOUND["help_platform"], BOUND["caring"]
EVERYBODY = {"skill_by_age": np.ones(4), "skill_by_education": np.ones(3), "requests": 1.0}
A_MATCH = OWN.hours / CARING.weeks


def platform(people, unmet, share=1.0):
    """A street in which everybody takes part who may; the first of them lack so many hours a week, half of it light."""
    world = street(people)
    world.wijk_levers.platform[:] = share
    world.residents.need[: len(unmet)] = world.residents.unmet[: len(unmet)] = unmet
    world.residents.chronic[:people] = 0.0
    return world


def stand_apart(world, pairs):
    """Let home k and home k + pairs stand together, and no others within ten km."""
    place = np.arange(2 * pairs) % pairs
    world.dwellings.x[: 2 * pairs], world.dwellings.y[: 2 * pairs] = 10.0 * (place % 50), 10.0 * (place // 50)


def live(world, month=0, willing=1.0, seed=1, **changes):
    """Let a month of the platform happen, everybody being able to use it."""
    parameters = BOUND | {
        "help_platform": OWN._replace(**EVERYBODY | changes),
        "volunteering": BOUND["volunteering"]._replace(willing=willing),
    }
    contact.step(world, parameters, Draws(seed), month)
    help_platform.step(world, parameters, Draws(seed), month)
    return world.residents


def test_a_task_is_done_by_a_member_with_hours_and_booked_as_help_by_volunteers():
    world = platform(2, [5.0])
    r = live(world, company=0.0)
    assert r.unmet[0] == pytest.approx(5.0 - A_MATCH) and r.care_given[1] == pytest.approx(A_MATCH)
    assert world.wijken.support[0, VOLUNTEERS] == pytest.approx(A_MATCH)
    assert world.wijken.company[0] == 0.0
    assert list(world.wijken.platform[0]) == [2.0, 1.0, 1.0]
    check_hours(world)


def test_company_meets_no_need_and_costs_the_same_hours():
    world = platform(2, [5.0])
    r = live(world, company=1.0)
    assert r.unmet[0] == 5.0 and r.care_given[1] == pytest.approx(A_MATCH)
    assert world.wijken.company[0] == pytest.approx(A_MATCH) and world.wijken.support[0, VOLUNTEERS] == 0.0
    check_hours(world)


def test_without_a_platform_nothing_happens_and_the_last_month_is_forgotten():
    world = platform(2, [5.0], share=0.0)
    world.wijken.platform[:], world.wijken.support[:] = 3.0, 2.0
    before = {name: column.copy() for name, column in world.columns().items()}
    live(world)
    assert np.all(world.wijken.platform == 0.0) and world.wijken.support[0, VOLUNTEERS] == 0.0
    assert world.residents.unmet[0] == 5.0 and world.ties.count[0] == 0
    assert np.array_equal(before["residents.care_given"], world.residents.care_given)


def test_who_has_less_light_work_than_a_match_takes_does_not_ask():
    light = 2.0 * OWN.hours / CARING.weeks  # half of what is unmet is light work
    counts = []
    for part in (0.99, 1.01):
        world = platform(2, [light * part])
        live(world)
        counts.append(world.wijken.platform[0, ASKING])
    assert counts == [0.0, 1.0]


def test_the_nearest_within_reach_comes_also_across_the_border_of_a_wijk():
    world = platform(4, [5.0])
    world.dwellings.x[:4] = 0.0, 2.0, 1.0, -1.5
    r = live(world, company=0.0)
    assert list(np.flatnonzero(r.care_given[:4])) == [2]
    far = platform(2, [5.0])
    far.dwellings.x[1] = OWN.within + 0.01
    assert live(far).care_given[1] == 0.0
    world = street(2, wijken=2)
    world.dwellings.wijk[1], world.wijk_levers.platform[:] = 1, 1.0
    world.residents.need[0] = world.residents.unmet[0] = 5.0
    live(world, company=0.0)
    assert world.wijken.support[:, VOLUNTEERS] == pytest.approx([A_MATCH, 0.0])
    assert world.wijken.platform[:, MATCHED] == pytest.approx([1.0, 0.0])


def test_members_live_where_there_is_a_platform():
    world = street(2, wijken=2)
    world.dwellings.wijk[1], world.wijk_levers.platform[0] = 1, 1.0
    world.residents.need[0] = world.residents.unmet[0] = 5.0
    live(world)
    assert world.residents.care_given[1] == 0.0


def test_nobody_comes_who_is_ill_at_ease_or_has_no_language_in_common():
    for change in ("tolerance", "language"):
        world = platform(2, [5.0])
        if change == "tolerance":
            world.residents.tolerance[1] = 0.0
        else:
            world.residents.tongue[:2], world.residents.dutch[:2] = (1, 2), 1e-9
        assert live(world).care_given[1] == 0.0, change


def test_a_member_comes_as_often_as_their_hours_allow_and_no_oftener():
    world = platform(6, [5.0] * 5)
    world.residents.tolerance[:5] = 0.0  # those who ask do not come to each other
    r = live(world, company=0.0)
    matches = math.floor(OWN.offers / OWN.hours)
    assert r.care_given[5] == pytest.approx(matches * A_MATCH)
    assert world.wijken.platform[0, MATCHED] == matches


def test_hours_given_to_others_are_not_there_for_the_platform():
    world = platform(2, [5.0])
    world.residents.care_given[1] = capacity(world, CARING, 1) - 0.99 * A_MATCH
    before = world.residents.care_given[1]
    assert live(world).care_given[1] == before
    assert world.wijken.platform[0, OFFERING] == 1.0  # only who asks, and may come to others


def test_only_who_would_volunteer_if_asked_comes():
    world = platform(30, [5.0])
    assert np.all(live(world, willing=0.0).care_given[:30] == 0.0)
    assert world.wijken.platform[0, OFFERING] == 0.0 and world.wijken.platform[0, ASKING] == 1.0


def test_people_of_one_home_are_not_matched():
    world = street(1, homes=2)
    move_in(world, 1, 0)
    world.wijk_levers.platform[:] = 1.0
    world.residents.need[0] = world.residents.unmet[0] = 5.0
    assert live(world).care_given[1] == 0.0


def test_a_tie_that_is_there_gains_the_time_spent_together():
    for company, hours in ((0.0, OWN.contact), (1.0, OWN.hours)):
        world = platform(2, [5.0])
        befriend(world, 0, 1, 30.0, KIN_TIE)
        live(world, company=company)
        assert hours_between(world, 0, 1) == pytest.approx(30.0 + hours, abs=0.02)  # hours are kept in steps of 0.01
        check_invariants(world)


def test_strangers_begin_a_tie_with_the_chance_of_any_meeting():
    """1,500 pairs: openness 1 and fit 1 leave the meetings that nobody takes badly; within 4.5 standard errors."""
    times = 1500
    world = platform(2 * times, [5.0] * times)
    world.residents.tolerance[:times] = 1.0
    stand_apart(world, times)
    world.residents.desired_ties[: 2 * times] = 5.5
    live(world)
    matched = int(world.wijken.platform[0, MATCHED])
    assert matched == times
    begun = int(world.ties.count[: 2 * times].sum()) // 2
    encounters = BOUND["encounters"]
    chance = 1.0 - 2.0 * encounters.negative_floor
    assert abs(begun - matched * chance) <= 4.5 * math.sqrt(matched * chance * (1.0 - chance))
    held = all_hours(world.ties)[:times, 0][world.ties.count[:times] > 0]
    expected = [encounters.new_tie_hours + hours for hours in (OWN.contact, OWN.hours)]
    assert np.unique(held) == pytest.approx(expected, rel=1e-3)  # as exact as hours are kept
    check_invariants(world)


def test_half_of_what_is_asked_is_company():
    """2,000 requests, within 4.5 standard errors: false alarm 7e-6."""
    times = 2000
    world = platform(2 * times, [5.0] * times)
    stand_apart(world, times)
    live(world)
    tasks = world.wijken.support[0, VOLUNTEERS] / A_MATCH
    assert abs(tasks - OWN.company * times) < 4.5 * math.sqrt(times * 0.25)


def test_a_member_asks_as_often_as_was_set():
    """2,000 who could ask, within 4.5 standard errors; all who ask find somebody."""
    times = 2000
    world = platform(2 * times, [5.0] * times)
    stand_apart(world, times)
    live(world, requests=OWN.requests)
    found, p = world.wijken.platform[0], OWN.requests
    assert found[ASKING] == times
    assert abs(found[MATCHED] - p * times) < 4.5 * math.sqrt(times * p * (1.0 - p))


@pytest.mark.parametrize(
    ("years", "education", "skill"),
    [
        (30, 1, OWN.skill_by_age[0]),
        (64, 1, OWN.skill_by_age[1]),
        (65, 1, OWN.skill_by_age[2]),
        (75, 0, None),
        (18, 2, 0.99),
    ],
)
def test_digital_skill_follows_age_and_education(years, education, skill):
    expected = OWN.skill_by_age[3] * OWN.skill_by_education[0] if skill is None else skill
    assert digital_skill(OWN, 12 * years, education) == pytest.approx(expected)


def test_who_takes_part_is_decided_for_life_and_grows_with_dutch():
    world = street(400)
    world.wijk_levers.platform[:] = 0.6
    r = world.residents
    few, more = [], []
    for dutch, found in ((0.3, few), (0.9, more)):
        r.dutch[:400] = dutch
        found.extend(i for i in range(400) if takes_part(world, OWN, i))
    assert set(few) < set(more) and len(few) > 0
    r.age[:400] = ADULT - 1
    assert not any(takes_part(world, OWN, i) for i in range(400))


def test_members_find_it_easier_to_ask_their_own_network_and_others_do_not():
    own, asked = BOUND["network_care"], {}
    for share in (0.0, 1.0):
        world = street(6)
        for other in range(1, 6):
            befriend(world, 0, other, 400.0, KIN_TIE)
        world.residents.unmet[0], world.wijk_levers.platform[:] = 3.0, share
        parameters = BOUND | {
            "network_care": own._replace(rounds=1),
            "help_platform": OWN._replace(**EVERYBODY),
        }
        network_care.step(world, parameters, Draws(1), 0)
        asked[share] = world.wijken.support[0, NETWORK] / 3.0
    assert asked[0.0] == pytest.approx(own.asks, rel=1e-5)
    assert asked[1.0] == pytest.approx(1.0 - (1.0 - own.asks) * (1.0 - OWN.eases), rel=1e-5)


def test_the_order_of_rows_changes_nobody_to_the_bit():
    world = platform(30, np.linspace(3.0, 9.0, 12))
    world.residents.vulnerability[:6] = LVB
    world.dwellings.x[:30] = np.arange(30) % 7
    turned = reordered(world, np.random.default_rng(5).permutation(len(world.residents.uid) - 2))
    for some in (world, turned):
        live(some)
    back = [np.flatnonzero(w.residents.alive)[np.argsort(w.residents.uid[w.residents.alive])] for w in (world, turned)]
    for name in ("unmet", "care_given"):
        one, two = (getattr(w.residents, name)[rows] for w, rows in zip((world, turned), back, strict=True))
        assert np.array_equal(one, two) and len(np.unique(one)) > 1
    assert np.array_equal(world.ties.count[back[0]], turned.ties.count[back[1]]) and world.ties.count.sum() > 0
    assert np.array_equal(world.wijken.platform, turned.wijken.platform)
