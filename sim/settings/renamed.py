"""Settings of earlier versions: what they are called now, so that an old word is refused with the new one named."""

from __future__ import annotations

RENAMED = {
    "ecosystem.channels": "ecosystem.ways",
    "ecosystem.administrators.fe_allowed": "ecosystem.administrators.early_allowed",
    "ecosystem.administrators.rehost_days": "ecosystem.facilitators.search_days",
    "ecosystem.buyers.fe_aversion": "ecosystem.buyers.early_aversion",
    "ecosystem.facilitators.switching_days": "ecosystem.facilitators.search_days",
    "ecosystem.vendors.cheat_now_and_then": "ecosystem.vendors.unsent_share",
    "ecosystem.vendors.defraud": "ecosystem.vendors.exit_scam",
    "ecosystem.vendors.defraud_days": "ecosystem.vendors.exit_scam_days",
    "ecosystem.vendors.defraud_price": "ecosystem.vendors.exit_scam_price",
    "ecosystem.vendors.defraud_sales": "ecosystem.vendors.exit_scam_sales",
    "ecosystem.vendors.fe_sales": "ecosystem.vendors.early_sales",
    "ecosystem.vendors.fe_share": "ecosystem.vendors.early_share",
    "ecosystem.vendors.price_new_name": "ecosystem.vendors.price_rating",
}
"""Dotted names of settings and of groups, each with the one of today."""
