"""The manifest of a sweep is enough to get the same again."""

import json
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks.battery import stub
from sim.city.file import load_city
from sim.experiments.identity import of_file
from sim.experiments.sweep.command import run_sweep
from sim.experiments.sweep.load import load_sweep

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
TEXT = """baseline: ../baseline.yaml
policies:
  - scenario: ../policies/close_care_homes.yaml
    fields: {close_care_homes.share: [0.5, 1.0]}
  - mine.yaml
uncertainties:
  futures:
    professionals.labour_market: {from: 0.5, to: 1.5}
design: {kind: latin_hypercube, points: 6}
"""
MINE = "extends: ../policies/clubs.yaml\nname: My clubs\n"


@pytest.fixture
def sweep(tmp_path):
    shutil.copytree(SCENARIOS, tmp_path / "here")
    folder = tmp_path / "here" / "sweeps"
    (folder / "mine.yaml").write_text(MINE)
    (folder / "sweep.yaml").write_text(TEXT)
    return load_sweep(folder / "sweep.yaml")


def test_the_files_of_the_manifest_laid_out_anew_make_the_same_sweep(sweep, tmp_path):
    told = json.loads(json.dumps(sweep.origin()))
    folder = tmp_path / "there" / "sweeps"
    for name, text in {**told["texts"], "sweep.yaml": sweep.text}.items():
        (folder / name).resolve().parent.mkdir(parents=True, exist_ok=True)
        (folder / name).resolve().write_text(text)
    again = load_sweep(folder / "sweep.yaml")
    assert again.told() == sweep.told() and again.origin() == sweep.origin()


def test_the_texts_are_those_of_all_files_that_were_read_also_of_what_they_extend(sweep):
    told = sweep.origin()
    assert told["scenarios"]["mine"]["files"] == ["mine.yaml", "../policies/clubs.yaml", "../baseline.yaml"]
    assert told["texts"]["mine.yaml"] == MINE
    assert told["texts"]["../baseline.yaml"] == (SCENARIOS / "baseline.yaml").read_text(encoding="utf-8")
    assert list(told["scenarios"]) == [arm.name for arm in sweep.arms]


def test_the_city_is_told_with_its_fingerprint_and_the_parameters_with_their_values(sweep):
    told, city = sweep.origin(), load_city(sweep.baseline.city)
    assert told["city"]["sha256"] == of_file(sweep.baseline.city) and told["city"]["code"] == city.gemeente
    assert told["parameters"]["professionals.labour_market"] == 1.0


def test_the_manifest_names_the_version_of_what_made_the_design(tmp_path):
    run_sweep(stub.sweep("sobol", 4), tmp_path, "sweep", 1, work=stub.pretend, foretold=False)
    told = json.loads((tmp_path / "manifest.json").read_text())
    assert told["designed with"] == {"SALib": version("SALib")}
