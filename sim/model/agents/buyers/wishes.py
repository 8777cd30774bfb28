"""When a buyer wishes to order: waits drawn ahead, wishes put off, and who acts today."""

from __future__ import annotations

import math

import numpy as np

from sim.model.engine.elementary import fast_log
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import LANES, lowest, matches
from sim.model.engine.streams import geometric, key, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.codes import RETRYING, WISH_LATER

LAST_DAY = 65_000
"""As far as the column of next days reaches."""


@helper
def wait(seed_key, decision, rate, day):  # type: ignore[no-untyped-def]
    """Return the day after a geometric waiting time, within what the column can hold."""
    return min(day + geometric(seed_key, decision, min(max(rate, 1e-6), 1.0)), LAST_DAY)


@helper
def next_wish(seed_key, rate, day):  # type: ignore[no-untyped-def]
    """Return the day of the next wish: wishes come at an intensity (1/day, above 0), at most one a day."""
    days = -fast_log(1.0 - uniform(seed_key, decisions.B_WAIT)) / max(rate, 1e-9)
    return day + 1 + int(min(days, LAST_DAY - day - 1.0))


@helper
def due_today(b, day):  # type: ignore[no-untyped-def]
    """Return whether a wish comes today to a buyer who acts, and on which day one put off is tried again (0: none)."""
    retry = 0
    fresh = True
    if b.contact & RETRYING:
        early = (b.contact & WISH_LATER) != 0
        fresh = not early or b.later == day
        retry = day if early else int(b.later)
    return fresh, retry


@helper
def file_wishes(b, next_day, i, wish, retry):  # type: ignore[no-untyped-def]
    """Note on which days a buyer acts: at the next wish, and where ``retry`` is above 0 to try again one put off."""
    b.contact &= ~(RETRYING | WISH_LATER)
    next_day[i] = wish
    if retry > 0:
        b.contact |= RETRYING
        b.later = retry
        if retry < wish:
            b.contact |= WISH_LATER
            b.later = wish
            next_day[i] = retry


@helper
def follow(b, k, pace, last, day, arrival, counts):  # type: ignore[no-untyped-def]
    """Return the day of the wish that follows today's: the buyer's own, or the first of whoever comes instead.

    Interest lasts or ends with a wish whatever becomes of it, so that neither a marketplace that is away nor a wish
    put off moves the wishes that follow. ``last``: chance that interest ends with today's.
    """
    if uniform(k, decisions.B_LAST) < last:
        b.state = codes.AWAY
        counts[counters.STOPPED] += 1
        return wait(k, decisions.B_WAIT, arrival, day)
    return next_wish(k, pace, day)


@kernel
def repace(seed, day, next_day, buyers, was, now):  # type: ignore[no-untyped-def]
    """Bring waits to a new pace by country and product: what is left of them has no memory of how it was drawn."""
    for i in range(buyers.shape[0]):
        b = buyers[i]
        old, new = was[b.home, b.product], now[b.home, b.product]
        if old == new or b.state == codes.AWAY:
            continue
        wish, retry = int(next_day[i]), 0
        if b.contact & RETRYING:
            retry = int(b.later)
            if b.contact & WISH_LATER:
                wish, retry = retry, wish
        # the part of a day by which the wait goes beyond whole days, given that it does not reach the next
        rate = b.rate * old
        part = -math.log(1.0 - uniform(key(seed, day, i), decisions.B_PACE) * -math.expm1(-rate)) / max(rate, 1e-9)
        left = (wish - day + min(part, 1.0)) * old / new
        file_wishes(b, next_day, i, day + int(min(left, LAST_DAY - day)), retry)


@kernel
def list_due(day, next_day, rows):  # type: ignore[no-untyped-def]
    """Write the buyers who act today into ``rows`` (room for all buyers and one more), in order; return how many."""
    today = np.uint16(day)
    blocks = next_day.shape[0] // LANES
    found = 0
    for w in range(blocks):
        due = matches(next_day, w, today)
        for _ in range(2):  # most blocks have two or fewer, and whether one is there would be a guess
            rows[found] = LANES * w + lowest(due)
            found += due != 0
            due &= due - np.uint64(1)
        while due:
            rows[found] = LANES * w + lowest(due)
            found += 1
            due &= due - np.uint64(1)
    for i in range(LANES * blocks, next_day.shape[0]):
        rows[found] = i
        found += next_day[i] == today
    return found
