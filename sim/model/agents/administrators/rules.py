"""What can end a marketplace today, by its administrator's will or by fate."""

from __future__ import annotations

import math

import numpy as np

from sim.model.engine.adding import total
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import hazard_of
from sim.model.market import codes


@helper
def tempted(escrow, price, spread):  # type: ignore[no-untyped-def]
    """Return the chance in a week that escrow, times a lognormal temptation, is worth more than an honest future."""
    if spread <= 0.0:
        return 1.0 if escrow > price else 0.0
    return 0.5 * math.erfc(math.log(max(price, 1e-9) / escrow) / (spread * math.sqrt(2.0)))


@kernel
def consider(  # type: ignore[no-untyped-def]
    day, markets, slots, alarm, figures, investigation, found, off, outcome
):  # fmt: skip
    """Write for each open marketplace what happens to it today (a cause, 0 nothing); return how many closings.

    An exit scam pays when the escrow in hand is worth more than the commission still to come, at the administrator's
    impatience and felt hazard of arrest. ``off``: which have no host today; ``found``: see the lever of weaknesses.

    Each cause has a threshold, drawn once, against which the chance of every day is cumulated: twins in whom a chance
    differs by a little lose a marketplace some days apart, where a toss a day would take another one from each.
    """
    markets, slots, off, outcome = borrow(markets), borrow(slots), borrow(off), borrow(outcome)
    fig = figures[0]
    par, pol = fig.administrators, fig.authorities
    closings = 0
    n = slots.shape[0]
    trade = np.empty(n)
    for s in range(n):
        trade[s] = markets[slots[s]].orders
    total_orders = max(total(trade, n), 1e-9)
    for s in range(n):
        i = slots[s]
        m = markets[i]
        age = day - m.opened
        older = 1.0 + par.ageing * max(age - 365.0, 0.0) / 365.0
        outcome[s] = codes.RUNNING
        if m.covert_until >= 0:
            continue  # run by police: neither scams nor retires
        share = m.orders / total_orders
        onset = age / (age + pol.raid_onset)
        raid = pol.raids * investigation * 2.0 * onset * onset * (max(share, 0.002) * n) ** pol.raid_size
        raid += found / 365.0 * (1.0 - m.security)
        raid *= fig.make_seizable[m.make]
        custody = fig.make_custody[m.make] == 1
        young = 1.0 + (par.hack_young - 1.0) * math.exp(-age / 120.0)
        m.raid_in -= hazard_of(raid)
        if custody:  # else there is nothing to be robbed of
            m.hack_in -= hazard_of(par.hack * young * (1.0 - m.security))
        if m.escrow > 0 and custody:
            felt = m.discount + par.felt_hazard * older * (1.0 + 2.0 * alarm)
            future = m.revenue * m.commission / max(felt, 1e-9)
            weekly = tempted(m.escrow / 100.0, future * m.integrity, par.temptation_spread)
            m.scam_in -= hazard_of(weekly) / 7.0
        m.retire_in -= hazard_of(par.retire * older + (par.give_up if m.losses > 45.0 else 0.0))
        if m.raid_in < 0.0:
            outcome[s] = codes.SEIZURE
        elif m.hack_in < 0.0:
            outcome[s] = codes.HACK
        elif m.scam_in < 0.0:
            outcome[s] = codes.EXIT_SCAM
        elif m.retire_in < 0.0:
            outcome[s] = codes.VOLUNTARY
        if off[s]:
            m.offline_until = max(m.offline_until, day + 1)
            m.fail = 1.0
        closings += outcome[s] != codes.RUNNING
    return closings
