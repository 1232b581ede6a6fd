"""Every state of a wijk has its mark."""

import re

import numpy as np
import pytest

from sim.report import dots, tiles
from sim.report.style import BETTER, INK, WHITE, WORSE
from sim.report.words import Words

NL = Words("nl")


def drawn(row):
    return tiles.tile(0, 0, 100, tiles.look(row))


def test_certain_fills_the_tile_inside_an_ink_border(row):
    mark = drawn(row(difference=-0.7, verdict="certain_better"))
    assert f'fill="{BETTER[0]}" stroke="{INK}"' in mark and mark.count("<rect") == 1


def test_worse_adds_a_black_bar(row):
    mark = drawn(row(difference=2.8, verdict="certain_worse"))
    assert f'fill="{WORSE[2]}"' in mark and f'height="7.0" fill="{INK}"' in mark


def test_an_indication_is_an_inset_square_in_the_palest_step(row):
    mark = drawn(row(difference=-3.0, verdict="indication_better"))
    assert f'x="13.0" y="13.0" width="74.0" height="74.0" fill="{BETTER[0]}"' in mark


def test_not_distinguishable_is_white_in_a_dotted_border(row):
    mark = drawn(row(difference=-0.4, verdict="not_distinguishable"))
    assert "stroke-dasharray" in mark and f'fill="{WHITE}"' in mark


def test_too_small_is_white_in_a_solid_border_and_says_how_many(row):
    small = row(difference=-4.0, simulated=43, verdict="too_small")
    assert "stroke-dasharray" not in drawn(small) and tiles.value(NL, small, arrow=True) == "n 43"


def test_a_wijk_without_results_is_too_small():
    assert tiles.look(None).state == "too_small" and tiles.value(NL, None, arrow=True) == "n 0"


def test_the_same_has_a_mark_of_its_own(row):
    assert tiles.value(NL, row(difference=0.0, verdict="same"), arrow=True) == "="


@pytest.mark.parametrize(("difference", "step"), [(-0.9, 1), (-1.0, 2), (-1.9, 2), (-2.0, 3)])
def test_colour_steps_are_multiples_of_what_matters(row, difference, step):
    assert tiles.look(row(difference=difference, verdict="certain_better")).step == step


@pytest.mark.parametrize(
    ("verdict", "difference", "text"),
    [("certain_worse", 2.8, "▲ +2,8"), ("certain_better", -2.3, "▼ −2,3"), ("indication_worse", 0.9, "△ +0,9"),
     ("indication_better", -0.4, "▽ −0,4"), ("not_distinguishable", -0.4, "≈")],
)  # fmt: skip
def test_the_arrow_shows_the_direction_and_certainty_of_the_number(row, verdict, difference, text):
    assert tiles.value(NL, row(verdict=verdict, difference=difference), arrow=True) == text


def test_all_states_occur_in_the_invented_report(html):
    states = set(re.findall(r'class="tile" data-state="(\w+)"', html))
    assert states == {"certain", "indication", "not_distinguishable", "too_small", "same"}


def test_more_than_twenty_runs_become_twenty_dots():
    assert len(dots.quantiles(np.arange(200.0))) == 20 and len(dots.quantiles(np.arange(7.0))) == 7


def test_dots_stand_on_their_own_side_of_zero():
    drawing = dots.dots("", np.array([-0.001, 0.001]), 0.0, (-1, 1), dots.axis([1.0]), lower_is_better=True)
    left, right = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawing))
    assert left < dots.WIDTH / 2 < right


def test_the_tallest_stack_of_dots_stays_inside_the_drawing():
    drawing = dots.dots("", np.full(20, 0.5), 0.5, (0.4, 0.6), dots.axis([1.0]), lower_is_better=True)
    assert min(float(y) for y in re.findall(r'cy="([\d.-]+)"', drawing)) > 0
