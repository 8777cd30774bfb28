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
FACILITATOR_SUPPLY = Lever(
    "facilitator_supply", "share of a facilitator's ordinary suppliers that still serve the trade, the rest at random",
    "share", ("facilitator", "country"), high=1.0,
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
DEMAND = Lever("demand", "wish to order, against the ordinary", "multiple", ("country",))

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

HEALTH = (APPETITE, LEANING, ARRIVALS, ACCESS, LAWFUL, BANNED, CHECKED, WARNED, WARNING_PACE, DIVERTED)
"""Levers on users: what they want, hear, are offered and take."""

SUPPLY = (FACILITATOR_SUPPLY, LICENSED, ENFORCED, CALLED, CONVICTED, TAKEN_OVER)
"""Levers that bear on suppliers, in the order in which a facilitator reads them."""

CATALOGUE = (
    INSPECTION, INSPECTION_CAPACITY, DETECTION, *SUPPLY, READING, INVESTIGATION, TEAMS, POWERS, WEAKNESSES, BUYER_CASE,
    DEMAND, *HEALTH,
)  # fmt: skip
