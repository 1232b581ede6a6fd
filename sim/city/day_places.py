"""Places of sheltered work: how many each wijk has, and who has one at the start.

A city file says how many there are in the whole city. They are spread over its wijken by residents or corporation
homes, and make social workplaces of as many seats as people work together; their number is whole, and rounded by chance
for the city as a whole. Who sits there may live anywhere in it.
"""

from __future__ import annotations

import numpy as np

from sim.city.file import CityFile
from sim.world import tables
from sim.world.codes import DAY, SOCIAL_WORKPLACE
from sim.world.sheltered_work import without_place


def sheltered_jobs(city: CityFile, scale: int, residents: np.ndarray, social: np.ndarray) -> np.ndarray:
    """Give the places at 1:``scale`` of each wijk, in parts: (wijken,), by residents or corporation homes of each."""
    jobs = np.zeros(len(residents))
    for entry in city.day_places:
        weights = residents if entry.spread == "residents" else social
        jobs += entry.places / scale * weights / weights.sum()
    return jobs


def seat_sheltered_workers(world: tables.World, filled: float, rng: np.random.Generator) -> None:
    """Give a share of the seats of social workplaces to people for whom they are meant, drawn from the whole city."""
    workplaces = np.flatnonzero(world.foci.kind == SOCIAL_WORKPLACE)
    ranges = [world.foci.start[focus] + np.arange(world.foci.size[focus]) for focus in workplaces]
    seats, rows = np.concatenate([np.empty(0, np.int64), *ranges]), without_place(world)
    number = min(int(filled * len(seats) + 0.5), len(rows))
    seats, rows = rng.permutation(seats)[:number], rng.permutation(rows)[:number]
    world.residents.focus[rows, DAY] = seats
    world.seats.occupant[seats] = rows
