"""Every lever policy can pull, on one page."""

from __future__ import annotations

from sim.model.engine.levers import Lever

INSPECTION = Lever(
    "inspection", "share of the drug parcels of a channel that a country's customs or post examines",
    "share of parcels", ("channel", "country"), combine="join", high=1.0,
)  # fmt: skip
INSPECTION_CAPACITY = Lever(
    "inspection_capacity", "drug parcels that can be examined at most, as a share of the normal flow",
    "share of normal flow", ("channel", "country"), combine="add",
)  # fmt: skip
DETECTION = Lever(
    "detection", "chance that an examined parcel without concealment is recognised",
    "probability", ("channel", "country"), combine="join", high=1.0,
)  # fmt: skip
LOST = Lever(
    "lost", "share of the parcels of a channel to a country that are lost on the way", "share of parcels",
    ("channel", "country"), combine="join", high=1.0,
)  # fmt: skip
LATE = Lever(
    "late", "days by which the parcels of a channel to a country come later than usual", "days", ("channel", "country"),
    combine="add", high=25.0,
)  # fmt: skip
FACILITATOR_SUPPLY = Lever(
    "facilitator_supply", "share of a facilitator's ordinary suppliers that still serve the trade, the rest at random",
    "share", ("facilitator", "country"), high=1.0,
)  # fmt: skip
REMOVED = Lever(
    "removed", "share of a facilitator's suppliers that serve nobody any more, at random",
    "share", ("facilitator", "country"), combine="join", high=1.0,
)  # fmt: skip
LICENSED = Lever(
    "licensed", "share of a facilitator's supply that needs a licence, its largest suppliers first",
    "share", ("facilitator", "country"), combine="join", high=1.0,
)  # fmt: skip
ENFORCED = Lever(
    "enforced", "chance that a supplier who needs a licence stops serving the trade",
    "probability", ("facilitator", "country"), combine="join", high=1.0,
)  # fmt: skip
CALLED = Lever(
    "called", "share of a facilitator's suppliers who were told whom they serve and asked to stop",
    "share", ("facilitator", "country"), combine="join", high=1.0,
)  # fmt: skip
CONVICTED = Lever(
    "convicted", "suppliers who know whom they serve and are put out of business, the largest first",
    "suppliers", ("facilitator", "country"), combine="add",
)  # fmt: skip
TAKEN_OVER = Lever(
    "taken_over", "suppliers closed after a takeover, whatever they knew, the largest first",
    "suppliers", ("facilitator", "country"), combine="add",
)  # fmt: skip
READING = Lever(
    "reading", "whether police read along in the largest supplier of a facilitator; nothing in the trade hangs on it",
    "share", ("facilitator",), combine="join", high=1.0,
)  # fmt: skip
INVESTIGATION = Lever(
    "investigation", "capacity of police to raid, to arrest and to work on leads, against the ordinary",
    "multiple", ("country",),
)  # fmt: skip
TEAMS = Lever(
    "teams", "special teams at work on vendors who live in a country, beyond ordinary police, at real size",
    "teams", ("country",), combine="add",
)  # fmt: skip
POWERS = Lever(
    "powers", "share of undercover work online that the law of a country allows",
    "share", ("country",), combine="join", high=1.0,
)  # fmt: skip
WEAKNESSES = Lever(
    "weaknesses", "weaknesses found and reported in a marketplace without any security", "1/year", (), combine="add",
)  # fmt: skip
BUYER_CASE = Lever(
    "buyer_case", "chance that an identified addressee becomes a case", "probability", ("country",),
    combine="join", high=1.0,
)  # fmt: skip
TAUGHT = Lever(
    "taught", "share of those of a partner who were not taught yet that is taught a day", "1/day",
    ("partner", "country"), combine="add",
)  # fmt: skip
SHARED = Lever(
    "shared", "share of what a partner may tell of what it sees that it tells", "share", ("partner", "country"),
    combine="join", high=1.0,
)  # fmt: skip
RIGHT = Lever(
    "right", "share of what a partner sees that it may tell by law", "share", ("partner",), combine="join", high=1.0,
)  # fmt: skip
SHARING = Lever(
    "sharing", "how soon what was seen reaches those whom it concerns: one over the mean time", "1/day", ("country",),
    combine="add",
)  # fmt: skip
LEARNING = Lever(
    "learning", "share of what is not known of present ways of working that is learnt a day, beyond the ordinary",
    "1/day", (), combine="add",
)  # fmt: skip
COORDINATED = Lever(
    "coordinated", "how often partners are reminded of what they agreed to", "1/day", (), combine="add",
)  # fmt: skip
WATCHED = Lever(
    "watched", "share of the lag and of the error of what triggers and reviews see that is made good", "share", (),
    combine="join", high=1.0,
)  # fmt: skip
DEMAND = Lever("demand", "wish to order, against the ordinary", "multiple", ("country",))
ADVERTISED = Lever(
    "advertised", "users whom a service gains for being named where the law does not reach it, by its usual users",
    "share", ("facilitator", "country"), combine="add",
)  # fmt: skip
REPORTING = Lever(
    "reporting", "share of exchanges, cards and machines that report unexplained income", "share", ("country",),
    combine="join", high=1.0,
)  # fmt: skip
FROZEN = Lever(
    "frozen", "share of what is held that is frozen with a report, times the share that reports", "share",
    ("country",), combine="join", high=1.0,
)  # fmt: skip
BLOCKED = Lever(
    "blocked", "share of vendors of a country whose bank accounts are closed to them", "share", ("country",),
    combine="join", high=1.0,
)  # fmt: skip
ASSESSED = Lever(
    "assessed", "times a year that the means of a trader of usual operational security are looked into", "1/year",
    ("country",), combine="add",
)  # fmt: skip
RECOVERED = Lever(
    "recovered", "share of wealth taken each time, times how often", "share/year", ("country",), combine="add",
)  # fmt: skip
FINED = Lever("fined", "fine each time, times how often", "EUR/year", ("country",), combine="add")
TAXED = Lever(
    "taxed", "years of profit taken each time, times how often", "years/year", ("country",), combine="add",
)  # fmt: skip
BARRED = Lever(
    "barred", "chance that who would carry on for one arrested, or come back, is kept from it", "probability",
    ("country",), combine="join", high=1.0,
)  # fmt: skip
UPSTREAM = Lever(
    "upstream", "share of a product's producers and wholesalers who still supply", "share", ("product",), high=1.0,
)  # fmt: skip

APPETITE = Lever("appetite", "wish for a product, against the ordinary", "multiple", ("product", "country"))
LEANING = Lever(
    "leaning", "what is added to the leaning to buy online rather than offline", "logit", ("product", "country"),
    combine="add", low=-20.0, high=20.0,
)  # fmt: skip
ARRIVALS = Lever(
    "arrivals", "share of those who would come that begin, whether online or offline", "share", ("age", "country"),
    high=1.0,
)  # fmt: skip
ACCESS = Lever(
    "access", "share of newcomers who find their way in; the others stay offline", "share", ("country",), high=1.0
)
LAWFUL = Lever(
    "lawful", "share of the wishes of adults for a product that a lawful supply serves", "share",
    ("product", "country"), combine="join", high=1.0,
)  # fmt: skip
BANNED = Lever(
    "banned", "share of the lawful sale of a substance that a ban ends", "share", ("substance", "country"),
    combine="join", high=1.0,
)  # fmt: skip
CHECKED = Lever(
    "checked", "share of bad doses from online that a check finds and that are not taken", "share",
    ("product", "country"), combine="join", high=1.0,
)  # fmt: skip
WARNED = Lever(
    "warned", "share of users whom a warning of a dangerous batch reaches", "share", ("country",), combine="join",
    high=1.0,
)  # fmt: skip
WARNING_PACE = Lever(
    "warning_pace", "1 over the days from the first sale of a dangerous batch to the warning", "1/day", ("country",),
    combine="add",
)  # fmt: skip
DIVERTED = Lever(
    "diverted", "share of identified addressees who are offered help instead of a letter or a case", "share",
    ("country",), combine="join", high=1.0,
)  # fmt: skip
UNREACHED = Lever(
    "unreached", "share of people of a country who cannot reach marketplaces", "share", ("country",), combine="join",
    high=1.0,
)  # fmt: skip
SLANDERED = Lever(
    "slandered", "share of good ratings of vendors that are told as bad ones", "share", (), combine="join", high=1.0,
)  # fmt: skip
FAKED = Lever(
    "faked", "chance that an offer of a vendor whom one does not know yet is a fake", "share", (), combine="join",
    high=1.0,
)  # fmt: skip

HEALTH = (APPETITE, LEANING, ARRIVALS, ACCESS, LAWFUL, BANNED, CHECKED, WARNED, WARNING_PACE, DIVERTED)
"""Levers on users: what they want, hear, are offered and take."""

SUPPLY = (FACILITATOR_SUPPLY, LICENSED, ENFORCED, CALLED, REMOVED, CONVICTED, TAKEN_OVER)
"""Levers that bear on suppliers, in the order in which a facilitator reads them."""
MONEY = (REPORTING, FROZEN, BLOCKED, ASSESSED, RECOVERED, FINED, TAXED, BARRED)
"""Levers that bear on what vendors earned, and on whether they may go on."""

NOISE = (UNREACHED, SLANDERED, FAKED)
"""Levers that come between buyers and what is on offer."""

PARTNERSHIP = (TAUGHT, SHARED, RIGHT, SHARING, LEARNING, COORDINATED, WATCHED)
"""Levers that bear on partners: what they know, tell and do."""

CATALOGUE = (
    INSPECTION, INSPECTION_CAPACITY, DETECTION, LOST, LATE, *SUPPLY, READING, INVESTIGATION, TEAMS, POWERS, WEAKNESSES,
    BUYER_CASE, *PARTNERSHIP, DEMAND, *HEALTH, ADVERTISED, *MONEY, UPSTREAM,
    *NOISE,
)  # fmt: skip
