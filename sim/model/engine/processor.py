"""What compiled code can tell the processor and the language has no word for."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.engine.kernels import LINE, helper
from sim.model.engine.later import Intrinsic

LANES = 64
"""Rows that :func:`matches` compares at once."""


@helper
def index(number):  # type: ignore[no-untyped-def]
    """Return a number in [0, 2**32), cut to whole, as a row that the compiler knows not to count from the end."""
    return np.int64(np.uint32(number))


def _prefetch(array: Any, row: Any, lines: int) -> Any:
    """Ask the processor for the first cache lines of ``array[row]`` (one-dimensional), ahead of reading it."""
    from numba.core import types

    if not (isinstance(array, types.Array) and array.ndim == 1 and isinstance(row, types.Integer)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        from llvmlite import ir  # type: ignore[import-untyped]
        from numba.core import cgutils
        from numba.np.arrayobj import make_array

        values = make_array(signature.args[0])(context, builder, arguments[0])
        at = context.cast(builder, arguments[1], signature.args[1], types.intp)
        stride = cgutils.unpack_tuple(builder, values.strides)[0]
        address = builder.add(builder.ptrtoint(values.data, at.type), builder.mul(at, stride))
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        llvm = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        for line in range(lines):
            place = builder.add(address, ir.Constant(at.type, LINE * line))
            builder.call(llvm, [builder.inttoptr(place, byte), number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, row), generate


def _first(typingctx: Any, array: Any, row: Any) -> Any:
    """``prefetch(array, row)`` in compiled code: the first cache line of a row."""
    return _prefetch(array, row, 1)


def _whole(typingctx: Any, array: Any, row: Any) -> Any:
    """``prefetch_row(array, row)`` in compiled code: all cache lines of a row."""
    size = getattr(getattr(array, "dtype", None), "size", LINE)
    return _prefetch(array, row, -(-size // LINE))


def _matches(typingctx: Any, column: Any, block: Any, value: Any) -> Any:
    """``matches(column, block, value)``: a uint64 whose bit j says whether ``column[LANES * block + j] == value``.

    ``column``: contiguous uint16, of at least ``LANES * (block + 1)`` rows.
    """
    from numba.core import types

    if not (isinstance(column, types.Array) and column.ndim == 1 and column.layout == "C"):
        return None
    if column.dtype != types.uint16 or not isinstance(block, types.Integer):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        from llvmlite import ir
        from numba.np.arrayobj import make_array

        values = make_array(signature.args[0])(context, builder, arguments[0])
        row = context.cast(builder, arguments[1], signature.args[1], types.intp)
        first = builder.gep(values.data, [builder.mul(row, ir.Constant(row.type, LANES))])
        lanes = ir.VectorType(ir.IntType(16), LANES)
        found = builder.load(builder.bitcast(first, lanes.as_pointer()), align=2)
        wanted = context.cast(builder, arguments[2], signature.args[2], types.uint16)
        one = builder.insert_element(ir.Constant(lanes, ir.Undefined), wanted, ir.IntType(32)(0))
        order = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        same = builder.icmp_unsigned("==", found, builder.shuffle_vector(one, one, order))
        return builder.bitcast(same, ir.IntType(LANES))

    return types.uint64(column, block, value), generate


def _lowest(typingctx: Any, bits: Any) -> Any:
    """``lowest(bits)``: position of the lowest bit that is set in a uint64, as int64; of none, 64."""
    from numba.core import types

    if bits != types.uint64:
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        from llvmlite import ir

        return builder.cttz(arguments[0], ir.IntType(1)(0))

    return types.int64(bits), generate


prefetch: Any = Intrinsic(_first)
prefetch_row: Any = Intrinsic(_whole)
matches: Any = Intrinsic(_matches)
lowest: Any = Intrinsic(_lowest)
