"""How ties fade, grow and begin, on worlds small enough to compute by hand (verification 1-4 and 10)."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, hours_between, move_in, street

from sim.processes import contact, encounters, ties
from sim.randomness import Draws
from sim.world.codes import HOUSEHOLD_TIE, KIN_TIE, SOCIAL_TIE
from sim.world.guard import check_invariants
from sim.world.hours import all_hours

OWN = BOUND["ties"]
DECAY = dict(zip((HOUSEHOLD_TIE, KIN_TIE, SOCIAL_TIE), OWN.decay, strict=True))
EVERYTHING = {name: BOUND[name] for name in ("contact", "ties", "encounters")}


def quiet(elective_hours=BOUND["contact"].elective_hours):
    """Give parameters under which nobody meets anybody by chance, and quality is 1."""
    own = BOUND["contact"]._replace(hypervigilance=0.0, elective_hours=elective_hours)
    nobody = BOUND["encounters"]._replace(per_month=np.zeros(len(BOUND["encounters"].per_month)))
    return {"contact": own, "ties": OWN, "encounters": nobody}


def live(world, parameters, months, seed=1):
    for month in range(months):
        contact.step(world, parameters, Draws(seed), month)
        ties.step(world, parameters, Draws(seed), month)
        encounters.step(world, parameters, Draws(seed), month)


@pytest.mark.parametrize("kind", [KIN_TIE, SOCIAL_TIE])
def test_without_contact_a_tie_halves_in_ln_two_over_decay(kind):
    world = street(2, homes=2)
    befriend(world, 0, 1, 200.0, kind)
    parameters = quiet(elective_hours=0.0)
    half_life = np.log(2) / DECAY[kind]
    live(world, parameters, int(half_life))
    left = 200.0 * np.exp(-DECAY[kind] * int(half_life))
    assert hours_between(world, 0, 1) == pytest.approx(left, rel=1.5e-3)  # four standard errors of rounding by chance


def test_without_contact_a_tie_is_forgotten_after_the_log_of_its_hours_over_decay():
    world = street(2, homes=2)
    befriend(world, 0, 1, 20.0)
    parameters = quiet(elective_hours=0.0)
    survival = int(np.log(20.0) / DECAY[SOCIAL_TIE])
    live(world, parameters, survival)
    assert hours_between(world, 0, 1) > 1.0
    live(world, parameters, 1)
    assert world.ties.count[0] == world.ties.count[1] == 0


def test_a_household_tie_settles_where_constant_hours_balance_decay():
    world = street(1, homes=1)
    move_in(world, 1, 0)
    befriend(world, 0, 1, 100.0, HOUSEHOLD_TIE)
    parameters = quiet(elective_hours=0.0)
    live(world, parameters, 1500)
    expected = OWN.household_hours / (1.0 - np.exp(-DECAY[HOUSEHOLD_TIE]))
    assert hours_between(world, 0, 1) == pytest.approx(expected, rel=1e-4)


def test_nobody_spends_more_time_on_ties_than_they_have():
    rng = np.random.default_rng(1)
    world = street(12)
    for one in range(12):
        for other in range(one):
            befriend(world, one, other, float(rng.uniform(2, 400)))
    before = all_hours(world.ties).astype(float)
    live(world, quiet(), 1)
    spent = (all_hours(world.ties) - before * np.exp(-DECAY[SOCIAL_TIE]))[:12, :11]  # what the month added
    assert np.all(spent > -0.1)
    assert np.all(spent.sum(axis=1) <= BOUND["contact"].elective_hours * (1.0 + ROUNDED) + 0.1)
    assert spent.sum(axis=1).max() > 0.5 * BOUND["contact"].elective_hours


def star(ties_of_ego):
    """One ego with equal ties to friends who have time left for nobody else."""
    world = street(1 + ties_of_ego, homes=1 + ties_of_ego)
    parameters = quiet()
    decay = 1.0 - np.exp(-DECAY[SOCIAL_TIE])
    level = BOUND["contact"].elective_hours / (ties_of_ego * decay)
    for friend in range(1, 1 + ties_of_ego):
        befriend(world, 0, friend, level * (1.0 + 0.02 * (-1) ** friend))
    world.residents.sociability[1:] = 100.0
    return world, parameters, level


def test_equal_ties_of_one_ego_share_the_budget():
    world, parameters, level = star(8)
    live(world, parameters, 400)
    hours = all_hours(world.ties)[0, :8]
    assert np.allclose(hours, level, rtol=0.01)


FORMULA = BOUND["contact"].elective_hours / (
    BOUND["contact"].half_hours * (1.0 - np.exp(-BOUND["ties"].decay[SOCIAL_TIE]))
)
"""Ties among which an even split is stable at most: E / (K (1 - exp(-decay)))."""


@pytest.mark.parametrize(("count", "stable"), [(int(FORMULA), True), (int(FORMULA) + 1, False)])
def test_an_even_split_is_stable_up_to_as_many_ties_as_the_formula_says_and_no_more(count, stable):
    """Stable iff the level lies above K: 10.6 ties for 34 hours, K = 38.7 and decay .086."""
    world, parameters, _ = star(count)
    before = all_hours(world.ties)[0, :count].std()
    live(world, parameters, 2500)
    all_kept = world.ties.count[0] == count  # far above the limit some ties give way altogether
    assert bool(all_kept and all_hours(world.ties)[0, :count].std() < before) is stable


def test_both_sides_of_every_tie_agree_after_years_of_meeting():
    world = street(30, homes=30)
    live(world, EVERYTHING, 60)
    assert world.ties.count[:30].sum() > 30
    check_invariants(world)


def mixing(categories_matter):
    """Count ties by category after two years in a street of 200, half of one category, who meet now and then."""
    world = street(200, homes=200, rows=204)
    r = world.residents
    r.category[:200] = np.random.default_rng(1).permutation(200) % 2
    if categories_matter:
        r.tolerance[:200] = np.where(np.arange(5)[None] == r.category[:200, None], 1.0, 0.2)
    seldom = BOUND["encounters"]._replace(per_month=0.005 * BOUND["encounters"].per_month)
    live(world, EVERYTHING | {"encounters": seldom}, 24)
    t = world.ties
    used = np.arange(32)[None] < t.count[:200, None]
    mine = np.broadcast_to(r.category[:200, None], used.shape)[used]
    theirs = r.category[t.partner[:200][used]]
    return np.array([[np.sum((mine == a) & (theirs == b)) for b in (0, 1)] for a in (0, 1)])


def test_ties_ignore_category_where_everyone_is_at_ease_with_everyone():
    """With tolerance and language 1, the tie matrix is the product of its margins (chi-square, alarm 1e-3)."""
    from scipy import stats

    table = mixing(categories_matter=False) / 2  # every tie is counted from both sides
    assert table.sum() > 100
    assert stats.chi2_contingency(table, correction=False).pvalue > 1e-3


def test_ties_follow_category_where_people_are_at_ease_with_their_own():
    table = mixing(categories_matter=True) / 2
    assert table[0, 0] + table[1, 1] > 1.3 * (table[0, 1] + table[1, 0])


def test_ties_nearby_are_those_with_neighbours_and_not_with_the_own_household():
    """A partner under one roof, and a friend next door: the second alone is a tie nearby."""
    world = street(2, homes=2)
    move_in(world, 2, 0)
    befriend(world, 0, 2, 300.0, HOUSEHOLD_TIE)
    live(world, quiet(elective_hours=0.0), 1)
    assert world.residents.effective_ties[0] > 0.5 and world.residents.local_ties[0] == 0.0
    befriend(world, 0, 1, 100.0)
    live(world, quiet(elective_hours=0.0), 1)
    hours = hours_between(world, 0, 1)
    assert world.residents.local_ties[0] == pytest.approx(hours / (hours + OWN.effective_hours), rel=1e-3)


def test_a_learner_hears_dutch_from_who_lives_under_the_same_roof():
    world = street(1, homes=1)
    move_in(world, 1, 0)
    befriend(world, 0, 1, 300.0, HOUSEHOLD_TIE)
    world.residents.dutch[0] = 0.3
    live(world, quiet(elective_hours=0.0), 1)
    assert world.residents.dutch_hours[:2] == pytest.approx([OWN.household_hours, 0.0], rel=1e-6)
