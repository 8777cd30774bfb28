"""The records of every table: what one row holds.

Sizes matter where rows are many: a buyer fits one cache line, two accounts or orders share one.
"""

from __future__ import annotations

import numpy as np

LONGEST_RUN = 32_000
"""Days that the 16 bits of an account's days can count."""

BUYER = np.dtype(
    [
        ("rate", "f4"),  # intensity of the wish to order, 1/day
        ("log_value", "f4"),  # shift of the logarithm of order values
        ("stop", "f4"),  # chance to stop after an order
        ("taste", "f4"),  # leaning to buy online, logit
        ("taste_ceiling", "f4"),
        ("caution", "f4"),  # weight of perceived risk, 1 is ordinary
        ("trust", "f4"),  # in the ecosystem
        ("trust_market", "f4"),  # in the marketplace used
        ("risk", "f4"),  # perceived chance that a parcel is seized
        ("fear", "f4"),  # of police, from own experience
        ("loyal", "i4"),  # most trusted vendor, -1 none
        ("loyal_trust", "f4"),
        ("second", "i4"),
        ("second_trust", "f4"),
        ("market", "i2"),  # marketplace used, -1 none
        ("later", "u2"),  # while a wish put off waits: the later of its day and the next wish's
        ("home", "u1"),
        ("product", "u1"),
        ("state", "u1"),
        ("contact", "u1"),  # bits, see sim.model.market.codes
    ]
)
VENDOR = np.dtype(
    [
        # what a listing, an order or a parcel asks for fits the first cache line
        ("account", "i4", (4,)),  # rows of accounts, -1 none
        ("unfinished", "i4"),  # orders not yet settled
        ("scale", "f4"),
        ("capacity", "f4"),  # orders a day
        ("stock", "f4"),  # orders' worth
        ("price", "f4"),  # against the going rate
        ("stealth", "f4"),
        ("opsec", "f4"),
        ("honesty", "f4"),  # 0 means to exit-scam, 1 does not
        ("quality", "f4"),
        ("home", "u1"),
        ("product", "u1"),
        ("kind", "u1"),
        ("scope", "u1"),
        ("state", "u1"),
        ("early", "u1"),  # asks to be paid before delivery once established
        ("tries", "u1"),  # attempts so far to open another account, and
        ("restocks", "u1"),  # times restocked: which draw comes next
        ("born", "i4"),  # how many vendors before, those refused included: whose draws these are
        # what only the vendor's own decisions and the evening's books ask for
        ("wealth", "i8"),  # cents
        ("desk", "u1"),  # desk that was lost with a marketplace, 0 none
        ("stuck", "u1"),  # has no way to turn coin into money today
        ("homebound", "u1"),  # ships within the country only, for fear of being the next
        ("lost", "u1"),  # accounts that closed with a marketplace and are not yet made good by others
        ("capital", "f4"),  # cents: means of one's own from outside the trade, lent to the shop when coin is short
        ("identity", "i4"),
        ("entered", "i2"),
        ("left", "i2"),  # day, -1 not yet
        ("stop_in", "f4"),  # hazard of stopping still to come before the vendor stops
        ("sold", "i4"),
        ("moves_on", "i4"),  # day a displaced vendor opens again, -1 not displaced
        ("scams_until", "i4"),  # day an exit scam begins and, once begun, ends; -1 none in sight
        ("restock_on", "i4"),  # day new stock arrives, -1 none ordered
        ("arrest_on", "i4"),  # day a lead is worked off, -1 none
        ("seized", "i4"),  # parcels seized so far, and
        ("linked", "i4"),  # how many of them teams have compared
        ("shop_on", "i4"),  # day from which it has a shop of its own, -1 none
        ("price_start", "f4"),
        ("lot", "f4"),  # what is sold at a time, against what is usual
        ("stealth_start", "f4"),
        ("risk", "f4"),  # felt, beyond the news
        ("standing", "f4"),  # good ratings a displaced vendor can take along
        ("sales", "f4"),  # orders a day, smoothed
        ("profit", "f4"),  # EUR a day, smoothed
    ],
    align=True,
)
ACCOUNT = np.dtype(
    [
        ("vendor", "i4"),
        ("positive", "i4"),
        ("negative", "i4"),
        ("unfinished", "i4"),  # orders not yet settled
        ("carried", "f4"),  # good ratings taken along under a known name
        ("recent", "f4"),  # orders a day, smoothed
        ("opened", "i2"),
        ("closed", "i2"),  # day, -1 open
        ("market", "i2"),
        ("early", "u1"),
    ],
    align=True,
)
MARKET = np.dtype(
    [
        ("escrow", "i8"),  # cents
        ("wealth", "i8"),  # of the administrator, cents
        ("state", "i4"),
        ("cause", "i4"),
        ("opened", "i4"),
        ("closed", "i4"),  # day, -1 open
        ("admission", "i4"),
        ("early_allowed", "i4"),
        ("covert_until", "i4"),  # day a covert takeover ends, -1 none
        ("impaired_until", "i4"),
        ("offline_until", "i4"),
        ("sellers", "i4"),  # open accounts
        ("make", "i4"),  # see sim.model.catalogue.makes
        ("country", "i4"),  # it serves, -1 all
        ("impairment", "f8"),  # share of visits that fail while impaired
        ("commission", "f8"),
        ("dispute", "f8"),  # chance that a dispute is decided rightly
        ("dispute_full", "f8"),  # the same while moderators are not overworked
        ("security", "f8"),
        ("discount", "f8"),  # impatience, 1/day
        ("integrity", "f8"),
        ("orders", "f8"),  # a day, smoothed over a week
        ("visits", "f8"),  # a day, smoothed over some days
        ("revenue", "f8"),  # EUR a day, smoothed over a month
        ("usual", "f8"),  # orders a day, smoothed over a month
        ("capacity", "f8"),  # orders a day it can carry
        ("fail", "f8"),  # chance that a visit fails today
        ("places", "f8"),  # new vendors it can take on today
        ("rating", "f8"),  # what is said of it, 0 to 1
        ("credible", "f8"),  # chance that a migrant trusts it at sight
        ("losses", "f8"),  # days it has not paid its running cost
        ("raid_in", "f8"),  # hazard still to come before it is raided, and so on: unit exponentials, drawn once
        ("hack_in", "f8"),
        ("scam_in", "f8"),
        ("retire_in", "f8"),
        ("who", "i8"),  # whose draws these are: by order of opening, and of whom it is the return
        ("desk", "f8"),  # share of its users who pay by its own desk
        ("staff", "f8"),  # share of its moderators at work
        ("watched", "f8"),  # felt there for vendors arrested, see State.watched
    ],
    align=True,
)
ORDER = np.dtype(
    [
        ("buyer", "i4"),
        ("vendor", "i4"),
        ("account", "i4"),  # -1 in a direct deal
        ("value", "i4"),  # cents
        ("placed", "i4"),
        ("due", "i4"),
        ("market", "i2"),
        ("product", "u1"),
        ("channel", "u1"),
        ("fate", "u1"),
        ("flags", "u1"),
        ("origin", "u1"),
        ("home", "u1"),
    ],
    align=True,
)
DRAFT = np.dtype(
    [
        ("key", "u8"),  # of the buyer's draws today
        ("size", "f8"),  # EUR at the going rate
        ("target", "f8"),  # where a draw by weight falls among the offers first to end, if there are any
        ("first", "i4"),
        ("end", "i4"),
        ("price", "f4"),  # of the vendor already chosen, if there is one
        ("early", "u1"),
    ],
    align=True,
)
"""What is known of an order before its offer is looked up; row by row beside the day's orders."""
TALLY = np.dtype(
    [
        ("income", "i8"),  # cents
        ("cost", "i8"),  # cents, goods and postage
        ("orders", "i4"),
        ("positive", "i4"),
        ("negative", "i4"),
        ("closed", "i4"),  # orders settled
    ]
)
"""What an account counts in a day."""
OFFER = np.dtype(
    [
        ("account", "i4"),
        ("vendor", "i4"),
        ("price", "f4"),
        ("home", "u1"),
        ("early", "u1"),
    ],
    align=True,
)
DESK = np.dtype([("lost", "f8"), ("found", "f8")])
"""A desk that closed with its marketplace: share of all customers it served; of these, who found another way."""
EVENT = np.dtype([("day", "i4"), ("code", "i4"), ("vendor", "i4"), ("market", "i4"), ("amount", "i8")])
