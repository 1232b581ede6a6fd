"""Values that compiled code reads through one pointer.

A tuple with arrays in it costs dozens of machine words at every call, and counts its references each time:
most of the time of a month went there. A block is a row of words (numbers, and addresses and lengths of
arrays) that never changes while code runs, so the optimiser may read it once for a whole loop, and nobody
has to be told that the arrays are in use: the caller holds them.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, config, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, intrinsic, lower_getattr_generic, models, register_model, unbox
from numba.np.arrayobj import make_array, populate_array


class BlockType(types.Opaque):
    """The type of a block in compiled code: names and kinds of its fields, in order."""

    def __init__(self, owner: str, fields: tuple[tuple[str, str], ...]) -> None:
        self.fields = fields
        fingerprint = hashlib.sha256(repr(fields).encode()).hexdigest()[:12]
        super().__init__(name=f"Block({owner}, {fingerprint})")


register_model(BlockType)(models.OpaqueModel)


class Block:
    """The values of a NamedTuple, attribute by attribute, and the words in which compiled code finds them.

    Numbers, truth values and arrays of float64 are visible to compiled code; texts are not.
    """

    __slots__ = ("_numba_type_", "_values", "_words", "address")

    def __init__(self, values: Any) -> None:
        words: list[int] = []
        fields = []
        for name, value in zip(values._fields, values, strict=True):
            kind, encoded = _encoded(value)
            fields.append((name, kind))
            words += encoded
        self._values = values
        self._words = np.array(words, dtype=np.int64)
        self.address = self._words.ctypes.data
        self._numba_type_ = BlockType(type(values).__name__, tuple(fields))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._values, name)

    def _replace(self, **changes: Any) -> Block:
        """Give the same values but for some."""
        return Block(self._values._replace(**changes))


def _encoded(value: Any) -> tuple[str, list[int]]:
    """Give the kind of a value and its words: two for an array (address and length), one for all else."""
    if isinstance(value, np.ndarray):
        if value.dtype != np.float64 or value.ndim != 1 or not value.flags.c_contiguous:
            raise TypeError("a block holds rows of float64 only")
        return "array", [value.ctypes.data, len(value)]
    if isinstance(value, bool | np.bool_):
        return "truth", [int(value), 0]
    if isinstance(value, int | np.integer):
        return "whole", [int(value), 0]
    if isinstance(value, float):
        return "number", [int(np.float64(value).view(np.int64)), 0]
    return "text", [0, 0]


KINDS = {
    "array": types.Array(types.float64, 1, "C"),
    "truth": types.boolean,
    "whole": types.int64,
    "number": types.float64,
}


def unbox_address(typ: Any, value: Any, c: Any) -> Any:
    """Take the pointer from the attribute ``address`` of a Python object."""
    address = c.pyapi.object_getattr_string(value, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


unbox(BlockType)(unbox_address)


def constant_word(context: Any, builder: Any, block: Any, place: int, as_type: Any = types.intp) -> Any:
    """Read a word of a block; it never changes, so the optimiser may read it once."""
    words = builder.bitcast(block, context.get_value_type(as_type).as_pointer())
    word = builder.load(builder.gep(words, [context.get_constant(types.intp, place)]))
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    return word


def borrowed_array(
    context: Any, builder: Any, array_type: Any, address: Any, rows: Any, shape: tuple[int, ...], itemsize: int
) -> Any:
    """Make an array that nobody owns: ``rows`` rows of a fixed ``shape`` behind each other at an address."""
    array = make_array(array_type)(context, builder)
    sizes = [rows, *(context.get_constant(types.intp, size) for size in shape)]
    steps = [itemsize * int(np.prod(shape[axis:], dtype=int)) for axis in range(len(shape) + 1)]
    strides = [context.get_constant(types.intp, step) for step in steps]
    data = builder.inttoptr(address, context.get_data_type(array_type.dtype).as_pointer())
    populate_array(array, data, sizes, strides, itemsize=itemsize, meminfo=None)
    return array._getvalue()


@infer_getattr
class _FieldsOfBlock(AttributeTemplate):
    key = BlockType

    def generic_resolve(self, block: Any, name: str) -> Any:  # type: ignore[override]
        return KINDS.get(dict(block.fields).get(name, "text"))


@lower_getattr_generic(BlockType)
def _give_field(context: Any, builder: Any, typ: Any, value: Any, name: str) -> Any:
    place = 2 * [field for field, _ in typ.fields].index(name)
    kind = dict(typ.fields)[name]
    if kind == "array":
        address, rows = (constant_word(context, builder, value, place + k) for k in (0, 1))
        return borrowed_array(context, builder, KINDS["array"], address, rows, (), 8)
    if kind == "truth":
        word = constant_word(context, builder, value, place)
        return builder.icmp_signed("!=", word, context.get_constant(types.intp, 0))
    return constant_word(context, builder, value, place, KINDS[kind])


@intrinsic
def _fetch_ahead(typing_context: Any, array: Any, row: Any) -> Any:
    def ask(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array_type = signature.args[0]
        of = make_array(array_type)(context, builder, arguments[0])
        step = cgutils.unpack_tuple(builder, of.strides)[0]
        start = builder.ptrtoint(of.data, context.get_value_type(types.intp))
        first = builder.add(start, builder.mul(arguments[1], step))
        places = [first] if array_type.ndim == 1 else [first, builder.add(first, builder.sub(step, step.type(1)))]
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        form = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        hint = builder.module.declare_intrinsic("llvm.prefetch", [byte], form)
        to_read, to_all_caches, data = (ir.Constant(word, value) for value in (0, 3, 1))
        for place in places:  # a row may begin in one line of memory and end in the next
            builder.call(hint, [builder.inttoptr(place, byte), to_read, to_all_caches, data])
        return context.get_dummy_value()

    return types.void(array, types.intp), ask


def _fetch_nothing(array: Any, row: int) -> None:
    """Stand in for ``fetch_ahead`` where nothing is compiled."""


fetch_ahead = _fetch_nothing if config.DISABLE_JIT else _fetch_ahead  # type: ignore[attr-defined]
"""``fetch_ahead(array, row)`` asks the memory for a row that compiled code will read soon; it changes no value.

The row may lie outside the array: nothing is read. Worth it where many rows in no order are read one by one and each
takes long enough to work out that the processor does not look ahead by itself.
"""
