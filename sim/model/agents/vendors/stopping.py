"""When a vendor is arrested, and when one stops.

Any active vendor can be arrested: by chance, or on the day on which a lead (of a seized back end, ``acts/seizing.py``)
or a case (of a seized parcel, ``couriers/travel.py``) is worked off; the careless sooner. What the vendor owns is
confiscated and all accounts are closed, unless others of the shop carry on (``kinds.py``); vendors alike feel it
(``peers.py``).
"""

from __future__ import annotations

from sim.model.engine.elementary import fast_exp, fast_log
from sim.model.engine.kernels import helper
from sim.model.engine.streams import hazard_of
from sim.model.market import codes, counters
from sim.model.market.opsec import identifiable


@helper
def arrest_chance(x, par, now):  # type: ignore[no-untyped-def]
    """Return the chance of an arrest today that no lead announced."""
    found = now.investigation[x.home] * (1.0 if x.kind == codes.LONE else now.exposed)
    return par.arrests / 365.0 * found * identifiable(x, now, par)


@helper
def confiscate(x, counts):  # type: ignore[no-untyped-def]
    """Take what an arrested vendor owns."""
    counts[counters.ARRESTS] += 1
    counts[counters.BY_ORIGIN + x.home] += 1
    if x.wealth > 0:
        counts[counters.AUTHORITY_IN] += x.wealth
        x.wealth = 0


@helper
def stops(x, par, day, alarm):  # type: ignore[no-untyped-def]
    """Return whether a vendor stops today: once the hazard, cumulated over the days, passes what was drawn at birth.

    Losses and felt risk raise the hazard, earnings lower it; who has just begun is trying it out.
    """
    felt = min(par.stop_risk * (alarm + x.risk), 8.0)
    # nobody pays to trade for long; what ruins a small shop is a bad week of a large one
    losing = 1.0 + max(-x.profit, 0.0) / (par.outside_option * max(x.scale, 1.0))
    keeps = par.stop_earning * fast_log(1.0 + max(x.profit, 0.0) / par.outside_option)
    trying = 1.0 + (par.stop_young - 1.0) * fast_exp(-max(day - x.entered, 0) / par.stop_young_days)
    chance = (par.stop * trying * losing * fast_exp(-keeps) + par.retire / 365.0) * fast_exp(felt)
    # a few terms of the logarithm, where they do
    x.stop_in -= chance * (1.0 + chance * (0.5 + chance / 3.0)) if chance < 0.01 else hazard_of(chance)
    return x.stop_in < 0.0
