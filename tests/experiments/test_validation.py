"""A validation says what it came from."""

import pandas as pd

from sim.experiments import pieces, validation
from sim.scenario import load_scenario


def test_the_manifest_holds_the_text_and_fingerprint_of_both_files_that_decide_patterns(baseline, monkeypatch):
    project = load_scenario(validation.PROJECT)
    table = pd.DataFrame({"seed": [1], "pattern": ["P1"], "value": [43.0]})
    monkeypatch.setattr(pieces, "run", lambda *told: [(table, table[:0])])
    manifest = validation.validate(baseline, project, [1]).manifest
    told = {entry["key"]: entry for entry in manifest["scenarios"]}
    assert manifest["baseline"] == baseline.key and list(told) == [baseline.key, project.key]
    assert told[project.key]["text"] == validation.PROJECT.read_text(encoding="utf-8")
    assert told[project.key]["sha256"] == project.sha256 != told[baseline.key]["sha256"]
