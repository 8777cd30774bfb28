"""What is known of where a marketplace that closed has left its users: nobody knows at once where the others went."""

from __future__ import annotations

import math

from sim.model.engine.kernels import helper, kernel
from sim.model.market import codes
from sim.model.market.world import World


@helper
def learnt_since(days, news_days):  # type: ignore[no-untyped-def]
    """Return the chance to have learnt where the others went, so many days after a marketplace closed."""
    since = (days + 0.5) / max(news_days, 0.01)
    return 1.0 - math.exp(-since * since)


def sent_to_closed(world: World) -> float:
    """Return the chance that who asks for a marketplace is still sent to one that has closed.

    What was said of it is taken back as it becomes known where the others went.
    """
    state = world.state
    news_days = float(world.parameters.buyers.news_days) / max(state.forum, 0.02)
    sent: float = _still_sent(state.markets, state.n_markets, state.day, news_days)
    return sent


@kernel
def _still_sent(markets, n_markets, day, news_days):  # type: ignore[no-untyped-def]
    """Return the share of usual trade that is still looked for where nobody trades any more."""
    still = here = 0.0
    for row in range(n_markets):
        market = markets[row]
        if market.state == codes.OPEN:
            here += market.usual
        elif day - market.closed < 10.0 * news_days:
            still += market.usual * (1.0 - learnt_since(day - market.closed, news_days))
    return still / max(still + here, 1e-9)
