"""Settlement: the orders whose day has come are settled, and filed again where they go on."""

from __future__ import annotations

from sim.model.market.orders import HORIZON, list_arrived, refile
from sim.model.market.sharing import head_start, parts_of
from sim.model.market.world import World
from sim.model.settlement.settling import settle


def run(world: World) -> None:
    """Settle the orders whose day has come, and file again what goes on."""
    state, c, work, book = world.state, world.constants, world.work, world.state.book
    if book.head[state.day % HORIZON] < 0:
        return
    parts = parts_of(work.n_orders, world.threads)
    work.fit_arrived(len(book.pool))
    # parts are ranges of buyers: so many as have the head start's share of orders (of today's, as of those arriving)
    buyers = len(state.buyers)
    ahead = buyers * head_start(work.n_orders) // work.n_orders if parts > 1 else 0
    list_arrived(state.day, ahead, (buyers - ahead) / parts, book.columns, work.arrived, work.n_arrived)

    def settle_part(part: int) -> None:
        settle(
            book.pool, work.arrived[part], int(work.n_arrived[part]), state.tables, work.recognise, work.today,
            c.figures, work.counted(part),
        )  # fmt: skip

    work.each(settle_part, parts)
    book.reserve(HORIZON)
    refile(state.day, book.columns)
