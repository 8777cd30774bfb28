"""What is told to the processor: it changes nothing, and finds what plain code finds."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from sim.model.engine.processor import LANES, index, lowest, matches, prefetch, prefetch_row


def test_prefetch_changes_nothing() -> None:
    @numba.njit
    def total(values):  # type: ignore[no-untyped-def]
        s = 0.0
        for i in range(len(values)):
            prefetch(values, i + 8)
            s += values[i]
        return s

    rows = np.zeros(10, dtype=np.dtype([("a", "f8", (20,))]))

    @numba.njit
    def touch(table):  # type: ignore[no-untyped-def]
        prefetch_row(table, 3)
        return table[3].a[0]

    assert touch(rows) == 0.0
    assert touch.inspect_llvm(touch.signatures[0]).count("call void @llvm.prefetch") >= 3, "160 bytes"
    assert total(np.arange(100.0)) == total(np.arange(200.0)[::2]) / 2 == 4950.0
    assert "call void @llvm.prefetch" in total.inspect_llvm(total.signatures[0])


@pytest.mark.parametrize("wanted", [0, 1, 7, 32_768, 65_535])
def test_matches_finds_what_numpy_finds(wanted: int) -> None:
    @numba.njit
    def places(column, block, value):  # type: ignore[no-untyped-def]
        bits = matches(column, block, value)
        found = []
        while bits:
            found.append(lowest(bits))
            bits &= bits - np.uint64(1)
        return found

    rng = np.random.default_rng(wanted)
    days = rng.choice(np.array([wanted, wanted ^ 1, wanted ^ 256], dtype=np.uint16), 3 * LANES + 1)
    for column in (days, days[1:]):  # also where it does not begin with a cache line
        for block in range(3):
            there = column[LANES * block : LANES * (block + 1)]
            assert places(column, block, np.uint16(wanted)) == np.flatnonzero(there == wanted).tolist()


def test_nothing_is_lowest_of_nothing() -> None:
    @numba.njit
    def position(bits):  # type: ignore[no-untyped-def]
        return lowest(bits)

    assert [position(np.uint64(b)) for b in (0, 1, 2**63, 2**63 + 8)] == [64, 0, 63, 3]


def test_a_column_of_another_kind_is_refused() -> None:
    @numba.njit
    def compare(column):  # type: ignore[no-untyped-def]
        return matches(column, 0, np.uint16(1))

    column = np.zeros(2 * LANES, dtype=np.uint16)
    for wrong in (np.zeros(LANES), column[::2], column.reshape(2, LANES)):
        with pytest.raises(numba.TypingError):
            compare(wrong)


def test_index_keeps_the_number() -> None:
    @numba.njit
    def same(row):  # type: ignore[no-untyped-def]
        return index(row)

    assert [same(row) for row in (0, 5, np.int32(7), 2**32 - 1, 5.9)] == [0, 5, 7, 2**32 - 1, 5]
