"""Daily, group and journal tables that look like those of a run, with an effect whose size and length are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

MARKETS = ("market-1", "market-2", "market-3", "market-4", "market-5", "market-6", "market-7", "market-8", "market-9")
OPENED = (0, 0, 0, 120, 220, 372, 380, 500, 690)
CLOSED = (365, 640, 9999, 300, 9999, 9999, 560, 9999, 9999)
CAUSES = ("seizure", "exit_scam", "", "voluntary", "", "", "hack", "", "")
SIZE = (5.0, 2.5, 1.6, 1.0, 0.6, 3.2, 1.2, 2.6, 1.0)


@dataclass(frozen=True)
class World:
    """``depth``: share of orders lost on the worst day; ``decay``: days in which the loss falls to 1/e."""

    replicates: int = 20
    days: int = 1095
    start: int = 365
    depth: float = 0.6
    decay: float = 60.0
    never: float = 0.25
    noise: float = 0.012
    level: float = 300.0
    seed: int = 1


def loss(world: World, replicate: int) -> np.ndarray:
    """Share of orders lost each day; a share ``never`` of the replicates keeps a loss of 9 % for good."""
    draw = np.random.default_rng([world.seed, replicate, 7])
    since = np.arange(world.days) - world.start
    decay = world.decay * draw.uniform(0.7, 1.4)
    floor = 0.09 if draw.random() < world.never else 0.0
    depth = min(world.depth * draw.uniform(0.85, 1.15), 1.0)
    curve = np.where(since >= 0, floor + (depth - floor) * np.exp(-np.maximum(since, 0) / decay), 0.0)
    overshoot = -0.04 * np.exp(-(((since - 5 * decay) / 60.0) ** 2)) if world.depth > 0 else 0.0
    return curve + (overshoot if floor == 0.0 else 0.0) if world.depth > 0 else np.zeros(world.days)


def noise(world: World, replicate: int, arm: int) -> np.ndarray:
    """Slow and fast noise; the arms share it until the start and drift apart after it."""
    common = np.random.default_rng([world.seed, replicate, 1])
    own = np.random.default_rng([world.seed, replicate, 2 + arm])
    slow = np.convolve(common.normal(0.0, 0.012, world.days + 90), np.ones(91) / 9.0, "valid")
    fast = common.normal(0.0, 0.05, world.days)
    drift = np.zeros(world.days)
    after = world.days - world.start
    drift[world.start :] = np.convolve(own.normal(0.0, world.noise, after + 29), np.ones(30) / 5.0, "valid")
    return 1.0 + slow + fast + drift


def daily(world: World = World(), arms: tuple[str, ...] = ("baseline", "barrier")) -> pd.DataFrame:
    """The daily table of all replicates and arms."""
    parts = []
    day = np.arange(world.days)
    for replicate in range(world.replicates):
        lost = loss(world, replicate)
        trend = world.level * (1.0 + 0.12 * day / world.days) * (1.0 + 0.02 * np.sin(2 * np.pi * day / 7))
        for number, arm in enumerate(arms):
            remaining = 1.0 - lost if arm == "barrier" else 1.0
            orders = np.round(trend * noise(world, replicate, number) * remaining)
            gone = trend * lost if arm == "barrier" else np.zeros(world.days)
            cost = np.where(day == world.start, 250_000.0 if arm == "barrier" and world.depth > 0 else 0.0, 0.0)
            parts.append(
                pd.DataFrame(
                    {
                        "replicate": replicate, "arm": arm, "day": day, "orders": orders,
                        "revenue": orders * 92.0 * (1.0 + 0.01 * np.sin(day / 11.0)),
                        "direct_orders": np.round(12 + 0.14 * gone), "street_orders": np.round(80 + 0.31 * gone),
                        "unmet_orders": np.round(20 + 0.3 * gone), "active_vendors": np.round(900 - 0.8 * gone),
                        "active_buyers": 7000.0, "marketplaces": 5.0, "leader_share": 0.5, "hhi": 0.33,
                        "parcels_seized": np.round(orders * 0.02), "arrests_vendors": (gone > 100).astype(float),
                        "cost": cost, "price_index": 1.0, "early_share": 0.2, "escrow_lost": gone * 9.0,
                    }
                )
            )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def groups(world: World = World(), arms: tuple[str, ...] = ("baseline", "barrier")) -> pd.DataFrame:
    """The group table: marketplaces with the closures above (the first only in the barrier arm), and two channels."""
    parts = []
    day = np.arange(world.days)
    for replicate in range(world.replicates):
        draw = np.random.default_rng([world.seed, replicate, 11])
        size = np.asarray(SIZE) * draw.uniform(0.8, 1.25, len(SIZE))
        for arm in arms:
            closed = np.asarray(CLOSED, dtype=float)
            if arm == "baseline":
                closed[0] = 9999
            alive = (day[:, None] >= np.asarray(OPENED)) & (day[:, None] < closed)
            grown = np.clip((day[:, None] - np.asarray(OPENED)) / 60.0, 0.02, 1.0)
            grown[:, np.asarray(OPENED) == 0] = 1.0
            weight = alive * grown * size * (1.0 + 0.05 * draw.normal(size=(world.days, len(SIZE))))
            share = weight / weight.sum(axis=1, keepdims=True)
            for index, market in enumerate(MARKETS):
                parts.append(_group(replicate, arm, day, "marketplace", market, 300.0 * share[:, index]))
            near = np.where((day >= world.start) & (arm == "barrier"), 0.60, 0.52)
            parts.append(_group(replicate, arm, day, "channel", "domestic_post", 300.0 * near))
            parts.append(_group(replicate, arm, day, "channel", "intra_eu_post", 300.0 * (1.0 - near)))
    table = pd.concat(parts, ignore_index=True)
    return table[table["orders"] > 0].reset_index(drop=True)


def _group(replicate: int, arm: str, day: np.ndarray, kind: str, group: str, orders: np.ndarray) -> pd.DataFrame:
    columns = {"replicate": replicate, "arm": arm, "day": day, "kind": kind, "group": group, "orders": orders}
    return pd.DataFrame(columns | {"revenue": orders * 92.0})


def journal(world: World = World(), arms: tuple[str, ...] = ("baseline", "barrier")) -> pd.DataFrame:
    """The journal: openings and closures."""
    rows = []
    for replicate in range(world.replicates):
        for arm in arms:
            for market, opened, closed, cause in zip(MARKETS, OPENED, CLOSED, CAUSES, strict=True):
                rows.append((replicate, arm, opened, "open", market, -1, "", 0.0))
                if closed < world.days and (market != "market-1" or arm == "barrier"):
                    rows.append((replicate, arm, closed, "close", market, -1, cause, 1e5))
    names = ["replicate", "arm", "day", "event", "marketplace", "vendor", "cause", "amount"]
    return pd.DataFrame(rows, columns=names)
