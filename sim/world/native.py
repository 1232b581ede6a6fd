"""How compiled code sees the world: one pointer to a block of addresses, not a hundred arrays.

A world handed to a kernel as a tuple of arrays costs about 800 machine words at every call, and as much work
for the compiler at every function. So a kernel gets one pointer. ``world.residents`` is the same pointer
under another name, and ``world.residents.age`` is an array made where it is used from an address and a
number of rows. Columns are never resized or rebound, so the addresses are constants: the optimiser may read
them once for a whole loop, and nothing has to be counted to keep the arrays alive (the caller holds them).
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numba.core import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, lower_getattr_generic, models, register_model, unbox
from numba.np.numpy_support import from_dtype

from sim.native import borrowed_array, constant_word, unbox_address
from sim.world.columns import Column, declared
from sim.world.tables import TABLES, World

LAYOUT: dict[str, dict[str, Column]] = {name: declared(table) for name, table in TABLES.items()}
_FINGERPRINT = hashlib.sha256(repr(LAYOUT).encode()).hexdigest()[:12]
"""Part of the names of the types, so that code compiled for other columns is never taken from the cache."""


def _positions() -> dict[str, int]:
    """Give the place in the block of each table's number of rows and of each column's address."""
    names = [f"{table}.{name}" for table, columns in LAYOUT.items() for name in ("rows", *columns)]
    return {name: place for place, name in enumerate(names)}


POSITION = _positions()


class WorldType(types.Opaque):
    """The type of a world in compiled code."""

    def __init__(self) -> None:
        super().__init__(name=f"World({_FINGERPRINT})")


class TableType(types.Opaque):
    """The type of one of its tables."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(name=f"Table({table}, {_FINGERPRINT})")


register_model(WorldType)(models.OpaqueModel)
register_model(TableType)(models.OpaqueModel)
WORLD = WorldType()
World._numba_type_ = WORLD  # type: ignore[attr-defined]


unbox(WorldType)(unbox_address)


@infer_getattr
class _TablesOfWorld(AttributeTemplate):
    key = WorldType

    def generic_resolve(self, world: Any, name: str) -> Any:  # type: ignore[override]
        return TableType(name) if name in LAYOUT else None


@infer_getattr
class _ColumnsOfTable(AttributeTemplate):
    key = TableType

    def generic_resolve(self, table: Any, name: str) -> Any:  # type: ignore[override]
        column = LAYOUT[table.table].get(name)
        return None if column is None else _array_type(column)


def _array_type(column: Column) -> Any:
    return types.Array(from_dtype(np.dtype(column.dtype)), 1 + len(column.shape), "C")


@lower_getattr_generic(WorldType)
def _give_table(context: Any, builder: Any, typ: Any, value: Any, name: str) -> Any:
    return value


@lower_getattr_generic(TableType)
def _give_column(context: Any, builder: Any, typ: Any, value: Any, name: str) -> Any:
    """Make the array of a column: data, rows and strides; nobody owns it."""
    column = LAYOUT[typ.table][name]
    array_type = _array_type(column)
    address = constant_word(context, builder, value, POSITION[f"{typ.table}.{name}"])
    rows = constant_word(context, builder, value, POSITION[f"{typ.table}.rows"])
    return borrowed_array(context, builder, array_type, address, rows, column.shape, np.dtype(column.dtype).itemsize)
