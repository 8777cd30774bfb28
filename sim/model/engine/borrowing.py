"""Arrays that a kernel only borrows.

Compiled code counts the references to every array it touches, with a locked instruction each: in a loop that costs more
than most of what is done there. The caller of a kernel keeps its arrays until the kernel returns, so there is nothing
to count. ``borrow`` says so; after it a struct of arrays can be handed to any ``@helper``.
"""

from __future__ import annotations

from typing import Any

from sim.model.engine.later import Intrinsic


def _bare(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """Return an array, or a tuple of arrays, without the memory block that references are counted on."""
    from numba.core import cgutils, types
    from numba.np.arrayobj import make_array

    if isinstance(kind, types.Array):
        array = make_array(kind)(context, builder, value)
        array.meminfo = cgutils.get_null_value(array.meminfo.type)
        array.parent = cgutils.get_null_value(array.parent.type)
        return array._getvalue()
    tuples: Any = types.BaseTuple
    if isinstance(kind, tuples):
        parts = cgutils.unpack_tuple(builder, value, len(kind.types))
        bare = [_bare(context, builder, k, p) for k, p in zip(kind.types, parts, strict=True)]
        return context.make_tuple(builder, kind, bare)
    return value


def _borrow(typingctx: Any, value: Any) -> Any:
    """``borrow(value)``: the same array, or tuple of arrays, uncounted. Never store or return what it gives."""
    from numba.core import types

    if not isinstance(value, (types.Array, types.BaseTuple)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _bare(context, builder, signature.args[0], arguments[0])

    return value(value), generate


borrow: Any = Intrinsic(_borrow)
