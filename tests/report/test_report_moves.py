"""Where people come to live: by the rule of the tables, in the marks of the other maps, and neither good nor bad."""

import re

import numpy as np
import pytest

from sim.report import tiles
from sim.report.moves import _levels, compared, moves
from sim.report.results import CITY
from sim.report.sides import sides
from sim.report.style import BETTER, NEUTRAL, WORSE

FIELDS = (
    "baseline_level",
    "scenario_level",
    "difference",
    "low",
    "high",
    "runs",
    "runs_lower",
    "runs_higher",
    "simulated",
)


@pytest.fixture
def moved(context, monkeypatch):
    """Let the mix move 100 people a run from wijk 01 to wijk 03, and some by chance between 04 and 05."""
    wijken = context.results.wijken.astype({"residents": "float64"})
    here = wijken["scenario"] == "mix"
    chance = 30.0 * np.random.default_rng(3).normal(0, 1, 9)[wijken["seed"]]
    for wijk, people in (("01", -100.0), ("03", 100.0), ("04", chance), ("05", -chance)):
        chosen = here & (wijken["wijk"] == f"WK0014{wijk}")
        wijken.loc[chosen, "residents"] += people[chosen] if wijk in ("04", "05") else people
    monkeypatch.setattr(context.results, "wijken", wijken)
    _levels.cache_clear()
    yield context
    _levels.cache_clear()


def test_a_column_is_compared_and_marked_as_the_tables_do(results):
    """Of an outcome that is in both: the same numbers, the same correction over the map and the same marks."""
    for key in results.scenarios:
        for code, row in compared(results, key, "moved_in").items():
            wanted = results.difference(key, "moved_in", code)
            for name in FIELDS:
                assert getattr(row, name) == pytest.approx(getattr(wanted, name), rel=1e-5, abs=1e-9), name
            if code != CITY:
                assert row.p_adjusted == pytest.approx(wanted.p_adjusted, rel=1e-4, nan_ok=True)
                assert row.verdict == wanted.verdict


def test_who_moves_from_one_wijk_to_another_is_seen_in_both_and_not_in_the_city(moved):
    rows = compared(moved.results, "mix")
    assert (rows["WK001401"].difference, rows["WK001403"].difference, rows[CITY].difference) == (-100.0, 100.0, 0.0)
    assert {rows[f"WK0014{wijk}"].verdict for wijk in ("01", "03")} == {"certain_changed"}
    assert {rows[f"WK0014{wijk}"].verdict for wijk in ("04", "02")} == {"not_distinguishable", "same"}
    assert rows["WK001413"].verdict == "too_small"


def test_a_tile_has_its_number_and_is_violet_without_the_bar_of_what_is_worse(moved):
    row = compared(moved.results, "mix")["WK001401"]
    look = tiles.look(row)
    assert (look.fill, look.good) == (NEUTRAL[0], None)
    assert tiles.value(moved.words, row, arrow=True) == f"▼ {moved.words.signed(-100, 0)}"


def test_the_title_counts_wijken_that_surely_have_more_or_fewer(moved):
    found = re.findall(r"<h3>(.*?)</h3>", "".join(map(str, moves(moved))))
    at = moved.results.scenarios.index("mix")
    one = moved.words.counted("where.wijken", 1)
    small = sum(row.verdict == "too_small" for row in compared(moved.results, "mix").values())
    assert found[at] == moved.words("moves.title", scenario=moved.quoted("mix"), baseline=moved.baseline, more=one,
                                    fewer=1, unclear=18 - small, small=small)  # fmt: skip


def test_every_map_stands_in_the_order_of_the_wijken_and_names_births_and_deaths(context):
    drawn = str(sides(context))
    assert drawn.count('class="map wide"') == len(context.results.scenarios)
    assert context.words("moves.caption") in drawn
    assert not any(colour in drawn for colour in (*BETTER, *WORSE))


def test_too_few_runs_have_no_certain_tile(context, monkeypatch):
    wijken = context.results.wijken
    few = wijken[wijken["seed"] <= 4].astype({"residents": "float64"})
    few.loc[few["scenario"] == "mix", "residents"] += 50.0
    monkeypatch.setattr(context.results, "wijken", few)
    _levels.cache_clear()
    marks = {row.verdict for row in compared(context.results, "mix").values()}
    _levels.cache_clear()
    assert marks == {"too_few_runs", "too_small"}
