"""Groups with support, help in cohesion, and what the record keeps of both."""

from types import SimpleNamespace

import numpy as np
import pytest
from handmade import BOUND, move_in, street
from town import two_wijken

from sim.indicators import cohesion, groups
from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS, INDICATORS
from sim.indicators.groups import FIRST, NEED, OVER, PEOPLE
from sim.processes import moving
from sim.record import OBSERVERS, QUARTER, SELDOM, Record
from sim.world.codes import FLAT, NOWHERE, SHARED_HOUSE, VOLUNTEERING


def test_there_is_help_as_far_as_hours_asked_are_given():
    world = street(1, wijken=2)
    world.wijken.asked[:], world.wijken.helped[:] = (8.0, 0.0), (6.0, 0.0)
    assert cohesion.help_in(world, BOUND["cohesion"], 0) == pytest.approx(0.75)
    assert cohesion.help_in(world, BOUND["cohesion"], 1) == BOUND["cohesion"].help_start


def test_more_help_makes_more_people_say_that_people_help_each_other():
    levels = []
    for helped in (2.0, 8.0):
        world = street(3)
        world.wijken.asked[:], world.wijken.helped[:] = 8.0, helped
        levels.append(cohesion.observe(world, BOUND))
    assert levels[1]["help_each_other"][0] > levels[0]["help_each_other"][0]
    assert levels[1]["pleasant"][0] == levels[0]["pleasant"][0]


def test_tolerance_is_the_mean_comfort_with_others_in_the_block():
    world = street(3)
    world.residents.category[:3] = 0, 1, 1
    world.residents.tolerance[:3] = 1.0
    world.residents.tolerance[0, 1], world.residents.fear[:3] = 0.4, 0.3
    assert cohesion.observe(world, BOUND)["tolerance"][0] == pytest.approx((0.4 + 1.0 + 1.0) / 3.0)


@pytest.mark.parametrize(("kind", "comfort"), [(FLAT, (0.2, 0.3, 0.6)), (SHARED_HOUSE, (0.55, 0.3, 0.6))])
def test_comfort_with_the_block_leaves_out_the_own_household_but_not_who_shares_a_house(kind, comfort):
    """Residents 0 and 2 in one home, resident 1 next door; each is of a category of their own."""
    world = street(2, homes=2, kind=kind)
    move_in(world, 2, 0)
    world.residents.category[:3] = 0, 1, 2
    world.residents.tolerance[0, 1], world.residents.tolerance[0, 2] = 0.2, 0.9
    world.residents.tolerance[1, 0], world.residents.tolerance[1, 2] = 0.1, 0.5
    world.residents.tolerance[2, 0] = world.residents.tolerance[2, 1] = 0.6
    assert cohesion.observe(world, BOUND)["tolerance"][0] == pytest.approx(sum(comfort) / 3.0)
    own = [moving.comfort(world, i, world.residents.dwelling[i]) for i in range(3)]
    assert own == pytest.approx(comfort)


def sums(world):
    return groups.observe(world, BOUND)


def test_groups_of_support_are_who_lives_in_a_project_who_needs_support_and_who_volunteers():
    world = two_wijken(4)
    r = world.residents
    r.focus[:, VOLUNTEERING] = NOWHERE
    r.focus[2, VOLUNTEERING], r.need[0], r.unmet[0], world.dwellings.project[3] = 0, 8.0, 2.0, 0
    people = sums(world)[:, :, PEOPLE]
    assert people[:, GROUPS.index("in_need")].tolist() == [1.0, 0.0, 1.0]
    assert people[:, GROUPS.index("volunteers")].tolist() == [0.0, 1.0, 1.0]
    assert people[:, GROUPS.index("in_projects")].tolist() == [0.0, 1.0, 1.0]
    assert people[:, GROUPS.index("others")].tolist() == [2.0, 2.0, 4.0]


def test_every_group_indicator_has_its_column_of_sums():
    world = street(2)
    r = world.residents
    r.social_score[:2], r.emotional_score[:2], r.network[:2] = (5, 1), (6, 2), (3, 4)
    r.need[:2], r.unmet[:2] = (4.0, 0.0), (1.0, 0.0)
    found = sums(world)[0, 0]
    named = dict(zip(GROUP_INDICATORS, found[FIRST:], strict=True))
    named.pop("severely_lonely_expected")
    assert named == {
        "lonely": 2.0, "severely_lonely": 1.0, "socially_lonely": 1.0, "emotionally_lonely": 2.0,
        "loneliness_score": 14.0, "network": 7.0, "unmet_share": 1.0,
    }  # fmt: skip
    assert found[NEED] == 4.0 and OVER == {"unmet_share": NEED}


def recorded(world, months=1):
    """Observe a world for so many months in a city of as many wijken."""
    city = SimpleNamespace(wijken=[SimpleNamespace(code=f"WK{k}") for k in range(len(world.wijken.x))])
    record = Record(SimpleNamespace(key="plan", start=(2026, 1)), 1, 1, city, BOUND)
    for month in range(months):
        world.city.month[0] = month
        record.observe(world, month)
    return record


def test_the_share_unmet_of_a_group_is_over_the_hours_it_needs():
    world = street(2)
    world.residents.need[0], world.residents.unmet[0] = 4.0, 1.0
    table = recorded(world).groups().query("wijk == '*'").set_index("group")
    assert table.unmet_share["everyone"] == table.unmet_share["in_need"] == 25.0
    assert np.isnan(table.unmet_share["oldest"])


def test_the_record_has_every_indicator_and_those_of_the_city_alone_are_none_in_wijken():
    table = recorded(street(3)).wijken()
    assert set(INDICATORS) < set(table.columns)
    alone = [name for name, indicator in INDICATORS.items() if indicator.city_only]
    assert table.loc[table.wijk == "WK0", alone].isna().all(axis=None)


def test_what_moves_slowly_is_measured_once_a_quarter():
    assert set(SELDOM) < set(OBSERVERS)
    world = two_wijken(2)
    record = recorded(world)
    first = record.lately["bridging"]
    for month in range(1, QUARTER + 1):
        assert record.lately["bridging"] is first
        record.observe(world, month)
    assert record.lately["bridging"] is not first


@pytest.mark.parametrize(("month", "counted"), [(0, [0]), (23, [0, 1]), (24, [1, 24]), (25, [24, 25])])
def test_who_moved_in_the_last_two_years_counts_from_the_first_month_of_a_run(month, counted):
    """Somebody moved in each of these months; those of the burn-in moved before the first."""
    world = street(6)
    world.residents.moved[:5] = -1, 0, 1, 24, 25
    volunteers = np.zeros(len(world.residents.uid), bool)
    bit = 1 << GROUPS.index("moved")
    so_far = [i for i in range(5) if world.residents.moved[i] <= month]
    found = [i for i in so_far if groups.groups_of(world, volunteers, i, month) & bit]
    assert world.residents.moved[found].tolist() == counted
