"""Closing special schools has channels of both signs: each is shown, and gone where what carries it is switched off."""

import numpy as np
import pytest
from classrooms import CLOSE, call, classmates, lived, with_extra_support

from sim.processes import incidents
from sim.rulebook import rulebook
from sim.world.codes import (
    ADULT,
    EXTRA_SUPPORT,
    GATE,
    NOWHERE,
    SCHOOL_CLASS,
    SOCIAL_TIE,
    SPECIAL_CLASS,
    TYPE_BITS,
    WITHDRAWN,
)
from sim.world.hours import all_hours

NO_CASES = {"cases.pupil": [0.0] * 7}
"""Professionals of the city take over where pupils lack an hour or more: here they do not."""


def hours_lacking(world):
    """Give the hours a week that pupils with extra support lack on average."""
    rows = with_extra_support(world)
    return float(world.residents.unmet[rows].mean())


def difference(measure, parameters=None, months=12, **settings):
    """Give what a closure of all special schools changes in a figure."""
    plain, other = (
        lived(months=months, parameters=parameters),
        lived(call(CLOSE, **settings), months=months, parameters=parameters),
    )
    return measure(other.world) - measure(plain.world)


def test_losing_the_staff_of_special_classes_leaves_need_unmet_and_only_by_their_hours():
    without_staff = {"class_support.special_class": 0.0}
    assert difference(hours_lacking, NO_CASES) > 0.1
    assert abs(difference(hours_lacking, NO_CASES | without_staff)) < 0.05


def test_staff_that_follows_takes_off_what_pupils_lack():
    lost = [difference(hours_lacking, NO_CASES, staff_follows=part) for part in (0.0, 0.5, 1.0)]
    assert lost[0] > lost[1] > lost[2] and abs(lost[2]) < 0.1


def ties_across(world):
    """Count the social ties between pupils with extra support and other pupils, for each of the former."""
    r, t, rows = world.residents, world.ties, with_extra_support(world)
    used = (np.arange(t.partner.shape[1]) < t.count[rows][:, None]) & ((t.kind[rows] & TYPE_BITS) == SOCIAL_TIE)
    others = t.partner[rows][used & (t.partner[rows] >= 0)]
    return float(np.sum((r.age[others] < ADULT) & (r.vulnerability[others] & EXTRA_SUPPORT == 0))) / len(rows)


def no_meetings_in(*kinds):
    per_month = list(rulebook({}).parameters["encounters.per_month"].value)
    for kind in kinds:
        per_month[kind] = 0.0
    return {"encounters.per_month": per_month}


def test_classmates_become_friends_and_only_by_meeting_in_class():
    apart = no_meetings_in(SCHOOL_CLASS)
    assert difference(ties_across) > 0.5
    assert abs(difference(ties_across, apart)) < 0.1


def comfort_of(uids):
    """Measure the mean comfort of these people with others who are seen as withdrawn or difficult."""

    def measure(world):
        rows = np.flatnonzero(world.residents.alive & np.isin(world.residents.uid, uids))
        return float(world.residents.tolerance[rows, WITHDRAWN].mean())

    return measure


@pytest.fixture(scope="module")
def mates():
    """Give the uids of those who are classmates of somebody from a closed class after a year."""
    world = lived(call(CLOSE), months=12).world
    return world.residents.uid[classmates(world)]


def test_classmates_get_used_to_each_other_and_only_by_meeting(mates):
    apart = no_meetings_in(SCHOOL_CLASS)
    quiet = {"incidents.seen_in_class": 0.0}
    assert len(mates) > 50
    assert difference(comfort_of(mates), quiet) > 0.002
    assert abs(difference(comfort_of(mates), quiet | apart)) < 0.0005


def test_what_gets_out_of_hand_in_class_takes_comfort_off_and_only_where_it_is_seen(mates):
    """Without meetings in class; incidents six times as many as there are, or a year of a small city has hardly any."""
    apart = no_meetings_in(SCHOOL_CLASS) | {"incidents.base": 0.9}
    unseen = apart | {"incidents.seen_in_class": 0.0}
    assert difference(comfort_of(mates), apart) < -0.001
    assert abs(difference(comfort_of(mates), unseen)) < 0.0005


def parents_at_gates(world):
    """Count the adults at a gate who live with a pupil with extra support."""
    r = world.residents
    homes = r.dwelling[with_extra_support(world)]
    return int(np.count_nonzero(r.alive & (r.focus[:, GATE] != NOWHERE) & np.isin(r.dwelling, homes)))


def test_parents_of_pupils_from_closed_classes_come_to_stand_at_the_gate():
    assert difference(parents_at_gates) >= 3
    assert difference(parents_at_gates, {"participation.joins_gate": 0.0}) <= 0


def test_the_circle_of_pupils_with_extra_support_is_lost():
    """Hours of ties among them; without meetings in class and time for who shares a day there is little to lose."""

    def among_them(world):
        r, t, rows = world.residents, world.ties, with_extra_support(world)
        used = (np.arange(t.partner.shape[1]) < t.count[rows][:, None]) & (t.partner[rows] >= 0)
        others = t.partner[rows][used]
        held = all_hours(t)[rows][used]
        return float(held[r.vulnerability[others] & EXTRA_SUPPORT != 0].sum()) / len(rows)

    apart = no_meetings_in(SCHOOL_CLASS, SPECIAL_CLASS) | {"contact.shared_focus": 0.0}
    lost, without = difference(among_them), difference(among_them, apart)
    assert lost < -50.0 and abs(without) < 0.2 * abs(lost)


def test_need_that_nobody_meets_makes_incidents_likelier_and_only_by_its_weight():
    """The mean of what is expected of each pupil, without staff that follows or professionals who take over."""

    def likelier(parameters):
        own = rulebook(parameters).bound["incidents"]

        def measure(world):
            return float(np.mean([incidents.expected(world, own, i) for i in with_extra_support(world)]))

        return difference(measure, parameters | NO_CASES, staff_follows=0.0) / own.base

    assert likelier({}) > 0.001
    assert abs(likelier({"incidents.unmet_weight": 0.0})) < 0.0005
