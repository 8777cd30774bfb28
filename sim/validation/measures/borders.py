"""Parcels and arrests: what is seized, what crosses a border, who is caught."""

from __future__ import annotations

from sim.validation.observation import Observation


def seized(o: Observation, channel: str) -> float:
    """Measure the share of a channel's parcels that are seized."""
    g = o.ecosystem.records.groups()
    g = g[(g["kind"] == "channel") & (g["group"] == channel) & (g["day"] >= o.first)]
    return float(g["seized"].sum() / max(g["parcels"].sum(), 1))


def seizures_by(o: Observation, channel: str) -> float:
    """Measure the share of all seized parcels that came by a channel."""
    g = o.ecosystem.records.groups()
    g = g[(g["kind"] == "channel") & (g["day"] >= o.first)]
    return float(g.loc[g["group"] == channel, "seized"].sum() / max(g["seized"].sum(), 1))


def domestic_orders(o: Observation) -> float:
    """Measure the share of orders within a country."""
    return 1.0 - o.cross_border / max(o.orders, 1)


def vendors_arrested(o: Observation) -> float:
    """Measure arrests a year for each active vendor."""
    daily = o.ecosystem.records.daily().iloc[o.first :]
    return float(daily["arrests_vendors"].sum() / max(daily["active_vendors"].mean(), 1.0) * 365.0 / o.days)
