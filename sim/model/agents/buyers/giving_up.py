"""What a buyer does who found nothing online: try again later, buy on the street, or go without."""

from __future__ import annotations

from sim.model.agents.buyers.wishes import next_wish, wait
from sim.model.engine.kernels import helper
from sim.model.engine.streams import uniform
from sim.model.market import codes, counters, decisions


@helper
def give_up(b, k, day, pace, tried, fig, counts):  # type: ignore[no-untyped-def]
    """Return the day on which the buyer acts next; ``tried``: whether it was looked for online."""
    par = fig.buyers
    if tried and uniform(k, decisions.B_PATIENCE) < par.patience:
        counts[counters.WAITING] += 1
        b.contact |= codes.RETRYING
        return wait(k, decisions.B_RETRY, 1.0 / par.retry_days, day)
    if fig.ways.street and uniform(k, decisions.B_STREET) < fig.street.available:
        counts[counters.STREET] += 1
        b.taste = max(b.taste - par.habit_loss, min(par.habit_floor, b.taste))
    else:
        counts[counters.UNMET] += 1
    if uniform(k, decisions.B_STOP_OFFLINE) < b.stop:  # interest ends offline as it does online
        b.state = codes.AWAY
        counts[counters.STOPPED] += 1
        return wait(k, decisions.B_WAIT, par.arrival, day)
    return next_wish(k, pace, day)
