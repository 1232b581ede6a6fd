"""What can be done with eights beside what operators do.

Whatever is said of lanes here is also done for single numbers, so that a rule is written once for both: least, most,
root, size, as_floats, as_wholes and as_bits.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types
from numba.extending import intrinsic

from sim.lanes.eights import (
    BITS,
    COUNT,
    FLOATS,
    LONG,
    TRUTHS,
    WHOLES,
    WORD,
    EightType,
    in_all_lanes,
    kind_of,
    shuffled,
    taken_as,
    vector_of,
    widened,
)
from sim.lanes.operators import compared

REVERSED = list(reversed(range(COUNT)))
SECOND_HALF = [4, 5, 6, 7, 4, 5, 6, 7]


@intrinsic
def eight(typing_context: Any, value: Any) -> Any:
    """Give one float32, int32 or uint32 in all lanes."""

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return in_all_lanes(builder, args[0], sig.args[0])

    return EightType(value)(value), build


@intrinsic
def lane_numbers(typing_context: Any) -> Any:
    """Give 0 to 7."""
    return WHOLES(), lambda *_: ir.Constant(vector_of(types.int32), list(range(COUNT)))


@intrinsic
def backwards(typing_context: Any, values: Any) -> Any:
    """Give the lanes in reverse order."""
    return values(values), lambda context, builder, sig, args: shuffled(builder, args[0], args[0], REVERSED)


def _one_of_two(sign: str) -> Any:
    @intrinsic
    def pick(typing_context: Any, one: Any, other: Any) -> Any:
        kind = kind_of(one, other)
        number = typing_context.unify_types(one, other) if kind is None else kind.of
        operands = (number, number) if kind is None else taken_as(kind, one, other)

        def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            both = args if kind is None else widened(builder, sig.args, args)
            return builder.select(compared(sign)(builder, number, *both), *both)

        return (number if kind is None else kind)(*operands), build

    return pick


least, most = _one_of_two("<"), _one_of_two(">")


@intrinsic
def choose(typing_context: Any, which: Any, one: Any, other: Any) -> Any:
    """Give the one where the truths hold, and the other where they do not; one of both at least is an eight."""
    kind = kind_of(one, other)

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(args[0], *widened(builder, sig.args[1:], args[1:]))

    return None if kind is None else (kind(which, *taken_as(kind, one, other)), build)


def _calling(name: str) -> Any:
    @intrinsic
    def call(typing_context: Any, values: Any) -> Any:
        gives, suffix = (FLOATS, f"v{COUNT}f32") if isinstance(values, EightType) else (types.float32, "f32")

        def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            float_ = context.get_value_type(gives)
            form = ir.FunctionType(float_, [float_])
            return builder.call(cgutils.get_or_insert_function(builder.module, form, f"{name}.{suffix}"), args)

        return gives(gives), build

    return call


root, size = _calling("llvm.sqrt"), _calling("llvm.fabs")


def _as(kind: EightType) -> Any:
    @intrinsic
    def convert(typing_context: Any, values: Any) -> Any:
        if not isinstance(values, EightType):
            return kind.of(values), lambda context, builder, sig, args: context.cast(builder, args[0], values, kind.of)

        def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            from_floats, to_floats = values is FLOATS, kind is FLOATS
            if from_floats == to_floats:
                return args[0]
            return (builder.sitofp if to_floats else builder.fptosi)(args[0], vector_of(kind.of))

        return kind(values), build

    return convert


as_floats, as_wholes, as_bits = _as(FLOATS), _as(WHOLES), _as(BITS)


def _halves(name: str) -> Any:
    @intrinsic
    def fold(typing_context: Any, so_far: Any, values: Any) -> Any:
        def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            first = getattr(builder, name)(*args)
            return getattr(builder, name)(first, shuffled(builder, args[1], args[1], SECOND_HALF))

        return FLOATS(so_far, values), build

    return fold


add_halves, multiply_halves = _halves("fadd"), _halves("fmul")


def _of_four(name: str) -> Any:
    @intrinsic
    def end(typing_context: Any, values: Any) -> Any:
        def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            lanes = [builder.extract_element(args[0], WORD(lane)) for lane in range(4)]
            result = lanes[0]
            for lane in lanes[1:]:
                result = getattr(builder, name)(result, lane)
            return result

        return types.float32(values), build

    return end


sum_of_four, product_of_four = _of_four("fadd"), _of_four("fmul")


@intrinsic
def how_many(typing_context: Any, truths: Any) -> Any:
    """Count the lanes that hold."""

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        byte = ir.IntType(COUNT)
        count = cgutils.get_or_insert_function(builder.module, ir.FunctionType(byte, [byte]), f"llvm.ctpop.i{COUNT}")
        return builder.zext(builder.call(count, [builder.bitcast(args[0], byte)]), LONG)

    return types.int64(TRUTHS), build
