"""Sheltered workers leave their places, and others take them: in social workplaces and with ordinary employers.

For whom it is meant stands in ``sim.world.sheltered_work``. Somebody leaves a social workplace with chance ``leaves`` a
year, and loses it in the month in which it closes. A place with an ordinary employer ends with chance
``ends_with_coach`` a year where coaches have ``full_coach`` hours a week for each, with ``ends_without_coach`` where
they have none, and in between in proportion. Retirement ends either (``participation``).

Whoever has lost a social workplace looks each month and goes first, in the order of a draw kept for life: more places
are for the same people and more. Others look with chance ``looks`` a month, in the order of the month's draw. First
come places with employers, as many at a time as policies open, in a workplace of a wijk where they do, or anywhere
else if all its seats are taken; then free seats of social workplaces, anywhere in the city. Who looks finds a
seat if there is one: they are placed, and compete with nobody.

Where there are more who look than places, as in every city so far, ``looks`` hardly matters: places decide.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import below, branch, extend, uniform
from sim.world.codes import DAY, NOBODY, NOWHERE, SOCIAL_WORKPLACE, WORKPLACE
from sim.world.places import all_foci, focus_in, join, leave
from sim.world.sheltered_work import at_employers, coached, place_held, without_place

WRITES = ("residents.focus", "residents.changed", "residents.lost_work", "seats.occupant")


class ShelteredWork(NamedTuple):
    """Parameters of ``sheltered_work.yaml``."""

    looks: float
    leaves: float
    ends_with_coach: float
    ends_without_coach: float
    full_coach: float


def step(world, parameters, draws, month):
    """Let people leave places of sheltered work and take others."""
    own, key = parameters["sheltered_work"], draws.key("sheltered_work", month)
    _leave_places(world, own.leaves, ends(own, coached(world)), branch(key, 1))
    rows = _in_turn(world, own.looks, draws.key("sheltered_work"), branch(key, 2))
    open_places = int(np.floor(float(world.wijk_levers.employer_places.sum()) + 0.5))
    left = open_places - at_employers(world) if open_places > 0 else 0
    _seat(world, rows, left, branch(key, 3))


def ends(own, hours):
    """Give the chance a year that a place with an employer ends, at so many hours a week of a coach."""
    covered = min(hours / own.full_coach, 1.0)
    return own.ends_without_coach + (own.ends_with_coach - own.ends_without_coach) * covered


@kernel
def _leave_places(world, leaves, ends, key):
    r = world.residents
    for i in range(r.uid.shape[0]):
        kind = place_held(world, i)
        if kind == NOWHERE:
            continue
        if kind == SOCIAL_WORKPLACE and world.focus_levers.closed[focus_in(world, i, DAY)]:
            leave(world, i, DAY)
            r.lost_work[i] = True
        elif uniform(key, r.uid[i]) < (leaves if kind == SOCIAL_WORKPLACE else ends) / 12.0:
            leave(world, i, DAY)


@allocating
def _in_turn(world, looks, for_life, key):
    """Give those who look for a place, in the order in which they get one."""
    r = world.residents
    rows = without_place(world)
    order = np.empty(rows.shape[0])
    count = 0
    for i in rows:
        draw = uniform(key, r.uid[i])
        if r.lost_work[i] or draw < looks:
            rows[count] = i
            order[count] = uniform(for_life, r.uid[i]) - 1.0 if r.lost_work[i] else draw
            count += 1
    return rows[:count][np.argsort(order[:count], kind="mergesort")]


@kernel
def _seat(world, rows, open_places, key):
    """Seat people one after the other, as far as places go."""
    for i in rows:
        seat = np.int64(NOWHERE)
        if open_places > 0:
            seat = _seat_at_employer(world, key, i)
            open_places -= seat != NOWHERE
        if seat == NOWHERE:
            seat = _free_seat(world, extend(key, 3), i, *all_foci(world, SOCIAL_WORKPLACE))
        if seat != NOWHERE:
            join(world, i, DAY, seat)
            world.residents.lost_work[i] = False


@kernel
def _seat_at_employer(world, key, i):
    """Find a seat in a workplace of a wijk where places are open (by draw, in proportion), else in any."""
    w, places = world.wijken, world.wijk_levers.employer_places
    total = 0.0
    for wijk in range(places.shape[0]):
        total += places[wijk]
    rest, wijk = uniform(key, world.residents.uid[i]) * total, 0
    while wijk < places.shape[0] - 1 and rest >= places[wijk]:
        rest -= places[wijk]
        wijk += 1
    seat = _free_seat(world, extend(key, 1), i, w.first_focus[wijk, WORKPLACE], w.foci[wijk, WORKPLACE])
    return seat if seat != NOWHERE else _free_seat(world, extend(key, 2), i, *all_foci(world, WORKPLACE))


@kernel
def _free_seat(world, key, i, first, foci):
    """Give the first free seat of a run of foci that meet, from a drawn one on and round again, or nowhere."""
    if foci == 0:
        return np.int64(NOWHERE)
    start, last = np.int64(world.foci.start[first]), first + foci - 1
    seats = world.foci.start[last] + world.foci.size[last] - start
    begin = below(key, world.residents.uid[i], seats)
    for step in range(seats):
        seat = start + (begin + step) % seats
        place = world.seats.place[seat]
        meets = world.foci.open[place] and not world.focus_levers.closed[place]
        if meets and world.seats.occupant[seat] == NOBODY:
            return np.int64(seat)
    return np.int64(NOWHERE)
