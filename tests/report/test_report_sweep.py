"""The page of a sweep: what it says in both languages, and that no name from a file can be markup."""

import json
from dataclasses import replace

import pytest

from sim.report.sweep import sentence, sweep_page
from sim.report.swept import Looked, Swept
from sim.report.words import LANGUAGES, Words

LIMITS = [
    {"name": "volunteering.stops", "low": None, "high": 0.0321, "times": False},
    {"name": "ties.decay", "low": 1.1, "high": None, "times": True},
    {"name": "urgent_housing.rule", "in": ["cheapest", "quota"]},
]
BOX = {"outcome": "severely_lonely", "policy": "close", "points": 200, "fails": 43,
       "by_chance": float("nan"), "verdict": "box", "coverage": 0.74,
       "density": 0.83, "inside": 38, "limits": json.dumps(LIMITS)}  # fmt: skip
ROBUST = {"outcome": "severely_lonely", "policy": "close", "points": 200, "difference": 0.31, "mean_regret": 0.4,
          "mean_regret_low": 0.3, "mean_regret_high": 0.5, "high_regret": 0.9, "most_regret": 1.2, "best": 0.2,
          "fails": 0.215, "fails_low": 0.16, "fails_high": 0.27, "fails_by_chance": 0.12}  # fmt: skip


def row(measure, value, policy="close", uncertainty="volunteering.stops", reach=0.1, floor=0.2, verdict="clear"):
    return {"outcome": "severely_lonely", "policy": policy, "measure": measure, "uncertainty": uncertainty,
            "value": value, "reach": reach, "floor": floor, "verdict": verdict}  # fmt: skip


SWEPT = Swept(
    titles={"en": "Uncertain times", "nl": "Onzekere tijden"},
    stories={},
    policies={"baseline": {"en": "Current policy", "nl": "Huidig beleid"}, "close": {"en": "Homes close"}},
    outcomes=[
        Looked("severely_lonely", "severely_lonely", "everyone", "*", 0.1),
        Looked("euros", "euros", "everyone", "*", 0),
    ],
    uncertain=[("volunteering.stops", False, "0.01 – 0.06", "chance a month")],
    kind="sobol",
    points=200,
    seeds=2,
    scale=25,
    months=120,
    runs=800,
    failed=3,
    robustness=[ROBUST],
    discovery=[BOX],
    sensitivity=[
        row("ST", 0.6),
        row("S1", 0.5),
        row("ST", 0.3, policy="*"),
        row("share", 0.2, uncertainty="*", reach=float("nan")),
    ],
)


def test_a_box_is_told_in_one_sentence_with_coverage_and_density():
    assert sentence(SWEPT, Words("en"), BOX) == (
        "‘Homes close’ fails on severe loneliness in 43 of 200 worlds. Mostly where volunteering.stops is at most "
        "0.0321 and the factor on ties.decay is at least 1.10 and urgent_housing.rule is cheapest or quota: 74% of its "
        "failures lie there (coverage), and it fails in 83% of the worlds there (density)."
    )


@pytest.mark.parametrize("verdict", ["none", "rarely", "nearly_always", "few_points", "paths"])
def test_where_there_is_no_box_the_reason_is_told(verdict):
    told = sentence(SWEPT, Words("nl"), BOX | {"verdict": verdict, "limits": "[]"})
    assert "43 van 200 werelden" in told and told.endswith(Words("nl")(f"sweep.verdict_{verdict}"))


def test_what_a_policy_that_does_nothing_would_show_stands_beside_what_this_one_does():
    told = sentence(SWEPT, Words("en"), BOX | {"by_chance": 0.155})
    assert "in 43 of 200 worlds. A policy that does nothing would fail in about 31 by chance of seeds." in told
    assert "by chance about 12%" in sweep_page(SWEPT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_design_along_paths_has_no_shares_and_says_why(language):
    page = sweep_page(replace(SWEPT, kind="morris", robustness=[]))
    assert Words(language)("sweep.robust_morris") in page and Words(language)("sweep.robust_note") not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["grid", "list"])
def test_worlds_that_were_chosen_have_no_interval_on_the_page(language, kind):
    lacking = dict.fromkeys(["fails_low", "fails_high", "mean_regret_low", "mean_regret_high"], float("nan"))
    page = sweep_page(replace(SWEPT, kind=kind, robustness=[ROBUST | lacking], seeds=1))
    assert Words(language)(f"sweep.robust_{kind}") in page and Words(language)("sweep.robust_one_seed") in page
    assert ">nan" not in page


def test_a_policy_that_never_fails_is_told_so_in_one_sentence():
    told = sentence(SWEPT, Words("en"), BOX | {"fails": 0, "verdict": "rarely", "limits": "[]"})
    assert told == "‘Homes close’ does not fail on severe loneliness in any of 200 worlds."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_all_blocks_in_both_languages_and_asks_nothing_of_the_network(language):
    page, words = sweep_page(SWEPT), Words(language)
    for key in ("robust", "where", "answers", "uncertain", "reading"):
        assert f"<h2>{words(f'sweep.{key}')}</h2>" in page
    assert words("sweep.failed", n="3") in page and words("sweep.chance", x="20") in page
    assert "http://" not in page.replace("http://www.w3.org", "") and "https://" not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("said", "key"), [
    ({"verdict": "chance"}, "by_chance"),
    ({"verdict": "unknown", "floor": float("nan")}, "chance_unknown"),
    ({"verdict": "few", "reach": float("nan")}, "few"),
])  # fmt: skip
def test_what_cannot_be_told_from_chance_is_said_where_it_is_so_and_there_alone(language, said, key):
    line = Words(language)(f"sweep.{key}")
    page = sweep_page(replace(SWEPT, sensitivity=[row("ST", 0.3, **said)]))
    assert line in page and line not in sweep_page(SWEPT) and "nan" not in page.split("<main")[1]


def test_the_floor_of_chance_stands_beside_the_total_index():
    without = [row("ST", 0.6, floor=float("nan"), verdict="unknown")]
    assert Words("en")("sweep.column_floor") in sweep_page(SWEPT)
    assert Words("en")("sweep.column_floor") not in sweep_page(replace(SWEPT, sensitivity=without))


def test_a_name_from_a_file_is_no_markup():
    policies = {"baseline": {}, "close": {"en": "<b>x"}}
    named = replace(SWEPT, titles={"en": "<script>alert(1)</script>"}, policies=policies)
    page = sweep_page(named)
    assert "<script>alert" not in page and "<b>x" not in page


def test_a_design_without_indices_has_no_block_of_them():
    assert Words("en")("sweep.answers") not in sweep_page(replace(SWEPT, kind="grid"))
