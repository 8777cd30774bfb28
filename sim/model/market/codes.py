"""Small whole numbers that columns hold, and what they stand for."""

from __future__ import annotations

from sim.model.catalogue.channels import CHANNELS
from sim.model.catalogue.facilitators import LEANS

# buyer state
AWAY, ACTIVE = 0, 1
# bits of a buyer's contact column: may deal directly; a wish put off waits; its day comes before the next wish's
CONTACT, RETRYING, WISH_LATER = 1, 2, 16
# which of the customers a row has stood for: a count in the upper bits of a buyer's contact and of an order's flags
PERSON, NEXT_PERSON = 0xE0, 0x20
# vendor state
TRADING, EXIT_SCAMMING, RETIRED, ARRESTED = 1, 2, 3, 4
# vendor kind and scope follow the order of their parameter mappings
LONE, ORGANISED, PRODUCER = 0, 1, 2
KINDS = ("lone", "organised", "producer")
DOMESTIC, REGION, WORLDWIDE = 0, 1, 2
SCOPES = ("domestic", "region", "worldwide")
# marketplace state
CLOSED, OPEN, WINDING = 0, 1, 2
# admission of vendors
FREE, BOND, INVITATION = 0, 1, 2
ADMISSIONS = ("open", "bond", "invitation")
# what ends a marketplace
RUNNING, VOLUNTARY, EXIT_SCAM, HACK, SEIZURE = 0, 1, 2, 3, 4
CAUSES = ("", "voluntary", "exit_scam", "hack", "seizure")
# fate of a parcel
DELIVERED, SEIZED, LOST, UNSENT = 0, 1, 2, 3
# lower bits of the flags of an order: paid early, not over a marketplace, sent again, arrived but not yet released
EARLY, DIRECT, AGAIN, SETTLING = 1, 2, 4, 8
# the posts, as channels of delivery: the first of the catalogue, by what they cross
POST_DOMESTIC, POST_EU, POST_ABROAD = range(3)
PARCEL, DROP = (CHANNELS.index(name) for name in ("private_parcel", "local_drop"))
# what leans on facilitators: world.facilitators gives, by these, all that bear on it together
HOSTING, EXCHANGE, PACKAGING, CARRIAGE, MESSAGES, SHIELD, OUTLET, DESIGN, MACHINES = LEANS
# news: what is known and felt by everybody
ALARM, UPSET, PRESS = 0, 1, 2
NEWS = ("alarm", "upset", "press")

NEVER = 1_000_000
"""A day that no run reaches."""

EVENTS = (
    "enter", "retire", "arrest", "vendor_exit_scam", "move", "rename", "second_account", "strand", "withdraw",
)  # fmt: skip
"""Events of vendors, written by compiled code: the code is the position."""
ENTER, RETIRE, ARREST, VENDOR_EXIT_SCAM, MOVE, RENAME, SECOND, STRAND, WITHDRAW = range(9)
