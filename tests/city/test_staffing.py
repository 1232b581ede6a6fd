"""Professionals at the founding: no FTE is lost, and none is drawn."""

import numpy as np
import pytest

from sim.city.staffing import SERVE_THE_WHOLE_CITY, Staffing, plan
from sim.rulebook import rulebook
from sim.world.codes import PROFESSIONAL_DOMAINS, WELFARE, WHOLE_CITY

OWN = rulebook({}).bound["staffing"]
RESIDENTS = np.array([900, 0, 2100, 3456])


@pytest.mark.parametrize("scale", [1, 10, 100])
def test_no_fte_is_lost_for_the_city_at_any_scale(scale):
    staff = plan(RESIDENTS * 100 // scale, OWN)
    for domain, name in enumerate(PROFESSIONAL_DOMAINS):
        fte = staff.fte[staff.domain == domain]
        assert fte.sum() == pytest.approx(getattr(OWN, name) * (RESIDENTS * 100 // scale).sum() / 1000)
        assert np.all(fte > 0.0) and np.all(fte <= 1.0)


def test_all_domains_with_clients_have_six_fte_per_thousand_inhabitants_less_what_classes_and_work_leaders_took():
    in_special_classes, of_work_leaders = 0.18, 0.07
    fte = sum(getattr(OWN, name) for name in PROFESSIONAL_DOMAINS if name != "physical_space")
    assert fte == pytest.approx(6.0 - in_special_classes - of_work_leaders)


def test_those_who_work_in_a_wijk_follow_its_residents():
    staff = plan(RESIDENTS, OWN)
    mine = staff.domain == WELFARE
    fte = np.bincount(staff.wijk[mine], staff.fte[mine], minlength=4)
    assert fte == pytest.approx(OWN.welfare * RESIDENTS / 1000)


def test_a_small_wijk_does_not_depend_on_one_post():
    staff = plan(np.array([40, 400_000]), OWN)
    posts = np.bincount(staff.wijk[staff.domain == WELFARE], minlength=2)
    assert posts[0] == OWN.least_posts and posts[1] == OWN.welfare * 400


def test_work_education_and_physical_space_serve_the_whole_city():
    staff = plan(RESIDENTS, OWN)
    assert np.array_equal(staff.wijk == WHOLE_CITY, np.isin(staff.domain, SERVE_THE_WHOLE_CITY))


def test_a_city_may_have_no_professionals():
    assert len(plan(RESIDENTS, Staffing(*[0.0] * 7, least_posts=4)).fte) == 0


def test_a_founded_city_knows_its_professionals(burnt_in):
    professionals, alive = burnt_in.professionals, burnt_in.residents.alive.sum()
    assert professionals.fte.sum() == pytest.approx(6.0 * alive / 1000, rel=0.1)
    assert set(professionals.wijk) == set(range(-1, 20))
