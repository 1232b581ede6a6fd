"""Professionals give the hours they have, after the hours that working together takes.

Each FTE at work has ``month_of_fte`` hours a month, less joint hours: those of the wijk within the social domain
(the mean of wijken for who serves the whole city), those of the city between housing and support for liveability
and physical space. An hour at a table where both sit counts for both, so the social domain spends the larger of the
two. Of the rest ``for_clients`` can go to clients. A vacant post has no hours.

A client in whom D domains have a running case costs ``each_case`` · D hours a month of overhead, and ``each_pair``
for each of the D · (D − 1) / 2 pairs of domains where they do not know of each other, that is times (1 −
coordination of the wijk); the domains share it equally. Overhead takes at most ``most_overhead`` of the hours at work.

What is unmet is asked in equal parts of the domains somebody needs; those without a running case give nothing. The
hours of a domain and wijk (of a domain and the city where it serves all) that overhead leaves go first to who caused
an incident in the last ``urgent_months``, and then in proportion to all others. Hours given are a tie with who gives
them, as with the staff of facilities.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.world.codes import DOMAINS, PROFESSIONALS
from sim.world.meetings import PARTS
from sim.world.services import NOT_SOCIAL, OF_A_WIJK, SERVE_THE_WHOLE_CITY, fte_at_work, pooled

SUMS = CASES, OVERHEAD, ASKED, ASKED_FIRST = 0, 1, 2, 3
"""What is summed up of the clients of a domain: cases, overhead a month, hours a week asked, those that go first."""
WRITES = (
    "residents.unmet",
    "residents.worker_hours",
    "wijken.support",
    "wijken.caseload",
    "wijken.unserved",
    "wijken.slack",
)


class ProfessionalCare(NamedTuple):
    """Parameters of ``professional_care.yaml``."""

    month_of_fte: float
    for_clients: float
    each_case: float
    each_pair: float
    most_overhead: float
    urgent_months: int


def step(world, parameters, draws, month):
    """Let professionals give what they have to who has a running case."""
    own, weeks = parameters["professional_care"], parameters["caring"].weeks
    clients, wijken = _clients(world), len(world.wijken.x)
    sums = np.zeros((wijken, DOMAINS, len(SUMS)), np.int64)
    _sum_up(world, own, clients, sums, month)
    sums = pooled(sums)
    overhead, asked, first = (sums[..., kind] / PARTS for kind in (OVERHEAD, ASKED, ASKED_FIRST))
    fte = fte_at_work(world)
    direct = direct_hours(own, fte * (own.month_of_fte - joint_hours(world)), overhead) / weeks
    shares = rationed(direct, asked, first)
    received = np.zeros(wijken, np.int64)
    _give(world, own, clients, shares, parameters["facility_care"].worker_contact * weeks, received, month)
    _record(world, sums[..., CASES], fte, asked, direct, received)


def joint_hours(world):
    """Give the hours a month that each FTE meets others instead of clients: (wijken, domains)."""
    of_city, of_wijk = float(world.rules.joint_hours[0]), world.wijk_levers.joint_hours.astype(np.float64)
    hours = np.repeat(np.maximum(of_wijk, of_city)[:, None], DOMAINS, axis=1)
    hours[:, SERVE_THE_WHOLE_CITY] = hours.mean(axis=0)[list(SERVE_THE_WHOLE_CITY)]
    hours[:, NOT_SOCIAL] = of_city
    return hours


def direct_hours(own, at_work, overhead):
    """Give the hours a month with clients that overhead leaves of the hours at work: (wijken, domains)."""
    return np.maximum(own.for_clients * at_work - np.minimum(overhead, own.most_overhead * at_work), 0.0)


def rationed(direct, asked, first):
    """Give the shares of what is asked that are given, to others and to who goes first: (wijken, domains, 2)."""
    to_first = _part(direct, first)
    to_others = _part(direct - to_first * first, asked - first)
    return np.stack([to_others, to_first], axis=-1)


def _part(have, want):
    """Give what part of the wanted there is, at most 1; 0 where nothing is wanted."""
    return np.clip(np.divide(have, want, out=np.zeros(want.shape), where=want > 0.0), 0.0, 1.0)


@allocating
def _clients(world):
    """Give the rows of those who have a running case."""
    r = world.residents
    return np.flatnonzero(r.alive & (r.served != 0))


@kernel
def _sum_up(world, own, clients, sums, month):
    """Sum up cases, overhead and hours asked by wijk and domain, in whole numbers."""
    r = world.residents
    for i in clients:
        wijk = world.dwellings.wijk[r.dwelling[i]]
        overhead = np.int64(PARTS * _overhead_of_a_case(world, own, i, wijk))
        asked = np.int64(PARTS * _asked_of_each(world, i))
        first = _goes_first(world, own, i, month)
        for domain in range(DOMAINS):
            if r.served[i] & (1 << domain):
                sums[wijk, domain, CASES] += 1
                sums[wijk, domain, OVERHEAD] += overhead
                sums[wijk, domain, ASKED] += asked
                sums[wijk, domain, ASKED_FIRST] += asked if first else 0


@kernel
def _overhead_of_a_case(world, own, i, wijk):
    """Give the hours a month that each of the domains of a client spends beside support."""
    others = _count(world.residents.served[i]) - 1
    return own.each_case + own.each_pair * others / 2.0 * (1.0 - world.wijken.coordination[wijk])


@kernel
def _asked_of_each(world, i):
    """Give the hours a week that a client asks of each domain needed."""
    return world.residents.unmet[i] / _count(world.residents.domains[i])


@kernel
def _count(bits):
    """Count the domains in a set of bits."""
    count = 0
    for domain in range(DOMAINS):
        count += (bits >> domain) & 1
    return count


@kernel
def _goes_first(world, own, i, month):
    return month - world.residents.incident[i] <= own.urgent_months


@kernel
def _give(world, own, clients, shares, contact, received, month):
    """Give each client the share of what they ask; sum up what the clients of a wijk get."""
    r = world.residents
    for i in clients:
        wijk = world.dwellings.wijk[r.dwelling[i]]
        first, share = int(_goes_first(world, own, i, month)), 0.0
        for domain in range(DOMAINS):
            if r.served[i] & (1 << domain):
                share += shares[wijk, domain, first]
        hours = min(share * _asked_of_each(world, i), r.unmet[i])
        r.unmet[i] = max(r.unmet[i] - hours, 0.0)
        r.worker_hours[i] += contact * hours
        received[wijk] += np.int64(PARTS * hours)


def _record(world, cases, fte, asked, direct, received):
    """Note what the month was like for professionals."""
    w, given = world.wijken, np.minimum(direct, asked)
    have, spent = direct[:, OF_A_WIJK].sum(axis=1), given[:, OF_A_WIJK].sum(axis=1)
    w.support[:, PROFESSIONALS] = received / PARTS
    w.caseload[:] = np.divide(cases, fte, out=np.zeros(fte.shape), where=fte > 0.0)
    w.unserved[:] = np.where(asked > 0.0, 1.0 - _part(given, asked), 0.0)
    w.slack[:] = _part(have - spent, have)
