"""The outcomes of a comparison: what each is called, its unit, how it is summarised and which way is better.

Everything that prints, plots or ranks an outcome reads it here, so an outcome is added by adding a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sim.model import columns

if TYPE_CHECKING:
    import pandas as pd

Summary = Literal["pooled", "mean", "ratio", "runs", "constant"]
COUNTED = frozenset({
    "orders", "EUR", "parcels", "arrests", "cases", "disputes", "vendors", "customers", "account-days", "doses",
    "users",
})  # fmt: skip
"""Units of what a model of a sample counts, and what the real market has more of."""
REAL = frozenset({"cost", "cost_first_year", "scale"})
"""Outcomes that are those of the real world already."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure per replicate, and one of all of them together.

    ``summary``: pooled (read from the pooled curve), mean, ratio (sum of the ``parts[0]`` outcomes over that of
    ``parts[1]``, times ``scale``), runs (median and spread of the replicates' own ``parts[0]``) or constant.
    ``better``: 1 where more of it is what a barrier is for, -1 where less is, 0 where neither.
    """

    name: str
    label: str
    unit: str
    summary: Summary = "mean"
    better: int = 0
    parts: tuple[str, ...] = ()
    scale: float = 1.0

    @property
    def counted(self) -> bool:
        """Whether it grows with the size of the market."""
        return self.unit in COUNTED and self.name not in REAL


def _pooled(name: str, label: str, unit: str, better: int = 0) -> Outcome:
    return Outcome(name, label, unit, "pooled", better)


DURABILITY = (
    _pooled("peak", "trade missing at the worst", "share", 1),
    _pooled("day_of_peak", "the worst reached after", "days"),
    _pooled("depth", "of that passes", "share"),
    _pooled("half_life", "half of what passes gone after", "days"),
    _pooled("stays", "stays: trade missing in the second year", "share", 1),
    _pooled("recovery_10", "trade back within 10 % after", "days"),
    _pooled("recovery", "trade back within 5 % after", "days"),
    _pooled("recovery_3", "trade back within 3 % after", "days"),
    _pooled("rebound", "most trade above the twin", "share"),
    _pooled("effect_28", "trade missing, first 28 days", "share", 1),
    _pooled("effect_90", "trade missing, four weeks to day 90", "share", 1),
    _pooled("effect_365", "trade missing, four weeks to day 365", "share", 1),
    _pooled("effect_end", "trade missing, last four weeks", "share", 1),
    _pooled("observer_peak", "worst, for an observer without the twin", "share"),
)
"""From the curve of revenue (EUR) against the twin; "observer" compares with the 56 days before instead."""

JUDGED = (
    Outcome("chance", "probability that drift alone shows as much", "share", "pooled"),
    Outcome("run_peak", "single runs: worst", "share", "runs", 0, ("peak",)),
    Outcome("run_half_life", "single runs: half of what passes gone after", "days", "runs", 0, ("half_life",)),
    Outcome("run_recovery", "single runs: trade back within 5 %", "days", "runs", 0, ("recovery",)),
)
"""What only all replicates together have: the judgement, and the spread between runs."""

TOTALS = (
    Outcome("orders_baseline", "orders after the start, no barrier", "orders"),
    Outcome("orders_barrier", "orders after the start, barrier", "orders"),
    Outcome("orders_28_days", "orders in the first 28 days, no barrier", "orders"),
    Outcome("orders_first_year", "orders in the first year, no barrier", "orders"),
    Outcome("revenue_baseline", "revenue after the start, no barrier", "EUR"),
    Outcome("revenue_barrier", "revenue after the start, barrier", "EUR"),
    Outcome("harm_first_year", "harm in the first year, no barrier", "doses"),
    Outcome("began", "day on which the barrier began", "day", "runs", 0, ("began",)),
    Outcome("scale", "one simulated order stands for", "orders", "constant"),
    Outcome("targets_missed", "named targets that had closed by themselves", "marketplaces"),
)

SUMS = REAL | {outcome.name for outcome in TOTALS}
"""Outcomes that are no differences: none is the least there can be."""
OF_ALL = frozenset({"averted_first_year_share", "averted_share", "harm_averted_share"})
"""Shares of all there was: no more can be averted."""

YEAR = "averted_first_year"


def _share(
    name: str, label: str, top: str, bottom: str, better: int, scale: float = 1.0, unit: str = "share"
) -> Outcome:
    return Outcome(name, label, unit, "ratio", better, (top, bottom), scale)


AVERTED = (
    Outcome("averted_28_days", "orders averted, first 28 days", "orders", better=1),
    Outcome(YEAR, "orders averted, first year", "orders", better=1),
    Outcome(f"{YEAR}_revenue", "revenue averted, first year", "EUR", better=1),
    _share(f"{YEAR}_share", "share of orders averted, first year", YEAR, "orders_first_year", 1),
    Outcome("averted_orders", "orders averted, whole run", "orders", better=1),
    Outcome("averted_revenue", "revenue averted, whole run", "EUR", better=1),
    _share("averted_share", "share of orders averted, whole run", "averted_orders", "orders_baseline", 1),
    Outcome("displaced_street", "went to the street, first year", "orders", better=-1),
    Outcome("displaced_direct", "went to direct trade, first year", "orders", better=-1),
    Outcome("displaced_orders", "went elsewhere, first year", "orders", better=-1),
    _share("displaced_share", "displaced, of orders averted, first year", "displaced_orders", YEAR, -1),
    Outcome("harm_averted", "harm averted, first year", "doses", better=1),
    _share("harm_averted_share", "share of harm averted, first year", "harm_averted", "harm_first_year", 1),
    Outcome("organised_profit_averted", "profit of organised vendors averted, first year", "EUR", better=1),
    Outcome("cost", "cost, whole run", "EUR", better=-1),
    Outcome("cost_first_year", "cost, first year", "EUR", better=-1),
    _share(
        "averted_per_1000_eur", "orders averted per EUR 1,000, first year", YEAR, "cost_first_year", 1, 1e3, "orders"
    ),
)
"""Sums over the 365 days after the start or over the run, in orders on marketplaces unless named otherwise."""


@dataclass(frozen=True, slots=True)
class Source:
    """How an outcome comes from one daily column: the sum or the mean after the start, barrier minus twin."""

    outcome: Outcome
    column: str
    statistic: Literal["sum", "mean"]


def _sum(name: str, label: str, column: str, unit: str) -> Source:
    return Source(Outcome(name, f"{label}, whole run", unit), column, "sum")


def _mean(name: str, label: str, column: str, unit: str) -> Source:
    return Source(Outcome(name, label, unit), column, "mean")


SIDE_EFFECTS = (
    _sum("seized_parcels_extra", "change in parcels seized", "parcels_seized", "parcels"),
    _sum("arrests_extra", "change in vendors arrested", "arrests_vendors", "arrests"),
    _sum("cases_buyers_extra", "change in cases against buyers", "cases_buyers", "cases"),
    _sum("escrow_lost_extra", "change in escrow lost by buyers and vendors", "escrow_lost", "EUR"),
    _sum("disputes_extra", "change in disputes", "disputes", "disputes"),
    _mean("vendors_change", "change in active vendors", "active_vendors", "vendors"),
    _mean("marketplaces_change", "change in open marketplaces", "marketplaces", "marketplaces"),
    _mean("leader_share_change", "change in the share of the largest", "leader_share", "points"),
    _mean("price_change", "change in the price index", "price_index", "points"),
    _mean("stealth_change", "change in concealment", "stealth", "points"),
    _mean("early_share_change", "change in orders paid early", "early_share", "points"),
    _mean("trust_change", "change in trust", "trust", "points"),
    _sum("harm_extra", "change in harm of doses, wherever bought", "harm", "doses"),
    _sum("harm_online_extra", "change in harm of doses from online", "harm_online", "doses"),
    _sum("harm_street_extra", "change in harm of doses from the street", "harm_street", "doses"),
    _sum("harm_lawful_extra", "change in harm of doses sold lawfully", "harm_lawful", "doses"),
    _sum("treated_extra", "change in users who entered treatment", "treated", "users"),
    _sum("letters_extra", "change in letters to buyers", "letters", "cases"),
    _sum("lawful_extra", "change in wishes that a lawful supply served", "lawful_orders", "orders"),
    _sum("profit_extra", "change in profit of vendors", "profit", "EUR"),
    _mean("customers_change", "change in customers", "active_buyers", "users"),
    _mean("young_users_change", "change in customers who are young", "young_users", "users"),
)
"""What else changed, from columns that a table may or may not have; the mean is over the days after the start."""

ORGANISED = Outcome("organised_share_change", "change in the share of organised vendors in profit", "points")
"""Their profit over that of all vendors after the start, barrier minus twin."""

LAWFUL_COST = (
    Source(
        Outcome("lawful_opened_extra", "change in lawful parcels opened in vain", "parcels", better=-1),
        "lawful_opened", "sum",
    ),
    Source(
        Outcome("lawful_refused_change", "change in lawful customers without a service", "customers", better=-1),
        "lawful_refused", "mean",
    ),
    Source(
        Outcome("account_days_watched", "account-days read by police", "account-days", better=-1),
        "accounts_watched", "sum",
    ),
    Source(
        Outcome("site_days_down", "lawful site-days hard to reach", "site-days", better=-1),
        "lawful_sites_down", "sum",
    ),
)  # fmt: skip
"""What a barrier costs people who have nothing to do with the trade, and those against whom nothing is known."""

LAYERS = tuple(
    _mean(f"layer_{column}", f"change in supply of {label}", column, "points")
    for column, label in columns.LAYERS.items()
)
"""How much less of each service is to be had: the scarcest of them holds trade back most."""

REROUTED = Outcome("domestic_change", "change in orders sent within the country", "points")
"""From the groups of kind 'channel': share of domestic post and local drop, barrier minus twin."""

OUTCOMES: dict[str, Outcome] = {
    outcome.name: outcome
    for outcome in (
        *DURABILITY,
        *JUDGED,
        *AVERTED,
        *TOTALS,
        *(s.outcome for s in (*SIDE_EFFECTS, *LAWFUL_COST, *LAYERS)),
        ORGANISED,
        REROUTED,
    )
}
"""Every outcome by name, in the order in which tables show them."""


def at_size(table: pd.DataFrame, factor: Any, columns: Sequence[str] = ("value",)) -> pd.DataFrame:
    """Bring what is counted to the size of the real market.

    ``table``: a column ``outcome``, and the ``columns`` of figures; ``factor``: how much larger the real market is, one
    number or one per row.
    """
    counted = table["outcome"].isin([name for name, outcome in OUTCOMES.items() if outcome.counted])
    return table.assign(**{name: table[name].where(~counted, table[name] * factor) for name in columns})


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
    Fact("early_share", "early_share", "orders paid early", "share"),
)
"""What is said of a run without barriers."""
