"""Results on disk: whole or not there, checked when read, the same bytes for the same run.

Every file is written whole or not at all (``sim.files``). Parquet pages carry checksums, since without them
most flipped bits come back as wrong numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.files import StoreFault as StoreFault
from sim.files import write_file as write_file
from sim.files import write_text as write_text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def prepare(folder: Path) -> None:
    """Make the folder and see whether it can be written, before anything is computed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise StoreFault(f"{folder}: cannot be written ({error.strerror}); choose another folder with --out") from None


def write_table(path: Path, table: pd.DataFrame) -> Path:
    """Write a table as Parquet with checksums; nothing in it tells when or where."""
    return write_file(path, lambda temporary: pq.write_table(_plain(table), temporary, write_page_checksum=True))


def table_bytes(table: pd.DataFrame) -> bytes:
    """Give a table as the bytes of a Parquet file, the same as ``write_table`` writes."""
    sink = pa.BufferOutputStream()
    pq.write_table(_plain(table), sink, write_page_checksum=True)
    return sink.getvalue().to_pybytes()


def table_from(content: bytes) -> pd.DataFrame:
    """Read a table from the bytes of a Parquet file."""
    return pq.read_table(pa.BufferReader(content)).to_pandas()


def _plain(table: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)


def read_table(path: Path) -> pd.DataFrame:
    """Read a table and verify its checksums; StoreFault where it is damaged or missing."""
    try:
        return pq.read_table(path, page_checksum_verification=True).to_pandas()
    except FileNotFoundError:
        raise StoreFault(f"{path}: there is no such table") from None
    except (OSError, pa.ArrowException) as error:
        raise StoreFault(f"{path}: is damaged ({str(error).splitlines()[0]}); run the command again") from None


def write_csv(path: Path, table: pd.DataFrame) -> Path:
    """Write a table as CSV in which no text can act as a formula of a spreadsheet."""
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    safe = table.assign(**{name: table[name].map(_harmless) for name in texts})
    return write_file(path, lambda temporary: safe.to_csv(temporary, index=False, lineterminator="\n"))


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def write_json(path: Path, content: dict[str, Any]) -> Path:
    """Write JSON with sorted keys."""
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
    return write_text(path, text)


def sha256(path: Path) -> str:
    """Give the fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
