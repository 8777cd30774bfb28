"""What a random draw decides. Numbers are part of a run's identity: never change or reuse one, only add.

Rows of different tables share row numbers, so each table has a block of numbers of its own.
"""

from __future__ import annotations

LASTING = 65_003
"""In the place of the day: what is drawn once for a row and remembered."""
BUYER_ONCE, VENDOR_ONCE = 65_002, 65_003
"""Likewise: what is drawn once for the person in a buyer's row, and for a vendor by order of birth. The latter has the
number of ``LASTING``: what is drawn under it are other decisions."""
BIRTH = 65_001
"""The day, past all days of a run, that stands for what is drawn once for all: by entity and, from ``BIRTH`` + 1 on, by
the how-manieth time. Twins whose histories differ by some days or by one more entrant so keep the same people."""

# buyers, keyed by (day of the order, buyer)
B_HOME, B_PRODUCT, B_RATE, B_VALUE, B_STOP, B_TASTE, B_RISK, B_START = 100, 101, 102, 103, 104, 105, 106, 107
B_DEMAND, B_ONLINE, B_VISIT, B_SWITCH, B_LEARNT, B_FOLLOW, B_DESTINATION, B_ACCEPT = 110, 111, 112, 113, 114, 115, 116, 117  # fmt: skip # noqa: E501
B_LOYAL, B_OFFERS, B_OTHER, B_WHICH, B_SIZE = 120, 122, 124, 125, 126  # fmt: skip
B_PATIENCE, B_RETRY, B_STREET, B_WAIT, B_CHANNEL, B_CONTACT, B_VISIT_NEW = 130, 131, 132, 133, 134, 135, 137
B_PACE = 139
B_ELSEWHERE, B_VISIT_ELSEWHERE = 140, 144  # and the three after each
B_WHOLESALE = 108
B_LAST, B_STAY = 148, 149
B_CARRIER, B_SCAMMED = 109, 118
B_UNREACHED, B_FAKED, B_SHOP = 194, 195, 196
B_SETTLE, B_TRY, B_VISIT_TRY = 180, 181, 185  # the latter two and the three after each
# parcels and settlement, keyed by (day of the order, buyer) as well
P_UNSENT, P_SEIZED, P_LOST, P_DAYS, P_AGAIN_SEIZED, P_AGAIN_LOST, P_AGAIN_DAYS = 150, 151, 152, 153, 154, 155, 156  # fmt: skip # noqa: E501
S_PROMPT, S_GOOD, S_FEEDBACK, S_RESHIP, S_DISPUTE, S_STOP, S_BACK, S_IDENTIFIED, S_CASE, S_CONTACT, S_VENDOR_CASE, S_VENDOR_DELAY, S_SECOND_PARCEL = 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 171, 172, 173  # fmt: skip # noqa: E501
S_DIVERTED, S_ACCEPTED = 174, 175
S_SLANDER = 176
# users: whether one begins, finds the way in, a lawful supply (by day and buyer); how old a customer is (once)
B_BEGINS, B_LAWFUL, C_YOUNG, B_ACCESS = 190, 191, 192, 193
# dangerous batches, keyed by (day, product)
H_BATCH, H_LASTS = 500, 501
# vendors, keyed by (day, vendor)
V_HOME, V_PRODUCT, V_KIND, V_SCOPE, V_SCALE, V_HONEST, V_QUALITY, V_PRICE, V_STEALTH, V_OPSEC, V_AGE, V_EARLY = range(200, 212)  # fmt: skip # noqa: E501
V_EXIT_SCAM, V_RESTOCK, V_MOVE, V_WHERE, V_KEEP, V_SECOND, V_SECOND_WHERE, V_ADMIT = 222, 223, 224, 225, 226, 227, 228, 229  # fmt: skip # noqa: E501
V_FATE = 231
V_STOP_IN = 232
V_REPLACE, V_CAPITAL, V_WHERE_ELSE, V_LOT = 233, 234, 235, 236
V_WITHDRAW, V_HOMEBOUND = 238, 239
V_ENTER = 240
V_SHOP, V_SHOP_DAYS, V_FROM = 241, 242, 243
V_STAYS, V_AGE_WITHIN, V_RENAMED, V_LIKE = 244, 245, 246, 247
V_CUSTOMER = 250  # and the seven after it
# marketplaces, keyed by (day, marketplace)
M_AGE, M_COMMISSION, M_DISPUTE, M_DISCOUNT, M_INTEGRITY, M_SECURITY, M_EARLY, M_ADMISSION, M_SURVIVED = range(300, 309)
M_HARDEN, M_REHOST, M_RELAX = 315, 316, 317
M_OPEN, M_BUILD = 320, 321
M_MAKE = 322
M_RAID_IN, M_HACK_IN, M_SCAM_IN, M_RETIRE_IN = range(330, 334)
# acts of authorities, keyed by (day, marketplace) or (day, vendor)
A_SUCCESS, A_RANDOM, A_OPERATOR, A_RETURN, A_RETURNS = 400, 401, 402, 403, 404
A_WHO = 405
A_LEAD, A_DELAY = 410, 411
A_COUNT, A_ARREST, A_PURCHASE, A_LINK, A_SOLVED = 412, 413, 414, 415, 416
A_READ, A_READ_DELAY = 418, 419
A_ASSESSED, A_REPORTED, A_REPORT_LEAD, A_REPORT_DELAY = 440, 441, 442, 443
A_OWNER = 444
A_WITHSTANDS = 445
A_ADDRESSEE, C_ENCRYPTS = 446, 447
A_SIGNAL, A_SHARED, A_FOLLOWED, A_WATCHED, A_WHICH = range(450, 455)
# facilitators, keyed by (facilitator, supplier), and their customers, once for good
F_ORDER, F_FIRST, F_KNOWS, F_ASKED, F_ACTS = 420, 421, 422, 423, 424
C_SUPPLIER, C_SEARCH, C_DESK, C_DESK_SEARCH = 430, 431, 432, 433
C_ROUTE, C_CUT = 434, 435
M_HOME, M_SEARCH = 340, 341
