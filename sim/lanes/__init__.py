"""Eight numbers side by side: what a kernel works out for eight slots of a resident, or eight categories, at once.

Left alone, a compiler does eight at a time only in loops of a fixed and long way, over numbers that were written to
memory before. Here eight float32, int32, uint32 or truths are one value, in a register of the processor (or in two of
one that has shorter ones; the results are the same to the bit, since nothing is contracted or reordered). Arithmetic,
comparisons and operations on bits work lane by lane, between eights or with one number for all lanes. Where nothing is
compiled an eight is a NumPy array, so kernels write ``x = x + y``: ``x += y`` would change it in place.
"""

from __future__ import annotations

from numba.core import config

from sim.lanes import arithmetic, memory, operators, uncompiled

LANES = 8

_memory, _arithmetic = (uncompiled, uncompiled) if config.DISABLE_JIT else (memory, arithmetic)  # type: ignore[attr-defined]
operators.teach()

floats_at, wholes_at, put, rows_of = _memory.floats_at, _memory.wholes_at, _memory.put, _memory.rows_of
eight, lane_numbers, backwards = _arithmetic.eight, _arithmetic.lane_numbers, _arithmetic.backwards
least, most, choose, root, size = (
    _arithmetic.least,
    _arithmetic.most,
    _arithmetic.choose,
    _arithmetic.root,
    _arithmetic.size,
)
as_floats, as_wholes, as_bits = _arithmetic.as_floats, _arithmetic.as_wholes, _arithmetic.as_bits
add_halves, multiply_halves = _arithmetic.add_halves, _arithmetic.multiply_halves
sum_of_four, product_of_four, how_many = _arithmetic.sum_of_four, _arithmetic.product_of_four, _arithmetic.how_many
