"""What a buyer does who found nothing online: try again later, buy on the street, or go without."""

from __future__ import annotations

from sim.model.agents.buyers.wishes import wait
from sim.model.engine.kernels import helper
from sim.model.engine.streams import uniform
from sim.model.market import counters, decisions


@helper
def give_up(b, k, now, tried, waits, fig, counts):  # type: ignore[no-untyped-def]
    """Return the day on which a wish that found nothing is tried again, 0 if it is not.

    ``tried``: whether it was looked for online; ``waits``: the day of an earlier wish that waits already, 0 none; the
    two then wait as one.
    """
    par = fig.buyers
    if tried and uniform(k, decisions.B_PATIENCE) < par.patience:
        if waits > 0:
            counts[counters.MERGED] += 1
            return waits
        counts[counters.WAITING] += 1
        return wait(k, decisions.B_RETRY, 1.0 / par.retry_days, now.day)
    st, outlet = fig.street, now.outlet[b.home]
    found = uniform(k, decisions.B_STREET)
    if fig.ways.street and found < st.available * (1.0 - st.social * (1.0 - outlet)):
        counts[counters.STREET] += 1
        social = found < st.available * st.social * outlet
        counts[counters.SOCIAL] += social
        if not (social and uniform(k, decisions.B_SCAMMED) < st.social_scam):  # who is cheated gets nothing
            counts[counters.HARM_STREET] += now.harm_street[b.home, b.product]
            b.taste = max(b.taste - par.habit_loss, min(par.habit_floor, b.taste))
    else:
        counts[counters.UNMET] += 1
    return waits
