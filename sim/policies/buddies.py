"""Buddies: pairs of a volunteer and somebody with few ties are kept going in the wijken named.

So many ``pairs`` for each 10,000 residents, which come in evenly over the phase. They spend ``hours`` a week together,
and the buddy promises ``at_least`` so many months. Who is introduced to whom, who goes on and who stops stands in
``buddies`` among the processes. Several calls in one wijk add their pairs; of their hours and months the most holds for
all, and whoever any of them means may have a buddy. When the policy ends pairs are kept no more: who likes goes on.

In the ledger the gemeente pays each pair that there is: introduction, training, coordination and the expenses of the
volunteer.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies.phase import reached
from sim.world.buddies import pairs_of
from sim.world.codes import EXHOMELESS, LVB, NEW, OLD80, PSY

WRITES = ("wijk_levers.buddy_pairs", "wijk_levers.buddy_hours", "wijk_levers.buddy_months", "wijk_levers.buddy_who")
DOMAIN = "welfare"
GROUPS = {
    "everyone": OLD80 | PSY | LVB | NEW | EXHOMELESS,
    "oldest": OLD80,
    "mental_health": PSY,
    "mild_intellectual_disability": LVB,
    "newcomers": NEW,
    "formerly_homeless": EXHOMELESS,
}
"""Bits of the vulnerable people that each word of ``who`` means."""


def act(world: Any, call: Any, wijken: np.ndarray, draws: Any, month: int) -> None:
    """Keep this month's pairs going; a call without any leaves the other levers alone."""
    levers, settings = world.wijk_levers, call.settings
    pairs = settings["pairs"] * reached(call, month)
    if pairs == 0.0:
        return
    levers.buddy_pairs[wijken] += pairs
    levers.buddy_hours[wijken] = np.maximum(levers.buddy_hours[wijken], settings["hours"])
    levers.buddy_months[wijken] = np.maximum(levers.buddy_months[wijken], int(settings["at_least"]))
    levers.buddy_who[wijken] |= GROUPS[settings["who"]]


def costs(world: Any, call: Any, wijken: np.ndarray, scale: int, month: int) -> list[Line]:
    """Pay the pairs that there are at the end of the month; two calls in one wijk share them by what each keeps."""
    if call.until is not None and month >= call.until:
        return []
    mine, of_all = call.settings["pairs"] * reached(call, month), world.wijk_levers.buddy_pairs[wijken]
    part = np.divide(mine, of_all, out=np.zeros(len(wijken)), where=of_all > 0.0)
    euros = scale * (pairs_of(world)[wijken] * part).sum() * prices_of(call).buddy_match
    return [yearly(call, "gemeente", DOMAIN, euros, "buddies")]
