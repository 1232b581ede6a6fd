"""Results on disk: whole or absent, checked, and harmless."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.experiments import store

TABLE = pd.DataFrame({"wijk": ["a", "=1+1", "+b", "-c", "@d", "\te"], "value": [1.0, -2.0, 3.0, 4.0, 5.0, 6.0]})


def test_a_table_comes_back_as_it_was(tmp_path):
    pd.testing.assert_frame_equal(store.read_table(store.write_table(tmp_path / "t.parquet", TABLE)), TABLE)


def test_the_same_table_gives_the_same_bytes(tmp_path):
    one, other = (store.write_table(tmp_path / name, TABLE).read_bytes() for name in ("a", "b"))
    assert one == other


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = store.write_json(tmp_path / "m.json", {"a": 1})
    before = path.read_bytes()

    def fail(temporary):
        temporary.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(store.StoreFault, match="No space left"):
        store.write_file(path, fail)
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["m.json"]


def test_a_flipped_bit_is_noticed(tmp_path):
    path = store.write_table(tmp_path / "t.parquet", pd.DataFrame({"x": [float(i) for i in range(5000)]}))
    where = pq.ParquetFile(path).metadata.row_group(0).column(0)
    start, size = where.dictionary_page_offset or where.data_page_offset, where.total_compressed_size
    content = bytearray(path.read_bytes())
    content[start + size // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(store.StoreFault, match="damaged"):
        store.read_table(path)


def test_no_text_of_a_csv_is_a_formula(tmp_path):
    lines = store.write_csv(tmp_path / "t.csv", TABLE).read_text().splitlines()[1:]
    assert not any(line.lstrip('"').startswith(("=", "+", "-", "@", "\t")) for line in lines)
    assert lines[1].endswith(",-2.0")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(store.StoreFault, match="--out"):
        store.prepare(tmp_path / "file" / "results")
