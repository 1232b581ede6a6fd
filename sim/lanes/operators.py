"""Arithmetic, comparisons and operations on bits between eights, or between an eight and one number for all lanes."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from numba.core import types
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

from sim.lanes.eights import TRUTHS, EightType, kind_of, taken_as, widened

Build = Callable[..., Any]
ARITHMETIC = {operator.add: "add", operator.sub: "sub", operator.mul: "mul", operator.truediv: "div"}
ON_BITS = {operator.and_: "and_", operator.or_: "or_", operator.xor: "xor", operator.rshift: "lshr"}
COMPARISONS = {
    operator.lt: "<", operator.le: "<=", operator.gt: ">", operator.ge: ">=", operator.eq: "==", operator.ne: "!=",
}  # fmt: skip


def teach() -> None:
    """Teach the compiler all operators between eights; once, when they are first imported."""
    for act, name in ARITHMETIC.items():
        _teach(act, _arithmetic(name))
    for act, name in ON_BITS.items():
        _teach(act, _on_bits(name))
    for act, sign in COMPARISONS.items():
        _teach(act, compared(sign), TRUTHS)


def _teach(act: Callable[..., Any], build: Build, gives: EightType | None = None) -> None:
    class Template(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            eight = kind_of(*args)
            return None if eight is None or len(args) != 2 else signature(gives or eight, *taken_as(eight, *args))

    infer_global(act)(Template)

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        eight = kind_of(*sig.args)
        assert eight is not None
        return build(builder, eight.of, *widened(builder, sig.args, args))

    for pattern in ((EightType, EightType), (EightType, types.Number), (types.Number, EightType)):
        lower_builtin(act, *pattern)(lower)


def _arithmetic(name: str) -> Build:
    return lambda builder, of, one, other: getattr(builder, f"f{name}" if of is types.float32 else name)(one, other)


def _on_bits(name: str) -> Build:
    return lambda builder, of, one, other: getattr(builder, name)(one, other)


def compared(sign: str) -> Build:
    """Give what builds a comparison of two numbers or eights of a kind."""

    def build(builder: Any, of: Any, one: Any, other: Any) -> Any:
        if of in (types.float32, types.float64):
            return (builder.fcmp_unordered if sign == "!=" else builder.fcmp_ordered)(sign, one, other)
        return (builder.icmp_signed if of.signed else builder.icmp_unsigned)(sign, one, other)

    return build
