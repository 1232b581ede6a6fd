"""How long newcomers hear Dutch by chance: the hours expected with those in their circles who speak it well.

In block, living group and pool those of the own household are left out: they are no neighbours, and what they say is
heard under one roof.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.world.codes import DRIVE, FOCUS_SLOTS, NEAR_DRIVE, NOWHERE, POOL, QUALITY
from sim.world.households import lives_apart
from sim.world.meetings import HOME_CIRCLES, circle_of

SPEAKERS = PEOPLE, DRIVES, HOURS = 0, 1, 2
"""What is known of those in an open focus who speak Dutch well: how many they are, the sum of their drives, and half
the hours a month that chance gives a pair there. All are 0 of one that is closed."""
NONE = np.float32(0.0)


@kernel
def hear_by_chance(world, speakers):
    """Give learners their expected hours with speakers of Dutch in all their circles; ``speakers`` by focus."""
    r = world.residents
    for i in range(r.uid.shape[0]):
        if r.dutch[i] < 1.0 and r.alive[i]:
            at_home, myself = _speakers_at_home(world, i), _as_speaker(world, i, DRIVE)
            for circle in range(-HOME_CIRCLES, FOCUS_SLOTS):
                focus = circle_of(world, i, circle)
                if focus != NOWHERE:
                    near = world.foci.kind[focus] <= POOL
                    known, mine = at_home if near else myself, r.face[i, NEAR_DRIVE if near else DRIVE]
                    r.dutch_hours[i] += _hours_heard(mine, known, speakers[focus])


@kernel
def _as_speaker(world, i, drive):
    """Give 1 for somebody who speaks Dutch well, and the drive; 0 and none for others."""
    face = world.residents.face[i]
    speaks = np.float32(face[QUALITY] > NONE)
    return speaks, speaks * face[drive]


@kernel
def _speakers_at_home(world, i):
    """Give how many of the household speak Dutch well, the resident included, and their drives."""
    home = world.residents.dwelling[i]
    if lives_apart(world, home):
        return _as_speaker(world, i, NEAR_DRIVE)
    people, drives, first = NONE, NONE, world.dwellings.first_seat[home]
    for seat in range(first, first + world.dwellings.seats[home]):
        speaks, drive = _as_speaker(world, world.seats.occupant[seat], NEAR_DRIVE)
        people, drives = people + speaks, drives + drive
    return people, drives


@kernel
def _hours_heard(mine, known, there):
    """Give the hours by chance with the speakers ``there`` but for those ``known`` otherwise (people, drives)."""
    people, drives = known
    return there[HOURS] * (max(there[DRIVES] - drives, NONE) + max(there[PEOPLE] - people, NONE) * mine)
