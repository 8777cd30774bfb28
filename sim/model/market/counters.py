"""Whole-number counters of one day: compiled phases add to them, the records keep them.

Everything counted is an integer (money in cents, beliefs in millionths), so sums do not depend on the order of adding.
Each is declared here, once: the name under which compiled code counts it, its column and what that means.
"""

from __future__ import annotations

from sim.model.market.codes import KINDS
from sim.model.market.column import Block, Column, Kind
from sim.model.market.geography import AXES

COUNTS: list[Column] = []
"""The counters of a day, in order."""


def _count(name: str, kind: Kind, unit: str, meaning: str, watched: str = "") -> int:
    COUNTS.append(Column(name, kind, unit, meaning, watched, len(COUNTS)))
    return len(COUNTS) - 1


# wishes and what became of them
WISHES = _count("wishes", "count", "wishes", "wishes to buy today")
ONLINE = _count("online_wishes", "count", "wishes", "wishes that lead online")
DETERRED = _count("deterred", "count", "wishes", "wishes kept from online trade by risk and fear of police alone")
TURNED = _count("turned_away", "count", "wishes", "online wishes that found no marketplace answering")
WAITING = _count("waiting", "count", "wishes", "wishes put off to try again")
MERGED = _count("merged", "count", "wishes", "wishes put off that became one with another of the same buyer")
ORDERS = _count("orders", "count", "orders", "orders placed on marketplaces", "orders")
REVENUE = _count("revenue", "money", "EUR", "value of those orders", "revenue")
EARLY_ORDERS = _count("early_orders", "count", "orders", "orders of marketplaces paid before delivery")
DIRECT_ORDERS = _count("direct_orders", "count", "orders", "orders placed with a vendor directly")
DIRECT_REVENUE = _count("direct_revenue", "money", "EUR", "value of those orders")
STREET = _count("street_orders", "count", "orders", "purchases offline")
SOCIAL = _count("social_orders", "count", "orders", "those of them arranged over social media")
UNMET = _count("unmet_orders", "count", "wishes", "wishes that were given up")
NO_OFFER = _count("no_offer", "count", "wishes", "wishes that found nothing wanted on offer")
NO_COIN = _count("no_coin", "count", "wishes", "wishes that found no coin to pay with")
LAWFUL = _count("lawful_orders", "count", "orders", "wishes that a lawful supply served")
NO_CARRIER = _count("no_carrier", "count", "wishes", "wishes that nobody would have carried")
UNREACHED = _count("unreached", "count", "wishes", "online wishes of people who cannot reach marketplaces")
FAKED = _count("fake_orders", "count", "wishes", "wishes that met a fake offer")
SHOPPED = _count("shop_orders", "count", "orders", "direct orders in a shop of the vendor's own")
ARRIVED = _count("arrived", "count", "buyers", "buyers who appeared")
STOPPED = _count("stopped", "count", "buyers", "buyers who stopped")
KEPT_OUT = _count("kept_out", "count", "buyers", "those of them who did not find their way in and stay offline")
YOUNG_ARRIVED = _count("young_arrived", "count", "buyers", "buyers who appeared, the young among them")
YOUNG_STOPPED = _count("young_stopped", "count", "buyers", "buyers who stopped, the young among them")
TRUST = _count("trust", "sum", "millionths", "trust of those who looked")
RISK = _count("risk", "sum", "millionths", "perceived chance of interception of those with a wish")
LOOKED = _count("looked", "sum", "buyers", "buyers who weighed buying online")
# parcels
SENT = _count("parcels_sent", "count", "parcels", "parcels handed in")
N_DELIVERED = _count("parcels_delivered", "count", "parcels", "parcels that arrived")
N_SEIZED = _count("parcels_seized", "count", "parcels", "parcels seized")
N_LOST = _count("parcels_lost", "count", "parcels", "parcels lost")
N_UNSENT = _count("unsent", "count", "orders", "orders never sent")
RESHIPPED = _count("reshipped", "count", "parcels", "parcels sent again")
# settlement
POSITIVE = _count("positive", "count", "ratings", "good ratings")
NEGATIVE = _count("negative", "count", "ratings", "bad ratings")
DISPUTES = _count("disputes", "count", "orders", "orders disputed")
REFUNDED = _count("refunded", "money", "EUR", "refunds to buyers")
COMMISSION = _count("commission", "money", "EUR", "commission of marketplaces")
MOVED = _count("moved", "count", "buyers", "buyers who changed marketplace")
# flows of coin between holders outside the tables
PAID = _count("buyers_paid", "money", "EUR", "paid by buyers")
BACK = _count("buyers_back", "money", "EUR", "paid back to buyers")
EXCHANGE_IN = _count("exchange_in", "money", "EUR", "received by exchanges")
UPSTREAM_IN = _count("upstream_in", "money", "EUR", "received by suppliers, hosts and carriers")
AUTHORITY_IN = _count("authority_in", "money", "EUR", "received by authorities")
# law
CASES_BUYERS = _count("cases_buyers", "count", "cases", "cases against buyers")
LETTERS = _count("letters", "count", "letters", "letters to buyers")
CASES_VENDORS = _count("cases_vendors", "count", "cases", "cases against vendors")
ARRESTS = _count("arrests_vendors", "count", "vendors", "vendors arrested")
CASES_OPENED = _count("cases_opened", "count", "cases", "cases against vendors that special teams opened")
CASES_DROPPED = _count("cases_dropped", "count", "cases", "cases that teams put down without an arrest")
SEEN = _count("signals_seen", "count", "signals", "signals partners passed on, beyond the ordinary")
SHARED = _count("signal_leads", "count", "leads", "leads that came of them once they were told")
# health
TREATED = _count("treated", "count", "users", "users who entered treatment")
HARM_ONLINE = _count("harm_of_online", "sum", "millionths", "harm of doses that arrived")
HARM_STREET = _count("harm_of_street", "sum", "millionths", "harm of doses bought offline")
HARM_LAWFUL = _count("harm_of_lawful", "sum", "millionths", "harm of doses that a lawful supply sold instead")
# money
REPORTS = _count("reports", "count", "reports", "reports of unexplained income of vendors")
ASSESSMENTS = _count("assessments", "count", "vendors", "vendors whose means were looked into")
TAKEN = _count("taken", "money", "EUR", "taken from traders not arrested, coin and other means")
# vendors
PROFIT = _count("profit", "money", "EUR", "profit of vendors, below zero where they lose")
PROFIT_ORGANISED = _count("profit_organised", "money", "EUR", "that of organised vendors among it")
ENTRANTS = _count("entrants", "count", "vendors", "vendors who entered")
LEAVERS = _count("leavers", "count", "vendors", "vendors who left")
VENDORS = _count("active_vendors", "count", "vendors", "vendors trading")
PRICE = _count("price", "sum", "millionths", "price with dearer postage against the going rate, over vendors trading")
STEALTH = _count("stealth", "sum", "millionths", "concealment, over vendors trading")
HOMEBOUND = _count("homebound", "count", "vendors", "vendors who ship within their country for fear of arrest")
N_EXIT_SCAMMING = _count("exit_scamming", "count", "vendors", "vendors in an exit scam, who no longer send")

NAMES = tuple(column.name for column in COUNTS)
MILLION = 1_000_000

# blocks behind the plain counters
_TRADE = (
    Column("orders", "count", "orders", "orders placed"),
    Column("revenue", "money", "EUR", "value of those orders"),
)
_PARCELS = (
    Column("parcels", "count", "parcels", "parcels handed in"),
    Column("seized", "count", "parcels", "parcels seized"),
)
BLOCKS: list[Block] = []
"""The counters by group, in order."""


def _block(axis: str, *figures: Column, kind: str = "", labels: tuple[str, ...] = ()) -> int:
    first = BLOCKS[-1].end if BLOCKS else len(COUNTS)
    BLOCKS.append(Block(kind or axis, labels or AXES[axis], first, figures))
    return first


BY_ORIGIN = _block(
    "country", Column("arrests", "count", "vendors", "vendors arrested, by where they live"), kind="origin"
)
BY_KIND = _block("kind", Column("taken", "money", "EUR", "taken from vendors of a kind not arrested"), labels=KINDS)
BY_SIGNAL = _block("signal", Column("leads", "count", "leads", "leads that came of a signal"))
BY_PRODUCT = _block("product", *_TRADE)
BY_COUNTRY = _block("country", *_TRADE)
BY_CHANNEL = _block("channel", *_TRADE, *_PARCELS)
END = BLOCKS[-1].end
SIZE = END + 16  # room that nobody writes to, so that the rows of two threads share no cache line

# what a marketplace counts in a day
MARKET_COUNTS: list[Column] = []


def _market(name: str, kind: Kind, unit: str, meaning: str) -> int:
    MARKET_COUNTS.append(Column(name, kind, unit, meaning, index=len(MARKET_COUNTS)))
    return len(MARKET_COUNTS) - 1


M_ORDERS = _market("orders", "count", "orders", "orders placed")
M_REVENUE = _market("revenue", "money", "EUR", "value of those orders")
M_VISITS = _market("visits", "count", "visits", "visits of buyers")
M_TURNED = _market("turned_away", "count", "visits", "visits that failed")
M_ESCROW_IN = _market("escrow_in", "money", "EUR", "paid into escrow")
M_ESCROW_OUT = _market("escrow_out", "money", "EUR", "paid out of escrow")
M_COMMISSION = _market("commission", "money", "EUR", "commission taken")
M_GOOD = _market("positive", "count", "ratings", "good ratings")
M_BAD = _market("negative", "count", "ratings", "bad ratings")
M_EARLY = _market("early", "count", "orders", "orders paid early that were settled")
M_MOVED = _market("moved", "count", "buyers", "buyers who came from elsewhere")
M_BONDS = _market("bonds", "money", "EUR", "bonds of vendors")
M_SIZE = len(MARKET_COUNTS)
