"""Who may come to live in a project: vulnerable tenants, carriers, or seniors who choose it.

Carriers are young adults without a vulnerability who live alone or as a couple, in a shared house or with their
parents; they must be at ease with others and able to give the hours that the project asks of them. Seniors are of
the age that the project asks, all who come along too, and at ease with others; a vulnerability keeps nobody out. They
take what their income opens: an owned dwelling or a social one. Whoever waits in the urgent queue is housed from
there and comes as a vulnerable tenant only.
"""

from __future__ import annotations

from sim.compiled import kernel
from sim.world.allocation import VULNERABLE
from sim.world.caring import able_to_give
from sim.world.codes import CARE_ROOM, CATEGORIES, NOBODY, NOT_URGENT, NOWHERE, OWNER, RETIREMENT, SEPARATED, SOCIAL
from sim.world.households import decides, household, lives_apart
from sim.world.vacancies import affordable

VULNERABLE_TENANTS, CARRIERS, SENIORS = 0, 1, 2
"""The groups to whom projects let, in their turn."""


@kernel
def wants_seniors(world, project):
    """Tell whether a project is for seniors who choose it, and not for carriers."""
    return world.project_levers.age_from[project] > 0


@kernel
def may_apply(world, own, i, group):
    """Tell whether a resident may apply as one of a group to any project; ``own`` has the ages of carriers."""
    r, d = world.residents, world.dwellings
    dwelling = r.dwelling[i]
    if d.project[dwelling] != NOWHERE:
        return False
    vulnerable, urgent = (r.vulnerability[i] & VULNERABLE) != 0, r.urgent[i] != NOT_URGENT
    if group == SENIORS:
        return not urgent and d.kind[dwelling] < CARE_ROOM
    if group == CARRIERS:
        of_age = own.carrier_from * 12 <= r.age[i] < own.carrier_to * 12
        if vulnerable or urgent or not of_age or d.kind[dwelling] >= CARE_ROOM:
            return False
    elif not vulnerable or r.age[i] >= RETIREMENT:
        return False
    return urgent or affordable(SOCIAL, r.income[i])


@kernel
def is_wanted(world, caring, i, dwelling, group):
    """Tell whether the project of a dwelling takes an applicant of a group there."""
    project, levers = world.dwellings.project[dwelling], world.project_levers
    if group == VULNERABLE_TENANTS:
        return world.residents.vulnerability[i] & levers.who[project] != 0
    if mean_comfort(world, i) < levers.least_comfort[project]:
        return False
    if group == CARRIERS:
        return able_to_give(world, caring, i) >= levers.offered[project]
    of_age = all_of_age(world, i, 12 * levers.age_from[project])
    return of_age and affordable(world.dwellings.tenure[dwelling], world.residents.income[i])


@kernel
def mean_comfort(world, i):
    """Give how much at ease a resident is with others, 0-1: the mean over the categories."""
    comfort = 0.0
    for category in range(CATEGORIES):
        comfort += world.residents.tolerance[i, category] / CATEGORIES
    return comfort


@kernel
def all_of_age(world, i, months):
    """Tell whether a resident is of an age, and all who would come along."""
    r = world.residents
    dwelling, partner = r.dwelling[i], r.partner[i]
    if r.age[i] < months:
        return False
    if lives_apart(world, dwelling):
        return partner == NOBODY or r.dwelling[partner] != dwelling or r.age[partner] >= months
    first = world.dwellings.first_seat[dwelling]
    for seat in range(first, first + world.dwellings.seats[dwelling] if decides(world, i) else first):
        other = world.seats.occupant[seat]
        if other != NOBODY and r.age[other] < months:
            return False
    return True


@kernel
def party(world, i, members, group):
    """Write who would come along; give their number, 0 where they cannot come: too many, in a project, owners.

    Who does not speak for the household they live in, and has no partner, leaves it alone. Seniors may sell a home.
    """
    r, d = world.residents, world.dwellings
    dwelling = r.dwelling[i]
    if r.seeking[i] == SEPARATED or d.project[dwelling] != NOWHERE:
        return 0
    if decides(world, i):
        size = household(world, i, members)
        return size if size <= 2 and (group == SENIORS or d.tenure[dwelling] != OWNER) else 0
    if r.partner[i] != NOBODY:
        return 0
    members[0] = i
    return 1
