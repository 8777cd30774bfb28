"""The full model against the minimal market day for as many orders: a default pair, an order among a million."""

from __future__ import annotations

from typing import Any

from benchmarks import compiled
from benchmarks.against_mesa import once
from benchmarks.day import ecosystem, per_order
from benchmarks.report import Row, seconds

START, END = 365, 1095  # of the default run, as in configs/config.yaml


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure ratios of seconds; each repeat times the minimal day before and after."""
    few, many, days = (400, 4_000, 20) if quick else (50_000, 1_000_000, 30)
    start, end = (20, 40) if quick else (START, END)
    ecosystem(400, 400).run()  # compile, or load from disk
    minimal(400, 30)
    taken = Row(f"a pair: {few:,} buyers, {end} days, takedown on day {start}", "s")
    pairs = Row("that / the minimal day for as many orders", "times", most=5)
    orders = Row(f"an order among {many:,} buyers / one of the minimal day", "times", most=3)
    for seed in range(1, repeats + 1):
        before = minimal(few, days * 7)
        took, placed = pair(few, start, end, seed)
        taken.values.append(took)
        pairs.values.append(took / placed / ((before + minimal(few, days * 7)) / 2))
        before = minimal(many, days)
        took, found = per_order(many, days)
        orders.values.append(took / found / ((before + minimal(many, days)) / 2))
    return [taken, pairs, orders]


def minimal(buyers: int, days: int) -> float:
    """Return the seconds that an order of the minimal day takes."""
    took, result = once(compiled.Market(buyers, days))
    return float(took / result.orders)


def pair(buyers: int, start: int, end: int, seed: int) -> tuple[float, int]:
    """Return the seconds that a pair takes, both arms from the day on which they part, and its orders."""
    from sim.model.interventions.takedown import Takedown

    worlds: list[Any] = []

    def whole() -> None:
        twin = ecosystem(buyers, end, seed=seed).run(start)
        worlds[:] = [twin, twin.branch([Takedown(start=start)])]
        for world in worlds:
            world.run()

    took = seconds(whole)
    names, first = ("orders", "direct_orders"), (0, start)
    return took, int(sum(w.records.column(n)[d:].sum() for w, d in zip(worlds, first, strict=True) for n in names))
