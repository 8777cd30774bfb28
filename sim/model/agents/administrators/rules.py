"""What can end a marketplace today, by its administrator's will or by fate."""

from __future__ import annotations

import math

import numpy as np

from sim.model.engine.adding import total
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import hazard_of
from sim.model.market import codes
from sim.model.market.listings import note_open


@helper
def tempted(escrow, price, spread):  # type: ignore[no-untyped-def]
    """Return the chance in a week that escrow, times a lognormal temptation, is worth more than an honest future."""
    if spread <= 0.0:
        return 1.0 if escrow > price else 0.0
    return 0.5 * math.erfc(math.log(max(price, 1e-9) / escrow) / (spread * math.sqrt(2.0)))


@kernel
def consider(  # type: ignore[no-untyped-def]
    day, markets, n_markets, noted, news, figures, investigation, found, off, open_in, opening
):  # fmt: skip
    """Write for each marketplace what happens to it today (a cause, 0 nothing), and count towards the next that opens.

    Returns what :func:`note_open` does, how many of them close, and the hazard still to come before the next is begun,
    of which ``open_in`` was left. ``noted``: the rows and positions of :func:`note_open`, and what happens, by row.

    An exit scam pays when the escrow in hand is worth more than the commission still to come, at the administrator's
    impatience and felt hazard of arrest. ``off``: which of those that are open have no host today, empty if all have
    one; ``found``: see the lever of weaknesses; ``opening``: chance that one is begun today.

    Each cause has a threshold, drawn once, against which the chance of every day is cumulated: twins in whom a chance
    differs by a little lose a marketplace some days apart, where a toss a day would take another one from each.
    """
    markets, off, (rows, slot_of, outcome) = borrow(markets), borrow(off), borrow(noted)
    fig, alarm = figures[0], news[codes.ALARM]
    par, pol = fig.administrators, fig.authorities
    there = note_open(markets, n_markets, rows, slot_of)
    n = there[0]
    closings, trade = 0, np.empty(n)
    outcome[:] = codes.RUNNING
    for s in range(n):
        trade[s] = markets[rows[s]].orders
    total_orders = max(total(trade, n), 1e-9)
    for s in range(n):
        i = rows[s]
        m = markets[i]
        age = day - m.opened
        older = 1.0 + par.ageing * max(age - 365.0, 0.0) / 365.0
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
            outcome[i] = codes.SEIZURE
        elif m.hack_in < 0.0:
            outcome[i] = codes.HACK
        elif m.scam_in < 0.0:
            outcome[i] = codes.EXIT_SCAM
        elif m.retire_in < 0.0:
            outcome[i] = codes.VOLUNTARY
        if off.shape[0] > 0 and off[s]:
            m.offline_until = max(m.offline_until, day + 1)
            m.fail = 1.0
        closings += outcome[i] != codes.RUNNING
    return there, closings, open_in - hazard_of(opening)
