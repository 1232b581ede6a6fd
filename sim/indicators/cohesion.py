"""Social cohesion, 0-10: the four statements of the Veiligheidsmonitor (the scale before 2021).

People here hardly know each other (reversed) follows familiarity and ties nearby; they get on pleasantly
follows comfort with those in the block less fear; people help each other follows ties nearby and the share of
the hours asked of network and volunteers in the wijk that are given; I feel at home follows familiarity, comfort
and ties nearby less fear. Each latent is standardised as in the baseline and answered on five steps by an ordered
logit whose cut-points were fitted once to the Dutch shares of 2023 and then frozen; the score of a statement is
the expected answer on 0, 2.5, 5, 7.5 or 10.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.compiled import allocating, kernel
from sim.indicators.tally import is_adult, per_person, wijk_of, with_city
from sim.world.codes import ADULT, CATEGORIES

STATEMENTS = ("hardly_know", "pleasant", "help_each_other", "at_home")
AGREES_FROM = (2, 3, 3, 3)
"""Answer (0-4) from which the share counts. The first statement is put the other way round: whoever does not
answer 0 or 1 to "people know each other" does not agree that they hardly do."""
GRID, GRID_STEP = 401, 0.04
"""Standardised latents from -8 to 8."""


class Cohesion(NamedTuple):
    """Parameters of ``cohesion.yaml``; lists by statement."""

    mean: np.ndarray
    spread: np.ndarray
    cut: np.ndarray
    spacing: float
    help_start: float
    ties_full: float


def observe(world: Any, parameters: Any) -> dict[str, np.ndarray]:
    """Give cohesion, the share that agrees with each statement, and comfort with the block, per wijk, the city last."""
    own = parameters["cohesion"]
    score, agree = answer_tables(own)
    sums = with_city(_sum(world, own, score, agree))
    adults = sums[:, 0]
    shares = {name: 100.0 * per_person(sums[:, 1 + k], adults) for k, name in enumerate(STATEMENTS)}
    shares["hardly_know"] = 100.0 - shares["hardly_know"]
    return {**shares, "cohesion": per_person(sums[:, 5], adults), "tolerance": per_person(sums[:, 6], adults)}


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
def block_categories(world):
    """Count residents per focus and perceived category; only blocks and units are filled."""
    counts = np.zeros((world.foci.kind.shape[0], CATEGORIES))
    for i in range(world.residents.uid.shape[0]):
        if world.residents.alive[i]:
            block = world.dwellings.block[world.residents.dwelling[i]]
            counts[block, world.residents.category[i]] += 1.0
    return counts


@kernel
def help_in(world, own, wijk):
    """Give the share of the hours asked in a wijk that are given; the starting value where nobody asks."""
    asked = world.wijken.asked[wijk]
    return min(1.0, world.wijken.helped[wijk] / asked) if asked > 0.0 else own.help_start


@kernel
def latents(world, own, counts, i, out):
    """Write the four raw latents of a resident into ``out``."""
    r = world.residents
    block = world.dwellings.block[r.dwelling[i]]
    comfort, people = 0.0, 0.0
    for category in range(CATEGORIES):
        others = counts[block, category] - (1.0 if category == r.category[i] else 0.0)
        comfort += others * r.tolerance[i, category]
        people += others
    comfort = comfort / people if people > 0.0 else float(r.tolerance[i, 0])
    local = min(1.0, r.local_ties[i] / own.ties_full)
    out[0] = r.familiarity[i] + local
    out[1] = comfort - r.fear[i]
    out[2] = help_in(world, own, world.dwellings.wijk[r.dwelling[i]]) + local
    out[3] = (r.familiarity[i] + comfort + local) / 3.0 - 0.5 * r.fear[i]


@allocating
def _sum(world, own, score, agree):
    sums = np.zeros((world.wijken.x.shape[0], 7))
    counts = block_categories(world)
    raw = np.zeros(4)
    for i in range(world.residents.uid.shape[0]):
        if not is_adult(world, i):
            continue
        latents(world, own, counts, i, raw)
        row = sums[wijk_of(world, i)]
        row[0] += 1.0
        row[6] += raw[1] + world.residents.fear[i]
        for statement in range(4):
            latent = (raw[statement] - own.mean[statement]) / own.spread[statement]
            g = min(max(round(latent / GRID_STEP) + GRID // 2, 0), GRID - 1)
            row[1 + statement] += agree[statement, g]
            row[5] += score[statement, g] / 4.0
    return sums


def all_latents(world: Any, own: Cohesion) -> np.ndarray:
    """Give the raw latents of every adult: (adults, 4). Used once, to fit the scale."""
    rows = np.flatnonzero(world.residents.alive & (world.residents.age >= ADULT))
    out = np.zeros((len(rows), 4))
    _fill(world, own, rows, out)
    return out


@kernel
def _fill(world, own, rows, out):
    counts = block_categories(world)
    for k in range(rows.shape[0]):
        latents(world, own, counts, rows[k], out[k])
