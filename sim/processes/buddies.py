"""A buddy (maatje) and somebody with few ties and a vulnerability see each other some hours each week.

Where a policy keeps pairs going, places that are free are filled: whoever has at most ``few_ties`` ties of 50 hours or
more, and a vulnerability that is meant, is introduced to somebody of the same wijk who would volunteer if asked, does
not rest from volunteering and has ``spare`` hours a week left. One introduction a month for each; the two go on with
chance comfort of the buddy with people like the other, times how well they can talk.

Buddies give company, no support: no need is met by it. It costs them the hours that they give as care does, their own
contacts and strain included, and both sides of the tie gain the hours times the quality of the time of the two. A pair
lasts for the months promised, unless the buddy is worn out (the part of the chance to stop volunteering that strain
adds; then they rest as volunteers do), can give nothing any longer or comes to live with the other. After that it
ends with chance ``ends`` a month. When the policy ends so do its pairs. What was shared stays in the tie, and fades or
is kept up as any tie.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import below, branch, extend, uniform, uniform_pair
from sim.world import bonds
from sim.world.buddies import buddies, pair, pairs_of, part
from sim.world.caring import able_to_give, chance_to_stop, is_willing
from sim.world.codes import ADULT, NOBODY, SOCIAL_TIE
from sim.world.meetings import common_language, quality_of

WRITES = (
    "residents.buddy",
    "residents.buddy_since",
    "residents.refractory",
    "residents.care_given",
    "residents.changed",
    "ties.*",
    "wijken.company",
)

PER = 10_000.0
"""Residents for whom the number of pairs is given."""
HAVING, BEING, RESTING, GOING_ON = 1, 2, 3, 4
"""Streams of who has a buddy, who becomes one, how long the worn out rest, and which pairs go on."""


class Buddies(NamedTuple):
    """Parameters of ``buddies.yaml``."""

    few_ties: int
    spare: float
    ends: float


def step(world, parameters, draws, month):
    """End pairs, make new ones, and let all spend their time."""
    own, key = parameters["buddies"], draws.key("buddies", month)
    volunteering, caring = parameters["volunteering"], parameters["caring"]
    world.wijken.company[:] = 0.0
    pairs = buddies(world)
    if len(pairs):
        _part_some(world, own, volunteering, caring, key, pairs, month)
    if world.wijk_levers.buddy_pairs.any():
        free = places(world.wijk_levers.buddy_pairs, residents_of(world)) - pairs_of(world)
        having = _candidates(world, own, volunteering, caring, branch(key, HAVING), free, False)
        being = _candidates(world, own, volunteering, caring, branch(key, BEING), free, True)
        _introduce(world, branch(key, GOING_ON), free, having, being, month)
    pairs = buddies(world)
    if len(pairs):
        _meet(world, caring.weeks, pairs)


def places(pairs, residents):
    """Round the pairs for 10,000 residents to those of each wijk: int64, (wijken,).

    Parts are carried over to the next wijk, so that the number of all together is right at any scale.
    """
    return np.diff(np.floor(np.cumsum(pairs * residents / PER) + 0.5), prepend=0.0).astype(np.int64)


def residents_of(world):
    """Count the residents of each wijk: (wijken,)."""
    home = world.residents.dwelling[world.residents.alive]
    return np.bincount(world.dwellings.wijk[home], minlength=len(world.wijken.x))


@kernel
def _part_some(world, own, volunteering, caring, key, pairs, month):
    r = world.residents
    for i in pairs:
        draw = uniform(key, r.uid[i])
        worn_out = draw < chance_to_stop(volunteering, r.strain[i]) - chance_to_stop(volunteering, 0.0)
        if worn_out:
            rests = below(extend(key, RESTING), r.uid[i], volunteering.rests_to - volunteering.rests_from + 1)
            r.refractory[i] = volunteering.rests_from + rests
        if worn_out or _over(world, own, caring, i, draw, month):
            part(world, i)


@kernel
def _over(world, own, caring, i, draw, month):
    """Tell whether the pair of a buddy who is not worn out ends."""
    r, levers = world.residents, world.wijk_levers
    here, there = r.dwelling[i], r.dwelling[r.buddy[i]]
    wijk = world.dwellings.wijk[there]
    if levers.buddy_pairs[wijk] <= 0.0 or here == there or able_to_give(world, caring, i) <= 0.0:
        return True
    # the same draw from its other end: who is worn out drew low
    return month - r.buddy_since[i] >= levers.buddy_months[wijk] and draw >= 1.0 - own.ends


@allocating
def _candidates(world, own, volunteering, caring, key, free, being):
    """Give who may become a buddy (or have one) in the wijken with free places, in the order of their draw."""
    r = world.residents
    rows, order = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0])
    count = 0
    for i in range(r.uid.shape[0]):
        if not r.alive[i] or r.age[i] < ADULT or r.buddy[i] != NOBODY:
            continue
        wijk = world.dwellings.wijk[r.dwelling[i]]
        if free[wijk] <= 0:
            continue
        if _may_be(world, own, volunteering, caring, i) if being else _may_have(world, own, wijk, i):
            rows[count], order[count] = i, uniform(key, r.uid[i])
            count += 1
    return rows[:count][np.argsort(order[:count], kind="mergesort")]


@kernel
def _may_have(world, own, wijk, i):
    """Tell whether somebody may have a buddy."""
    r = world.residents
    return (r.vulnerability[i] & world.wijk_levers.buddy_who[wijk]) != 0 and r.network[i] <= own.few_ties


@kernel
def _may_be(world, own, volunteering, caring, i):
    """Tell whether somebody may become a buddy."""
    r = world.residents
    if r.refractory[i] > 0 or not is_willing(volunteering, r.uid[i]):
        return False
    return able_to_give(world, caring, i) - r.care_given[i] >= own.spare


@allocating
def _introduce(world, key, free, having, being, month):
    """Introduce to each, in turn, the next buddy of the wijk that has nobody else introduced yet."""
    r, d = world.residents, world.dwellings
    wijk_of = d.wijk[r.dwelling[being]]
    queue = being[np.argsort(wijk_of, kind="mergesort")]
    ends = np.cumsum(np.bincount(wijk_of, minlength=free.shape[0]))
    at = ends - np.bincount(wijk_of, minlength=free.shape[0])
    for i in having:
        wijk = d.wijk[r.dwelling[i]]
        while free[wijk] > 0 and at[wijk] < ends[wijk] and r.buddy[i] == NOBODY:
            buddy = queue[at[wijk]]
            at[wijk] += 1
            if r.buddy[buddy] != NOBODY or r.dwelling[buddy] == r.dwelling[i]:
                continue  # no introduction: has somebody by now, or is family or the same person
            if _go_on(world, key, buddy, i):
                pair(world, buddy, i, month)
                free[wijk] -= 1
            break


@kernel
def _go_on(world, key, buddy, i):
    """Tell whether two who were introduced see each other again; the draw belongs to the pair."""
    r = world.residents
    chance = r.tolerance[buddy, r.category[i]] * common_language(world, buddy, i)
    return uniform_pair(key, r.uid[buddy], r.uid[i]) < chance


@kernel
def _meet(world, weeks, pairs):
    """Let all pairs spend the hours of their wijk together."""
    r = world.residents
    for i in pairs:
        other = r.buddy[i]
        hours = world.wijk_levers.buddy_hours[world.dwellings.wijk[r.dwelling[other]]]
        r.care_given[i] += hours
        world.wijken.company[world.dwellings.wijk[r.dwelling[i]]] += hours
        _share(world, i, other, np.float32(weeks * hours * quality_of(world, i, other)))


@kernel
def _share(world, i, other, hours):
    """Add hours to the tie of two, on both sides; who has none yet begins one, if both have room for it."""
    slot = bonds.find(world, i, other)
    if slot >= 0:
        bonds.gain(world, i, slot, hours)
    else:
        bonds.tie(world, i, other, SOCIAL_TIE, hours)
