"""From the files of runs to one table: a row for each run, in an order that does not depend on when it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

KEYS = ("policy", "point", "seed")


def reader(wanted: Sequence[tuple[str, str, str]]) -> Callable[[bytes], tuple[float, ...]]:
    """Make a reader of stored runs that gives the values of (wijk, group, outcome); NaN where a run has none."""

    def read(content: bytes) -> tuple[float, ...]:
        table = pq.read_table(pa.BufferReader(content)).to_pydict()
        found = dict(
            zip(zip(table["wijk"], table["group"], table["outcome"], strict=True), table["value"], strict=True)
        )
        return tuple(found.get(key, float("nan")) for key in wanted)

    return read


def together(
    rows: Mapping[tuple[str, int, int], Any],
    policies: Sequence[str],
    coordinates: Mapping[str, np.ndarray],
    outcomes: Sequence[str],
) -> pd.DataFrame:
    """Give the table: by policy as the sweep names them, point and seed; then what the point is, then outcomes."""
    rank = {name: place for place, name in enumerate(policies)}
    order = sorted(rows, key=lambda run: (rank[run[0]], run[1], run[2]))
    points = np.array([run[1] for run in order], dtype=np.int32)
    values = np.array([rows[run] for run in order], dtype=np.float64).reshape(len(order), len(outcomes))
    return pd.DataFrame({
        "policy": pd.Series([run[0] for run in order], dtype="str"),
        "point": points,
        "seed": np.array([run[2] for run in order], dtype=np.int32),
        **{name: column[points] for name, column in coordinates.items()},
        **{name: values[:, side] for side, name in enumerate(outcomes)},
    })  # fmt: skip
