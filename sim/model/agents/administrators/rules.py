"""What can end a marketplace today, by its administrator's will or by fate."""

from __future__ import annotations

import math

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.engine.streams import key, normal, uniform
from sim.model.market import codes, decisions


@kernel
def consider(  # type: ignore[no-untyped-def]
    seed, day, markets, slots, alarm, total_orders, figures, investigation, off, outcome
):  # fmt: skip
    """Write for each open marketplace what happens to it today (a cause, 0 nothing); return how many closings.

    An exit scam pays when the escrow in hand is worth more than the commission still to come, at the administrator's
    impatience and felt hazard of arrest. ``off``: which have no host today.
    """
    markets, slots, off, outcome = borrow(markets), borrow(slots), borrow(off), borrow(outcome)
    fig = figures[0]
    par, pol = fig.administrators, fig.authorities
    closings = 0
    n = slots.shape[0]
    for s in range(n):
        i = slots[s]
        m = markets[i]
        k = key(seed, day, i)
        age = day - m.opened
        older = 1.0 + par.ageing * max(age - 365.0, 0.0) / 365.0
        outcome[s] = codes.RUNNING
        if m.covert_until >= 0:
            continue  # run by police: neither scams nor retires
        share = m.orders / max(total_orders, 1e-9)
        onset = age / (age + pol.raid_onset)
        raid = pol.raids * investigation * 2.0 * onset * onset * (max(share, 0.002) * n) ** pol.raid_size
        young = 1.0 + (par.hack_young - 1.0) * math.exp(-age / 120.0)
        if uniform(k, decisions.M_RAID) < raid:
            outcome[s] = codes.SEIZURE
        elif uniform(k, decisions.M_HACK) < par.hack * young * (1.0 - m.security):
            outcome[s] = codes.HACK
        elif (day + i) % 7 == 0 and m.escrow > 0:
            felt = m.discount + par.felt_hazard * older * (1.0 + 2.0 * alarm)
            future = m.revenue * m.commission / max(felt, 1e-9)
            temptation = math.exp(par.temptation_spread * normal(k, decisions.M_SCAM))
            if m.escrow / 100.0 * temptation > future * m.integrity:
                outcome[s] = codes.EXIT_SCAM
        if outcome[s] == codes.RUNNING:
            stop = par.retire * older
            if m.losses > 45.0:
                stop += par.give_up
            if uniform(k, decisions.M_RETIRE) < stop:
                outcome[s] = codes.VOLUNTARY
        if off[s]:
            m.offline_until = max(m.offline_until, day + 1)
            m.fail = 1.0
        closings += outcome[s] != codes.RUNNING
    return closings
