"""A world of a few columns with the interface of the real one, so that studies are tested in milliseconds."""

from __future__ import annotations

import copy
import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd

FAIL: set[int] = set()
"""Replicates that raise."""
MISUSE: set[int] = set()
"""Replicates that find their settings at fault."""
KILL_ONCE: dict[int, Path] = {}
"""Replicates that kill their own process, unless the file is there already."""
INTERRUPT_AT: set[int] = set()
"""Replicates during which Ctrl-C is pressed in their own process."""
SLOW: dict[int, float] = {}
"""Seconds a replicate takes."""


class Misused(ValueError):
    key = "interventions.takedown.names"


class Ecosystem:
    """Orders are a draw of (seed, replicate, day); a barrier halves them from its start for 100 days."""

    def __init__(self, parameters=None, *, buyers=10_000, days=1095, interventions=(), seed=1, replicate=0, threads=1):
        self.days, self.seed, self.replicate, self.buyers = days, seed, replicate, buyers
        self.day, self.rows, self.interventions, self.branched_at = 0, [], interventions, None
        self.records = SimpleNamespace(daily=self._daily, groups=self._groups, journal=self._journal)

    def step(self):
        draw = np.random.default_rng([self.seed, self.replicate, self.day])
        level = self.buyers * 0.03 * draw.uniform(0.9, 1.1)
        for barrier in dict(self.interventions).values():
            if barrier.start <= self.day < barrier.start + 100:
                level *= 1 - 0.5 * barrier.intensity
        self.rows.append((self.day, level))
        self.day += 1

    def run(self):
        if self.days > 3:  # not the tiny world that is only compiled
            self._accidents()
        while self.day < self.days:
            self.step()

    def branch(self, interventions):
        twin = copy.copy(self)
        twin.rows, twin.interventions, twin.branched_at = list(self.rows), interventions, self.day
        twin.records = SimpleNamespace(daily=twin._daily, groups=twin._groups, journal=twin._journal)
        return twin

    def close(self):
        self.closed = True

    def _accidents(self):
        time.sleep(SLOW.get(self.replicate, 0.0))
        if self.replicate in FAIL:
            raise RuntimeError("escrow does not\nadd up")
        if self.replicate in MISUSE:
            raise Misused("interventions.takedown.names: market-9 is closed on day 365; open: market-1, market-2")
        if self.replicate in INTERRUPT_AT:
            raise KeyboardInterrupt
        marker = KILL_ONCE.get(self.replicate)
        if marker is not None and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def _daily(self):
        day, orders = (np.array(v) for v in zip(*self.rows, strict=True))
        extra = dict.fromkeys(
            ("direct_orders", "street_orders", "unmet_orders", "parcels_seized", "arrests_vendors", "cost",
             "early_share", "escrow_lost"), 0.0,
        )  # fmt: skip
        return pd.DataFrame(
            {"day": day, "orders": orders, "revenue": orders * 90.0, "active_vendors": 50.0, "active_buyers": 900.0,
             "marketplaces": 3.0, "leader_share": 0.5, "hhi": 0.4, "price_index": 1.0, **extra}
        )  # fmt: skip

    def _groups(self):
        daily = self._daily()
        parts = [
            daily[["day"]].assign(
                kind="marketplace", group=name, orders=daily.orders * share, revenue=daily.revenue * share
            )
            for name, share in (("market-1", 0.6), ("market-2", 0.4))
        ]
        return pd.concat(parts, ignore_index=True)

    def _journal(self):
        return pd.DataFrame({"day": [0], "event": ["open"], "marketplace": ["market-1"], "vendor": [-1], "cause": [""],
                             "amount": [0.0]})  # fmt: skip
