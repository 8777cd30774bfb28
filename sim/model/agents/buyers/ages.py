"""How old a customer is, who is served lawfully for being of age, and who enters treatment."""

from __future__ import annotations

from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.paying import buyer_key


@helper
def is_young(seed, b, i, fig):  # type: ignore[no-untyped-def]
    """Return whether the customer in row i is young; drawn once for each person, and so kept nowhere."""
    return uniform(buyer_key(seed, i, b.contact), decisions.C_YOUNG) < fig.health.young


@helper
def served_lawfully(b, i, k, now, fig):  # type: ignore[no-untyped-def]
    """Return whether a lawful supply serves today's wish: a share of those who are of age."""
    share = now.lawful[b.home, b.product]
    return share > 0.0 and uniform(k, decisions.B_LAWFUL) < share and not is_young(now.seed, b, i, fig)


@helper
def helped(b, k, home, present, now, fig, counts):  # type: ignore[no-untyped-def]
    """Return whether an addressee who was identified is offered help instead of a case.

    Who accepts and is still a customer (``present``) wishes for less, and sooner for the last time.
    """
    diverted = now.diverted[home] > 0.0 and uniform(k, decisions.S_DIVERTED) < now.diverted[home]
    if diverted and uniform(k, decisions.S_ACCEPTED) < fig.health.accepted:
        counts[counters.TREATED] += 1
        if present:
            b.rate *= 1.0 - fig.health.treatment_rate
            b.stop += (1.0 - b.stop) * fig.health.treatment_stops
    return diverted


@kernel
def count_young(seed, buyers, figures):  # type: ignore[no-untyped-def]
    """Return how many customers are young."""
    found = 0
    for i in range(buyers.shape[0]):
        found += buyers[i].state == codes.ACTIVE and is_young(seed, buyers[i], i, figures[0])
    return found
