"""Tables of columns: the declaration says shape, unit and range; the arrays never grow and are never rebound.

A table is a NamedTuple of NumPy arrays. Its declaration is the
annotation of each field::

    class Residents(NamedTuple):
        age: Annotated[np.ndarray, Column("i2", "months", 48, 1500)]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_type_hints

import numpy as np

LINE = 64
"""Bytes that a processor fetches from memory together."""


@dataclass(frozen=True)
class Column:
    """What one column holds: dtype, unit, inclusive range, and the shape of one row."""

    dtype: str
    unit: str
    low: float
    high: float
    shape: tuple[int, ...] = ()


def declared(table: type[Any]) -> dict[str, Column]:
    """Give the columns of a table, in order."""
    hints = get_type_hints(table, include_extras=True)
    return {name: hints[name].__metadata__[0] for name in table._fields}


def allocate[Table](table: type[Table], rows: int) -> Table:
    """Make a table of so many rows, all zero."""
    columns = declared(table)
    return table(**{name: np.zeros((rows, *column.shape), column.dtype) for name, column in columns.items()})


def side_by_side(columns: list[np.ndarray]) -> list[np.ndarray]:
    """Give copies of columns in one block of memory, each from the start of a line of it.

    A row that is looked up then touches as few lines as can be, and the system may hand out large pages.
    """
    lines = [-(-column.nbytes // LINE) for column in columns]
    block = np.empty(LINE * (sum(lines) + 1), np.uint8)
    start, copies = -block.ctypes.data % LINE, []
    for column, taken in zip(columns, lines, strict=True):
        copies.append(block[start : start + column.nbytes].view(column.dtype).reshape(column.shape))
        copies[-1][...] = column
        start += LINE * taken
    return copies
