"""Renewal: a share of the social homes of a wijk is pulled down or rebuilt, and comes back in a mix of tenures.

From the first month, evenly over the phase, block after block is to be emptied: all homes of it that were social rent,
until ``share`` of those of the wijk is reached, rounded to whole blocks. Blocks of which at least half is social rent
go first; within that the order follows from a draw, the same in every scenario of a seed, so that a larger share
renews the same blocks and more. Whoever lives there is urgent and goes where the allocation rule or ``destination``
says; works begin when a block is empty and last ``works`` months (``renewal_housing``). Homes that projects have built
or keep are left alone, and so are shared houses.

Of the homes ``back_social`` come back as social rent; of the others ``back_owner`` are sold and the rest is let
privately, spread evenly over the homes or, with ``mix: blocks``, over whole blocks. Where ``may_return`` is true,
who had to leave is offered what comes back as social rent first. Number, size and place of homes stay as they
are. The share counts what has been renewed before: two renewals of a wijk take the same blocks, each home once. When
the policy ends no more blocks are emptied; works that have begun are finished.

Neighbours are lost, the new ones are strangers, cases drop out at the move, and others in the urgent queue wait longer;
incomes get mixed, and homes come vacant. None of this is written here: this file moves levers only.

In the ledger the corporatie pays what rents of renewed social homes do not bring back, from the month in which works
begin, and an allowance for each household that leaves. Owners and landlords pay for theirs. What the sale of homes or
of ground brings, and rent missed during the works, are left out: no figure was found.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.ledger import Line, capital, prices_of
from sim.policies.closing import closed_by
from sim.randomness import branch, uniform
from sim.world.codes import DESTINATIONS, NEVER, NOWHERE, OWNER, PRIVATE, SHARED_HOUSE, SOCIAL

WRITES = ("dwelling_levers.*",)
DOMAIN = "housing"
MAY_HELP = "Wijken become mixed in tenure and income, homes come back renewed."
MAY_HARM = (
    "Households have to move, lose neighbours and workers on the way; fewer social homes come back, and others in "
    "the queue wait longer."
)


class Plan(NamedTuple):
    """The homes of one wijk that will be renewed: their rows, the place of their block in the order, and how many.

    ``home`` and ``place`` are (homes,), in order; ``blocks`` is how many different places there are.
    """

    home: np.ndarray
    place: np.ndarray
    blocks: int


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Set this month's levers. ``wijken``: rows of the wijken in which the policy holds."""
    d, levers, settings = world.dwellings, world.dwelling_levers, call.settings
    for wijk in wijken:
        plan = homes_to_renew(world, int(wijk), settings["share"], draws.key("renewal"))
        tenure = tenures(plan, settings)
        turn = plan.place < closed_by(plan.blocks, call, month)
        turn &= (d.delivered[plan.home] == NEVER) & (d.project[plan.home] == NOWHERE)
        home = plan.home[turn]
        levers.renewed_as[home] = 1 + tenure[turn]
        levers.works[home] = int(settings["works"])
        levers.destination[home] = DESTINATIONS.index(settings["destination"])
        levers.may_return[home] = settings["may_return"]
        levers.call[home] = call.number


def homes_to_renew(world: Any, wijk: int, share: float, key: Any) -> Plan:
    """Give the homes of a wijk that will be renewed, block after block, in the order in which their turn comes.

    Homes that are renewed already are among them, whatever tenure they have now, so the order stays as it is.
    """
    d = world.dwellings
    stock = world.projects.first_dwelling[0] if len(world.projects.first_dwelling) else len(d.wijk)
    social = (d.tenure == SOCIAL) | (d.delivered != NEVER)
    mine = np.flatnonzero(social & (d.wijk == wijk) & (d.kind < SHARED_HOUSE) & (np.arange(len(d.wijk)) < stock))
    blocks, place, homes = np.unique(d.block[mine], return_inverse=True, return_counts=True)
    minority = 2 * homes < np.bincount(d.block, minlength=len(world.foci.kind))[blocks]
    order = np.lexsort(([uniform(branch(key, 1), int(block)) for block in blocks], minority))
    wanted = _blocks_nearest(np.cumsum(homes[order]), share * len(mine))
    place = np.argsort(order)[place]
    chosen = np.flatnonzero(place < wanted)
    chosen = chosen[np.argsort(place[chosen], kind="stable")]
    return Plan(mine[chosen], place[chosen], wanted)


def _blocks_nearest(homes: np.ndarray, wanted: float) -> int:
    """Give how many blocks come nearest to so many homes; ``homes`` counts those of the first one, two, ... blocks."""
    return int(np.flatnonzero(np.abs(np.r_[0, homes] - wanted) == np.abs(np.r_[0, homes] - wanted).min())[-1])


def tenures(plan: Plan, settings: Any) -> np.ndarray:
    """Give the tenure in which each home comes back: each part is spread evenly over homes or blocks."""
    number = plan.place if settings["mix"] == "blocks" else np.arange(len(plan.home))
    before = np.floor(settings["back_social"] * number + 0.5)
    social = np.floor(settings["back_social"] * (number + 1) + 0.5) > before
    others = number - before
    sold = np.floor(settings["back_owner"] * (others + 1) + 0.5) > np.floor(settings["back_owner"] * others + 0.5)
    return np.where(social, SOCIAL, np.where(sold, OWNER, PRIVATE))


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay for renewed social homes, also after the policy ends, and for the households that left this month."""
    d, levers, prices = world.dwellings, world.dwelling_levers, prices_of(call)
    begun = d.delivered[(d.renewed_by == call.number) & (d.tenure == SOCIAL)] - int(call.settings["works"])
    left = (levers.renewed_as > 0) & (levers.call == call.number) & (d.vacated == month)

    def built(by: int) -> float:
        return scale * float((begun <= by).sum())

    allowance = scale * float(left.sum()) * prices.moving_allowance
    return [
        capital(call, "corporatie", prices.renewal_capital, built, month),
        Line(call.number, "corporatie", "housing", allowance, "moving allowances"),
    ]
