"""Entities and state variables: the tables of columns as they are declared."""

from __future__ import annotations

from inspect import cleandoc

import numpy as np

from sim.docs.markdown import code, inline, prose, table
from sim.world.columns import Column, declared
from sim.world.tables import TABLES

KINDS = {"?": "yes or no", "i": "whole number", "u": "whole number", "f": "number"}
NO_LIMIT = (float(np.iinfo(np.int16).max), 1e9)
"""A month, a row of wijken and a count end where their memory does: no limit of the model."""


def entities() -> str:
    """Describe every table: what a row is, and its columns."""
    return "\n\n".join(_table(name) for name in TABLES)


def _table(name: str) -> str:
    rows = [
        (code(column_name), inline(column.unit), _kind(column), _range(column))
        for column_name, column in declared(TABLES[name]).items()
    ]
    about = prose(cleandoc(TABLES[name].__doc__ or ""))
    return f"### Table `{name}`\n\n{about}\n\n{table(('column', 'unit or meaning', 'kind', 'range'), rows)}"


def _kind(column: Column) -> str:
    """Say how many values stand in a row, of what sort they are and how many bytes each takes."""
    many = "".join(f"{length} × " for length in column.shape)
    kind = KINDS[column.dtype[0]]
    size = "" if column.dtype == "?" else f", {column.dtype[1:]} byte" + "s" * (column.dtype[1:] != "1")
    return many + kind + size


def _range(column: Column) -> str:
    if column.dtype == "?":
        return ""
    if column.high < NO_LIMIT[1] and column.high != NO_LIMIT[0]:
        return f"{column.low:.10g} to {column.high:.10g}"
    return "" if column.low <= -NO_LIMIT[0] else f"from {column.low:.10g}"
