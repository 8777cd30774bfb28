"""Sums of a few numbers, which come out as NumPy's do to the last bit, at a fraction of what it asks."""

from __future__ import annotations

from sim.model.engine.kernels import helper


@helper
def total(values, n):  # type: ignore[no-untyped-def]
    """Return the sum of the first ``n`` values, added in eight strands as NumPy adds up to 128 of them.

    Of more, NumPy adds halves first: then the two differ by rounding.
    """
    if n < 8:
        few = 0.0
        for i in range(n):
            few += values[i]
        return few
    a, b, c, d = values[0], values[1], values[2], values[3]
    e, f, g, h = values[4], values[5], values[6], values[7]
    i = 8
    while i + 8 <= n:
        a += values[i]
        b += values[i + 1]
        c += values[i + 2]
        d += values[i + 3]
        e += values[i + 4]
        f += values[i + 5]
        g += values[i + 6]
        h += values[i + 7]
        i += 8
    many = ((a + b) + (c + d)) + ((e + f) + (g + h))
    while i < n:
        many += values[i]
        i += 1
    return many
