"""What is kept of a seed comes back whole or not at all."""

import pandas as pd
import pytest
from invented_work import failing, honest

from sim.experiments import pieces
from sim.experiments.engine import RunsFailed, Task

TASK = Task((), 1, 1)
TABLE = pd.DataFrame({"x": [1.0, 2.0]})


@pytest.mark.parametrize("count", [1, 2, 3])
def test_as_many_tables_come_back_as_were_kept(tmp_path, count):
    pieces.keep(tmp_path, honest, TASK, (TABLE,) * count)
    found = pieces.kept(tmp_path, honest, TASK)
    assert found is not None and len(found) == count and all(table.equals(TABLE) for table in found)


def test_a_table_without_rows_comes_back_as_one(tmp_path):
    pieces.keep(tmp_path, honest, TASK, (TABLE, TABLE[:0]))
    found = pieces.kept(tmp_path, honest, TASK)
    assert found is not None and len(found[1]) == 0


def files(folder):
    return sorted((folder / pieces.PIECES).glob("*/*"))


@pytest.mark.parametrize("lost", [0, 1])
def test_what_is_not_whole_is_not_there(tmp_path, lost):
    pieces.keep(tmp_path, honest, TASK, (TABLE, TABLE))
    files(tmp_path)[lost].unlink()
    assert pieces.kept(tmp_path, honest, TASK) is None


def test_what_is_damaged_is_not_there(tmp_path):
    pieces.keep(tmp_path, honest, TASK, (TABLE, TABLE))
    damaged = bytearray(files(tmp_path)[1].read_bytes())
    damaged[-1] ^= 1
    files(tmp_path)[1].write_bytes(damaged)
    assert pieces.kept(tmp_path, honest, TASK) is None


def test_another_seed_is_not_found_under_this_one(tmp_path):
    pieces.keep(tmp_path, honest, TASK, (TABLE,))
    assert pieces.kept(tmp_path, honest, Task((), 2, 1)) is None


def test_what_one_kind_of_work_left_is_not_found_by_another(tmp_path):
    """Patterns of an interrupted validation must not be read as the tables of a comparison of the same files."""
    pieces.keep(tmp_path, honest, TASK, (TABLE, TABLE))
    assert pieces.fingerprint(honest, TASK) != pieces.fingerprint(failing, TASK)
    assert pieces.kept(tmp_path, failing, TASK) is None


def test_a_set_of_runs_goes_on_from_its_own_work_alone(tmp_path):
    with pytest.raises(RunsFailed):
        pieces.run([TASK, Task((), 2, 1)], 1, tmp_path, ignored, failing)
    asked = []

    def counted(task, tick):
        asked.append(task.seed)
        return honest(task, tick)

    for _ in range(2):
        pieces.run([TASK, Task((), 2, 1)], 1, tmp_path, ignored, counted)
    assert asked == [1, 2]


def ignored(months):
    """Progress that nobody looks at."""
