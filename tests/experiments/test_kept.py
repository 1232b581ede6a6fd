"""Finished work on disk: under a name that says what is in it."""

import pytest

from sim import files
from sim.experiments import kept

KEY = "ab" * 16


def test_what_was_kept_is_found_and_comes_back(tmp_path):
    path = kept.keep(tmp_path, KEY, b"figures")
    assert kept.names(tmp_path) == {KEY: [path]} and kept.content(path) == b"figures"


def test_every_single_flipped_bit_is_noticed(tmp_path):
    path = kept.keep(tmp_path, KEY, bytes(range(50)))
    whole = path.read_bytes()
    for bit in range(8 * len(whole)):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        assert kept.content(path) is None


def test_every_cut_is_noticed(tmp_path):
    path = kept.keep(tmp_path, KEY, bytes(range(50)))
    for length in range(50):
        path.write_bytes(bytes(range(length)))
        assert kept.content(path) is None


def test_what_is_gone_is_not_there(tmp_path):
    path = kept.keep(tmp_path, KEY, b"figures")
    path.unlink()
    assert kept.content(path) is None and kept.names(tmp_path) == {}


@pytest.mark.parametrize("step", ["written", "synced", "renamed"])
def test_a_process_that_ends_at_any_step_leaves_a_whole_file_or_none(tmp_path, monkeypatch, step):
    def end(point, path):
        if point == step:
            raise KeyboardInterrupt

    monkeypatch.setattr(files, "passed", end)
    with pytest.raises(KeyboardInterrupt):
        kept.keep(tmp_path, KEY, b"figures")
    found = kept.names(tmp_path)
    assert list(found) == ([KEY] if step == "renamed" else [])
    assert all(kept.content(path) == b"figures" for paths in found.values() for path in paths)


def test_what_is_half_written_is_tidied_and_never_taken_for_a_run(tmp_path):
    kept.keep(tmp_path, KEY, b"figures")
    half = tmp_path / KEY[:2] / f".{KEY}.{'0' * 32}.parquet-17"
    half.write_bytes(b"fig")
    assert len(kept.names(tmp_path)) == 1
    kept.tidy(tmp_path)
    assert not half.exists() and len(kept.names(tmp_path)) == 1


def test_a_full_disk_is_one_line_with_a_remedy_and_leaves_nothing(tmp_path, monkeypatch):
    def full(path, content):
        path.write_bytes(content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "_fill", full)
    with pytest.raises(files.StoreFault, match="No space left on device; make room and give the same command again"):
        kept.keep(tmp_path, KEY, b"figures")
    assert kept.names(tmp_path) == {} and list((tmp_path / KEY[:2]).iterdir()) == []
