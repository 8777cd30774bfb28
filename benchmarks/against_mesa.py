"""The minimal market day: plain Mesa against compiled columns, same rules, same draws, same result."""

from __future__ import annotations

from typing import Any

from benchmarks import compiled, plain_mesa
from benchmarks.report import Row, seconds


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure ns per order of both, in turn, and the ratio; raise AssertionError where results differ."""
    buyers, days = (400, 30) if quick else (10_000, 200)
    compiled.Market(buyers, 2).step()  # compile, or load from disk
    plain = Row(f"plain Mesa, {buyers:,} buyers", "ns/order")
    fast = Row(f"compiled columns, {buyers:,} buyers", "ns/order")
    ratio = Row("plain Mesa / compiled", "times", least=100)
    for _ in range(repeats):
        slow_time, slow = once(plain_mesa.Market(buyers, days))
        fast_time, quickly = once(compiled.Market(buyers, days))
        assert slow == quickly, f"the two versions differ: {slow} and {quickly}"
        plain.values.append(slow_time / slow.orders * 1e9)
        fast.values.append(fast_time / slow.orders * 1e9)
        ratio.values.append(slow_time / fast_time)
    rows = [plain, fast, ratio]
    for many in () if quick else (100_000, 1_000_000):
        row = Row(f"compiled columns, {many:,} buyers", "ns/order")
        for _ in range(repeats):
            took, result = once(compiled.Market(many, 50))
            row.values.append(took / result.orders * 1e9)
        rows.append(row)
    return rows


def once(market: Any) -> tuple[float, Any]:
    """Return the seconds that all days of a market take, and its checksum."""

    def whole() -> None:
        for _ in range(market.days):
            market.step()

    return seconds(whole), market.checksum()
