"""How often neighbours meet: what is expected of who else lives in the own block or living group.

A household has no neighbours among its own; in a shared house or a facility the others are neighbours.
"""

from __future__ import annotations

from sim.compiled import kernel
from sim.world.codes import NOBODY
from sim.world.households import lives_apart


@kernel
def count_meetings(world, half_each, start, seats, drives, everybody):
    """Write the expected meetings with neighbours of all who live in a block or living group, home by home.

    ``start`` is its first seat, ``seats`` who sits where and ``drives`` their drives (0 of an empty seat);
    ``everybody`` is how many there are and the sum of their drives, and ``half_each`` half the meetings of a pair with
    drives of 1. What is written for empty seats falls to the row of nobody, which the caller puts right: a branch on
    who is there would be guessed wrong too often.
    """
    position = 0
    while position < seats.shape[0]:
        home = world.seats.place[start + position]
        behind = position + (1 if lives_apart(world, home) else world.dwellings.seats[home])
        _count_from_home(world, half_each, seats, drives, (position, behind), everybody)
        position = behind


@kernel
def _count_from_home(world, half_each, seats, drives, home, everybody):
    """Write them for those who sit at ``home`` (first seat, seat behind the last): their neighbours are the others."""
    others, theirs = everybody
    for position in range(home[0], home[1]):
        others -= seats[position] != NOBODY
        theirs -= drives[position]
    theirs = max(theirs, 0.0)  # a little less than it should be, since parts are whole
    for position in range(home[0], home[1]):
        meetings = half_each * (theirs + others * drives[position])
        world.residents.neighbour_meetings[seats[position]] = meetings
