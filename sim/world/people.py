"""What a person is born or arrives with: vulnerabilities, traits, tolerance, ties outside the city.

Everything here is a function of the person's uid, age, tenure, income and mother tongue, so that the same
person is the same in every arm. Used when the city is founded, when a child enters and when somebody
arrives. Loneliness items follow the De Jong Gierveld scale: five social and six emotional ones, each with
a threshold of the person's own that never changes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import kernel
from sim.randomness import ANY_KEY, below, beta, extend, logistic, normal, poisson, uniform
from sim.world.bonds import have_none, tie_outside
from sim.world.codes import (
    ADULT,
    CATEGORIES,
    EVERY_TIE,
    EXHOMELESS,
    EXTRA_SUPPORT,
    KIN_TIE,
    LONG_AGO,
    LVB,
    NEVER,
    NEW,
    NOBODY,
    NONE_ENDED,
    NOT_URGENT,
    NOWHERE,
    OLD80,
    PSY,
    SETTLED,
    SOCIAL_TIE,
    THRESHOLD_PARTS,
    TOKEN,
    TOKENS,
    TOLERANCE_PARTS,
)
from sim.world.places import perceived_category


class People(NamedTuple):
    """Parameters of ``people.yaml``; lists are float64 arrays."""

    mental_health_by_tenure: np.ndarray
    mild_disability_by_tenure: np.ndarray
    newcomer_by_tenure: np.ndarray
    formerly_homeless_by_tenure: np.ndarray
    vulnerable_by_income: np.ndarray
    extra_support_share: float
    pupil_behaviour: np.ndarray
    behaviour_first: np.ndarray
    behaviour_second: np.ndarray
    newcomer_dutch_first: float
    newcomer_dutch_second: float
    settled_dutch: float
    reduced_dutch: float
    sociability_spread: float
    sociability_factor: np.ndarray
    desired_mean: float
    desired_spread: float
    tolerance_start: np.ndarray
    tolerance_own: float
    tolerance_spread: float
    familiarity_start: float
    trait_spread: float
    trait_correlation: float
    trait_mental_health: float
    trait_other_vulnerable: float
    trait_income: float
    item_steepness: float
    item_spread: float
    external_kin: float
    external_friends: float
    kin_hours: float
    friend_hours: float
    partner_hours: float
    newcomer_kin_factor: float
    newcomer_friend_factor: float
    homeless_kin_factor: float


@kernel
def needs_extra_support(people, key, uid):
    """Tell whether somebody needs extra support at school, as long as they are a pupil."""
    return uniform(extend(key, 5), uid) < people.extra_support_share


@kernel
def draw_vulnerability(people, key, uid, age, tenure, income):
    """Draw the bits of a person from the shares of the tenure they live in; lower incomes have more of most."""
    if age < ADULT:
        return EXTRA_SUPPORT if needs_extra_support(people, key, uid) else 0
    bits = OLD80 if age >= 960 else 0
    more = people.vulnerable_by_income[income]
    if uniform(extend(key, 1), uid) < people.mental_health_by_tenure[tenure] * more:
        bits |= PSY
    if uniform(extend(key, 2), uid) < people.mild_disability_by_tenure[tenure] * more:
        bits |= LVB
    if age < 780 and uniform(extend(key, 3), uid) < people.newcomer_by_tenure[tenure]:
        bits |= NEW
    if uniform(extend(key, 4), uid) < people.formerly_homeless_by_tenure[tenure] * more:
        bits |= EXHOMELESS
    return bits


@kernel
def leading_group(vulnerability):
    """Give the group whose starting values a person takes: none, PSY, LVB, NEW or EXHOMELESS."""
    if vulnerability & PSY:
        return 1
    if vulnerability & LVB:
        return 2
    if vulnerability & EXHOMELESS:
        return 4
    return 3 if vulnerability & NEW else 0


@kernel
def equip(world, people, key, i, month):
    """Give row i, whose uid, age, sex, income, tongue, vulnerability and frailty are set, all the rest."""
    r = world.residents
    uid = r.uid[i]
    r.category[i] = perceived_category(r.vulnerability[i], r.frailty[i])
    give_character(world, people, key, i)
    desired = people.desired_mean + people.desired_spread * normal(extend(key, 3), uid)
    r.desired_ties[i] = min(max(desired, 1.0), 10.0)
    r.talents[i] = int(256 * uniform(extend(key, 8), uid))
    give_dutch(world, people, extend(key, 5), i)
    give_tolerance(world, people, extend(key, 6), i)
    give_loneliness(world, people, extend(key, 7), i)
    begin_unattached(world, i, month)


@kernel
def give_character(world, people, key, i):
    """Behaviour and sociability, by the group a person belongs to; the same draws whatever the group."""
    r = world.residents
    uid = r.uid[i]
    group = leading_group(r.vulnerability[i])
    first, second = people.behaviour_first[group], people.behaviour_second[group]
    if r.vulnerability[i] & EXTRA_SUPPORT:
        first, second = people.pupil_behaviour[0], people.pupil_behaviour[1]
    r.behaviour[i] = beta(extend(key, 1), uid, first, second)
    spread = people.sociability_spread
    sociability = math.exp(spread * normal(extend(key, 2), uid) - 0.5 * spread * spread)
    r.sociability[i] = sociability * people.sociability_factor[group]


@kernel
def become(world, people, key, i, vulnerability):
    """Let row i belong to other groups from now on: seen anew, with the character and traits drawn for them.

    Both are functions of the person and the group, so whoever goes back is who they were.
    """
    world.residents.vulnerability[i] = vulnerability
    world.residents.category[i] = perceived_category(vulnerability, world.residents.frailty[i])
    give_character(world, people, key, i)
    give_traits(world, people, extend(key, 7), i)


@kernel
def give_dutch(world, people, key, i):
    """Command of Dutch: full for native speakers, beginners' for newcomers."""
    r = world.residents
    command = 1.0
    if r.tongue[i] > 0:
        command = people.settled_dutch
    if r.vulnerability[i] & (LVB | EXHOMELESS):
        command = min(command, people.reduced_dutch)
    if r.vulnerability[i] & NEW:
        command = beta(key, r.uid[i], people.newcomer_dutch_first, people.newcomer_dutch_second)
    r.dutch[i] = command


@kernel
def give_tolerance(world, people, key, i):
    """Comfort with each category, with one personal deviation a category."""
    r = world.residents
    for category in range(CATEGORIES):
        comfort = people.tolerance_start[category]
        if category == r.category[i]:
            comfort = people.tolerance_own
        comfort += people.tolerance_spread * normal(extend(key, category), r.uid[i])
        r.tolerance[i, category] = min(max(comfort, 0.0), 1.0)
        r.tolerance_start[i, category] = round(TOLERANCE_PARTS * r.tolerance[i, category])


@kernel
def give_traits(world, people, key, i):
    """Give traits in loneliness: correlated normals of the person, shifted by group and income."""
    r = world.residents
    common, own = normal(extend(key, 101), r.uid[i]), normal(extend(key, 102), r.uid[i])
    rho = people.trait_correlation
    shift = people.trait_income * (2.0 - r.income[i]) / 1.41
    if r.vulnerability[i] & PSY:
        shift += people.trait_mental_health
    elif r.vulnerability[i] & (LVB | EXHOMELESS):
        shift += people.trait_other_vulnerable
    r.trait_social[i] = people.trait_spread * common + shift
    r.trait_emotional[i] = people.trait_spread * (rho * common + math.sqrt(1.0 - rho * rho) * own) + shift


@kernel
def give_loneliness(world, people, key, i):
    """Give traits, the person's item thresholds, and feelings as traits alone would have them."""
    r = world.residents
    uid = r.uid[i]
    give_traits(world, people, key, i)
    for item in range(11):
        place = item / 4.0 if item < 5 else (item - 5) / 5.0
        threshold = people.item_spread * (2.0 * place - 1.0)
        threshold -= logistic(extend(key, item), uid) / people.item_steepness
        r.thresholds[i, item] = min(max(math.floor(THRESHOLD_PARTS * threshold), -128), 127)
    r.social_feeling[i] = r.trait_social[i]
    r.emotional_feeling[i] = r.trait_emotional[i]
    r.chronic[i] = 0.25


@kernel
def begin_unattached(world, i, month):
    """Put everything that life brings at its beginning: no partner, no seats, no losses, no place lost."""
    r = world.residents
    r.alive[i] = True
    r.face[i, TOKEN] = below(ANY_KEY, r.uid[i], TOKENS)
    r.partner[i] = NOBODY
    r.parted[i] = NONE_ENDED
    r.dwelling[i] = NOWHERE
    r.seat[i] = NOWHERE
    r.focus[i, :] = NOWHERE
    r.familiarity[i] = 0.0
    r.loss[i] = 0.0
    r.fear[i] = 0.0
    r.effective_ties[i] = 0.0
    r.without_confidant[i] = 1.0
    r.local_ties[i] = 0.0
    r.neighbour_meetings[i] = 0.0
    r.network[i] = 0
    r.dutch_hours[i] = 0.0
    r.need[i] = 0.0
    r.unmet[i] = 0.0
    r.care_given[i] = 0.0
    r.worker_hours[i] = 0.0
    r.strain[i] = 0.0
    r.refractory[i] = 0
    r.buddy[i] = NOBODY
    r.buddy_since[i] = NEVER
    r.domains[i] = 0
    r.served[i] = 0
    r.incident[i] = LONG_AGO
    r.seeking[i] = SETTLED
    r.urgent[i] = NOT_URGENT
    r.urgent_since[i] = -1
    r.lost_place[i] = -1
    r.lost_work[i] = False
    r.moved[i] = month
    r.arrived[i] = month
    r.known_pool[i] = NOWHERE
    r.changed[i] = EVERY_TIE
    have_none(world, i)


@kernel
def tie_to_outside(world, people, key, i, kin_mean, friends_mean):
    """Give a person kin and friends outside the city (Poisson counts, fewer for newcomers)."""
    uid = world.residents.uid[i]
    if world.residents.vulnerability[i] & NEW:
        kin_mean *= people.newcomer_kin_factor
        friends_mean *= people.newcomer_friend_factor
    if world.residents.vulnerability[i] & EXHOMELESS:
        kin_mean *= people.homeless_kin_factor
    for _ in range(min(poisson(extend(key, 1), uid, kin_mean), 10)):
        tie_outside(world, i, KIN_TIE, people.kin_hours)
    for _ in range(min(poisson(extend(key, 2), uid, friends_mean), 10)):
        tie_outside(world, i, SOCIAL_TIE, people.friend_hours)


@kernel
def free_row(world, start):
    """Find the first row of residents that nobody holds, from a row on; -1 if the table is full.

    The last two rows stay empty: they stand for nobody (-1) and for whoever lives outside the city (-2).
    """
    for row in range(start, world.residents.alive.shape[0] - 2):
        if not world.residents.alive[row]:
            return row
    return -1
