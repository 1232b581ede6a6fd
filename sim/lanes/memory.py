"""Eights from and to memory: eight elements of a row behind each other, or eight rows of a table of eight columns."""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from sim.lanes.eights import COUNT, FLOATS, LONG, WORD, EightType, shuffled, vector_of

LOW, HIGH = [0, 8, 1, 9, 4, 12, 5, 13], [2, 10, 3, 11, 6, 14, 7, 15]
FRONT, BACK = [0, 1, 8, 9, 4, 5, 12, 13], [2, 3, 10, 11, 6, 7, 14, 15]
FIRST, SECOND = [0, 1, 2, 3, 8, 9, 10, 11], [4, 5, 6, 7, 12, 13, 14, 15]
"""Which lanes of two eights are taken in the three steps in which rows become columns."""


def _element(context: Any, builder: Any, row_type: Any, row: Any, place: Any) -> tuple[Any, Any]:
    """Give the address of a place in a row as one of eight elements, and the type of those."""
    eight = ir.VectorType(context.get_data_type(row_type.dtype), COUNT)
    start = builder.gep(make_array(row_type)(context, builder, row).data, [place])
    return builder.bitcast(start, eight.as_pointer()), eight


def _loading(wanted: EightType) -> Any:
    @intrinsic
    def load(typing_context: Any, row: Any, place: Any) -> Any:
        def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            of = sig.args[0].dtype
            address, _ = _element(context, builder, sig.args[0], *args)
            return _widened(builder, of, builder.load(address, align=of.bitwidth // 8), wanted)

        return wanted(row, types.intp), build

    return load


def _widened(builder: Any, of: Any, loaded: Any, wanted: EightType) -> Any:
    """Give elements of one, two or four bytes as float32 or int32."""
    if of is types.float32:
        return loaded
    if of.bitwidth < 32:
        loaded = (builder.sext if of.signed else builder.zext)(loaded, vector_of(types.int32))
    return builder.sitofp(loaded, vector_of(types.float32)) if wanted is FLOATS else loaded


floats_at, wholes_at = (_loading(EightType(of)) for of in (types.float32, types.int32))


@intrinsic
def put(typing_context: Any, row: Any, place: Any, eight: Any) -> Any:
    """Write an eight into a row, from a place on; whole numbers lose the bytes for which there is no room."""

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        address, stored = _element(context, builder, sig.args[0], *args[:2])
        value = args[2] if args[2].type == stored else builder.trunc(args[2], stored)
        builder.store(value, address, align=sig.args[0].dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(row, types.intp, eight), build


@intrinsic
def rows_of(typing_context: Any, table: Any, numbers: Any) -> Any:
    """Look up eight rows of a table of eight float32 columns, and give what stands in each column: eight eights.

    Numbers below 0 count from the end. One look-up a row in place of one a number: the rest is done in registers.
    """

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        array = make_array(sig.args[0])(context, builder, args[0])
        behind_last = cgutils.unpack_tuple(builder, array.shape)[0]
        rows = []
        for lane in range(COUNT):
            number = builder.sext(builder.extract_element(args[1], WORD(lane)), LONG)
            from_end = builder.icmp_signed("<", number, LONG(0))
            number = builder.select(from_end, builder.add(number, behind_last), number)
            start = builder.gep(array.data, [builder.mul(number, LONG(COUNT))])
            rows.append(builder.load(builder.bitcast(start, vector_of(types.float32).as_pointer()), align=4))
        return context.make_tuple(builder, sig.return_type, _columns(builder, rows))

    return types.UniTuple(FLOATS, COUNT)(table, numbers), build


def _columns(builder: Any, rows: list[Any]) -> list[Any]:
    """Turn eight rows into eight columns: neighbours first, then pairs of them, then halves."""
    twos = [shuffled(builder, rows[k], rows[k + 1], lanes) for k in (0, 2, 4, 6) for lanes in (LOW, HIGH)]
    fours = [shuffled(builder, twos[k], twos[k + 2], lanes) for k in (0, 1, 4, 5) for lanes in (FRONT, BACK)]
    return [shuffled(builder, fours[k], fours[k + 4], lanes) for lanes in (FIRST, SECOND) for k in range(4)]
