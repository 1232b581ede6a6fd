"""The plain-Mesa twin and the kernels give the same figures: two ways of writing down one rule."""

import math

import numpy as np
import pytest

from benchmarks.core import check, figures_of_twin, figures_of_world, live_core
from benchmarks.people import ROOT_PARTS
from benchmarks.twin import TwinModel
from sim.randomness import Draws
from sim.rulebook import rulebook

MONTHS = 4
CLOSE = (
    "effective_ties",
    "without_confidant",
    "local_ties",
    "social_feeling",
    "emotional_feeling",
    "chronic",
    "loss",
    "dutch_hours",
    "neighbour_meetings",
)
"""Columns of 32 bits in the world, attributes of 64 bits in the twin."""


@pytest.fixture(scope="module")
def both(burnt_in):
    """Give the world and the twin after the core of some months from the same start."""
    parameters, draws, world = rulebook({}).bound, Draws(3), burnt_in.copy()
    twin = TwinModel(world, parameters, draws)
    for month in range(MONTHS):
        live_core(world, parameters, draws, month)
        twin.step()
    return world, twin


def test_everybody_has_the_same_ties(both):
    """To the last one, in the same slots."""
    world, twin = both
    row_of = {resident: row for row, resident in twin.residents.items()}
    for row, resident in twin.residents.items():
        theirs = [row_of.get(tie.other if tie.one is resident else tie.one, -2) for tie in resident.ties]
        assert theirs == world.ties.partner[row, : world.ties.count[row]].tolist()


def test_ties_have_the_same_hours(both):
    """To a step of those in which they are kept: 32 bits now and then fall on the other side of a half than 64."""
    world, twin = both
    steps = []
    for row, resident in twin.residents.items():
        roots = world.ties.root_hours[row, : len(resident.ties)]
        steps += [abs(ROOT_PARTS * math.sqrt(tie.hours) - root) for tie, root in zip(resident.ties, roots, strict=True)]
    assert max(steps) < 1.5
    assert np.mean(np.array(steps) < 0.5) > 0.98


@pytest.mark.parametrize("name", CLOSE)
def test_everybody_has_the_same_figures_but_for_rounding(both, name):
    """To 3e-4 of the figure or 1e-4, which is what one step in the hours of a tie does to a feeling."""
    world, twin = both
    rows = list(twin.residents)
    mine = [getattr(resident, name) for resident in twin.residents.values()]
    np.testing.assert_allclose(mine, getattr(world.residents, name)[rows], rtol=3e-4, atol=1e-4)


def test_everybody_gives_the_same_answers(both):
    world, twin = both
    rows = list(twin.residents)
    scores = world.residents.social_score[rows].astype(int) + world.residents.emotional_score[rows]
    assert [resident.score for resident in twin.residents.values()] == scores.tolist()
    assert [resident.network for resident in twin.residents.values()] == world.residents.network[rows].tolist()


def test_the_means_that_the_benchmark_compares_agree(both):
    check(figures_of_world(both[0]), figures_of_twin(both[1]))


def test_the_benchmark_notices_figures_that_differ(both):
    figures = figures_of_world(both[0])
    with pytest.raises(AssertionError, match="mean score"):
        check(figures, figures | {"mean score": figures["mean score"] * 1.001})


def test_a_month_ends_and_begins_ties(both, burnt_in):
    """Else the comparison would compare nothing."""
    world, _ = both
    assert (world.ties.partner != burnt_in.ties.partner).sum() > 100
