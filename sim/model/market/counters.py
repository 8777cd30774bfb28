"""Whole-number counters of one day: compiled phases add to them, the records keep them.

Everything counted is an integer (money in cents, beliefs in millionths), so sums do not depend on the order of adding.
"""

from __future__ import annotations

from sim.model.market.geography import CHANNELS, COUNTRIES, PRODUCTS

NAMES = (
    # wishes and what became of them
    "wishes", "online_wishes", "turned_away", "waiting", "orders", "revenue", "early_orders",
    "direct_orders", "direct_revenue", "street_orders", "unmet_orders", "no_offer", "no_coin", "arrived", "stopped",
    "trust", "risk", "looked",
    # parcels
    "parcels_sent", "parcels_delivered", "parcels_seized", "parcels_lost", "unsent", "reshipped",
    # settlement
    "positive", "negative", "disputes", "refunded", "commission", "moved",
    # flows of coin between holders outside the tables
    "buyers_paid", "buyers_back", "exchange_in", "upstream_in", "authority_in",
    # law
    "cases_buyers", "letters", "cases_vendors", "arrests_vendors",
    # vendors
    "entrants", "leavers", "active_vendors", "price", "stealth", "cheating",
)  # fmt: skip

(
    WISHES, ONLINE, TURNED, WAITING, ORDERS, REVENUE, EARLY_ORDERS,
    DIRECT_ORDERS, DIRECT_REVENUE, STREET, UNMET, NO_OFFER, NO_COIN, ARRIVED, STOPPED,
    TRUST, RISK, LOOKED,
    SENT, N_DELIVERED, N_SEIZED, N_LOST, N_UNSENT, RESHIPPED,
    POSITIVE, NEGATIVE, DISPUTES, REFUNDED, COMMISSION, MOVED,
    PAID, BACK, EXCHANGE_IN, UPSTREAM_IN, AUTHORITY_IN,
    CASES_BUYERS, LETTERS, CASES_VENDORS, ARRESTS,
    ENTRANTS, LEAVERS, VENDORS, PRICE, STEALTH, N_CHEATING,
) = range(len(NAMES))  # fmt: skip

MILLION = 1_000_000

# blocks behind the plain counters: (orders, revenue) by product and country, and by channel with parcels and seizures
BY_PRODUCT = len(NAMES)
BY_COUNTRY = BY_PRODUCT + 2 * len(PRODUCTS)
BY_CHANNEL = BY_COUNTRY + 2 * len(COUNTRIES)
END = BY_CHANNEL + 4 * len(CHANNELS)
SIZE = END + 16  # room that nobody writes to, so that the rows of two threads share no cache line

# what a marketplace counts in a day
M_ORDERS, M_REVENUE, M_VISITS, M_TURNED, M_ESCROW_IN, M_ESCROW_OUT, M_COMMISSION, M_GOOD, M_BAD, M_EARLY, M_MOVED, M_BONDS = range(12)  # fmt: skip # noqa: E501
M_SIZE = 12
