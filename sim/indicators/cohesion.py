"""Social cohesion, 0-10: the four statements of the Veiligheidsmonitor (the scale before 2021).

People here hardly know each other (reversed) follows familiarity and ties nearby; they get on pleasantly follows
comfort with the others in the block less fear; people help each other follows ties nearby and the share of the hours
asked of network and volunteers in the wijk that are given; I feel at home follows familiarity, comfort and ties nearby
less fear. The own household is nobody's neighbour. Each latent is standardised as in the baseline and answered on five
steps by an ordered logit whose cut-points were fitted once to the Dutch shares of 2023 and then frozen; the score of a
statement is the expected answer on 0, 2.5, 5, 7.5 or 10.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.tally import Homes, homes_of, per_person, with_city
from sim.world.codes import ADULT, CATEGORIES
from sim.world.households import lives_apart

STATEMENTS = ("hardly_know", "pleasant", "help_each_other", "at_home")
AGREES_FROM = (2, 3, 3, 3)
"""Answer (0-4) from which the share counts. The first statement is put the other way round: whoever does not
answer 0 or 1 to "people know each other" does not agree that they hardly do."""
GRID, GRID_STEP = 401, 0.04
"""Standardised latents from -8 to 8."""
COMFORT, PEOPLE, FAMILIARITY, LOCAL_TIES, FEAR, HELP = range(6)
"""What is looked up of an adult; comfort is a sum over so many people."""
BYTE = np.uint64(255)
"""What is taken of the number of a household for each category; a home has eight seats at most."""
AT_ONCE = 128
"""Adults whose latents are worked out together: the processor divides for several at a time, where most time went."""


class Cohesion(NamedTuple):
    """Parameters of ``cohesion.yaml``; lists by statement."""

    mean: np.ndarray
    spread: np.ndarray
    cut: np.ndarray
    spacing: float
    help_start: float
    ties_full: float


def observe(world: Any, parameters: Any, homes: Homes | None = None) -> dict[str, np.ndarray]:
    """Give cohesion, the share that agrees with each statement, and comfort with the block, per wijk, the city last."""
    own = parameters["cohesion"]
    score, agree = answer_tables(own)
    homes = homes or homes_of(world)
    sums, adults = with_city(_sum(world, own, homes.of_adults, score, agree)), with_city(homes.adults)
    shares = {name: 100.0 * per_person(sums[:, k], adults) for k, name in enumerate(STATEMENTS)}
    shares["hardly_know"] = 100.0 - shares["hardly_know"]
    return {**shares, "cohesion": per_person(sums[:, 4], adults), "tolerance": per_person(sums[:, 5], adults)}


def answer_tables(own: Any) -> Any:
    """Give the tables of ``tabulate``, made once for each set of parameters; nobody may write in them."""
    return _kept_tables(tuple(float(cut) for cut in own.cut), float(own.spacing))


@lru_cache(maxsize=8)
def _kept_tables(cuts: tuple[float, ...], spacing: float) -> Any:
    return tabulate(np.array(cuts), spacing)


@allocating
def tabulate(cuts, spacing):
    """Tabulate over latents: expected score 0-10, and the chance to agree, per statement."""
    score, agree = np.zeros((4, GRID)), np.zeros((4, GRID))
    for statement in range(4):
        for g in range(GRID):
            latent = (g - GRID // 2) * GRID_STEP
            for step in range(1, 5):
                cut = cuts[statement] + spacing * (step - 3)
                chance = 1.0 / (1.0 + math.exp(cut - latent))
                score[statement, g] += 2.5 * chance
                if step == AGREES_FROM[statement]:
                    agree[statement, g] = chance
    return score, agree


@allocating
def categories_around(world):
    """Count residents by perceived category: per block or living group (float64), and per household (uint64).

    A household has a byte for each category; none where the residents of a dwelling are no household.
    """
    r, counts = world.residents, np.zeros((world.foci.kind.shape[0], CATEGORIES))
    at_home = np.zeros(world.dwellings.kind.shape[0], np.uint64)
    for i in range(r.uid.shape[0]):
        if r.alive[i]:
            home = r.dwelling[i]
            counts[world.dwellings.block[home], r.category[i]] += 1.0
            if not lives_apart(world, home):
                at_home[home] += _byte_of(r.category[i])
    return counts, at_home


@kernel
def _byte_of(category):
    """Give the number that stands for one resident of a category."""
    return np.uint64(1) << np.uint64(8 * category)


@kernel
def help_in(world, own, wijk):
    """Give the share of the hours asked in a wijk that are given; the starting value where nobody asks."""
    asked = world.wijken.asked[wijk]
    return min(1.0, world.wijken.helped[wijk] / asked) if asked > 0.0 else own.help_start


@kernel
def look_up(world, around, helped, i, seen, k):
    """Write what the latents of a resident follow from into column k of ``seen``; the own household is left out."""
    (counts, at_home), r, home = around, world.residents, world.residents.dwelling[i]
    block, household = world.dwellings.block[home], at_home[home]
    if household == 0:  # in a shared house or a facility the others are neighbours
        household = _byte_of(r.category[i])
    comfort, people = 0.0, 0.0
    for category in range(CATEGORIES):
        others = counts[block, category] - np.float64((household >> np.uint64(8 * category)) & BYTE)
        comfort += others * r.tolerance[i, category]
        people += others
    seen[COMFORT, k] = comfort if people > 0.0 else float(r.tolerance[i, 0])
    seen[PEOPLE, k] = max(people, 1.0)
    seen[FAMILIARITY, k], seen[LOCAL_TIES, k] = r.familiarity[i], r.local_ties[i]
    seen[FEAR, k], seen[HELP, k] = r.fear[i], helped[world.dwellings.wijk[r.dwelling[i]]]


@kernel
def latents(own, seen, k):
    """Give the four raw latents of the resident of column k."""
    comfort = seen[COMFORT, k] / seen[PEOPLE, k]
    local = min(1.0, seen[LOCAL_TIES, k] / own.ties_full)
    familiarity, fear = seen[FAMILIARITY, k], seen[FEAR, k]
    return (
        familiarity + local,
        comfort - fear,
        seen[HELP, k] + local,
        (familiarity + comfort + local) / 3.0 - 0.5 * fear,
    )


@kernel
def _place(own, statement, latent):
    """Give the column of the tables that is nearest to a raw latent."""
    steps = np.rint((latent - own.mean[statement]) / own.spread[statement] / GRID_STEP)
    return np.int32(min(max(steps, -(GRID // 2)), GRID // 2)) + np.int32(GRID // 2)


@kernel
def _answer(own, seen, places, comfort):
    """Work out, for all columns of ``seen``, the columns of the tables by statement, and comfort with the block."""
    for k in range(AT_ONCE):
        know, pleasant, help_each_other, at_home = latents(own, seen, k)
        places[0, k], places[1, k] = _place(own, 0, know), _place(own, 1, pleasant)
        places[2, k], places[3, k] = _place(own, 2, help_each_other), _place(own, 3, at_home)
        comfort[k] = pleasant + seen[FEAR, k]


@allocating
def _sum(world, own, homes, score, agree):
    """Sum up by wijk, over the adults who have one: agreement by statement, the score, comfort with the block."""
    sums, wijken = np.zeros((world.wijken.x.shape[0], 6)), np.empty(AT_ONCE, np.int16)
    around, helped = categories_around(world), _help(world, own)
    seen, places, comfort = np.ones((6, AT_ONCE)), np.empty((4, AT_ONCE), np.int32), np.empty(AT_ONCE)
    count, last = 0, homes.shape[0] - 1
    for i in range(homes.shape[0]):
        if homes[i] >= 0:
            look_up(world, around, helped, i, seen, count)
            wijken[count] = homes[i]
            count += 1
        if count == AT_ONCE or i == last:
            _answer(own, seen, places, comfort)
            _add(sums, wijken[:count], places, comfort, score, agree)
            count = 0
    return sums


@kernel
def _add(sums, wijken, places, comfort, score, agree):
    for k in range(wijken.shape[0]):
        row, total = sums[wijken[k]], sums[wijken[k], 4]
        for statement in range(4):
            place = places[statement, k]
            row[statement] += agree[statement, place]
            total += score[statement, place] / 4.0
        row[4] = total
        row[5] += comfort[k]


@allocating
def _help(world, own):
    helped = np.empty(world.wijken.x.shape[0])
    for wijk in range(helped.shape[0]):
        helped[wijk] = help_in(world, own, wijk)
    return helped


def all_latents(world: Any, own: Cohesion) -> np.ndarray:
    """Give the raw latents of every adult: (adults, 4). Used once, to fit the scale."""
    rows = np.flatnonzero(world.residents.alive & (world.residents.age >= ADULT))
    out = np.zeros((len(rows), 4))
    _fill(world, own, rows, out)
    return out


@allocating
def _fill(world, own, rows, out):
    around, helped, seen = categories_around(world), _help(world, own), np.empty((6, 1))
    for k in range(rows.shape[0]):
        look_up(world, around, helped, rows[k], seen, 0)
        out[k, 0], out[k, 1], out[k, 2], out[k, 3] = latents(own, seen, 0)
