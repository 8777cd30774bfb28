"""When a vendor is arrested, and when one stops."""

from __future__ import annotations

import math

from sim.model.engine.kernels import helper
from sim.model.market import counters


@helper
def careless(opsec, usual):  # type: ignore[no-untyped-def]
    """Return how much likelier a vendor is to be identified than one of the usual operational security.

    The usual is a figure of its own: were it the mean of the vendors, being careful would help nobody.
    """
    return (1.0 - opsec) / (1.0 - usual)


@helper
def arrest_chance(x, par, investigation):  # type: ignore[no-untyped-def]
    """Return the chance of an arrest today that no lead announced."""
    return par.arrests / 365.0 * investigation * careless(x.opsec, par.opsec_usual)


@helper
def confiscate(x, counts):  # type: ignore[no-untyped-def]
    """Take what an arrested vendor owns."""
    counts[counters.ARRESTS] += 1
    if x.wealth > 0:
        counts[counters.AUTHORITY_IN] += x.wealth
        x.wealth = 0


@helper
def stop_by(x, luck, passed, elsewhere, par, alarm):  # type: ignore[no-untyped-def]
    """Return up to where in ``luck`` a vendor stops; ``passed`` is what befell before that, ``elsewhere`` what follows.

    Losses and felt risk raise the hazard, earnings lower it.
    """
    felt = min(par.stop_risk * (alarm + x.risk), 8.0)
    losing = 1.0 + max(-x.profit, 0.0) / par.outside_option  # nobody pays to trade for long
    # earning only lowers it, and exp(x) < 1 / (1 - x): most are known to be lucky without working it out
    bound = par.stop * losing / (1.0 - felt) if felt < 0.5 else 1.0
    if luck < passed + elsewhere + bound:
        keeps = par.stop_earning * math.log1p(max(x.profit, 0.0) / par.outside_option)
        passed += par.stop * losing * math.exp(felt - keeps)
    return passed
