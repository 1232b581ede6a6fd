"""A cohort dies as the life table says (verification 7)."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, street
from scipy import integrate, stats

from sim.processes import ageing, mortality
from sim.randomness import Draws
from sim.world.codes import BY_DEATH, NOBODY, NONE_ENDED
from sim.world.lifetable import frailty_shares, yearly_mortality

TABLE = BOUND["lifetable"]
WOMAN = 1
FROM = 60


def survival(age):
    """Closed form: the chance that a woman of 60 reaches an age."""
    level, slope = TABLE.gompertz_level[WOMAN], TABLE.gompertz_slope[WOMAN]
    total = level / slope * (np.exp(slope * age) - np.exp(slope * FROM)) + TABLE.background * (age - FROM)
    return np.exp(-total)


def cohort(people):
    """Women of sixty with the frailty of their age, each alone in a home."""
    world = street(people)
    r = world.residents
    r.age[:people], r.sex[:people] = FROM * 12, WOMAN
    shares = frailty_shares(TABLE)[WOMAN, FROM]
    r.frailty[:people] = np.searchsorted(np.cumsum(shares), (np.arange(people) + 0.5) / people)
    return world


def test_the_closed_form_is_the_integral_of_the_hazard():
    total, _ = integrate.quad(lambda age: yearly_mortality(TABLE, WOMAN, age), FROM, 90)
    assert np.isclose(survival(90), np.exp(-total), rtol=1e-6)


def test_a_cohort_survives_as_gompertz_says():
    """Kolmogorov-Smirnov on ages at death, false alarm 1e-3; a month of rounding is small beside it."""
    people, draws = 2000, Draws(11)
    world = cohort(people)
    ages = np.full(people, np.nan)
    bound = {name: BOUND[name] for name in ("ageing", "lifetable", "mortality", "people")}
    for month in range(60 * 12):
        before = world.residents.alive[:people].copy()
        mortality.step(world, bound, draws, month)
        died = before & ~world.residents.alive[:people]
        ages[died] = world.residents.age[:people][died] / 12 + 1 / 24
        if not world.residents.alive.any():
            break
        ageing.step(world, bound, draws, month)
    assert not np.isnan(ages).any()
    assert stats.kstest(ages, lambda age: 1 - survival(np.asarray(age))).pvalue > 1e-3


def test_a_death_leaves_a_loss_and_no_tie_behind():
    world = street(2, homes=2)
    befriend(world, 0, 1, 300.0)
    world.residents.age[0] = 1451  # nobody grows older
    mortality.step(world, BOUND, Draws(1), 0)
    assert not world.residents.alive[0] and world.residents.alive[1]
    assert world.ties.count[1] == 0
    assert world.residents.loss[1] == pytest.approx(300.0 / BOUND["mortality"].hours_per_loss, rel=ROUNDED)


def test_who_outlives_a_partner_is_widowed_and_nobody_else_is():
    world = street(3)
    r = world.residents
    r.age[:3], r.partner[:2] = (1499, 480, 480), (1, 0)
    mortality.step(world, BOUND, Draws(1), 0)
    assert r.parted[:3].tolist() == [NONE_ENDED, BY_DEATH, NONE_ENDED] and r.partner[1] == NOBODY


def test_the_severely_lonely_die_sooner_only_where_that_is_switched_on():
    """6,000 women of 85 who are severely lonely: each who dies with the switch off dies with it on, and others too."""
    gone = []
    for excess in (BOUND["mortality"].excess_of_lonely, 0.6):
        world = street(6000)
        r = world.residents
        r.age[:6000], r.sex[:6000], r.social_score[:6000], r.emotional_score[:6000] = 85 * 12, WOMAN, 5, 6
        bound = BOUND | {"mortality": BOUND["mortality"]._replace(excess_of_lonely=excess)}
        mortality.step(world, bound, Draws(4), 0)
        gone.append(~r.alive[:6000])
    assert BOUND["mortality"].excess_of_lonely == 0.0
    assert np.all(gone[1] >= gone[0]) and gone[1].sum() > 1.3 * gone[0].sum() > 20
