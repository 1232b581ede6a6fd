"""Who comes to the city, in the place of whom, and to which home."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, hours_between, move_in, street

from sim.city.building import Site, with_room
from sim.processes import migration
from sim.randomness import Draws
from sim.world.codes import (
    CARE_ROOM,
    FAMILY_HOME,
    FLAT,
    MAGIC_MIX,
    NEW,
    NOBODY,
    OWNER,
    PSY,
    SHARED_HOUSE,
)
from sim.world.guard import check_invariants

STAY = BOUND["migration"]._replace(leaving=np.zeros(6), shares_house=0.0, with_partner=np.zeros(5), with_children=0.0)
ALL_LEAVE = STAY._replace(leaving=np.full(6, 12.0))
BANDS = ("students", "twenties", "thirties", "middle", "old", "children")
STARTS = np.array([18, 25, 35, 45, 65]) * 12


def live(world, own=STAY, month=0, **people):
    """Live a month; give the rows of those who have come, of those there were none before."""
    before = world.residents.alive.copy()
    bound = BOUND | {"migration": own, "people": BOUND["people"]._replace(**people)}
    migration.step(world, bound, Draws(1), month)
    check_invariants(world)
    return np.flatnonzero(world.residents.alive & ~before)


def empty(homes=10, rows=30, kind=FLAT, **missing):
    """A street without anybody in it, that lacks so many residents of each age."""
    world = street(0, homes=homes, rows=rows, kind=kind)
    world.city.band_target[0] = [missing.get(band, 0) for band in BANDS]
    return world


def bands(world, rows):
    """Give the age bands of residents, in order."""
    age = world.residents.age[rows]
    return sorted(BANDS[-1] if a < 216 else BANDS[np.searchsorted(STARTS, a, "right") - 1] for a in age)


def test_as_many_come_as_are_missing_of_each_age():
    world = empty(homes=20, students=1, twenties=2, thirties=0, middle=3, old=1)
    assert bands(world, live(world)) == ["middle"] * 3 + ["old", "students", "twenties", "twenties"]
    assert len(live(world, month=1)) == 0


def test_the_age_of_which_the_largest_share_is_missing_comes_first():
    """Of the old half is missing, of those of 45-64 a fifth though more people: two homes are to be had."""
    world = street(10, homes=12, rows=20)
    world.residents.age[:8], world.residents.age[8:10] = 50 * 12, 70 * 12
    world.city.band_target[0] = 0, 0, 0, 10, 4, 0
    assert bands(world, live(world, STAY._replace(kept_vacant=0.0))) == ["old", "old"]


@pytest.mark.parametrize(("share", "come"), [(0.0, 10), (0.25, 8), (0.3, 7), (1.0, 0)])
def test_arrivals_leave_a_share_of_the_homes_vacant(share, come):
    world = empty(middle=20)
    live(world, STAY._replace(kept_vacant=share))
    assert world.dwellings.occupants.tolist().count(0) == 10 - come


def test_only_homes_that_are_open_and_empty_count_as_vacant_and_are_let():
    """Seven homes, of which four are vacant and two are to stay so, and many rooms of a facility."""
    world = empty(homes=60, middle=20)
    world.dwellings.kind[7:], world.dwellings.open[:2] = CARE_ROOM, False
    move_in(world, 0, 6)
    live(world, STAY._replace(kept_vacant=0.3))
    assert world.dwellings.occupants[2:6].sum() == 2 == world.dwellings.occupants.sum() - 1


def test_no_more_come_than_there_are_rows():
    assert len(live(empty(rows=5, middle=20), STAY._replace(kept_vacant=0.0))) == 3


def test_couples_come_each_to_a_home_and_are_tied():
    world = empty(homes=20, middle=16)
    came, r = live(world, STAY._replace(with_partner=np.ones(5))), world.residents
    other = r.partner[came]
    assert np.all(r.dwelling[came] == r.dwelling[other]) and np.all(r.sex[came] != r.sex[other])
    assert np.all(np.abs(r.age[came] - r.age[other]) <= 36) and len(came) >= 16
    hours = [hours_between(world, *pair) for pair in zip(came, other, strict=True)]
    assert hours == pytest.approx([BOUND["people"].partner_hours] * len(came), rel=ROUNDED)


def test_couples_take_family_homes_and_singles_others_as_long_as_there_are_any():
    for couples, kind in ((1.0, FAMILY_HOME), (0.0, FLAT)):
        world = empty(homes=6, kind=FAMILY_HOME, middle=100, rows=40)
        world.dwellings.kind[3:] = FLAT
        live(world, own := STAY._replace(with_partner=np.full(5, couples), kept_vacant=0.5))
        assert np.count_nonzero(world.dwellings.occupants[world.dwellings.kind == kind]) == 3
        live(world, own._replace(kept_vacant=0.0), month=1)
        assert np.all(world.dwellings.occupants > 0), "at last any home will do"


FAMILIES = STAY._replace(with_children=1.0, children_most=1, kept_vacant=0.0)


def test_adults_of_25_to_64_bring_children_as_long_as_children_are_short():
    """Each family brings one child; of four that come two do."""
    world = empty(kind=FAMILY_HOME, twenties=1, thirties=1, middle=2, children=2)
    assert bands(world, live(world, FAMILIES)).count("children") == 2
    for band in ("students", "old"):
        world = empty(kind=FAMILY_HOME, children=2, **{band: 2})
        assert bands(world, live(world, FAMILIES)) == [band, band]
    assert len(live(empty(kind=FAMILY_HOME, children=5), FAMILIES)) == 0, "children do not come by themselves"
    assert len(live(empty(kind=FLAT, middle=2, children=2), FAMILIES)) == 2, "a flat is no home for a family"


def test_a_child_that_comes_along_shares_home_tongue_and_ties_of_the_household():
    world = empty(homes=1, kind=FAMILY_HOME, middle=2, children=1)
    one, other, child = live(world, FAMILIES._replace(with_partner=np.ones(5), other_tongue=1.0))
    r = world.residents
    assert r.dwelling[child] == r.dwelling[one] and r.tongue[child] == r.tongue[one] > 0
    assert 48 <= r.age[child] < 216 and r.partner[child] == NOBODY
    for parent in (one, other):
        assert hours_between(world, child, parent) == pytest.approx(BOUND["people"].partner_hours / 2, rel=ROUNDED)


def test_no_family_is_larger_than_its_home():
    world = empty(homes=1, kind=FAMILY_HOME, middle=1, children=50)
    world.dwellings.seats[0] = 3
    came = live(world, FAMILIES._replace(children_most=200))
    assert len(came) == 3 and bands(world, came).count("children") == 2


def houses(*occupants, **missing):
    """Shared houses with so many in them already, and two flats."""
    world = empty(homes=len(occupants) + 2, kind=SHARED_HOUSE, rows=40, **missing)
    world.dwellings.kind[-2:] = FLAT
    for row, home in enumerate(np.repeat(np.arange(len(occupants)), occupants)):
        move_in(world, row, home)
    return world


def test_nobody_shares_a_house_with_more_than_is_allowed():
    world = houses(0, 3, 4, 5, 6, students=30)
    assert len(live(world, STAY._replace(shares_house=1.0, shared_by=5))) == 5 + 2 + 1
    assert world.dwellings.occupants.tolist() == [5, 5, 5, 5, 6, 0, 0]


def test_only_people_of_18_to_24_who_want_to_share_come_to_a_shared_house():
    for share, band in ((1.0, "middle"), (0.0, "students")):
        world = houses(0, 3, **{band: 30})
        live(world, STAY._replace(shares_house=share, kept_vacant=0.0))
        assert world.dwellings.occupants.tolist() == [0, 3, 1, 1]


def test_an_empty_shared_house_is_no_home_that_stays_vacant_in_place_of_another():
    """Two empty shared houses, which nobody of that age wants, and six flats, of which two are to stay vacant."""
    world = houses(*[0] * 6, middle=30)
    world.dwellings.kind[2:] = FLAT
    live(world, STAY._replace(kept_vacant=2.0 / 8))
    assert world.dwellings.occupants[:2].tolist() == [0, 0]
    assert world.dwellings.occupants[2:].tolist().count(0) == 2


def test_who_comes_to_a_shared_house_comes_alone():
    world = houses(0, students=2)
    came = live(world, STAY._replace(shares_house=1.0, with_partner=np.ones(5)))
    assert len(came) == 2 and np.all(world.residents.partner[came] == NOBODY)


def test_income_and_vulnerability_go_with_the_dwelling():
    ill = {"mental_health_by_tenure": np.array([0.0, 1.0, 0.0, 0.0]), "vulnerable_by_income": np.ones(5)}
    world = empty(homes=20, middle=20)
    world.dwellings.rent[:], world.dwellings.tenure[:10] = 2, OWNER
    came = live(world, STAY._replace(kept_vacant=0.0, from_abroad=0.0), **ill)
    r = world.residents
    assert set(r.income[came]) <= {1, 2, 3}
    assert np.array_equal((r.vulnerability[came] & PSY) != 0, r.dwelling[came] >= 10)


def test_who_is_new_to_the_country_is_between_18_and_64_and_speaks_another_tongue():
    world = empty(students=2, middle=2, old=2)
    came = live(world, STAY._replace(from_abroad=1.0, other_tongue=0.0))
    r = world.residents
    assert (young := r.age[came] < 65 * 12).sum() == 4
    assert np.array_equal(r.vulnerability[came] & NEW != 0, young) and np.array_equal(r.tongue[came] > 0, young)


def test_the_first_and_second_arrival_of_an_age_are_the_same_people_whatever_is_vacant():
    worlds = empty(middle=2), empty(homes=3, middle=9, old=1)
    worlds[1].dwellings.tenure[:] = OWNER
    found = [live(world, STAY._replace(kept_vacant=0.0), month=4) for world in worlds]
    uids = [world.residents.uid[rows] for world, rows in zip(worlds, found, strict=True)]
    middle = worlds[1].residents.age[found[1]] < 65 * 12
    assert uids[0].tolist() == uids[1][middle][:2].tolist()
    for name in ("age", "sex", "desired_ties", "talents"):
        assert np.array_equal(*(getattr(w.residents, name)[np.isin(w.residents.uid, uids[0])] for w in worlds)), name


def test_arrivals_of_two_months_are_different_people():
    one, other = (w.residents.uid[live(w, month=m)] for m in (4, 5) for w in [empty(middle=3)])
    assert not np.isin(one, other).any()


def test_nobody_who_comes_takes_a_home_of_a_project():
    world = with_room(empty(homes=2, middle=9), [Site(MAGIC_MIX, 0, 0, 5)], Draws(3))
    world.dwellings.open[:] = True
    live(world, STAY._replace(kept_vacant=0.0))
    assert world.dwellings.occupants.tolist() == [1, 1, 0, 0, 0, 0, 0]
