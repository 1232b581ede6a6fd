"""The type of eight numbers in compiled code, and how the operands of an operation become eights."""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.extending import models, register_model

COUNT = 8
WORD, LONG = ir.IntType(32), ir.IntType(64)
ELEMENT = {types.float32: ir.FloatType(), types.int32: WORD, types.uint32: WORD, types.boolean: ir.IntType(1)}


class EightType(types.Type):
    """The type of eight numbers of one kind."""

    def __init__(self, of: Any) -> None:
        self.of = of
        super().__init__(name=f"Eight({of})")


FLOATS, WHOLES, BITS, TRUTHS = (EightType(of) for of in ELEMENT)


@register_model(EightType)
class _EightModel(models.PrimitiveModel):
    def __init__(self, manager: Any, typ: EightType) -> None:
        super().__init__(manager, typ, vector_of(typ.of))


def vector_of(of: Any) -> Any:
    """Give the type that the processor has for eight numbers of a kind."""
    return ir.VectorType(ELEMENT[of], COUNT)


def shuffled(builder: Any, one: Any, other: Any, lanes: list[int]) -> Any:
    """Give eight lanes of two eights: 0 to 7 are those of the one, 8 to 15 those of the other."""
    return builder.shuffle_vector(one, other, ir.Constant(ir.VectorType(WORD, COUNT), lanes))


def in_all_lanes(builder: Any, value: Any, of: Any) -> Any:
    """Give one number in all lanes."""
    nothing = ir.Constant(vector_of(of), ir.Undefined)
    return shuffled(builder, builder.insert_element(nothing, value, WORD(0)), nothing, [0] * COUNT)


def kind_of(*operands: Any) -> EightType | None:
    """Give the type of the first operand that is an eight; None if none is."""
    return next((operand for operand in operands if isinstance(operand, EightType)), None)


def taken_as(eight: EightType, *operands: Any) -> tuple[Any, ...]:
    """Give the types in which the operands are taken: eights as they are, numbers as one of the kind of the eight."""
    return tuple(operand if isinstance(operand, EightType) else eight.of for operand in operands)


def widened(builder: Any, operands: Any, values: Any) -> list[Any]:
    """Give the operands as eights: a number stands in all lanes."""
    return [
        value if isinstance(operand, EightType) else in_all_lanes(builder, value, operand)
        for operand, value in zip(operands, values, strict=True)
    ]
