"""The outcomes of a comparison: what each is called, its unit, how it is summarised and which way is better.

Everything that prints, plots or ranks an outcome reads it here, so an outcome is added by adding a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Summary = Literal["mean", "median", "duration", "ratio"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure per replicate.

    ``summary``: mean (paired t interval), median (bootstrap), duration (Kaplan-Meier, as it may be censored) or ratio
    (sum of the ``parts[0]`` outcomes over that of ``parts[1]``, times ``scale``). ``better``: 1 where more of it is
    what a barrier is for, -1 where less is, 0 where neither.
    """

    name: str
    label: str
    unit: str
    summary: Summary = "mean"
    better: int = 0
    parts: tuple[str, str] | None = None
    scale: float = 1.0


DURABILITY = (
    Outcome("depth", "trade removed at the worst", "share", better=1),
    Outcome("day_of_depth", "worst reached after", "days", "median"),
    Outcome("half_life", "half of that gone after", "days", "duration", better=1),
    Outcome("recovery", "trade back within 5 %", "days", "duration", better=1),
    Outcome("rebound", "trade above the twin at most", "share", "median"),
    Outcome("effect_28", "trade removed, first 28 days", "share", better=1),
    Outcome("effect_90", "trade removed, 28 days to day 90", "share", better=1),
    Outcome("effect_365", "trade removed, 28 days to day 365", "share", better=1),
    Outcome("effect_end", "trade removed, last 28 days", "share", better=1),
    Outcome("observer_depth", "observer: worst fall", "share"),
    Outcome("observer_recovery", "observer: back within 5 %", "days", "duration"),
)
"""From the curve of revenue (EUR) against the twin; "observer" compares with the 56 days before instead.

An effect has no lower bound: where the twin's largest marketplace happens to collapse, trade with the barrier may be
many times the twin's. The rebound is therefore summarised by its median.
"""

TOTALS = (
    Outcome("orders_baseline", "orders after the start, no barrier", "orders"),
    Outcome("orders_barrier", "orders after the start, barrier", "orders"),
    Outcome("revenue_baseline", "revenue after the start, no barrier", "EUR"),
    Outcome("revenue_barrier", "revenue after the start, barrier", "EUR"),
)

DISPLACED, PER_EURO = ("displaced_orders", "averted_orders"), ("averted_orders", "cost")

AVERTED = (
    Outcome("averted_orders", "orders averted", "orders", better=1),
    Outcome("averted_revenue", "revenue averted", "EUR", better=1),
    Outcome("averted_share", "share of orders averted", "share", "ratio", 1, ("averted_orders", "orders_baseline")),
    Outcome("displaced_street", "went to the street", "orders", better=-1),
    Outcome("displaced_direct", "went to direct trade", "orders", better=-1),
    Outcome("displaced_orders", "went elsewhere", "orders", better=-1),
    Outcome("displaced_share", "displaced, of orders averted", "share", "ratio", -1, DISPLACED),
    Outcome("cost", "cost", "EUR", better=-1),
    Outcome("averted_per_1000_eur", "orders averted per EUR 1,000", "orders", "ratio", 1, PER_EURO, 1000.0),
)
"""Sums over the run, in orders on marketplaces unless named otherwise."""


@dataclass(frozen=True, slots=True)
class Source:
    """How an outcome comes from one daily column: the sum or the mean after the start, barrier minus twin."""

    outcome: Outcome
    column: str
    statistic: Literal["sum", "mean"]


def _sum(name: str, label: str, column: str, unit: str) -> Source:
    return Source(Outcome(name, label, unit), column, "sum")


def _mean(name: str, label: str, column: str, unit: str) -> Source:
    return Source(Outcome(name, label, unit), column, "mean")


SIDE_EFFECTS = (
    _sum("seized_parcels_extra", "more parcels seized", "parcels_seized", "parcels"),
    _sum("arrests_extra", "more vendors arrested", "arrests_vendors", "arrests"),
    _sum("cases_buyers_extra", "more cases against buyers", "cases_buyers", "cases"),
    _sum("escrow_lost_extra", "more escrow lost by buyers and vendors", "escrow_lost", "EUR"),
    _sum("disputes_extra", "more disputes", "disputes", "disputes"),
    _mean("vendors_change", "change in active vendors", "active_vendors", "vendors"),
    _mean("marketplaces_change", "change in open marketplaces", "marketplaces", "marketplaces"),
    _mean("leader_share_change", "change in the share of the largest", "leader_share", "points"),
    _mean("price_change", "change in the price index", "price_index", "points"),
    _mean("stealth_change", "change in concealment", "stealth", "points"),
    _mean("fe_share_change", "change in orders paid early", "fe_share", "points"),
    _mean("trust_change", "change in trust", "trust", "points"),
)
"""What else changed, from columns that a table may or may not have; the mean is over the days after the start."""

REROUTED = Outcome("domestic_change", "change in orders sent within the country", "points")
"""From the groups of kind 'channel': share of domestic post and local drop, barrier minus twin."""

OUTCOMES: dict[str, Outcome] = {
    outcome.name: outcome for outcome in (*DURABILITY, *AVERTED, *TOTALS, *(s.outcome for s in SIDE_EFFECTS), REROUTED)
}
"""Every outcome by name, in the order in which tables show them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a steady state, the mean over days of a daily column times ``scale``."""

    name: str
    column: str
    label: str
    unit: str
    scale: float = 1.0


STEADY_STATE = (
    Fact("orders_per_day", "orders", "orders a day", "orders"),
    Fact("revenue_per_week", "revenue", "revenue a week", "EUR", 7.0),
    Fact("direct_per_day", "direct_orders", "direct orders a day", "orders"),
    Fact("street_per_day", "street_orders", "street orders a day", "orders"),
    Fact("vendors", "active_vendors", "active vendors", "vendors"),
    Fact("buyers", "active_buyers", "active buyers", "buyers"),
    Fact("marketplaces", "marketplaces", "open marketplaces", "marketplaces"),
    Fact("leader_share", "leader_share", "share of the largest", "share"),
    Fact("hhi", "hhi", "concentration (HHI)", "index"),
    Fact("fe_share", "fe_share", "orders paid early", "share"),
)
"""What is said of a run without barriers."""
