"""Buddies: pairs of a volunteer and somebody with few ties are kept going in the wijken named.

So many ``pairs`` for each 10,000 residents, which come in evenly over the phase. They spend ``hours`` a week together,
and the buddy promises ``at_least`` so many months. Who is introduced to whom, who goes on and who stops stands in
``buddies`` among the processes. Several calls in one wijk add their pairs; of their hours and months the most holds for
all, and whoever any of them means may have a buddy. When the policy ends pairs are kept no more: who likes goes on.

In the ledger the gemeente pays all these pairs, whether people were found for them or not: introduction, training,
coordination and the expenses of the volunteer.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger import Line, prices_of, yearly
from sim.policies.phase import reached
from sim.policies.wijkteam import residents_of
from sim.world.codes import EXHOMELESS, LVB, NEW, OLD80, PSY

WRITES = ("wijk_levers.buddy_pairs", "wijk_levers.buddy_hours", "wijk_levers.buddy_months", "wijk_levers.buddy_who")
DOMAIN = "welfare"
MAY_HELP = "Somebody with few ties gets one that is kept up, two hours a week."
MAY_HARM = "When it ends it is a tie lost; the buddy's hours are missed by own ties and own kin."
PER = 10_000.0
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
    """Pay all pairs that are to be kept going, found or not, by the residents there are."""
    if call.until is not None and month >= call.until:
        return []
    pairs = call.settings["pairs"] * reached(call, month) * scale * residents_of(world)[wijken].sum() / PER
    return [yearly(call, "gemeente", DOMAIN, pairs * prices_of(call).buddy_match, "buddies")]
