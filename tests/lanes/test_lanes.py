"""Eight numbers at once give what NumPy gives for an array of eight: to the bit, for every function and operator."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim import lanes
from sim.compiled import kernel
from sim.lanes import (
    add_halves,
    as_bits,
    as_floats,
    as_wholes,
    backwards,
    choose,
    eight,
    floats_at,
    how_many,
    lane_numbers,
    least,
    most,
    multiply_halves,
    product_of_four,
    put,
    root,
    rows_of,
    size,
    sum_of_four,
    uncompiled,
    wholes_at,
)

FLOATS = arrays(np.float32, 8, elements=st.floats(-1e6, 1e6, width=32))
WHOLES = arrays(np.int32, 8, elements=st.integers(-(2**24), 2**24))
BITS = arrays(np.uint32, 8, elements=st.integers(0, 2**32 - 1))
AMOUNT = np.float32(0.75)


def filled(act, *rows, dtype=np.float32):
    """Give what a kernel writes that takes a row to fill and other rows."""
    found = np.zeros(8, dtype)
    act(found, *rows)
    return found


def same(found, expected):
    """Tell whether two arrays hold the same bytes, but for the sign of a zero."""
    return np.array_equal(found, np.asarray(expected).astype(found.dtype))


@kernel
def arithmetic(found, one, other):
    a, b = floats_at(one, 0), floats_at(other, 0)
    put(found, 0, (a + b) * AMOUNT - b / (a * a + AMOUNT))


@kernel
def extremes(found, one, other):
    a, b = floats_at(one, 0), floats_at(other, 0)
    put(found, 0, most(least(a, b), -AMOUNT) + root(size(a)))


@kernel
def choices(found, one, other):
    a, b = floats_at(one, 0), floats_at(other, 0)
    lower = choose(a < b, a, choose(a == b, AMOUNT, b))
    put(found, 0, choose((a >= AMOUNT) | (b != AMOUNT) & (a <= b), lower, choose(a > b, eight(AMOUNT), a)))


@kernel
def halves(found, one, other):
    total, product = add_halves(eight(AMOUNT), floats_at(one, 0)), multiply_halves(eight(AMOUNT), floats_at(other, 0))
    found[0], found[1] = sum_of_four(total), product_of_four(product)


@kernel
def in_order(found, one, other):
    put(found, 0, backwards(floats_at(one, 0)) + as_floats(lane_numbers()))


@kernel
def of_bits(found, one):
    word = as_bits(wholes_at(one, 0))
    word = as_bits((word ^ (word >> np.uint32(15))) * np.uint32(0x7FEB352D))
    put(found, 0, word)


@kernel
def of_wholes(found, one):
    a = wholes_at(one, 0)
    put(found, 0, choose((a & 7) == 3, least(a, 5), most(a - lane_numbers(), 2)))


@kernel
def converted(found, one):
    put(found, 0, as_wholes(floats_at(one, 0)))


@kernel
def counted(one, other):
    return how_many(floats_at(one, 0) < floats_at(other, 0))


@given(FLOATS, FLOATS)
def test_arithmetic_choices_and_sums_of_floats_are_those_of_numpy(one, other):
    with np.errstate(over="ignore"):
        for act in (arithmetic, extremes, choices, halves, in_order):
            assert same(filled(act, one, other), filled(uncompiled_version(act), one, other)), act.__name__
    assert counted(one, other) == np.count_nonzero(one < other)


@given(BITS)
def test_bits_multiply_and_shift_within_32(bits):
    assert same(filled(of_bits, bits, dtype=np.uint32), filled(uncompiled_version(of_bits), bits, dtype=np.uint32))


@given(WHOLES)
def test_whole_numbers_compare_with_their_sign(wholes):
    assert same(
        filled(of_wholes, wholes, dtype=np.int32), filled(uncompiled_version(of_wholes), wholes, dtype=np.int32)
    )


@given(FLOATS)
def test_what_stands_behind_the_point_is_cut_off(floats):
    assert same(filled(converted, floats, dtype=np.int32), np.trunc(floats))


def uncompiled_version(act):
    """Give a kernel as Python sees it, with the NumPy stand-ins in place of compiled lanes."""
    names = {name: getattr(uncompiled, name) for name in vars(lanes) if hasattr(uncompiled, name)}
    function = act.py_func
    return type(function)(function.__code__, function.__globals__ | names, function.__name__)


@kernel
def copied(found, row, place):
    put(found, 0, floats_at(row, place))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16, np.int32, np.float32])
def test_eight_elements_of_any_kind_are_read_from_a_place_on(dtype):
    row = np.arange(250, 266).astype(dtype)
    assert same(filled(copied, row, 5), row[5:13])


@kernel
def rewritten(row, place):
    put(row, place, wholes_at(row, place) + 1)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32])
def test_only_eight_elements_are_written(dtype):
    row = np.arange(20).astype(dtype)
    rewritten(row, 6)
    assert np.flatnonzero(row != np.arange(20)).tolist() == list(range(6, 14))
    assert np.array_equal(row[6:14], np.arange(7, 15))


@kernel
def looked_up(found, table, numbers):
    a, b, c, d, e, f, g, h = rows_of(table, wholes_at(numbers, 0))
    put(found[0], 0, a)
    put(found[1], 0, b)
    put(found[2], 0, c)
    put(found[3], 0, d)
    put(found[4], 0, e)
    put(found[5], 0, f)
    put(found[6], 0, g)
    put(found[7], 0, h)


def test_rows_become_columns_and_numbers_below_zero_count_from_the_end():
    table, numbers = np.arange(96, dtype=np.float32).reshape(12, 8), np.array([3, 11, -1, 0, -2, 7, 7, -12], np.int32)
    found = np.zeros((8, 8), np.float32)
    looked_up(found, table, numbers)
    assert np.array_equal(found, table[numbers].T)
    assert np.array_equal(np.array(uncompiled.rows_of(table, numbers)), table[numbers].T)


@kernel
def alone(one, other):
    bits = as_bits(as_bits(as_wholes(one)) * np.uint32(0x846CA68B))
    return least(one, other), most(one, other), root(size(one)), as_floats(bits)


@given(st.floats(-1e6, 1e6, width=32), st.floats(-1e6, 1e6, width=32))
def test_a_single_number_is_treated_as_one_of_eight(one, other):
    one, other = np.float32(one), np.float32(other)
    with np.errstate(over="ignore"):
        expected = uncompiled_version(alone)(one, other)
    assert alone(one, other) == expected
