"""What data says of the world at the start, as settings of the ecosystem by dotted name, each with its grounds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sim.observations.content import Data, Row

WINDOW = 28
"""Days of a series that shares of marketplaces are taken from."""
LEAST_SHARE = 0.001
MOST_MARKETPLACES = 50


@dataclass(frozen=True)
class Said:
    """One setting that follows from data; ``grounds``: of what, in words."""

    name: str
    value: Any
    grounds: str


def world_of(data: Data) -> list[Said]:
    """Give every setting of the ecosystem that the tables say something of."""
    found = [_shares(data), _mix(data), _prices(data), _home(data)]
    return [said for said in found if said is not None]


def _mix(data: Data) -> Said | None:
    counts: dict[str, float] = defaultdict(float)
    rows = [row for row in data.rows("listings") if "category" in row.cells]
    for row in rows:
        counts[row.cells["category"]] += _weight(data, row)
    return _proportions("ecosystem.buyers.product", counts, f"{len(rows):,} listings")


def _prices(data: Data) -> Said | None:
    rows = [row for row in data.rows("listings") if row.cells.get("price", 0.0) > 0.0]
    weights = [_weight(data, row) for row in rows]
    if not sum(weights):
        return None
    mean = sum(w * math.log(row.cells["price"]) for w, row in zip(weights, rows, strict=True)) / sum(weights)
    return Said("ecosystem.buyers.log_value", round(mean, 4), f"the prices of {len(rows):,} listings")


def _home(data: Data) -> Said | None:
    """Take the country that most listings of a vendor come from, of those as many, the first."""
    origins: dict[str, Counter[str]] = defaultdict(Counter)
    for row in data.rows("listings"):
        if "origin" in row.cells:
            origins[row.cells["vendor"]][row.cells["origin"]] += 1
    counts = Counter(places.most_common(1)[0][0] for places in origins.values())
    return _proportions("ecosystem.vendors.home", counts, f"{len(origins):,} vendors")


def _weight(data: Data, row: Row) -> float:
    """Weigh a listing by its orders where the table tells them, else count it once."""
    return float(row.cells.get("orders", 0.0)) if "orders" in data.tables["listings"].columns else 1.0


def _proportions(name: str, counts: Any, grounds: str) -> Said | None:
    total = sum(counts.values())
    if not total:
        return None
    return Said(name, {key: round(value / total, 4) for key, value in sorted(counts.items())}, grounds)


def _shares(data: Data) -> Said | None:
    ranked, first, last = ranking(data)
    if len(ranked) < 2:
        return None
    total = sum(value for _, value in ranked)
    kept = [(name, value / total) for name, value in ranked if value / total >= LEAST_SHARE][:MOST_MARKETPLACES]
    named = ", ".join(f"{name} is market-{place}" for place, (name, _) in enumerate(kept[:3], 1))
    told = f"the series from {first} to {last} ({named}{', …' if len(kept) > 3 else ''})"
    return Said("ecosystem.administrators.initial_shares", [round(share, 4) for _, share in kept], told)


def turnover(data: Data) -> list[tuple[date, str, float]]:
    """Give what each marketplace of a series turned over, by day: revenue where the table tells it, else orders."""
    rows = [row.cells for row in data.rows("series") if row.cells.get("marketplace")]
    figure = "revenue" if any("revenue" in cells for cells in rows) else "orders"
    return [(cells["date"], cells["marketplace"], cells[figure]) for cells in rows if figure in cells]


def ranking(data: Data) -> tuple[list[tuple[str, float]], date | None, date | None]:
    """Rank marketplaces by what they turned over before the first event, or when the series begins; with the days."""
    traded = turnover(data)
    if not traded:
        return [], None, None
    per = data.tables["series"].per
    days = _window([day for day, _, _ in traded], [row.cells["date"] for row in data.rows("events")], per)
    sums: dict[str, float] = defaultdict(float)
    for day, name, value in traded:
        if day in days:
            sums[name] += value
    ranked = sorted(((n, v) for n, v in sums.items() if v > 0.0), key=lambda item: (-item[1], item[0]))
    return ranked, min(days, default=None), max(days, default=None)


def _window(days: Iterable[date], events: Iterable[date], per: float) -> set[date]:
    """Give the days of a series that say how things stood: the last four weeks, or the last figure, whose time was over
    when the first event came; without an event the first. ``per``: days that a figure is of."""
    ordered = sorted(set(days))
    span = timedelta(days=max(WINDOW, per))
    event = min((day for day in events if day > ordered[0]), default=None)
    if event is None:
        return {day for day in ordered if day < ordered[0] + span}
    over = [day for day in ordered if day + timedelta(days=per) <= event]
    return {day for day in over if day > over[-1] - span}
