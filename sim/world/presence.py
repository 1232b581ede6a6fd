"""How much residents are about where they live."""

from __future__ import annotations

from sim.compiled import kernel
from sim.world.codes import DAY, NOWHERE


@kernel
def presence(world, weights, i):
    """Give how much a resident is about in block and pool: meeting places, green, home by day, fear.

    ``weights`` is ``contact.presence``. What policies add to places and green counts like what is there, up to 1
    together.
    """
    r, w, added = world.residents, world.wijken, world.wijk_levers
    wijk = world.dwellings.wijk[r.dwelling[i]]
    places = min(w.meeting_places[wijk] + added.places[wijk], 1.0)
    green = min(w.green[wijk] + added.green[wijk], 1.0)
    about = weights[0] + weights[1] * places + weights[2] * green
    if r.focus[i, DAY] == NOWHERE:
        about += weights[3]
    about -= weights[4] * r.fear[i]
    return min(max(about, weights[5]), weights[6])
