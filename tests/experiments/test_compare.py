"""Which scenarios may be compared, and what a comparison leaves in a folder in which another has been."""

from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest

from sim.experiments.compare import TABLES, Comparison, compare, write
from sim.scenario import Scenario

ONE = Scenario("one", Path("groningen.yaml"), (2026, 1), 12, sha256="a")
NONE = pd.DataFrame({"scenario": ["baseline"], "value": [1.0]})


def refused(*scenarios, baseline=None):
    with pytest.raises(ValueError, match="two scenarios are called one") as found:
        compare(scenarios, baseline=baseline)
    return str(found.value)


def test_a_scenario_that_is_its_own_baseline_is_refused_and_not_dropped():
    assert "they are the same, so name one of them" in refused(ONE, baseline=ONE)


def test_a_scenario_that_is_given_twice_is_refused():
    assert "they are the same" in refused(replace(ONE, key="base"), ONE, ONE)


def test_two_scenarios_of_one_name_are_told_to_rename_a_file():
    assert "rename one of the files" in refused(ONE, replace(ONE, sha256="b"))


@pytest.fixture
def found():
    tables = {field.name: NONE for field in fields(Comparison) if field.name != "manifest"}
    return Comparison(**tables | {"interactions": NONE.iloc[:0], "ablations": NONE.iloc[:0]}, manifest={})


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_tables_and_report_of_an_earlier_comparison_do_not_stay_beside_those_of_another(found, tmp_path):
    write(found, tmp_path, csv=True)
    for name in ("report.html", "interactions.parquet", "interactions.csv"):
        (tmp_path / name).write_text("of an earlier comparison")
    write(found, tmp_path)
    assert names(tmp_path) == {"manifest.json", *(f"{table}.parquet" for table in TABLES)}


def test_files_that_no_comparison_writes_stay_as_they_are(found, tmp_path):
    for name in ("notes.csv", "sweep.html", "validation.html", "mine.parquet"):
        (tmp_path / name).write_text("mine")
    write(found, tmp_path)
    assert all((tmp_path / name).read_text() == "mine" for name in ("notes.csv", "sweep.html", "validation.html"))
    assert (tmp_path / "mine.parquet").read_text() == "mine"
