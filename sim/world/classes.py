"""Classes: which of them a pupil with extra support goes to, and who sits in which.

Special classes serve the whole city: a pupil takes a seat in one of the own wijk if there is any, else in any other.
There is no gate at a special school, since its pupils come by van.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating, kernel
from sim.randomness import below, extend, uniform
from sim.world.codes import DAY, EXTRA_SUPPORT, NOBODY, NOWHERE, SCHOOL_CLASS, SCHOOL_GATE, SPECIAL_CLASS
from sim.world.places import all_foci, focus_in

GATE_AGE = 144
"""Months of age from which pupils go to school alone."""


@kernel
def sits_in(world, i, kind):
    """Tell whether a resident spends the day in a focus of a kind."""
    focus = focus_in(world, i, DAY)
    return focus != NOWHERE and world.foci.kind[focus] == kind


@kernel
def class_sought(world, for_life, i):
    """Give the kind of class that a pupil looks for: special with extra support, unless parents choose otherwise.

    A policy makes a share of them begin in an ordinary class; who, is decided by one draw for life.
    """
    if not world.residents.vulnerability[i] & EXTRA_SUPPORT:
        return SCHOOL_CLASS
    share = world.wijk_levers.ordinary_class[world.dwellings.wijk[world.residents.dwelling[i]]]
    return SCHOOL_CLASS if uniform(for_life, world.residents.uid[i]) < share else SPECIAL_CLASS


@kernel
def seat_in_special_class(world, key, i):
    """Draw a free seat in a special class that meets, of the own wijk first, then of the city; -1 if there is none."""
    uid, wijk = world.residents.uid[i], world.dwellings.wijk[world.residents.dwelling[i]]
    first, foci = world.wijken.first_focus[wijk, SPECIAL_CLASS], world.wijken.foci[wijk, SPECIAL_CLASS]
    seat = _free_seat(world, key, uid, first, foci)
    if seat == NOWHERE:
        first, foci = all_foci(world, SPECIAL_CLASS)
        seat = _free_seat(world, extend(key, 1), uid, first, foci)
    return seat


@kernel
def _free_seat(world, key, uid, first, foci):
    """Give the first free seat of so many foci that lie side by side, from a seat drawn for the resident on."""
    if foci == 0:
        return np.int64(NOWHERE)
    last = first + foci - 1
    start = np.int64(world.foci.start[first])
    seats = world.foci.start[last] + world.foci.size[last] - start
    drawn = below(key, uid, seats)
    for further in range(seats):
        seat = start + (drawn + further) % seats
        if world.seats.occupant[seat] == NOBODY and world.foci.open[world.seats.place[seat]]:
            return seat
    return np.int64(NOWHERE)


@kernel
def has_young_pupil(world, i):
    """Tell whether a pupil of less than twelve lives in the home of a resident."""
    dwelling = world.residents.dwelling[i]
    first = world.dwellings.first_seat[dwelling]
    for seat in range(first, first + world.dwellings.seats[dwelling]):
        other = world.seats.occupant[seat]
        if other != NOBODY and world.residents.age[other] < GATE_AGE:
            return True
    return False


@kernel
def seat_at_gate(world, key, i):
    """Draw a seat at the gate of the ordinary class of the youngest pupil of the household; -1 if it is taken."""
    r = world.residents
    first = world.dwellings.first_seat[r.dwelling[i]]
    youngest = NOBODY
    for seat in range(first, first + world.dwellings.seats[r.dwelling[i]]):
        other = world.seats.occupant[seat]
        if other != NOBODY and r.age[other] < GATE_AGE and sits_in(world, other, SCHOOL_CLASS):
            if youngest == NOBODY or r.age[other] < r.age[youngest]:
                youngest = other
    if youngest == NOBODY:
        return NOWHERE
    school_class = focus_in(world, youngest, DAY)
    wijk = world.foci.wijk[school_class]
    gate = world.wijken.first_focus[wijk, SCHOOL_GATE] + school_class - world.wijken.first_focus[wijk, SCHOOL_CLASS]
    seat = world.foci.start[gate] + below(key, r.uid[i], world.foci.size[gate])
    return seat if world.seats.occupant[seat] == NOBODY else NOWHERE


@allocating
def in_ordinary_classes(world):
    """Count the pupils with extra support in ordinary classes, by the wijk of the class: float64, (wijken,)."""
    r, count = world.residents, np.zeros(world.wijken.x.shape[0])
    for i in range(r.uid.shape[0]):
        if r.alive[i] and r.vulnerability[i] & EXTRA_SUPPORT and sits_in(world, i, SCHOOL_CLASS):
            count[world.foci.wijk[focus_in(world, i, DAY)]] += 1.0
    return count
