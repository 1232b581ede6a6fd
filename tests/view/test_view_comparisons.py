"""Where a comparison of the two files lies in the results, the page shows how certain a difference is."""

import json
import os
import shutil

import pandas as pd
import pytest
from one_world import OneWorld

from sim.city.file import load_city
from sim.indicators.catalogue import INDICATORS
from sim.scenario import load_scenario
from sim.view.comparisons import compared
from sim.view.library import Library
from sim.view.pair import Pair, Setup
from sim.view.session import SHOWN_INDICATORS, Chosen, Session
from sim.view.shown.city import city

VERDICTS = ("certain_better", "certain_worse", "indication_better", "not_distinguishable", "too_few_runs", "same")
SIDES = {"certain_better": -1.4, "certain_worse": 1.4, "indication_better": -0.4, "not_distinguishable": 0.1}


@pytest.fixture
def folder(scenarios, tmp_path):
    return shutil.copytree(scenarios, tmp_path / "of" / "scenarios")


@pytest.fixture
def pair_of(folder):
    return load_scenario(folder / "baseline.yaml"), load_scenario(folder / "close_care_homes.yaml")


def write_comparison(folder, left, right, scale=10, indicators=SHOWN_INDICATORS, end="2035-12"):
    """Write what a comparison leaves, with every verdict in one of the first wijken and too few people elsewhere."""
    folder.mkdir(parents=True)
    of_city = load_city(left.city)
    rows = []
    for name in indicators:
        verdicts = [*VERDICTS, *["too_small"] * (len(of_city.wijken) - len(VERDICTS))]
        if INDICATORS[name].better == "neither":
            verdicts = [verdict.replace("better", "changed").replace("worse", "changed") for verdict in verdicts]
        for wijk, verdict in zip(of_city.wijken, verdicts, strict=True):
            rows.append(_row(right.key, name, wijk.code, verdict))
        rows.append(_row(right.key, name, "*", "not_distinguishable"))
    frames = {
        "differences": pd.DataFrame(rows),
        "wijken": pd.DataFrame([{"scenario": key, "parameter_set": "fitted", "seed": seed}
                                for key in (left.key, right.key) for seed in range(12)]),
        "groups": pd.DataFrame({"scenario": []}), "costs": pd.DataFrame({"scenario": []}),
        "cost_summary": pd.DataFrame({"scenario": []}),
    }  # fmt: skip
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet")
    wijken = [{"code": w.code, "name": w.name, "tile": list(w.tile)} for w in of_city.wijken]
    manifest = {
        "scenarios": [{"key": s.key, "sha256": s.sha256, "together": []} for s in (left, right)],
        "baseline": left.key, "months": 120, "scale": scale, "end": end,
        "city": {"sha256": of_city.sha256, "wijken": wijken},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _row(scenario, indicator, wijk, verdict):
    side = SIDES.get(verdict, SIDES.get(verdict.replace("changed", "better"), 0.0))
    return {"scenario": scenario, "indicator": indicator, "wijk": wijk, "group": "everyone", "period": "final",
            "difference": side, "low": side - 0.3, "high": side + 0.3, "simulated": 400.0 if side else 120.0,
            "runs": 12, "verdict": verdict}  # fmt: skip


def test_a_comparison_of_the_two_files_is_found_with_the_left_one_as_baseline_alone(tmp_path, pair_of):
    left, right = pair_of
    write_comparison(tmp_path / "results" / "one", left, right)
    assert compared(tmp_path / "results", left, right).scenario == "close_care_homes"
    assert compared(tmp_path / "results", right, left) is None
    assert compared(tmp_path / "nowhere", left, right) is None


def test_a_comparison_of_a_file_that_has_changed_since_is_not_taken(tmp_path, pair_of, folder):
    left, right = pair_of
    write_comparison(tmp_path / "results" / "one", left, right)
    path = folder / "close_care_homes.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("share: 0.5", "share: 0.6"), encoding="utf-8")
    assert compared(tmp_path / "results", left, load_scenario(path)) is None


def test_the_newest_that_can_be_read_is_taken(tmp_path, pair_of):
    older = write_comparison(tmp_path / "older", *pair_of, scale=25)
    newer = write_comparison(tmp_path / "newer", *pair_of, scale=10)
    os.utime(older / "manifest.json", (1, 1))
    assert compared(tmp_path, *pair_of).results.scale == 10
    (newer / "differences.parquet").write_bytes(b"cut off")
    assert compared(tmp_path, *pair_of).results.scale == 25
    (older / "manifest.json").write_text("{", encoding="utf-8")
    assert compared(tmp_path, *pair_of) is None


@pytest.fixture
def session(folder, burnt_in, pair_of):
    write_comparison(folder.parent / "results" / "one", *pair_of)
    made = Session(Library(folder), OneWorld(None), Chosen(["baseline.yaml", "close_care_homes.yaml"], 3, 100, "en"))
    made.player.pair = Pair(Setup(tuple(made.files), 3, 100), OneWorld(burnt_in), lambda step, part: None)
    return made


def test_the_map_of_the_difference_offers_it_and_shows_it_when_asked(session):
    before = city(session)["diff"]
    assert "how certain" in before["offer"] and not before["sure"] and "One run" in before["note"]
    session.do({"do": "sure", "value": True})
    found = city(session)["diff"]
    assert found["sure"] and "12 runs" in found["note"] and "1:10" in found["note"] and "December 2035" in found["note"]
    states = [tile["state"] for tile in found["tiles"]]
    assert states[:6] == ["sure-better-2", "sure-worse-2", "better", "small", "small", "same"]
    assert set(states[6:]) == {"few"}
    texts = [tile["text"] for tile in found["tiles"]]
    assert texts[:6] == ["▼ −1.4", "▲ +1.4", "▽ −0.4", "≈", "≈", "="] and texts[6] == "n 120"
    assert found["city"] == "+0.1 (−0.2 to +0.4)" and found["costs"] == ""
    label = found["tiles"][0]["label"]
    assert label.startswith("00 Centrum: −1.4 pp (−1.7 to −1.1); adjusted p")
    assert label.endswith("; 12 runs; better, certain")


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("unmet_hours", "hours a week per 1,000 residents"),
        ("moved_in", "residents"),
        ("severely_lonely", "percentage points"),
        ("cohesion", "points"),
    ],
)
def test_a_difference_has_the_unit_of_its_indicator_and_no_word_for_any_count(session, name, unit, sure):
    session.chosen.sure, session.chosen.indicator = sure, name
    found = city(session)["diff"]
    assert found["unit"] == unit and f"({unit})" in found["label"]
    assert not [tile["label"] for tile in found["tiles"] if " number " in tile["label"] or " units" in tile["label"]]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_indicator_has_words_for_what_is_certain(session, language):
    session.chosen.sure, session.chosen.language = True, language
    for name in SHOWN_INDICATORS:
        session.chosen.indicator = name
        found = city(session)["diff"]
        assert all(tile["label"] and tile["text"] for tile in found["tiles"])
        sides = {"sure-neutral-2"} if INDICATORS[name].better == "neither" else {"sure-better-2", "sure-worse-2"}
        assert sides <= {state for one in found["legend"] for state in one["states"]}


def test_with_a_lever_moved_nobody_has_compared_what_is_watched(session, burnt_in):
    session.do({"do": "sure", "value": True})
    moved = session.library.load("policies/clubs.yaml")
    session.player.pair = Pair(Setup((session.files[0], moved), 3, 100), OneWorld(burnt_in), lambda step, part: None)
    found = city(session)["diff"]
    assert found["offer"] == "" and not found["sure"] and "compar" not in found["note"]
