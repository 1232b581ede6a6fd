"""Who looks for a club or a centre group: the chance of a draw, and how policies raise it.

``own`` are the parameters of ``participation``, where the rule stands in words.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.world.codes import CLUB, NEW, NOWHERE


def most_likely(world, own):
    """Give a chance to look for a club or centre group that nobody's exceeds: a draw above it needs no second look."""
    added = world.wijk_levers
    factor = (1.0 + own.places_attract * added.places) * (1.0 + added.club_invites) * (1.0 + added.bring_along)
    return own.joins * own.talent_attracts * (1.0 + own.members_attract) * float(factor.max(initial=1.0))


@kernel
def looks_for_group(world, own, draw, i, slot, kind):
    """Tell whether a draw is below the chance to look for a club or centre group."""
    r = world.residents
    chance = own.joins * own.talent_attracts * r.dutch[i] * (1.0 - own.frailty_factor * r.frailty[i])
    chance *= looks_more(world, own, i, kind)
    if draw >= chance * (1.0 + own.members_attract):
        return False
    return attracted(world, own.members_attract, draw, chance, i, slot)


@kernel
def attracted(world, attraction, draw, chance, i, slot):
    """Tell whether a draw is below chance · (1 + ``attraction`` · share of ties who sit in a slot).

    Worth asking of draws below chance · (1 + ``attraction``) alone: no share can help the others.
    """
    if draw < chance:
        return True
    return _has_members(world, i, slot, _members_needed(attraction, draw, chance, world.ties.count[i]))


@kernel
def _members_needed(attraction, draw, chance, ties):
    """Give how many of the ties have to be members for a draw to be below the chance; more than all if none suffice."""
    about = (draw / chance - 1.0) / attraction * ties
    needed = max(np.int64(about) - 1, 0)  # one less, lest it is rounded up
    while needed <= ties and draw >= chance * (1.0 + attraction * (needed / max(ties, 1))):
        needed += 1
    return needed


@kernel
def _has_members(world, i, slot, needed):
    """Tell whether so many ties of a resident sit in a slot; looks no further than it takes to know."""
    r, ties = world.residents, world.ties
    missing, left = needed, np.int64(ties.count[i])
    while 0 < missing <= left:
        left -= 1
        other = ties.partner[i, left]
        if other >= 0 and r.focus[other, slot] != NOWHERE:
            missing -= 1
    return missing <= 0


@kernel
def looks_more(world, own, i, kind):
    """Give the factor by which policies raise the chance to look for a club or centre group; 1 without any.

    1 + ``places_attract`` · added meeting places; for a club also times 1 + club_invites, and times 1 + bring_along
    for newcomers and whoever has at most ``few_ties`` ties of 50 hours or more.
    """
    r, added = world.residents, world.wijk_levers
    wijk = world.dwellings.wijk[r.dwelling[i]]
    factor = 1.0 + own.places_attract * added.places[wijk]
    if kind == CLUB:
        factor *= 1.0 + added.club_invites[wijk]
        if added.bring_along[wijk] > 0.0 and (r.vulnerability[i] & NEW or r.network[i] <= own.few_ties):
            factor *= 1.0 + added.bring_along[wijk]
    return factor
