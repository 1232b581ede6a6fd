"""Volunteers and carers tire, some volunteers stop, and others are asked to begin.

The load of a volunteer is the hours asked over the contract, that of a carer the hours given over what they can
give; the greater counts, at most 1 + overload. Strain grows by ``grows`` · (load − 1)₊ · (1 − relief) · (1 − strain)
and fades by ``fades`` · strain; relief is what paid coordination of volunteers takes off, at most ``most_relief``
(demands and resources of the job: Lewig et al. 2007). A volunteer stops with chance ``stops`` ·
exp(``strain_stops`` · strain) a month and is not asked again for one to two years.

A share ``willing`` of people would volunteer if asked. Whoever of them does not begins with chance ``begins`` a month,
times (1 + ``friends_attract`` · share of ties who volunteer), times (1 + invites), command of Dutch, (1 −
``frailty_less`` · frailty), times ``talent_attracts`` where the team asks for one of the person's talents, if a team
of the wijk has a free seat. People with a vulnerability are asked as well as others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import below, branch, extend, uniform
from sim.world.caring import capacity, chance_to_stop, is_willing, strained, volunteers
from sim.world.chances import collect
from sim.world.codes import ADULT, NOBODY, NOWHERE, TEAM, VOLUNTEERING
from sim.world.joining import attracted
from sim.world.places import appeals, join, leave

WRITES = (
    "residents.strain",
    "residents.refractory",
    "residents.focus",
    "residents.changed",
    "seats.occupant",
    "wijken.volunteers_quit",
)


class Volunteering(NamedTuple):
    """Parameters of ``volunteering.yaml``."""

    grows: float
    fades: float
    most_relief: float
    relief_hours: float
    stops: float
    strain_stops: float
    rests_from: int
    rests_to: int
    willing: float
    begins: float
    friends_attract: float
    talent_attracts: float
    frailty_less: float
    tries: int


def step(world, parameters, draws, month):
    """Tire, stop and begin."""
    own, key = parameters["volunteering"], draws.key("volunteering", month)
    overload = parameters["volunteer_care"].overload
    _tire(world, own, parameters["caring"], overload, _relief(world, own))
    world.wijken.volunteers_quit[:] = 0.0
    _stop(world, own, key)
    _begin(world, *_candidates(world, own, branch(key, 1)))


@kernel
def strain_after(own, strain, load, relief):
    """Give the strain (0-1) a month later under a load."""
    return strained(own, strain, max(load - 1.0, 0.0), relief)


def _relief(world, own):
    """Give the relief by paid coordination in each wijk: (wijken,)."""
    hours = world.wijk_levers.coordinator
    if not hours.any():
        return np.zeros(len(hours))
    count = volunteers(world)
    each = np.divide(hours, count, out=np.zeros(len(count)), where=count > 0.0)
    return np.minimum(own.most_relief, each / own.relief_hours)


@kernel
def _tire(world, own, caring, overload, relief):
    r = world.residents
    for i in range(r.uid.shape[0]):
        volunteers = r.focus[i, VOLUNTEERING] != NOWHERE
        if not r.alive[i] or not (volunteers or r.care_given[i] > 0.0 or r.strain[i] > 0.0):
            continue
        wijk = world.dwellings.wijk[r.dwelling[i]]
        able = capacity(world, caring, i)
        caring_load = r.care_given[i] / able if able > 0.0 else 0.0
        load = world.wijken.volunteer_load[wijk] if volunteers else 0.0
        eased = relief[wijk] if load >= caring_load else 0.0
        r.strain[i] = strain_after(own, r.strain[i], min(max(load, caring_load), 1.0 + overload), eased)


@kernel
def _stop(world, own, key):
    r = world.residents
    for i in range(r.uid.shape[0]):
        if not r.alive[i]:
            continue
        if r.refractory[i] > 0:
            r.refractory[i] -= 1
        if r.focus[i, VOLUNTEERING] == NOWHERE or uniform(key, r.uid[i]) >= chance_to_stop(own, r.strain[i]):
            continue
        leave(world, i, VOLUNTEERING)
        r.refractory[i] = own.rests_from + below(extend(key, 2), r.uid[i], own.rests_to - own.rests_from + 1)
        world.wijken.volunteers_quit[world.dwellings.wijk[r.dwelling[i]]] += 1.0


@allocating
def _candidates(world, own, key):
    """Give who begins and the free seat each found: rows and seats, in the order of uids."""
    r = world.residents
    rows, hits = np.empty(r.uid.shape[0], np.int64), np.empty(r.uid.shape[0], np.bool_)
    _note_who_may_begin(world, own, key, hits)
    candidates = rows[: collect(hits, rows)]
    seats = np.empty(candidates.shape[0], np.int64)
    count = 0
    for i in candidates:
        if not _begins(world, own, key, i):
            continue
        seat = _free_seat(world, own, extend(key, 1), i)
        if seat == NOWHERE:
            continue
        if appeals(world, extend(key, 2), i, world.seats.place[seat], own.talent_attracts):
            rows[count], seats[count] = i, seat  # a row further back has already been read
            count += 1
    order = np.argsort(r.uid[rows[:count]], kind="mergesort")
    return rows[:count][order], seats[:count][order]


@kernel
def _note_who_may_begin(world, own, key, hits):
    """Note who may begin, whatever invites and friends do: without a branch, so that several are worked out at once."""
    r, invites = world.residents, 0.0
    for wijk in range(world.wijken.x.shape[0]):
        invites = max(invites, world.wijk_levers.invites[wijk])
    most = own.begins * own.talent_attracts * (1.0 + invites) * (1.0 + own.friends_attract)
    for i in range(r.uid.shape[0]):
        may = r.alive[i] & (r.age[i] >= ADULT) & (r.focus[i, VOLUNTEERING] == NOWHERE) & (r.refractory[i] == 0)
        hits[i] = may & (uniform(key, r.uid[i]) < most) & is_willing(own, r.uid[i])


@kernel
def _begins(world, own, key, i):
    """Tell whether a resident begins; the coin is thrown before more is looked up."""
    r = world.residents
    if r.age[i] < ADULT or r.focus[i, VOLUNTEERING] != NOWHERE or r.refractory[i] > 0:
        return False
    wijk = world.dwellings.wijk[r.dwelling[i]]
    chance = own.begins * own.talent_attracts * (1.0 + world.wijk_levers.invites[wijk])
    coin = uniform(key, r.uid[i])
    if coin >= chance * (1.0 + own.friends_attract) or not is_willing(own, r.uid[i]):
        return False
    chance *= r.dutch[i] * max(1.0 - own.frailty_less * r.frailty[i], 0.0)
    may = coin < chance * (1.0 + own.friends_attract)
    return may and attracted(world, own.friends_attract, coin, chance, i, VOLUNTEERING)


@kernel
def _free_seat(world, own, key, i):
    uid = world.residents.uid[i]
    wijk = world.dwellings.wijk[world.residents.dwelling[i]]
    first, teams = world.wijken.first_focus[wijk, TEAM], world.wijken.foci[wijk, TEAM]
    for attempt in range(own.tries if teams > 0 else 0):
        team = first + below(extend(key, 2 * attempt), uid, teams)
        seat = world.foci.start[team] + below(extend(key, 2 * attempt + 1), uid, world.foci.size[team])
        if world.foci.open[team] and world.seats.occupant[seat] == NOBODY:
            return seat
    return NOWHERE


@kernel
def _begin(world, rows, seats):
    for k in range(rows.shape[0]):
        if world.seats.occupant[seats[k]] == NOBODY:
            join(world, rows[k], VOLUNTEERING, seats[k])
