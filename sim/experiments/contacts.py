"""Contacts a week with family and friends, and strong ties, of some residents: what surveys ask and the month does not
need. Contacts are those of one's own choice; family and friends are those who live elsewhere.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel
from sim.indicators.contact import WEEKS
from sim.world.bonds import held
from sim.world.codes import EXTERNAL, RATE, SAME_DWELLING, SAME_POOL, SOCIAL_TIE, TYPE_BITS
from sim.world.meetings import time_weight
from sim.world.nearness import HUNDREDTHS

CONTACTS = FAMILY, FRIENDS, NETWORK, NEARBY = 0, 1, 2, 3
"""Contacts a week with family and with friends; strong ties, and those of them who live in the own pool."""


@kernel
def count_contacts(world, contact, ties, rows, found):
    """Add up in ``found`` (residents, 4) what CONTACTS names of the ties of some rows of residents."""
    for k in range(rows.shape[0]):
        i = rows[k]
        for slot in range(world.ties.count[i]):
            kind, hours = world.ties.kind[i, slot], held(world, i, slot)
            strong = hours >= ties.network_hours
            found[k, NETWORK] += strong
            found[k, NEARBY] += strong and SAME_POOL <= (kind & ~TYPE_BITS) < SAME_DWELLING
            if (kind & ~TYPE_BITS) != SAME_DWELLING:
                who = FRIENDS if (kind & TYPE_BITS) == SOCIAL_TIE else FAMILY
                found[k, who] += _weekly_meetings(world, contact, ties, i, slot)


@kernel
def _weekly_meetings(world, contact, ties, i, slot):
    """Give the contacts a week of one's choice with a tie: its chosen time over how long one lasts.

    A visit lasts longer the better one knows the other; with whoever is reached by telephone alone, it is a call.
    """
    t, other = world.ties, world.ties.partner[i, slot]
    rate = world.residents.face[i, RATE]
    if other != EXTERNAL:
        rate = min(rate, world.residents.face[other, RATE])
    telephone = contact.phone_social if (t.kind[i, slot] & TYPE_BITS) == SOCIAL_TIE else contact.phone_kin
    hours = held(world, i, slot)
    known = hours / (hours + contact.half_hours)
    visits = t.closeness[i, slot] > round(HUNDREDTHS * telephone)
    lasts = ties.meeting_hours * (1.0 + ties.duration_of_ties * known * visits)
    weight = time_weight(hours, np.float32(t.closeness[i, slot]), np.float32(contact.half_hours))
    return weight * rate / lasts / WEEKS
