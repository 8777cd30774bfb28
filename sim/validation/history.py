"""The history: from the first marketplace on, with the closures that are known by date, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue
from sim.model.market import codes
from sim.model.market.closing import name_of
from sim.model.parameters import EcosystemParameters
from sim.validation.library import rows

FIRST, LAST = date(2011, 2, 6), date(2019, 12, 31)
"""Days of the first orders that are on record (D75), and of the end."""
PEOPLE, ORDERS = 38_000_000, 133_000_000
"""Who ever ordered, and how often (D1)."""
DAYS = (LAST - FIRST).days + 1
SPARED = 2
"""Largest marketplaces that a raid on half of them leaves: those that were raided hold half of
listings, not of trade."""


@dataclass(frozen=True)
class Closure:
    """A closure known by date; ``which``: largest, second or half of all; ``low``, ``high``: revenue in the three
    months after, against the two before, as observed (None: no evidence); ``takeover_days``: days on which police ran
    the refuge."""

    day: int
    name: str
    barrier: str
    which: str
    ids: str
    low: float | None
    high: float | None
    observed: str
    takeover_days: int = 0

    def targets(self, world: Ecosystem) -> list[str]:
        """Return the marketplaces that are struck in this world, those open now by their trade."""
        open_now = world.state.rows(codes.OPEN)
        ranked = open_now[np.argsort(-world.state.markets["orders"][open_now], kind="stable")]
        if self.which == "half":
            below = ranked[min(SPARED, len(ranked) // 2) :]
            ranked = below[: max(len(ranked) // 2, 1)]
        else:
            ranked = ranked[1:2] if self.which == "second" and len(ranked) > 1 else ranked[:1]
        return [name_of(int(row)) for row in ranked]

    def intervention(self, world: Ecosystem) -> Intervention:
        """Give the barrier or shock that strikes them today."""
        run_by_police = {"takeover": True, "takeover_days": self.takeover_days}
        more: dict[str, Any] = run_by_police if self.takeover_days else {}
        kind: Any = catalogue()[self.barrier]
        struck: Intervention = kind(start=self.day, targets="named", names=self.targets(world), **more)
        return struck


@cache
def closures() -> tuple[Closure, ...]:
    """Give the closures that are known by date, in order."""
    found = []
    for row in rows("history"):
        low, high = (float(row[end]) if row[end] else None for end in ("low", "high"))
        day = (date.fromisoformat(row["date"]) - FIRST).days
        found.append(Closure(day, row["name"], row["barrier"], row["which"], row["ids"], low, high, row["observed"],
                             int(row["takeover_days"] or 0)))  # fmt: skip
    return tuple(sorted(found, key=lambda closure: closure.day))


@dataclass
class Played:
    """A history that was played: its world at the end, who was struck, and how many people ordered by day."""

    world: Ecosystem
    struck: dict[str, list[str]]
    people: NDArray[np.int64]  # who ordered for the first time, by day

    @property
    def scale(self) -> float:
        """How many real people one buyer of the world stands for."""
        return PEOPLE / len(self.world.state.buyers)


def play(
    parameters: EcosystemParameters,
    buyers: int,
    *,
    seed: int = 1,
    threads: int = 1,
    days: int = DAYS,
    tell: Callable[[int], None] = lambda day: None,
) -> Played:
    """Play the history; ``tell`` is called after each day.

    The first marketplace is known to have lasted until it was raided, and is kept from ending before.
    """
    world = Ecosystem(parameters, buyers=buyers, days=days, seed=seed, threads=threads)
    known = closures()
    spare(world, 0)
    due = {closure.day: closure for closure in known}
    struck: dict[str, list[str]] = {}
    newcomers = Newcomers(buyers)
    for day in range(days):
        if (closure := due.get(day)) is not None and len(world.state.rows(codes.OPEN)):
            barrier = closure.intervention(world)
            world.interventions[closure.name] = barrier
            struck[closure.name] = list(barrier.names)  # type: ignore[attr-defined]
        world.step()
        newcomers.count(world)
        tell(day)
    return Played(world, struck, np.array(newcomers.by_day))


def spare(world: Ecosystem, row: int) -> None:
    """Keep a marketplace from ending by itself: it is known to have been there."""
    for cause in ("raid", "hack", "scam", "retire"):
        world.state.markets[f"{cause}_in"][row] = float(codes.NEVER)


class Newcomers:
    """Counts people who order for the first time: a row of the table stands for one after another."""

    def __init__(self, buyers: int) -> None:
        self._known = np.zeros(buyers, dtype=np.uint8)  # bits of the person who ordered last, and 1; 0 nobody yet
        self.by_day: list[int] = []

    def count(self, world: Ecosystem) -> None:
        """Count those of the day just run."""
        orders = world.work.orders[: world.work.n_orders]
        buyer, person = orders["buyer"], (orders["flags"] & codes.PERSON) | 1
        self.by_day.append(int(np.count_nonzero(self._known[buyer] != person)))
        self._known[buyer] = person


def years() -> Iterator[tuple[int, slice]]:
    """Yield each year and its days of the run."""
    for year in range(FIRST.year, LAST.year + 1):
        first = max((date(year, 1, 1) - FIRST).days, 0)
        yield year, slice(first, min((date(year + 1, 1, 1) - FIRST).days, DAYS))
