"""Professionals at the founding: no FTE is lost, and none is drawn."""

import numpy as np
import pytest

from sim.city.staffing import SERVE_THE_WHOLE_CITY, Staffing, plan
from sim.rulebook import rulebook
from sim.world.codes import PROFESSIONAL_DOMAINS, WELFARE, WHOLE_CITY

OWN = rulebook({}).bound["staffing"]
RESIDENTS = np.array([900, 0, 2100, 3456])


def test_no_fte_is_lost_for_the_city():
    staff = plan(RESIDENTS, OWN)
    for domain, name in enumerate(PROFESSIONAL_DOMAINS):
        fte = staff.fte[staff.domain == domain]
        assert fte.sum() == pytest.approx(getattr(OWN, name) * RESIDENTS.sum() / 1000)
        assert np.all(fte[:-1] == 1.0) and 0.0 < fte[-1] <= 1.0


def test_all_domains_together_have_six_fte_per_thousand_inhabitants():
    assert sum(getattr(OWN, name) for name in PROFESSIONAL_DOMAINS) == pytest.approx(6.0)


def test_those_who_work_in_a_wijk_follow_its_residents():
    staff = plan(RESIDENTS * 100, OWN)
    counts = np.bincount(staff.wijk[staff.domain == WELFARE], minlength=4)
    assert np.all(np.abs(counts - RESIDENTS * 0.05) <= 1.0) and counts[1] == 0


def test_work_education_and_physical_space_serve_the_whole_city():
    staff = plan(RESIDENTS, OWN)
    assert np.array_equal(staff.wijk == WHOLE_CITY, np.isin(staff.domain, SERVE_THE_WHOLE_CITY))


def test_a_city_may_have_no_professionals():
    assert len(plan(RESIDENTS, Staffing(*[0.0] * 7)).fte) == 0


def test_a_founded_city_knows_its_professionals(burnt_in):
    professionals, alive = burnt_in.professionals, burnt_in.residents.alive.sum()
    assert professionals.fte.sum() == pytest.approx(6.0 * alive / 1000, rel=0.1)
