"""The last validation in short: it is what the kept values say, and each pattern belongs to a group."""

import pandas as pd
import pytest

from sim.experiments import validated
from sim.experiments.patterns import patterns
from sim.experiments.validation import checked
from sim.report.checked import scored
from sim.report.known import SHORT


def test_the_packaged_file_is_what_the_kept_values_say():
    told = SHORT.read_text(encoding="utf-8")
    assert told == validated.text(), "run: python -m sim.experiments.calibration --summary"


def test_every_pattern_belongs_to_one_group():
    stems = [stem for group in validated.GROUPS.values() for stem in group]
    assert len(stems) == len(set(stems)) and {name.split(".")[0] for name in patterns()} == set(stems)


def test_groups_add_up_to_what_was_scored():
    values = pd.read_csv(validated.VALUES)
    groups = validated.summary(values)["groups"].values()
    for part in validated.TOLD:
        assert tuple(sum(group[part][k] for group in groups) for k in (0, 1)) == scored(checked(values), part)
    assert sum(len(group["failed"]) for group in groups) == sum(
        group[part][1] - group[part][0] for group in groups for part in validated.TOLD
    )


def test_another_value_is_another_count():
    values = pd.read_csv(validated.VALUES)
    values.loc[values["pattern"] == "P1", "value"] = 60.0
    loneliness, before = (validated.summary(table)["groups"]["loneliness"]
                          for table in (values, pd.read_csv(validated.VALUES)))  # fmt: skip
    assert loneliness["calibrated"][0] == before["calibrated"][0] - 1
    assert {"part": "calibrated", **patterns()["P1"].what} in loneliness["failed"]


def test_a_pattern_without_a_group_is_named_with_a_remedy(monkeypatch):
    monkeypatch.setattr(validated, "GROUPS", {**validated.GROUPS, "support": ("P23", "P25")})
    with pytest.raises(ValueError, match="P42: belongs to no group; add it to GROUPS"):
        validated.summary(pd.read_csv(validated.VALUES))


def test_writing_it_gives_that_file(monkeypatch, tmp_path):
    monkeypatch.setattr(validated, "SHORT", tmp_path / "short.yaml")
    validated.write_validated()
    assert (tmp_path / "short.yaml").read_text(encoding="utf-8") == validated.text()
