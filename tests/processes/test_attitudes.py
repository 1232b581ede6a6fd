"""Comfort that contact makes and unmakes: by closed forms, and pair by pair on a street (verification 6 and 16)."""

import math

import numpy as np
import pytest
from handmade import BOUND, in_two_blocks, sit, street, with_focus
from hypothesis import given
from hypothesis import strategies as st

from sim.processes import attitudes, contact, encounters, incidents
from sim.randomness import Draws
from sim.world.codes import BEHAVIOUR, BLOCK, CENTRE, CENTRE_GROUP, DAY, DRIVE, NEAR_DRIVE, POOL, WORKPLACE
from sim.world.guard import check_invariants, only
from sim.world.order import reordered

OWN, ENCOUNTERS = BOUND["attitudes"], BOUND["encounters"]
SHARES = st.floats(0.0, 1.0)
FLOWS = st.floats(0.0, 300.0)
ROUNDING = 2e-7
"""How far the series that stands for the exponential may be off."""


def circle(people, quality=1.0, **changes):
    """Parameters with which only the block counts, where a group of so many meets."""
    per_month = np.where(np.arange(len(ENCOUNTERS.per_month)) == BLOCK, ENCOUNTERS.per_month, 0.0)
    own = ENCOUNTERS._replace(per_month=per_month, quality=quality * ENCOUNTERS.quality, **changes)
    return BOUND | {"encounters": own._replace(group_size=np.full(len(per_month), float(people)))}


def mixed(people=7, homes=9):
    """A street where everybody differs in category, drive, behaviour, familiarity, comfort and where it began."""
    world = street(people, homes=homes)
    r, numbers = world.residents, np.random.default_rng(4)
    r.category[:people] = np.arange(people) % 3
    r.sociability[:people] = numbers.uniform(0.3, 2.0, people)
    r.behaviour[:people] = numbers.uniform(0.0, 0.7, people)
    r.familiarity[:people] = numbers.uniform(0.0, 0.9, people)
    r.tolerance[:people] = numbers.uniform(0.1, 0.9, (people, 5))
    r.tolerance_start[:people] = numbers.integers(25, 225, (people, 5))
    return world


def later(own, comfort, start, good, bad):
    """Give comfort after a month of good hours and bad meetings."""
    return attitudes.later(
        comfort, start, attitudes.gone(own.warms * good), attitudes.gone(own.sours * bad), own.returns
    )


def month_of(world, parameters=BOUND):
    """Let everybody show a face and live a month of attitudes; give comfort after it."""
    contact.step(world, parameters, Draws(1), 0)
    with only(world, attitudes.WRITES, "attitudes", True):
        attitudes.step(world, parameters, Draws(1), 0)
    return world.residents.tolerance


def flows_pair_by_pair(world, circles, own=ENCOUNTERS):
    """Give good hours and bad meetings of each with each category, (rows, 5) twice; circles are (kind, members)."""
    r = world.residents
    good, bad = np.zeros(r.tolerance.shape), np.zeros(r.tolerance.shape)
    for kind, members in circles:
        each = own.per_month[kind] / (own.group_size[kind] - 1.0)
        drive = r.face[:, NEAR_DRIVE if kind <= POOL else DRIVE].astype(float)
        for i in members:
            for j in members:
                if i == j:
                    continue
                meetings = 0.5 * each * (drive[i] + drive[j])
                stranger = 1.0 - r.familiarity[i] if kind <= POOL else 1.0
                share = own.negative_floor + own.negative_behaviour * r.face[j, BEHAVIOUR] * stranger
                bad[i, r.category[j]] += share * meetings
                good[i, r.category[j]] += (1.0 - share) * meetings * own.duration[kind] * own.quality[kind]
    return good, bad


def comfort_after(world, good, bad, own=OWN):
    """Comfort after a month of these flows, as the docstring of the process says it."""
    r = world.residents
    changed = (1.0 - (1.0 - r.tolerance) * np.exp(-own.warms * good)) * np.exp(-own.sours * bad)
    return changed + own.returns * (r.tolerance_start / 250.0 - changed)


def agrees(world, circles):
    before = world.copy()
    contact.step(before, BOUND, Draws(1), 0)
    expected = comfort_after(before, *flows_pair_by_pair(before, circles))
    rows = before.residents.alive
    assert month_of(world)[rows] == pytest.approx(expected[rows], abs=3e-7)


@pytest.mark.parametrize(("good", "bad"), [(0.5, 0.2), (21.0, 0.05), (60.0, 6.0), (0.0, 9.0)])
def test_under_constant_contact_comfort_settles_where_growth_and_decline_balance(good, bad):
    a, b, start = math.exp(-OWN.warms * good), math.exp(-OWN.sours * bad), 0.45
    kept = 1.0 - OWN.returns
    fixed = (OWN.returns * start + kept * (1.0 - a) * b) / (1.0 - kept * a * b)
    for comfort in (0.0, 1.0):
        for _ in range(2500):
            comfort = later(OWN, comfort, start, good, bad)
        assert comfort == pytest.approx(fixed, abs=1e-6)


def test_where_contact_changes_nothing_comfort_returns_to_its_start():
    own, comfort = OWN._replace(warms=0.0, sours=0.0), 0.9
    for _ in range(2500):
        comfort = later(own, comfort, 0.3, 20.0, 5.0)
    assert comfort == pytest.approx(0.3, abs=1e-6)


def test_of_the_way_back_a_hundredth_is_gone_each_month():
    assert later(OWN, 0.8, 0.3, 0.0, 0.0) == pytest.approx(0.8 - OWN.returns * 0.5)


@given(SHARES, SHARES, FLOWS, FLOWS)
def test_comfort_stays_between_none_and_all(comfort, start, good, bad):
    assert 0.0 <= later(OWN, comfort, start, good, bad) <= 1.0


@given(SHARES, SHARES, FLOWS, FLOWS, FLOWS)
def test_more_good_hours_never_lower_comfort_and_more_bad_meetings_never_raise_it(comfort, start, good, bad, more):
    now = later(OWN, comfort, start, good, bad)
    assert later(OWN, comfort, start, good + more, bad) >= now - ROUNDING
    assert later(OWN, comfort, start, good, bad + more) <= now + ROUNDING


@given(SHARES, FLOWS, FLOWS)
def test_the_series_for_small_flows_is_the_exponential(comfort, good, bad):
    changed = (1.0 - (1.0 - comfort) * math.exp(-OWN.warms * good)) * math.exp(-OWN.sours * bad)
    assert later(OWN._replace(returns=0.0), comfort, 0.0, good, bad) == pytest.approx(changed, abs=2 * ROUNDING)


def test_on_a_street_everybody_meets_everybody_in_block_and_pool():
    world = mixed()
    agrees(world, [(BLOCK, range(7)), (POOL, range(7))])
    check_invariants(world)


def test_who_lives_in_another_block_of_the_pool_is_met_in_the_pool_only():
    agrees(in_two_blocks(mixed(), 4), [(BLOCK, range(4)), (BLOCK, range(4, 7)), (POOL, range(7))])


def test_colleagues_count_and_are_all_strangers():
    world = with_focus(mixed(), WORKPLACE, 4)
    for resident in (0, 1, 3):
        sit(world, resident, DAY, 2)
    agrees(world, [(BLOCK, range(7)), (POOL, range(7)), (WORKPLACE, (0, 1, 3))])


def test_a_focus_that_is_closed_brings_nobody_together():
    world = with_focus(mixed(), CENTRE_GROUP, 4)
    for resident in (0, 1, 3):
        sit(world, resident, CENTRE, 2)
    world.foci.open[2] = False
    agrees(world, [(BLOCK, range(7)), (POOL, range(7))])


def test_the_need_that_nobody_meets_is_in_what_others_take_badly():
    world = mixed()
    world.residents.need[1], world.residents.unmet[1] = 4.0, 3.0
    agrees(world, [(BLOCK, range(7)), (POOL, range(7))])
    calm = mixed()
    assert np.all(month_of(world)[[0, 2], 1] < month_of(calm)[[0, 2], 1])


def test_contact_of_no_quality_never_warms():
    one, none = (month_of(mixed(), circle(7, quality))[:7] for quality in (1.0, 0.0))
    met = np.arange(3)
    assert np.all(one[:, met] > none[:, met])
    assert np.array_equal(one[:, 3:], none[:, 3:])


def test_somebody_alone_keeps_comfort_but_for_the_return():
    world = street(1, homes=3)
    world.residents.sociability[0], world.residents.behaviour[0] = 0.7, 0.9
    world.residents.tolerance[0] = 0.8
    assert month_of(world)[0] == pytest.approx(np.full(5, 0.8 - OWN.returns * 0.8), abs=1e-7)


def test_the_same_behaviour_is_read_milder_by_who_recognises_it():
    world = street(3)
    world.residents.behaviour[0] = 0.8
    world.residents.tolerance[:3], world.residents.tolerance_start[:3] = 0.5, 125
    world.residents.familiarity[1:3] = 0.0, 0.8
    comfort = month_of(world)[:3, 0]
    assert comfort[2] > comfort[1]


@pytest.mark.parametrize(("familiarity", "grows", "level"), [(0.0, False, 0.37), (0.7, True, 0.47)])
def test_comfort_with_difficult_neighbours_grows_where_they_are_recognised_and_falls_where_not(
    familiarity, grows, level
):
    """A block of 20 of whom 6 are withdrawn, behaviour 0.3, a fifth of their need unmet, and no other contact."""
    world, parameters = street(20), circle(ENCOUNTERS.group_size[BLOCK])
    r = world.residents
    r.category[:6], r.behaviour[:6], r.need[:6], r.unmet[:6] = 2, 0.3, 10.0, 2.0
    r.familiarity[:20] = familiarity
    r.tolerance[:20, 2] = 0.45
    r.tolerance_start[:20, 2] = round(250 * 0.45)
    start = r.tolerance_start[19, 2] / 250.0
    contact.step(world, parameters, Draws(1), 0)
    good, bad = (flow[19, 2] for flow in flows_pair_by_pair(world, [(BLOCK, range(20))], parameters["encounters"]))
    a, b, kept = math.exp(-OWN.warms * good), math.exp(-OWN.sours * bad), 1.0 - OWN.returns
    fixed = (OWN.returns * start + kept * (1.0 - a) * b) / (1.0 - kept * a * b)
    for month in range(600):
        attitudes.step(world, parameters, Draws(1), month)
    assert r.tolerance[19, 2] == pytest.approx(fixed, abs=1e-4)
    assert (fixed > start) == grows
    assert fixed == pytest.approx(level, abs=0.01)


def test_where_nobody_behaves_badly_and_nothing_is_taken_badly_comfort_never_falls_below_its_start():
    world, parameters = mixed(), BOUND | {"encounters": ENCOUNTERS._replace(negative_floor=0.0)}
    r = world.residents
    r.behaviour[:] = 0.0
    r.tolerance[:7] = r.tolerance_start[:7] / np.float32(250.0)
    for month in range(36):
        contact.step(world, parameters, Draws(1), month)
        attitudes.step(world, parameters, Draws(1), month)
        incidents.step(world, parameters, Draws(1), month)
    assert np.all(r.tolerance[:7] >= r.tolerance_start[:7] / 250.0 - 1e-6)
    assert np.all(r.tolerance[:7, :3].max(axis=0) > r.tolerance_start[:7, :3].max(axis=0) / 250.0)
    assert np.all(r.incident[:7] < 0)


def test_a_category_is_but_a_name():
    """Two categories that swap names everywhere: after swapping back everything is the same to the bit."""
    named, renamed = mixed(people=20, homes=20), mixed(people=20, homes=20)
    named.residents.category[:20] = np.arange(20) % 4
    swap = np.array([0, 3, 2, 1, 4])
    r = renamed.residents
    r.category[:20] = swap[named.residents.category[:20]]
    for columns in (r.tolerance, r.tolerance_start):
        columns[:] = columns[:, swap]
    parameters = BOUND | {"incidents": BOUND["incidents"]._replace(base=1.0)}
    for month in range(24):
        for world in (named, renamed):
            for process in (contact, encounters, attitudes, incidents):
                process.step(world, parameters, Draws(1), month)
    assert np.array_equal(named.residents.tolerance, r.tolerance[:, swap])
    for column in ("fear", "incident", "neighbour_meetings"):
        assert np.array_equal(getattr(named.residents, column), getattr(r, column)), column
    assert np.array_equal(named.ties.partner, renamed.ties.partner) and named.ties.count.sum() > 10


def test_the_order_of_rows_changes_nobody_to_the_bit():
    world = mixed()
    order = np.random.default_rng(2).permutation(len(world.residents.uid) - 2)
    turned = reordered(world, order)
    assert np.array_equal(month_of(world)[order], month_of(turned)[: len(order)])
