"""The full model, every mechanism on: an arm, the fixed cost of a day, the cost of an order, memory, scaling."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

from benchmarks import against_mesa
from benchmarks.report import Row, seconds

WARM_UP = 60  # days before measuring, so that parcels are under way and accounts have a past


def parameters(rate: float = 1.0) -> Any:
    """Return ``western`` with the wish to order scaled."""
    from sim.model.parameters import EcosystemParameters

    western = EcosystemParameters()
    return replace(western, buyers=replace(western.buyers, order_rate=western.buyers.order_rate * rate))


def ecosystem(buyers: int, days: int, rate: float = 1.0, threads: int = 1, seed: int = 1) -> Any:
    from sim.model.ecosystem import Ecosystem

    return Ecosystem(parameters(rate), buyers=buyers, days=days, seed=seed, threads=threads)


def per_order(buyers: int, days: int, rate: float = 1.0, threads: int = 1) -> tuple[float, float]:
    """Return (seconds, online orders) of the ``days`` after the warm-up."""
    world = ecosystem(buyers, WARM_UP + days, rate, threads)
    for _ in range(WARM_UP):
        world.step()

    def rest() -> None:
        for _ in range(days):
            world.step()

    took = seconds(rest)
    daily = world.records.daily()
    done = daily[daily["day"] >= WARM_UP]
    return took, float(done["orders"].sum() + done["direct_orders"].sum())


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure the targets of the model, and the minimal market day in the same process for comparison."""
    arm_buyers, arm_days = (400, 40) if quick else (10_000, 1_000)
    ecosystem(400, 40).run()  # compile, or load from disk
    ecosystem(400, 40, threads=2).run()

    build = Row(f"building the world, {arm_buyers:,} buyers", "s")
    arm = Row(f"an arm: {arm_buyers:,} buyers, {arm_days:,} days, 1 thread", "s", most=0.5)
    fixed = Row("fixed cost of a day (40 buyers who hardly order)", "ms/day", most=0.2)
    full = Row("ns per order, 1 thread, same buyers, full order rate", "ns/order")
    half = Row("ns per order, 1 thread, same buyers, half the rate", "ns/order")
    follows = Row("cost of an order at half the rate / at full rate", "ratio", most=1.3)
    scale_buyers, scale_days = (1_000, 20) if quick else (200_000, 100)
    for seed in range(1, repeats + 1):
        start = time.perf_counter()
        world = ecosystem(arm_buyers, arm_days, seed=seed)
        build.values.append(time.perf_counter() - start)
        arm.values.append(seconds(world.run))
        idle = ecosystem(40, arm_days, rate=0.01, seed=seed)
        fixed.values.append(seconds(idle.run) / arm_days * 1e3)
        costs = [
            took / max(orders, 1) * 1e9 for took, orders in (per_order(scale_buyers, scale_days, r) for r in (1, 0.5))
        ]
        full.values.append(costs[0])
        half.values.append(costs[1])
        follows.values.append(costs[1] / costs[0])
    rows = [build, arm, fixed, *_sizes(quick=quick, repeats=repeats), full, half, follows]
    rows.append(Row("memory of a world: slope from 100,000 to 1,000,000 buyers", "bytes/buyer", most=110))
    rows[-1].values = [_bytes_per_buyer(*((400, 4_000) if quick else (100_000, 1_000_000)))]
    rows += [
        Row(f"for comparison, minimal day: {r.case}", r.unit, r.values)
        for r in against_mesa.run(quick=quick, repeats=min(repeats, 3))
    ]
    return rows


def _sizes(*, quick: bool, repeats: int) -> list[Row]:
    rows = []
    sizes = {400: 20} if quick else {10_000: 400, 100_000: 100, 1_000_000: 30}
    for buyers, days in sizes.items():
        pair = [Row(f"{buyers:,} buyers, {threads} thread{'s'[: threads - 1]}", "ns/order") for threads in (1, 2)]
        for _ in range(repeats):
            for threads, row in enumerate(pair, 1):
                took, orders = per_order(buyers, days, threads=threads)
                row.values.append(took / max(orders, 1) * 1e9)
        if buyers == 1_000_000:
            pair[0].most, pair[1].most = 400, pair[0].median
        rows += pair
    return rows


_MEMORY = """
import sys
from pathlib import Path
import psutil
from benchmarks.day import ecosystem
few = ecosystem(400, 40); few.run()
before = psutil.Process().memory_info().rss
world = ecosystem(int(sys.argv[1]), 45)
for _ in range(45): world.step()
print(psutil.Process().memory_info().rss - before)
"""


def _bytes_per_buyer(few: int, many: int) -> float:
    """Return the slope of resident memory over buyers, each size in a process of its own."""
    sizes = []
    for buyers in (few, many):
        command = [sys.executable, "-c", _MEMORY, str(buyers)]
        sizes.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    return (sizes[1] - sizes[0]) / (many - few)
