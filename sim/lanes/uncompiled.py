"""The same with NumPy arrays of eight, for where nothing is compiled; what each gives stands here."""

from __future__ import annotations

from typing import Any

import numpy as np

Eight = np.ndarray
COUNT = 8


def floats_at(row: np.ndarray, place: int) -> Eight:
    """Give eight elements of a row, from a place on, as float32."""
    return row[place : place + COUNT].astype(np.float32)


def wholes_at(row: np.ndarray, place: int) -> Eight:
    """Give eight whole numbers of a row, from a place on, as int32."""
    return row[place : place + COUNT].astype(np.int32)


def put(row: np.ndarray, place: int, values: Eight) -> None:
    """Write an eight into a row, from a place on."""
    row[place : place + COUNT] = values


def rows_of(table: np.ndarray, numbers: Eight) -> tuple[Eight, ...]:
    """Look up eight rows of a table of eight columns, and give what stands in each column: eight eights."""
    return tuple(table[numbers].T.copy())


def eight(value: Any) -> Eight:
    """Give one float32, int32 or uint32 in all lanes."""
    return np.full(COUNT, value)


def lane_numbers() -> Eight:
    """Give 0 to 7."""
    return np.arange(COUNT, dtype=np.int32)


def backwards(values: Eight) -> Eight:
    """Give the lanes in reverse order."""
    return values[::-1].copy()


def least(one: Any, other: Any) -> Any:
    """Give the lesser of two eights or numbers, lane by lane."""
    return np.minimum(one, other)


def most(one: Any, other: Any) -> Any:
    """Give the greater of two eights or numbers, lane by lane."""
    return np.maximum(one, other)


def choose(which: Eight, one: Any, other: Any) -> Eight:
    """Give the one where the truths hold, and the other where they do not; one of both at least is an eight."""
    return np.where(which, one, other)


def root(values: Any) -> Any:
    """Give square roots."""
    return np.sqrt(np.float32(values))


def size(values: Any) -> Any:
    """Give sizes without a sign."""
    return np.abs(values)


def as_floats(values: Any) -> Any:
    """Give whole numbers as float32."""
    return np.float32(values)


def as_wholes(values: Any) -> Any:
    """Give float32 without what stands behind the point, or bits, as int32."""
    return np.int32(values)


def as_bits(values: Any) -> Any:
    """Give whole numbers as uint32; what is beyond 32 bits falls away."""
    return np.uint32(values)


def add_halves(so_far: Eight, values: Eight) -> Eight:
    """Add the first and then the second half of an eight to the first four lanes of another; the rest is idle."""
    return so_far + values + np.tile(values[4:], 2)


def multiply_halves(so_far: Eight, values: Eight) -> Eight:
    """Multiply the first four lanes of an eight by the first and then the second half of another; the rest is idle."""
    return so_far * values * np.tile(values[4:], 2)


def sum_of_four(values: Eight) -> np.float32:
    """Give the sum of the first four lanes, from the first on."""
    return values[0] + values[1] + values[2] + values[3]


def product_of_four(values: Eight) -> np.float32:
    """Give the product of the first four lanes, from the first on."""
    return values[0] * values[1] * values[2] * values[3]


def how_many(truths: Eight) -> int:
    """Count the lanes that hold."""
    return int(np.count_nonzero(truths))
