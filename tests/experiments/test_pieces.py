"""What is kept of a seed comes back whole or not at all."""

import json

import pandas as pd
import pytest

from sim.experiments import pieces
from sim.experiments.engine import Task

TASK = Task((), 1, 1)
TABLE = pd.DataFrame({"x": [1.0, 2.0]})


@pytest.mark.parametrize("count", [1, 2, 3])
def test_as_many_tables_come_back_as_were_kept(tmp_path, count):
    pieces.keep(tmp_path, TASK, (TABLE,) * count)
    found = pieces.kept(tmp_path, TASK)
    assert found is not None and len(found) == count and all(table.equals(TABLE) for table in found)


def test_a_table_without_rows_comes_back_as_one(tmp_path):
    pieces.keep(tmp_path, TASK, (TABLE, TABLE[:0]))
    found = pieces.kept(tmp_path, TASK)
    assert found is not None and len(found[1]) == 0


@pytest.mark.parametrize("lost", ["whole.json", "1.parquet"])
def test_what_is_not_whole_is_not_there(tmp_path, lost):
    pieces.keep(tmp_path, TASK, (TABLE, TABLE))
    (piece,) = (tmp_path / pieces.PIECES).iterdir()
    (piece / lost).unlink()
    assert pieces.kept(tmp_path, TASK) is None


@pytest.mark.parametrize("text", ["", "[]", json.dumps({"tables": "x"})])
def test_a_damaged_count_of_tables_is_no_count(tmp_path, text):
    pieces.keep(tmp_path, TASK, (TABLE,))
    (piece,) = (tmp_path / pieces.PIECES).iterdir()
    (piece / "whole.json").write_text(text)
    assert pieces.kept(tmp_path, TASK) is None
