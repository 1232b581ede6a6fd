"""Feelings follow the gap between ties and wishes; answers follow feelings (verification 11)."""

import numpy as np
import pytest
from handmade import BOUND, ROUNDED, befriend, street

from sim.indicators import answers as measured
from sim.processes import loneliness
from sim.randomness import Draws
from sim.world.people import give_loneliness

OWN, PEOPLE = BOUND["loneliness"], BOUND["people"]


def test_the_feeling_settles_at_base_plus_gap_plus_trait():
    world = street(1)
    world.residents.effective_ties[0], world.residents.desired_ties[0] = 2.0, 5.0
    world.residents.trait_social[0] = 0.4
    for month in range(400):
        loneliness.step(world, BOUND, Draws(1), month)
    assert world.residents.social_feeling[0] == pytest.approx(OWN.social_base + OWN.social_weight * 0.6 + 0.4)


def test_who_has_more_ties_than_wished_for_is_not_less_lonely_for_it():
    enough, more = (loneliness.social_target(OWN, ties, 5.0, 0.0) for ties in (5.0, 9.0))
    assert enough == more == OWN.social_base


def settled(world):
    for month in range(400):
        loneliness.step(world, BOUND, Draws(1), month)
    return world.residents.social_feeling, world.residents.emotional_feeling


def test_emotional_loneliness_alone_follows_age():
    world = street(2)
    world.residents.age[:2] = 18 * 12, 68 * 12
    social, emotional = settled(world)
    assert emotional[1] - emotional[0] == pytest.approx(5.0 * OWN.age_weight, abs=1e-4)
    assert social[1] == pytest.approx(social[0])


def test_those_without_work_on_the_lowest_incomes_are_lonelier_between_study_and_pension():
    """Of six: works, has more income, is 26, is 67; then one of 27 and one of 66 to whom it applies."""
    world = street(6)
    r = world.residents
    r.works[:6], r.income[:6], r.age[:6] = False, 0, 480
    r.works[0], r.income[1] = True, 1
    r.age[2:6] = 26 * 12, 67 * 12, 27 * 12, 66 * 12
    social, emotional = settled(world)
    assert social[:6] == pytest.approx(social[0] + OWN.without_work * np.array([0, 0, 0, 0, 1, 1]), abs=1e-4)
    apart = emotional[:6] - OWN.age_weight * (r.age[:6] - 216) / 120
    assert apart == pytest.approx(apart[0] + OWN.without_work * np.array([0, 0, 0, 0, 1, 1]), abs=1e-4)


def test_a_loss_fades_by_a_factor_e_in_its_months():
    world = street(1)
    world.residents.loss[0] = 2.0
    for month in range(int(OWN.loss_months)):
        loneliness.step(world, BOUND, Draws(1), month)
    assert world.residents.loss[0] == pytest.approx(2.0 / np.e, rel=0.02)


def test_the_same_feeling_gives_the_same_answers_every_month():
    world = street(1)
    give_loneliness(world, PEOPLE, Draws(1).key("people"), 0)
    answers = {loneliness.scores(world.residents.thresholds[0], 0.3, 0.1) for _ in range(5)}
    assert len(answers) == 1


@pytest.mark.parametrize(("social", "emotional"), [(-1.0, -2.0), (0.0, 0.0), (1.2, 0.4), (2.5, 2.0)])
def test_scores_and_severe_share_are_poisson_binomial(social, emotional):
    """Mean score and share of 9+ of 20,000 people with one feeling, within 4 standard errors."""
    people = 20_000
    world = street(people, homes=people)
    for row in range(people):
        give_loneliness(world, PEOPLE, Draws(4).key("people"), row)
    world.residents.social_feeling[:people] = social
    world.residents.emotional_feeling[:people] = emotional
    scores = np.array([sum(loneliness.scores(t, social, emotional)) for t in world.residents.thresholds[:people]])
    chances = np.convolve(
        measured.item_chances(social, 5, PEOPLE.item_steepness, PEOPLE.item_spread),
        measured.item_chances(emotional, 6, PEOPLE.item_steepness, PEOPLE.item_spread),
    )
    expected = (np.arange(12) * chances).sum()
    spread = np.sqrt((np.arange(12) ** 2 * chances).sum() - expected**2)
    assert abs(scores.mean() - expected) < 4 * spread / np.sqrt(people)
    severe = chances[9:].sum()
    assert abs((scores >= 9).mean() - severe) < 4 * np.sqrt(severe * (1 - severe) / people) + 1e-9
    tails = measured.severe_tails(PEOPLE.item_steepness, PEOPLE.item_spread)
    assert measured.expected_severe(*tails, social, emotional) == pytest.approx(severe, abs=2e-3)


def test_contagion_adds_the_loneliness_of_ties_weighed_by_their_hours_and_is_off():
    world = street(3)
    befriend(world, 0, 1, 300.0)
    befriend(world, 0, 2, 100.0)
    world.residents.chronic[:3] = 0.0, 0.8, 0.4
    assert loneliness.loneliness_of_ties(world, world.residents.chronic, 0) == pytest.approx(0.7, rel=ROUNDED)
    feelings = []
    for contagion in (OWN.contagion, 2.0):
        lived = world.copy()
        loneliness.step(lived, BOUND | {"loneliness": OWN._replace(contagion=contagion)}, Draws(1), 0)
        feelings.append(lived.residents.social_feeling[0])
    assert OWN.contagion == 0.0
    assert feelings[1] - feelings[0] == pytest.approx(2.0 * 0.7 / OWN.lag, rel=ROUNDED)
