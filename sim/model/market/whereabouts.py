"""What is known of where a marketplace that closed has left its users: nobody knows at once where the others went."""

from __future__ import annotations

import math

from sim.model.engine.kernels import helper
from sim.model.market import codes
from sim.model.market.world import World


@helper
def learnt_since(days, news_days):  # type: ignore[no-untyped-def]
    """Return the chance to have learnt where the others went, so many days after a marketplace closed."""
    since = (days + 0.5) / max(news_days, 0.01)
    return 1.0 - math.exp(-since * since)


def news_days(world: World) -> float:
    """Return within how many days news of a closure goes round, of those who still have a place to meet."""
    return float(world.parameters.buyers.news_days) / max(world.state.forum, 0.02)


@helper
def sent_to_closed(markets, n_markets, day, news_days):  # type: ignore[no-untyped-def]
    """Return the chance that who asks for a marketplace is still sent to one that has closed.

    It is the share of usual trade that is still looked for where nobody trades any more. What was said of a marketplace
    is taken back as it becomes known where the others went.
    """
    still = here = 0.0
    for row in range(n_markets):
        market = markets[row]
        if market.state == codes.OPEN:
            here += market.usual
        elif day - market.closed < 10.0 * news_days:
            still += market.usual * (1.0 - learnt_since(day - market.closed, news_days))
    return still / max(still + here, 1e-9)
