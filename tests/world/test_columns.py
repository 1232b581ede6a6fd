"""Columns of a world lie in one block of memory."""

from itertools import pairwise

import numpy as np
from handmade import street

from sim.world.columns import LINE, side_by_side


def test_copies_hold_the_same_and_begin_where_a_line_of_memory_does():
    columns = [np.arange(7, dtype=np.int16), np.zeros((0, 5), np.float32), np.ones((3, 2), bool)]
    copies = side_by_side(columns)
    for column, copy in zip(columns, copies, strict=True):
        assert copy.dtype == column.dtype
        assert np.array_equal(copy, column)
        assert copy.ctypes.data % LINE == 0 or copy.size == 0
        assert not np.shares_memory(copy, column)


def test_no_column_of_a_world_runs_into_another():
    columns = list(street(3).columns().values())
    spans = sorted((c.ctypes.data, c.ctypes.data + c.nbytes) for c in columns if c.nbytes)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_what_is_written_into_a_copy_of_a_world_is_not_written_into_the_world():
    world = street(3)
    world.copy().residents.age[:] = 999
    assert not np.any(world.residents.age == 999)
