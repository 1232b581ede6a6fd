"""What is kept of a seed comes back whole or not at all."""

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


def files(folder):
    return sorted((folder / pieces.PIECES).glob("*/*"))


@pytest.mark.parametrize("lost", [0, 1])
def test_what_is_not_whole_is_not_there(tmp_path, lost):
    pieces.keep(tmp_path, TASK, (TABLE, TABLE))
    files(tmp_path)[lost].unlink()
    assert pieces.kept(tmp_path, TASK) is None


def test_what_is_damaged_is_not_there(tmp_path):
    pieces.keep(tmp_path, TASK, (TABLE, TABLE))
    damaged = bytearray(files(tmp_path)[1].read_bytes())
    damaged[-1] ^= 1
    files(tmp_path)[1].write_bytes(damaged)
    assert pieces.kept(tmp_path, TASK) is None


def test_another_seed_is_not_found_under_this_one(tmp_path):
    pieces.keep(tmp_path, TASK, (TABLE,))
    assert pieces.kept(tmp_path, Task((), 2, 1)) is None
