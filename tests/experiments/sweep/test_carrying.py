"""A sweep in its folder: only what is missing is run, whatever happened, and nothing is mixed."""

import dataclasses
import json

import pytest

from benchmarks.battery import disk, stub
from benchmarks.battery.__main__ import REAL
from sim.experiments import kept
from sim.experiments.identity import environment
from sim.experiments.store import read_table
from sim.experiments.sweep import book, living
from sim.experiments.sweep.carrying import FAILED, RUNS
from sim.experiments.sweep.command import run_sweep
from sim.experiments.sweep.load import load_sweep
from sim.files import StoreFault

SWEEP = stub.sweep("latin_hypercube", 12)


def carried(folder, sweep=SWEEP, work=stub.pretend):
    return disk.here(folder, sweep, work).carried


def test_the_second_time_nothing_is_run_and_the_figures_are_the_same(tmp_path):
    one, two = carried(tmp_path), carried(tmp_path)
    assert (one.made, one.found, two.made, two.found) == (36, 0, 0, 36) and one.rows == two.rows


def test_more_seeds_leave_what_is_there(tmp_path):
    carried(tmp_path)
    more = carried(tmp_path, dataclasses.replace(SWEEP, seeds=3))
    assert (more.found, more.made) == (36, 72)


def test_flipped_bits_and_cuts_are_noticed_and_those_runs_alone_done_again(tmp_path):
    assert "all noticed" in disk.damage(tmp_path, SWEEP, stub.pretend, flips=40, cuts=12, seed=3)


def failing(job, tick):
    """Let one run of one job fail, and another job as a whole."""
    found = stub.pretend(job, tick)
    if job.point == 2:
        found[1] = found[1]._replace(content=None, reason="ValueError: no such thing")
    return found


def test_a_run_that_fails_is_set_apart_with_its_reason_and_tried_again_next_time(tmp_path):
    first = carried(tmp_path, work=failing)
    (apart,) = (tmp_path / FAILED).glob("*.json")
    told = json.loads(apart.read_text())
    assert told == {"policy": "ishigami", "point": 2, "seed": 1, "reason": "ValueError: no such thing"}
    assert first.made == 35 and [why for _, why in first.failures] == ["ValueError: no such thing"]
    second = carried(tmp_path)
    assert (second.found, second.made, second.failures) == (35, 1, []) and not list((tmp_path / FAILED).iterdir())


def test_a_full_disk_ends_the_command_and_what_is_finished_is_kept(tmp_path, monkeypatch):
    room = iter(range(10))

    def little(path, content):
        if next(room, None) is None:
            path.write_bytes(content[:7])
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr(kept, "_fill", little)
    with pytest.raises(StoreFault, match="make room"):
        carried(tmp_path)
    monkeypatch.undo()
    after = carried(tmp_path)
    assert (after.found, after.made, after.damaged) == (10, 26, 0)


def test_another_sweep_is_refused_in_the_same_folder_and_what_differs_is_named(tmp_path):
    run_sweep(SWEEP, tmp_path, "one", 1, work=stub.pretend, foretold=False)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    other = stub.sweep("latin_hypercube", 13)
    with pytest.raises(book.OtherSweep, match=r"the points of the design: changed.*another --out"):
        run_sweep(other, tmp_path, "two", 1, work=stub.pretend, foretold=False)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}


@pytest.mark.parametrize("part", ["code of the model", "numpy", "C library"])
def test_another_version_of_anything_is_refused(tmp_path, part):
    what = {"the scale": "1:10"}
    book.note(tmp_path, what, environment(), 1)
    with pytest.raises(book.OtherSweep, match=f"{part} was .*, is other"):
        book.agree(tmp_path, what, {**environment(), part: "other"}, 1)


def test_a_folder_never_has_fewer_seeds_than_it_had(tmp_path):
    book.note(tmp_path, {}, {}, 5)
    assert book.agree(tmp_path, {}, {}, 2) == 5 and book.agree(tmp_path, {}, {}, 8) == 8


@pytest.mark.parametrize("text", ["", "[]", '{"what": 1}'])
def test_a_damaged_book_is_written_anew(tmp_path, text):
    (tmp_path / book.BOOK).write_text(text)
    assert book.agree(tmp_path, {"the scale": "1:10"}, {}, 2) == 2
    book.note(tmp_path, {"the scale": "1:10"}, {}, 2)
    assert json.loads((tmp_path / book.BOOK).read_text())["seeds"] == 2


def test_one_and_two_workers_write_the_same_bytes_and_every_run_stands_once(tmp_path):
    for workers in (1, 2):
        run_sweep(SWEEP, tmp_path / str(workers), "sweep", workers, work=stub.pretend, foretold=False)
    one, two = (tmp_path / workers for workers in ("1", "2"))
    tables = sorted(path.name for path in one.glob("*.parquet"))
    assert tables == ["discovery.parquet", "robustness.parquet", "runs.parquet", "sensitivity.parquet"]
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in tables)
    table = read_table(one / "runs.parquet")
    assert len(table) == 36 and not table.duplicated(["policy", "point", "seed"]).any()
    assert all(len(paths) == 1 for paths in kept.names(one / RUNS).values())


def test_a_worker_with_other_code_is_refused():
    real = next(load_sweep(REAL).jobs(1))
    job = dataclasses.replace(real, environment={**environment(), "code of the model": "older"})
    with pytest.raises(living.RunFailure, match=r"is not like the others .*install the same there"):
        living.live(job, lambda months: None)


@pytest.mark.parametrize(("there", "words"), [(True, "is another"), (False, "there is no")])
def test_a_worker_with_another_city_file_is_refused(tmp_path, there, words):
    real = next(load_sweep(REAL).jobs(1))
    if there:
        (tmp_path / "city.yaml").write_text("another")
    job = dataclasses.replace(real, start=dataclasses.replace(real.start, city=tmp_path / "city.yaml"))
    with pytest.raises(living.RunFailure, match=words):
        living.live(job, lambda months: None)
