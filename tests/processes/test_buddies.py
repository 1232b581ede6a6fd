"""Buddies: who is introduced to whom, what a pair costs and gives, and how it ends."""

import math

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, hours_between, street

from sim.processes import buddies, contact, ties
from sim.randomness import Draws
from sim.world import bonds
from sim.world.buddies import pairs_of
from sim.world.caring import chance_to_stop
from sim.world.codes import ADULT, DAY, KIN_TIE, LVB, NEVER, NEW, NOBODY, PSY, RETIREMENT
from sim.world.guard import GuardError, check_invariants
from sim.world.households import withdraw
from sim.world.order import reordered

OWN, CARING, VOLUNTEERING = BOUND["buddies"], BOUND["caring"], BOUND["volunteering"]
ALL_WILLING = VOLUNTEERING._replace(willing=1.0)


def programme(people, having=1, wijken=1, pairs=1.0, hours=2.0, months=6, who=PSY):
    """A street of whom the first have mental health problems and rest; each wijk keeps as many pairs as are said."""
    world = street(people, wijken=wijken)
    world.residents.vulnerability[:having], world.residents.refractory[:having] = PSY, 1
    levers = world.wijk_levers
    levers.buddy_pairs[:], levers.buddy_hours[:] = buddies.PER * pairs * wijken / people, hours
    levers.buddy_months[:], levers.buddy_who[:] = months, who
    return world


def live(world, month=0, willing=1.0, seed=1, **changes):
    """Let the month of buddies happen; nobody has cared for anybody yet."""
    world.residents.care_given[:] = 0.0
    parameters = BOUND | {
        "buddies": OWN._replace(**changes),
        "volunteering": VOLUNTEERING._replace(willing=willing),
    }
    contact.step(world, parameters, Draws(seed), month)
    buddies.step(world, parameters, Draws(seed), month)
    return world.residents


def test_somebody_with_few_ties_and_a_willing_neighbour_become_a_pair():
    world = programme(2)
    r = live(world, month=3)
    assert list(r.buddy[:2]) == [1, 0] and list(r.buddy_since[:2]) == [NEVER, 3]
    assert pairs_of(world)[0] == 1
    check_invariants(world)


@pytest.mark.parametrize(
    "change",
    [
        lambda world: world.residents.vulnerability.__setitem__(0, LVB),
        lambda world: world.residents.network.__setitem__(0, OWN.few_ties + 1),
        lambda world: world.residents.age.__setitem__(0, ADULT - 1),
        lambda world: world.residents.age.__setitem__(1, ADULT - 1),
        lambda world: world.residents.refractory.__setitem__(1, 1),
        lambda world: world.residents.frailty.__setitem__(1, 4),
        lambda world: world.residents.tolerance.__setitem__(1, 0.0),
        lambda world: world.wijk_levers.buddy_pairs.__setitem__(0, 0.2 * buddies.PER),
    ],
    ids=["not meant", "enough ties", "a minor", "too young", "rests", "too frail", "ill at ease", "no place"],
)
def test_nobody_is_paired_who(change):
    world = programme(2)
    change(world)
    assert np.all(live(world).buddy[:2] == NOBODY)


def test_who_would_not_volunteer_if_asked_is_nobodys_buddy():
    assert np.all(live(programme(20), willing=0.0).buddy[:20] == NOBODY)


def test_two_who_have_no_language_in_common_do_not_go_on():
    world = programme(2)
    world.residents.tongue[0], world.residents.dutch[0] = 3, 0.0
    assert world.residents.tongue[1] == 0
    assert np.all(live(world).buddy[:2] == NOBODY)


def test_there_are_no_more_pairs_than_places_and_no_more_than_people():
    few, many = live(programme(40, having=15, pairs=4.0)), live(programme(40, having=15, pairs=1000.0))
    assert (few.buddy_since[:40] >= 0).sum() == 4
    assert (many.buddy_since[:40] >= 0).sum() == 15


def test_places_that_come_free_are_filled_again():
    world = programme(10, having=3, pairs=1.0)
    first = np.flatnonzero(live(world).buddy_since[:10] >= 0)[0]
    assert pairs_of(world)[0] == 1
    bonds.end_all_by_death(world, first, 600.0)
    withdraw(world, first)
    check_invariants(world)
    live(world, month=1)
    assert pairs_of(world)[0] == 1


def test_who_has_a_buddy_is_somebody_of_the_same_wijk_until_they_move():
    world = programme(12, having=0, wijken=2, pairs=3.0)
    world.dwellings.wijk[6:] = 1
    world.residents.vulnerability[:12:2], world.residents.refractory[:12:2] = PSY, 1
    r = live(world)
    gives = np.flatnonzero(r.buddy_since[:12] >= 0)
    wijk = world.dwellings.wijk[r.dwelling]
    assert len(gives) == 6 and np.array_equal(wijk[gives], wijk[r.buddy[gives]])
    world.dwellings.wijk[r.dwelling[gives[0]]] = 1 - wijk[gives[0]]
    assert live(world, month=1).buddy[gives[0]] != NOBODY


def test_parts_of_pairs_are_carried_over_to_the_next_wijk():
    assert list(buddies.places(np.full(5, 2.0), np.full(5, 2000))) == [0, 1, 0, 1, 0]
    assert buddies.places(np.full(20, 3.1), np.linspace(0, 10_000, 20)).sum() == 31


def test_a_pair_settles_at_the_hours_that_fade_as_fast_as_they_come():
    """H = gain / (1 - exp(-decay)) for two who never meet otherwise; the quality of their time is 1 here."""
    world = programme(2, months=600)
    world.dwellings.pool[:], world.dwellings.block[:] = 0, 0
    world.foci.open[:] = False
    world.residents.sociability[:2], world.residents.chronic[:2] = 0.0, 0.0
    for month in range(240):
        live(world, month, ends=0.0)
        ties.step(world, BOUND, Draws(1), month)
    kept = math.exp(-BOUND["ties"].decay[2])
    gain = 2.0 * CARING.weeks
    assert hours_between(world, 0, 1) == pytest.approx(gain * kept / (1.0 - kept), rel=1e-3)
    assert hours_between(world, 0, 1) == hours_between(world, 1, 0)


def test_two_who_know_each_other_keep_their_tie_and_its_kind():
    world = programme(2)
    befriend(world, 0, 1, 30.0, KIN_TIE)
    world.residents.chronic[:2] = 0.0
    live(world)
    assert world.ties.count[0] == 1 and world.ties.kind[0, 0] & 3 == KIN_TIE
    assert hours_between(world, 0, 1) == pytest.approx(30.0 + 2.0 * CARING.weeks, rel=ROUNDED)


def test_time_that_is_not_good_makes_less_of_a_tie():
    world = programme(2)
    world.residents.chronic[:2] = 0.8, 0.2
    live(world)
    quality = (1.0 - 0.8 * BOUND["contact"].hypervigilance) * (1.0 - 0.2 * BOUND["contact"].hypervigilance)
    assert hours_between(world, 0, 1) == pytest.approx(2.0 * CARING.weeks * quality, rel=ROUNDED)


def test_a_buddy_gives_hours_and_meets_no_need():
    world = programme(2)
    world.residents.need[0], world.residents.unmet[0] = 5.0, 5.0
    r = live(world)
    assert list(r.care_given[:2]) == [0.0, 2.0] and r.unmet[0] == 5.0
    assert world.wijken.company[0] == 2.0


def test_hours_of_a_buddy_come_on_top_of_care_and_wear_out_who_works():
    """A worker can give two hours a week: a buddy of three hours tires them, who is retired it does not."""
    from sim.processes import volunteering

    strains = []
    for age in (480, RETIREMENT):
        world = programme(2, hours=3.0)
        world.residents.focus[1, DAY], world.residents.age[1] = 0, age
        live(world)
        world.residents.focus[1, DAY] = 0
        volunteering._tire(world, VOLUNTEERING, CARING, 0.5, np.zeros(1))
        strains.append(world.residents.strain[1])
    assert strains[0] == pytest.approx(VOLUNTEERING.grows * 0.5) and strains[1] == 0.0


def test_a_promise_is_kept_and_ended_after_it_with_the_chance_a_month_that_was_set():
    """2,000 unstrained pairs: none ends in the promised six months, then 5% a month within 4.5 standard errors."""
    world, times = programme(4000, having=2000, pairs=2000.0), 2000
    world.residents.vulnerability[2000:4000] = 0
    live(world)
    assert pairs_of(world)[0] == times
    world.wijk_levers.buddy_pairs[:] = 1e-6  # the programme goes on, and nobody new is introduced
    for month in range(1, 6):
        live(world, month)
        assert pairs_of(world)[0] == times
    live(world, 6)
    ended = times - pairs_of(world)[0]
    assert abs(ended - OWN.ends * times) < 4.5 * math.sqrt(times * OWN.ends * (1.0 - OWN.ends))


def test_strain_ends_a_pair_before_the_promised_months_and_the_buddy_rests():
    """2,000 buddies at full strain: what strain adds to the chance to stop, within 4.5 standard errors."""
    world, times = programme(4000, having=2000, pairs=2000.0), 2000
    r = live(world)
    gives = np.flatnonzero(r.buddy_since[:4000] >= 0)
    r.strain[gives] = 0.99
    world.wijk_levers.buddy_pairs[:] = 1e-6
    live(world, 1)
    chance = chance_to_stop(VOLUNTEERING, 0.99) - VOLUNTEERING.stops
    left = np.flatnonzero(r.buddy[gives] == NOBODY)
    assert abs(len(left) - times * chance) < 4.5 * math.sqrt(times * chance * (1.0 - chance))
    rests = r.refractory[gives[left]]
    assert np.all((rests >= VOLUNTEERING.rests_from) & (rests <= VOLUNTEERING.rests_to))
    assert np.all(np.delete(r.refractory[:4000], gives[left]) <= 1)


def test_when_the_policy_ends_so_do_its_pairs_and_the_tie_stays():
    world = programme(2)
    live(world)
    before = hours_between(world, 0, 1)
    world.wijk_levers.buddy_pairs[:] = 0.0
    r = live(world, 1)
    assert np.all(r.buddy[:2] == NOBODY) and np.all(r.buddy_since[:2] == NEVER)
    assert hours_between(world, 0, 1) == before > 0.0
    assert r.care_given[1] == 0.0 and world.wijken.company[0] == 0.0


@pytest.mark.parametrize("gone", [0, 1])
def test_death_of_either_leaves_the_other_without_a_pair(gone):
    world = programme(2)
    r = live(world)
    bonds.end_all_by_death(world, gone, 600.0)
    withdraw(world, gone)
    assert r.buddy[1 - gone] == NOBODY and r.buddy_since[1 - gone] == NEVER
    check_invariants(world)


def test_pairs_stay_pairs_when_rows_are_put_in_another_order():
    world = programme(9, having=4, pairs=4.0)
    live(world)
    turned = reordered(world, np.random.default_rng(2).permutation(len(world.residents.uid) - 2))
    check_invariants(turned)
    for some in (world, turned):
        live(some, 1)
    known = [
        {(int(r.uid[i]), int(r.uid[r.buddy[i]])) for i in np.flatnonzero(r.alive & (r.buddy_since >= 0))}
        for r in (world.residents, turned.residents)
    ]
    assert known[0] == known[1] and len(known[0]) == 4


@pytest.mark.parametrize("wrong", ["a third", "both give", "nobody"])
def test_guard_mode_notices_a_pair_that_is_none(wrong):
    world = programme(3)
    r = live(world)
    if wrong == "a third":
        r.buddy[0] = np.flatnonzero(r.buddy[:3] == NOBODY)[0]
    elif wrong == "both give":
        r.buddy_since[:2] = 0
    else:
        r.buddy_since[np.flatnonzero(r.buddy[:3] == NOBODY)[0]] = 2
    with pytest.raises(GuardError, match="bud"):
        check_invariants(world)


def test_whoever_is_meant_in_one_wijk_is_not_meant_in_another():
    world = programme(4, having=0, wijken=2, pairs=1.0)
    world.dwellings.wijk[2:] = 1
    world.residents.vulnerability[[0, 2]] = NEW
    world.wijk_levers.buddy_who[:] = NEW, PSY
    r = live(world)
    assert r.buddy[0] == 1 and np.all(r.buddy[2:4] == NOBODY)


def test_who_is_willing_and_has_few_ties_is_not_introduced_to_themselves():
    world = programme(2)
    world.residents.refractory[:2] = 0
    assert list(live(world).buddy[:2]) == [1, 0]


def test_each_is_introduced_to_one_a_month():
    """Nobody of ten is at ease with somebody; only the one who is left is, and comes first one month in ten."""
    world = programme(12)
    world.residents.tolerance[1:11] = 0.0
    found = [live(world.copy(), month).buddy[0] != NOBODY for month in range(60)]
    assert 0 < sum(found) < 20
